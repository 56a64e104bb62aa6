import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEntra } from '../http/entra-stand-in.ts';
import { createRouteSite, lisbon } from './route-site.ts';

let entra: Awaited<ReturnType<typeof startEntra>>;
beforeAll(async () => {
  entra = await startEntra();
});
afterAll(() => entra.close());

test('a tablet is paired: code, operator, room, cookie', async () => {
  const site = await createRouteSite(entra);
  const tablet = site.aBrowser();
  const particulars = { model: 'Tab 8', browser: 'Chrome 120', screen: '1280x800' };

  const asked = await tablet.post('/api/pairings', { particulars });
  const { code, verificationUrl } = (await asked.json()) as { code: string; verificationUrl: string };
  expect(asked.status).toBe(201);
  expect(verificationUrl).toBe(`http://localhost/console?code=${code}`);
  expect(asked.headers.getSetCookie()[0]).toMatch(/^doorlight-pairing=.+HttpOnly; SameSite=Strict/);
  expect(await (await tablet.ask('/api/pairings/current')).json()).toEqual({ status: 'waiting' });

  const operator = await site.as('Operator');
  const seen = await site.aBrowser().ask(`/api/console/pairings/${code}`, { headers: operator });
  expect(await seen.json()).toMatchObject({ code, particulars });
  const confirmed = await site.aBrowser().post(`/api/console/pairings/${code}/confirm`, { room: lisbon.id }, operator);
  expect(confirmed.status).toBe(200);
  expect(await confirmed.json()).toMatchObject({ room: { displayName: 'Lisbon' }, pairedBy: 'anna@northwind.example' });

  const paired = await tablet.ask('/api/pairings/current');
  expect(await paired.json()).toEqual({ status: 'paired' });
  expect([...tablet.jar.keys()]).toEqual(['doorlight-device']);
  const cookie = paired.headers.getSetCookie().find((one) => one.startsWith('doorlight-device='));
  expect(cookie).toMatch(/Max-Age=34560000; Path=\/; HttpOnly; SameSite=Strict/);
  expect((await tablet.ask('/api/device')).status).toBe(200);
  expect(await (await tablet.ask('/api/pairings/current')).json()).toEqual({ status: 'paired' });
  expect(site.store.audit.map(({ action }) => action)).toEqual(['pairing.confirmed', 'device.paired']);
});

test('a tablet that never got the answer asks again, and one that has used its credential cannot', async () => {
  const site = await createRouteSite(entra);
  const tablet = site.aBrowser();
  const { code } = (await (await tablet.post('/api/pairings', {})).json()) as { code: string };
  await site.aBrowser().post(`/api/console/pairings/${code}/confirm`, { room: lisbon.id }, await site.as('Operator'));
  const before = new Map(tablet.jar);
  const asBefore = () => {
    tablet.jar.clear();
    for (const [name, value] of before) tablet.jar.set(name, value);
  };

  await tablet.ask('/api/pairings/current');
  // The answer was lost on its way: whatever it set is not there.
  asBefore();
  expect(await (await tablet.ask('/api/pairings/current')).json()).toEqual({ status: 'paired' });
  expect((await tablet.ask('/api/device')).status).toBe(200);

  asBefore();
  expect(await (await tablet.ask('/api/pairings/current')).json()).toEqual({ status: 'expired' });
});

test('over TLS the cookies are bound to the host and never sent in the clear', async () => {
  const site = await createRouteSite(entra);

  const asked = await site.aBrowser().post('/api/pairings', {}, { 'X-Forwarded-Proto': 'https' });

  expect(asked.headers.getSetCookie()[0]).toMatch(/^__Host-doorlight-pairing=.+Secure/);
  expect(await asked.json()).toMatchObject({ verificationUrl: expect.stringMatching(/^https:/) });
});

test('a cookie that could have been planted over plain http is no credential over TLS', async () => {
  const site = await createRouteSite(entra);
  const tablet = await site.aTablet();

  expect((await tablet.ask('/api/device', { headers: { 'X-Forwarded-Proto': 'https' } })).status).toBe(401);
});

