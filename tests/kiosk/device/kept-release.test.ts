import { expect, test } from 'vitest';
import { readKeptRelease } from '../../../kiosk/device/kept-release.ts';

const keeping = (text: string) => ({ match: async () => new Response(text) });

test.for([
  { what: 'our page', kept: keeping('<!doctype html><html data-release="a1b2" lang="en">'), release: 'a1b2' },
  { what: 'a portal’s page', kept: keeping('<html><h1>Please accept our terms</h1>'), release: null },
  { what: 'nothing', kept: { match: async () => undefined }, release: null },
  { what: 'a broken disk', kept: { match: () => Promise.reject(new Error('gone')) }, release: null },
  { what: 'a page that is not secure', kept: undefined, release: null },
])('$what keeps the release $release', async ({ kept, release }) => {
  expect(await readKeptRelease(kept)).toBe(release);
});
