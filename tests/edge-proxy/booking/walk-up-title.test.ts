import { expect, test } from 'vitest';
import { walkUpTitle } from '../../../edge-proxy/booking/walk-up-title.ts';

test.for<{ typed: { title?: string; name?: string }; called: string }>([
  { typed: {}, called: 'Booked at the door' },
  { typed: { title: '   ' }, called: 'Booked at the door' },
  { typed: { name: 'Anna' }, called: 'Booked at the door (Anna)' },
  { typed: { title: 'Stand-up', name: 'Anna' }, called: 'Stand-up (Anna)' },
  { typed: { title: 'two\r\nlines\u0000' }, called: 'two lines' },
  { typed: { title: '\u202Edrawkcab\u2066' }, called: 'drawkcab' },
  { typed: { title: '\uD800lone' }, called: 'lone' },
  { typed: { title: 'Family 👨‍👩‍👧' }, called: 'Family 👨‍👩‍👧' },
  { typed: { title: 'x'.repeat(250) }, called: 'x'.repeat(100) },
])('$typed is called "$called"', ({ typed, called }) => {
  expect(walkUpTitle(typed)).toBe(called);
});
