import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEntra } from '../http/entra-stand-in.ts';
import { createRouteSite, porto } from './route-site.ts';

let entra: Awaited<ReturnType<typeof startEntra>>;
beforeAll(async () => {
  entra = await startEntra();
});
afterAll(() => entra.close());

test('a door offers the free rooms of its own building, until when, and not itself', async () => {
  const site = await createRouteSite(entra);
  const tablet = await site.aTablet();

  const answer = await tablet.ask('/api/rooms/free');

  const until = '2026-11-24T11:00:00.000Z';
  expect(await answer.json()).toEqual({ rooms: [{ room: porto.address, displayName: 'Porto', floor: '3', until }] });
});

test('a room that is free for an hour is no help for two', async () => {
  const site = await createRouteSite(entra);
  const tablet = await site.aTablet();

  expect(await (await tablet.ask('/api/rooms/free?minutes=120')).json()).toEqual({ rooms: [] });
});

test.for(['0', '-5', '1e9', 'soon', '', '15.5'])('minutes=%s is not understood', async (minutes) => {
  const site = await createRouteSite(entra);
  const tablet = await site.aTablet();

  expect((await tablet.ask(`/api/rooms/free?minutes=${minutes}`)).status).toBe(400);
});

test('a room whose day is old is not offered', async () => {
  const site = await createRouteSite(entra);
  const tablet = await site.aTablet();
  await site.clock.advance(6 * 60_000);

  expect(await (await tablet.ask('/api/rooms/free')).json()).toEqual({ rooms: [] });
});
