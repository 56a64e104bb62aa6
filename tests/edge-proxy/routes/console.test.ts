import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEntra } from '../http/entra-stand-in.ts';
import { createRouteSite, lisbon } from './route-site.ts';

let entra: Awaited<ReturnType<typeof startEntra>>;
beforeAll(async () => {
  entra = await startEntra();
});
afterAll(() => entra.close());

test('an operator sees the fleet and the rooms, with what hangs where', async () => {
  const site = await createRouteSite(entra);
  const { id } = await site.aTablet();
  const headers = await site.as('Viewer');

  const devices = await site.aBrowser().ask('/api/console/devices', { headers });
  const rooms = await site.aBrowser().ask('/api/console/rooms', { headers });
  const me = await site.aBrowser().ask('/api/console/me', { headers });

  expect(await devices.json()).toMatchObject({ devices: [{ id, room: { id: lisbon.id }, connected: false }] });
  expect(await rooms.json()).toMatchObject({ rooms: [{ id: lisbon.id, devices: 1 }, { devices: 0 }, { devices: 0 }] });
  expect(await me.json()).toEqual({ name: 'Anna Lindqvist', username: 'anna@northwind.example', roles: ['Viewer'] });
});

test('a revoked tablet is refused at its next contact and loses its cookie', async () => {
  const site = await createRouteSite(entra);
  const tablet = await site.aTablet();
  const path = `/api/console/devices/${tablet.id}`;

  const byViewer = await site.aBrowser().ask(path, { method: 'DELETE', headers: await site.as('Viewer') });
  const byOperator = await site.aBrowser().ask(path, { method: 'DELETE', headers: await site.as('Operator') });
  const next = await tablet.ask('/api/device');

  expect([byViewer.status, byOperator.status, next.status]).toEqual([403, 204, 401]);
  expect(await next.json()).toMatchObject({ type: 'urn:doorlight:problem:not-paired' });
  expect(next.headers.getSetCookie()).toEqual([expect.stringMatching(/^doorlight-device=; Max-Age=0/)]);
  expect(tablet.jar.size).toBe(0);
  expect(site.store.audit.at(-1)).toMatchObject({ action: 'device.revoked', actor: 'anna@northwind.example' });
});

test('an admin changes the policy of the tenant and of one room; the room keeps what it decided', async () => {
  const site = await createRouteSite(entra);
  const headers = { ...(await site.as('Admin')), 'Content-Type': 'application/json' };
  const put = (path: string, body: unknown) =>
    site.aBrowser().ask(path, { method: 'PUT', headers, body: JSON.stringify(body) });

  const room = await put(`/api/console/rooms/${lisbon.address}/policy`, { mayBook: false });
  const tenant = await put('/api/console/policy', { showTitles: true });
  const after = await site.aBrowser().ask(`/api/console/rooms/${lisbon.id}/policy`, { headers });

  expect(await room.json()).toMatchObject({ policy: { mayBook: false }, override: { mayBook: false } });
  expect(await tenant.json()).toMatchObject({ policy: { showTitles: true }, override: { showTitles: true } });
  expect(await after.json()).toMatchObject({ policy: { mayBook: false, showTitles: true } });
  expect(site.policyChanges).toEqual([lisbon.id, null]);
  expect(site.store.audit.map(({ subject }) => subject)).toEqual([
    `room ${lisbon.id}: mayBook inherited → false`,
    'tenant: showTitles inherited → true',
  ]);
});

test.for([
  { body: { openingHours: { from: 1080, to: 480 } }, because: 'it closes before it opens' },
  { body: { look: { languages: ['tlh'] } }, because: 'no screen speaks Klingon' },
  { body: { look: { languages: ['de; drop'] } }, because: 'that is no language' },
  { body: { look: { theme: 'pink' } }, because: 'there is no such theme' },
  { body: { bookingLengths: [60, 15] }, because: 'the lengths are out of order' },
  { body: { longestBookingMinutes: 0 }, because: 'nothing could be booked' },
  { body: { showTitles: 'yes' }, because: 'that is no flag' },
  { body: [], because: 'that is no policy' },
])('a policy is refused where $because', async ({ body }) => {
  const site = await createRouteSite(entra);
  const headers = { ...(await site.as('Admin')), 'Content-Type': 'application/json' };

  const answer = await site
    .aBrowser()
    .ask('/api/console/policy', { method: 'PUT', headers, body: JSON.stringify(body) });

  expect(answer.status).toBe(400);
  expect(site.policyChanges).toEqual([]);
});

test('an operator changes no policy', async () => {
  const site = await createRouteSite(entra);
  const headers = { ...(await site.as('Operator')), 'Content-Type': 'application/json' };

  expect((await site.aBrowser().ask('/api/console/policy', { method: 'PUT', headers, body: '{}' })).status).toBe(403);
});

test('the way to sign in is public', async () => {
  const site = await createRouteSite(entra);

  const answer = await site.aBrowser().ask('/api/console/config');

  expect(await answer.json()).toMatchObject({ scope: expect.stringContaining('access_as_operator') });
});

test('a flood of forged tokens leaves one entry in the audit, and a page without a token none', async () => {
  const site = await createRouteSite(entra);
  for (let n = 0; n < 50; n++) {
    await site.aBrowser().ask('/api/console/me', { headers: { Authorization: 'Bearer a.b.c' } });
    await site.aBrowser().ask('/api/console/me');
  }

  expect(site.store.audit).toMatchObject([{ action: 'sign-in.refused', subject: 'not-signed-in' }]);
});
