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
  expect(await answer.json()).toEqual({
    from: '2026-11-24T10:00:00.000Z',
    rooms: [
      {
        room: porto.address,
        displayName: 'Porto',
        floor: '3',
        until,
        capacity: 8,
        features: [],
        wheelchairAccessible: true,
      },
    ],
  });
});

test('a room that is free for an hour is no help for two', async () => {
  const site = await createRouteSite(entra);
  const tablet = await site.aTablet();

  expect(await (await tablet.ask('/api/rooms/free?minutes=120')).json()).toMatchObject({ rooms: [] });
});

test('for later it offers what is free from then, and until when', async () => {
  const site = await createRouteSite(entra);
  const tablet = await site.aTablet();

  const inPortosMeeting = await tablet.ask('/api/rooms/free?start=2026-11-24T11:30:00Z');
  const after = await tablet.ask('/api/rooms/free?start=2026-11-24T12:00:00Z&minutes=90');

  expect(await inPortosMeeting.json()).toMatchObject({ rooms: [] });
  expect(await after.json()).toMatchObject({
    from: '2026-11-24T12:00:00.000Z',
    rooms: [{ displayName: 'Porto', until: null }],
  });
});

test('a start that is no time is not understood', async () => {
  const site = await createRouteSite(entra);
  const tablet = await site.aTablet();

  expect((await tablet.ask('/api/rooms/free?start=soon')).status).toBe(400);
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

  expect(await (await tablet.ask('/api/rooms/free')).json()).toMatchObject({ rooms: [] });
});
