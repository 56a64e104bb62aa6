import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEntra } from '../http/entra-stand-in.ts';
import { createRouteSite } from './route-site.ts';

let entra: Awaited<ReturnType<typeof startEntra>>;
beforeAll(async () => {
  entra = await startEntra();
});
afterAll(() => entra.close());

test('a viewer reads the alarms, an operator says that they were seen, and the trail keeps who', async () => {
  const site = await createRouteSite(entra);
  site.alarms.raise('room-not-read', 'room-lisbon', { severity: 'warning', cause: 'Exchange refuses it to the app' });
  const path = `/api/console/alarms/${encodeURIComponent('room-not-read:room-lisbon')}/acknowledge`;
  const viewer = await site.as('Viewer');

  const listed = await site.aBrowser().ask('/api/console/alarms', { headers: viewer });
  const byViewer = await site.aBrowser().post(path, {}, viewer);
  const byOperator = await site.aBrowser().post(path, {}, await site.as('Operator'));

  expect(await listed.json()).toMatchObject({
    alarms: [{ kind: 'room-not-read', subject: 'room-lisbon', count: 1, firstSeenAt: '2026-11-24T10:00:00.000Z' }],
  });
  expect(byViewer.status).toBe(403);
  expect(await byOperator.json()).toMatchObject({ acknowledgedBy: 'anna@northwind.example' });
  expect(site.store.audit.at(-1)).toMatchObject({
    action: 'alarm.acknowledged',
    actor: 'anna@northwind.example',
    subject: 'room-not-read:room-lisbon',
  });
});

test('an alarm that never was cannot be acknowledged, and nobody is told anything without signing in', async () => {
  const site = await createRouteSite(entra);
  const answer = await site.aBrowser().post('/api/console/alarms/nothing/acknowledge', {}, await site.as('Operator'));

  expect(answer.status).toBe(404);
  expect((await site.aBrowser().ask('/api/console/alarms')).status).toBe(401);
  expect((await site.aBrowser().ask('/api/console/canary')).status).toBe(401);
});

test('an operator tries the canary and reads the proof', async () => {
  const site = await createRouteSite(entra);
  const before = await site.aBrowser().ask('/api/console/canary', { headers: await site.as('Viewer') });
  const byViewer = await site.aBrowser().post('/api/console/canary/try', {}, await site.as('Viewer'));
  const tried = await site.aBrowser().post('/api/console/canary/try', {}, await site.as('Operator'));

  expect(await before.json()).toEqual({ verdict: 'not-proven', since: null, triedAt: null, doubt: null });
  expect(byViewer.status).toBe(403);
  expect(await tried.json()).toMatchObject({ verdict: 'proven', triedAt: '2026-11-24T10:00:00.000Z' });
  expect(site.store.audit.at(-1)).toMatchObject({ action: 'canary.tried', subject: 'proven' });
});