test('the code alone, without the cookie of the tablet that asked, gives nobody a credential', async () => {
  const site = await createRouteSite(entra);
  const tablet = site.aBrowser();
  const { code } = (await (await tablet.post('/api/pairings', {})).json()) as { code: string };
  const operator = await site.as('Operator');
  await site.aBrowser().post(`/api/console/pairings/${code}/confirm`, { room: lisbon.id }, operator);

  const thief = await site.aBrowser().ask('/api/pairings/current');

  expect(thief.status).toBe(404);
  expect(thief.headers.getSetCookie()).toEqual([]);
});

test('a waiting question is answered the moment the operator says yes', async () => {
  const site = await createRouteSite(entra);
  const tablet = site.aBrowser();
  const { code } = (await (await tablet.post('/api/pairings', {})).json()) as { code: string };
  await tablet.ask('/api/pairings/current');
  const waiting = tablet.ask('/api/pairings/current');
  await site.clock.settle();

  const operator = await site.as('Operator');
  await site.aBrowser().post(`/api/console/pairings/${code}/confirm`, { room: lisbon.id }, operator);

  expect(await (await waiting).json()).toEqual({ status: 'paired' });
});

test('guessing codes is refused after five tries with the time to wait', async () => {
  const site = await createRouteSite(entra);
  const operator = await site.as('Operator');
  const statuses = [];
  for (let n = 0; n < 6; n++) {
    statuses.push(await site.aBrowser().ask('/api/console/pairings/BBBBBBBB', { headers: operator }));
  }

  expect(statuses.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 429]);
  expect(statuses.at(-1)?.headers.get('Retry-After')).toBe('600');
});

test('a viewer pairs nothing', async () => {
  const site = await createRouteSite(entra);
  const viewer = await site.as('Viewer');

  const answer = await site.aBrowser().post('/api/console/pairings/BBBBBBBB/confirm', { room: lisbon.id }, viewer);

  expect(answer.status).toBe(403);
});

test('a room that is not there is said so', async () => {
  const site = await createRouteSite(entra);
  const { code } = (await (await site.aBrowser().post('/api/pairings', {})).json()) as { code: string };

  const operator = await site.as('Operator');
  const answer = await site.aBrowser().post(`/api/console/pairings/${code}/confirm`, { room: 'nowhere' }, operator);

  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ type: 'urn:doorlight:problem:room-not-known' });
});

test('a hundred tablets may wait at one address, and no more', async () => {
  const site = await createRouteSite(entra);
  for (let n = 0; n < 100; n++) await site.aBrowser().post('/api/pairings', {});

  const answer = await site.aBrowser().post('/api/pairings', {});

  expect(answer.status).toBe(429);
  expect(answer.headers.get('Retry-After')).toBe('600');
});

test('just after a start a yes waits for the rooms, and costs the code nothing if they take long', async () => {
  const site = await createRouteSite(entra);
  const tablet = site.aBrowser();
  const { code } = (await (await tablet.post('/api/pairings', {})).json()) as { code: string };
  const operator = await site.as('Operator');
  const confirm = (room: string) => site.aBrowser().post(`/api/console/pairings/${code}/confirm`, { room }, operator);
  site.script.roomsKnown = false;

  for (let n = 0; n < 6; n++) {
    expect((await asTimePasses(site, confirm('still-unread@northwind.example'))).status).toBe(503);
  }

  site.script.roomsKnown = true;
  expect((await confirm('nowhere@northwind.example')).status).toBe(404);
  expect((await confirm(lisbon.id)).status).toBe(200);
});

/** A second each time that everything else has come to rest, until there is an answer. */
async function asTimePasses<T>({ clock }: Awaited<ReturnType<typeof createRouteSite>>, asked: Promise<T>): Promise<T> {
  let isAnswered = false;
  void asked.finally(() => {
    isAnswered = true;
  });
  while (!isAnswered) {
    await new Promise((settle) => setImmediate(settle));
    if (clock.pending() > 0) await clock.advance(1_000);
  }
  return await asked;
}
