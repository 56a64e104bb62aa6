import { expect, test } from 'vitest';
import { isSound } from '../../../kiosk/service-worker/sound-answer.ts';

const OURS = '<!doctype html><html data-release="a1b2" lang="en">';
const PORTAL = '<!doctype html><h1>Please accept our terms</h1>';

test.for([
  { path: '/', status: 200, type: 'text/html', text: OURS, sound: true, because: 'it is our page' },
  { path: '/', status: 200, type: 'text/html', text: PORTAL, sound: false, because: 'a portal answers' },
  { path: '/', status: 511, type: 'text/html', text: PORTAL, sound: false, because: 'a portal says what it is' },
  {
    path: '/',
    status: 200,
    type: 'text/html',
    text: OURS.replace('a1b2', 'c3d4'),
    sound: false,
    because: 'the server has moved on since it gave the worker',
  },
  { path: '/', status: 200, type: 'application/json', text: OURS, sound: false, because: 'it is no page' },
  { path: '/assets/x.js', status: 200, type: 'text/javascript', text: '', sound: true, because: 'it is a script' },
  { path: '/assets/x.woff2', status: 200, type: 'font/woff2', text: '', sound: true, because: 'it is a font' },
  { path: '/assets/x.js', status: 200, type: 'text/html', text: PORTAL, sound: false, because: 'a portal answers' },
  { path: '/assets/x.js', status: 404, type: 'text/javascript', text: '', sound: false, because: 'it is not there' },
  { path: '/assets/x.js', status: 204, type: '', text: null, sound: false, because: 'there is nothing in it' },
])('$status $type for $path is ours: $sound, because $because', async ({ path, status, type, text, sound }) => {
  const answer = new Response(text, { status, headers: { 'Content-Type': type } });

  expect(await isSound(path, answer, 'a1b2')).toBe(sound);
});
