import { afterAll, beforeAll, expect, test } from 'vitest';
import { err } from '../../../shared/basics/result.ts';
import { aKey } from '../../support/builders.ts';
import { startEntra } from '../http/entra-stand-in.ts';
import { createRouteSite } from './route-site.ts';

let entra: Awaited<ReturnType<typeof startEntra>>;
beforeAll(async () => {
  entra = await startEntra();
});
afterAll(() => entra.close());

const wish = { key: aKey(1), kind: 'book', notAfter: '2026-11-24T10:01:00Z', end: '2026-11-24T10:30:00Z' };

test('a tap is taken: 202 with its key and how far it is', async () => {
  const site = await createRouteSite(entra);
  const tablet = await site.aTablet();

  const answer = await tablet.post('/api/intents', wish);

  expect(answer.status).toBe(202);
  expect(await answer.json()).toEqual({ key: aKey(1), status: 'pending' });
  expect(answer.headers.getSetCookie()[0]).toMatch(/^doorlight-device=/);
});

test.for([
  { no: { kind: 'room-declined' }, status: 409, type: 'room-declined' },
  { no: { kind: 'key-reused' }, status: 409, type: 'key-reused' },
  { no: { kind: 'too-many-requests' }, status: 429, type: 'too-many-requests' },
  { no: { kind: 'not-ready' }, status: 503, type: 'not-ready' },
] as const)('$type is a problem', async ({ no, status, type }) => {
  const site = await createRouteSite(entra);
  const tablet = await site.aTablet();
  site.script.submit = async () => err(no);

  const answer = await tablet.post('/api/intents', wish);

  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ type: `urn:doorlight:problem:${type}` });
});

test('a tablet that runs wild is slowed down, and only that one', async () => {
  const site = await createRouteSite(entra);
  const wild = await site.aTablet();
  const calm = await site.aTablet();
  for (let n = 0; n < 300; n++) await wild.post('/api/intents', wish);

  expect((await wild.post('/api/intents', wish)).status).toBe(429);
  expect((await calm.post('/api/intents', wish)).status).toBe(202);
  await site.clock.advance(60_000);
  expect((await wild.post('/api/intents', wish)).status).toBe(202);
});
