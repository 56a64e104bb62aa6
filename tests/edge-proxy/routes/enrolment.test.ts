import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EnrolmentSummary, Waiter } from '../../../shared/wire/enrolment.ts';
import { startEntra } from '../http/entra-stand-in.ts';
import { createRouteSite, lisbon, porto } from './route-site.ts';

let entra: Awaited<ReturnType<typeof startEntra>>;
beforeAll(async () => {
  entra = await startEntra();
});
afterAll(() => entra.close());

type Site = Awaited<ReturnType<typeof createRouteSite>>;
type Made = { links: { enrolment: EnrolmentSummary; url: string }[] };
const particulars = { model: 'Tab 9', browser: 'Chrome 120', screen: '1280x800' };

async function make(site: Site, links: object[], more: object = {}): Promise<Made['links']> {
  const made = await site.aBrowser().post('/api/console/enrolments', { links, ...more }, await site.as('Operator'));
  expect(made.status).toBe(201);
  expect(made.headers.get('Cache-Control')).toBe('no-store');
  return ((await made.json()) as Made).links;
}

const secretOf = (made: { readonly url: string } | undefined) => made?.url.split('#enrol=')[1] ?? '';

async function listed(site: Site): Promise<EnrolmentSummary[]> {
  const answer = await site.aBrowser().ask('/api/console/enrolments', { headers: await site.as('Operator') });
  return ((await answer.json()) as { enrolments: EnrolmentSummary[] }).enrolments;
}

test('a tablet that opens a link has its room at once, and the link is spent', async () => {
  const site = await createRouteSite(entra);
  const [link] = await make(site, [{ room: lisbon.address, name: 'LIS-01' }]);
  expect(link).toMatchObject({ enrolment: { place: 'Lisbon', name: 'LIS-01', state: 'open' } });
  expect(link?.url).toMatch(/^http:\/\/localhost\/#enrol=.{40,}$/);
  const tablet = site.aBrowser();

  const used = await tablet.post('/api/enrolments', { link: secretOf(link), particulars });

  expect(used.status).toBe(200);
  expect(await used.json()).toMatchObject({ room: { displayName: 'Lisbon' }, name: 'LIS-01', particulars });
  expect(used.headers.getSetCookie()[0]).toMatch(/^doorlight-device=.+HttpOnly; SameSite=Strict/);
  expect((await tablet.ask('/api/device')).status).toBe(200);
  const again = await site.aBrowser().post('/api/enrolments', { link: secretOf(link) });
  expect([again.status, again.headers.getSetCookie()]).toEqual([410, []]);
  expect(await listed(site)).toMatchObject([{ state: 'used', place: 'Lisbon' }]);
  expect(site.store.audit.map(({ action }) => action)).toEqual(['enrolment.made', 'enrolment.used']);
});

test('of fifty tablets that open the same link at once, one has the room', async () => {
  const site = await createRouteSite(entra);
  const [link] = await make(site, [{ room: lisbon.id }]);

  const answers = await Promise.all(
    Array.from({ length: 50 }, () => site.aBrowser().post('/api/enrolments', { link: secretOf(link) })),
  );

  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(site.store.devices.size).toBe(1);
});

test('the tablet whose answer was lost asks again with its own attempt, until it has used what it got', async () => {
  const site = await createRouteSite(entra);
  const [link] = await make(site, [{ room: lisbon.id }]);
  const body = { link: secretOf(link), attempt: 'attempt-of-this-tablet' };
  await site.aBrowser().post('/api/enrolments', body);

  const tablet = site.aBrowser();
  expect((await tablet.post('/api/enrolments', body)).status).toBe(200);
  expect((await site.aBrowser().post('/api/enrolments', { ...body, attempt: 'attempt-of-another' })).status).toBe(410);
  expect((await tablet.ask('/api/device')).status).toBe(200);

  expect((await site.aBrowser().post('/api/enrolments', body)).status).toBe(410);
  expect((await tablet.ask('/api/device')).status).toBe(200);
});

test.for([
  { why: 'its time is over', change: async (site: Site) => site.clock.advance(60 * 60_000 + 1) },
  {
    why: 'it was withdrawn',
    async change(site: Site) {
      const ids = (await listed(site)).map(({ id }) => id);
      await site.aBrowser().post('/api/console/enrolments/withdraw', { ids }, await site.as('Operator'));
    },
  },
])('a link pairs nobody once $why', async ({ change }) => {
  const site = await createRouteSite(entra);
  const [link] = await make(site, [{ room: lisbon.id }], { hours: 1 });
  await change(site);

  const tablet = site.aBrowser();
  expect((await tablet.post('/api/enrolments', { link: secretOf(link) })).status).toBe(410);
  expect(site.store.devices.size).toBe(0);
  expect((await tablet.ask('/api/device')).status).toBe(401);
});

test('links that nobody made are refused, and after many of them the address has to wait', async () => {
  const site = await createRouteSite(entra);
  const statuses: number[] = [];
  for (let n = 0; n < 26; n += 1)
    statuses.push((await site.aBrowser().post('/api/enrolments', { link: `x${n}` })).status);

  expect(new Set(statuses.slice(0, 25))).toEqual(new Set([404]));
  expect(statuses.at(-1)).toBe(429);
  const elsewhere = { 'X-Forwarded-For': '192.0.2.99' };
  expect((await site.aBrowser().post('/api/enrolments', { link: 'x' }, elsewhere)).status).toBe(404);
});

test('a link that somebody made pairs its tablet, whatever others at the same address have tried', async () => {
  const site = await createRouteSite(entra);
  const [link] = await make(site, [{ room: lisbon.id }]);
  for (let n = 0; n < 200; n += 1) await site.aBrowser().post('/api/enrolments', { link: `x${n}` });

  expect((await site.aBrowser().post('/api/enrolments', { link: secretOf(link) })).status).toBe(200);
});

test('links are made all or none: one room that is not there says which, and nothing was made', async () => {
  const site = await createRouteSite(entra);
  const links = [{ room: lisbon.id }, { room: 'atlantis' }];

  const answer = await site.aBrowser().post('/api/console/enrolments', { links }, await site.as('Operator'));

  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ detail: '/links/1: there is no such room.' });
  expect(await listed(site)).toEqual([]);
});

test('neither the link nor the code ever stands in the log, the audit or the list', async () => {
  const site = await createRouteSite(entra);
  const [link] = await make(site, [{ room: lisbon.id }]);
  const tablet = site.aBrowser();
  const { code } = (await (await tablet.post('/api/pairings', {})).json()) as { code: string };
  await site.aBrowser().post('/api/enrolments', { link: secretOf(link) });

  const told = JSON.stringify([site.log.lines, site.store.audit, await listed(site)]);
  expect(told).not.toContain(secretOf(link));
  expect(told).not.toContain(code);
});

test('a new tablet takes over from a broken one: its room, its name and its id, and the old one is out', async () => {
  const site = await createRouteSite(entra);
  const [link] = await make(site, [{ room: lisbon.id, name: 'LIS-01' }]);
  const old = site.aBrowser();
  const { id } = (await (await old.post('/api/enrolments', { link: secretOf(link) })).json()) as { id: string };
  expect((await old.ask('/api/device')).status).toBe(200);
  const fresh = site.aBrowser();
  const { code } = (await (await fresh.post('/api/pairings', { particulars })).json()) as { code: string };

  const confirmed = await site
    .aBrowser()
    .post(`/api/console/pairings/${code}/confirm`, { replaces: id }, await site.as('Operator'));
  expect(await confirmed.json()).toMatchObject({ id, name: 'LIS-01', room: { displayName: 'Lisbon' }, particulars });
  expect((await old.ask('/api/device')).status).toBe(401);
  await fresh.ask('/api/pairings/current');

  expect(await (await fresh.ask('/api/device')).json()).toMatchObject({ id, name: 'LIS-01' });
  expect(site.store.devices.size).toBe(1);
  expect(site.submitted).toContainEqual({ kind: 'device-replaced', deviceId: id, at: site.clock.now() });
  expect(site.store.audit.map(({ action }) => action)).toContain('device.swapped');
});

test('a link can be for the one that takes over', async () => {
  const site = await createRouteSite(entra);
  const old = await site.aTablet();
  const [link] = await make(site, [{ replaces: old.id }]);
  expect(link?.enrolment).toMatchObject({ place: 'Lisbon', replaces: old.id });
  const fresh = site.aBrowser();

  await fresh.post('/api/enrolments', { link: secretOf(link) });

  expect((await old.ask('/api/device')).status).toBe(401);
  expect(await (await fresh.ask('/api/device')).json()).toMatchObject({ id: old.id, room: { displayName: 'Lisbon' } });
});

test('a tablet that hung elsewhere leaves nothing there when it uses a link', async () => {
  const site = await createRouteSite(entra);
  const tablet = await site.aTablet();
  const [link] = await make(site, [{ room: porto.id }]);

  await tablet.post('/api/enrolments', { link: secretOf(link) });

  expect(await (await tablet.ask('/api/device')).json()).toMatchObject({ room: { displayName: 'Porto' } });
  const standing = [...site.store.devices.values()].filter(({ revokedAt }) => revokedAt === null);
  expect(standing.map(({ roomId }) => roomId)).toEqual([porto.id]);
});

test('tablets that say their names are paired by them in one go, but for those that two claim', async () => {
  const site = await createRouteSite(entra);
  const operator = await site.as('Operator');
  const put = { method: 'PUT', headers: { ...operator, 'Content-Type': 'application/json' } };
  const csv = 'LIS-*,Lisbon\nPRT-1,Porto';
  await site.aBrowser().ask('/api/console/device-names', { ...put, body: JSON.stringify({ csv }) });
  const tablets = ['LIS-01', 'PRT-1', 'PRT-1', 'KYV-1'].map((name) => ({ name, browser: site.aBrowser() }));
  for (const { name, browser } of tablets) await browser.post('/api/pairings', { name, particulars });

  const { waiting } = (await (await site.aBrowser().ask('/api/console/pairings', { headers: operator })).json()) as {
    waiting: Waiter[];
  };
  expect(waiting.map(({ name, place, doubt }) => [name, place?.displayName ?? null, doubt])).toEqual([
    ['LIS-01', 'Lisbon', null],
    ['PRT-1', 'Porto', '2 tablets say that this is their name.'],
    ['PRT-1', 'Porto', '2 tablets say that this is their name.'],
    ['KYV-1', null, null],
  ]);
  expect(JSON.stringify(waiting)).not.toMatch(/"code"/);
  const answer = await site
    .aBrowser()
    .post('/api/console/pairings/by-name', { waiting: waiting.map(({ id }) => id) }, operator);

  const { paired, left } = (await answer.json()) as { paired: { name: string }[]; left: string[] };
  expect(paired.map(({ name }) => name)).toEqual(['LIS-01']);
  expect(left).toHaveLength(3);
  const news = tablets.map(async ({ browser }) => await (await browser.ask('/api/pairings/current')).json());
  expect((await Promise.all(news)).map(({ status }) => status)).toEqual(['paired', 'waiting', 'waiting', 'waiting']);
});

test('whoever types the code of a tablet with a name is offered its room', async () => {
  const site = await createRouteSite(entra);
  const operator = await site.as('Operator');
  await site.store.saveDevicePlaces([{ name: 'PRT-*', roomId: porto.id, boardId: null }]);
  const asked = await site.aBrowser().post('/api/pairings', { name: 'PRT-7' });
  const { code } = (await asked.json()) as { code: string };

  const seen = await site.aBrowser().ask(`/api/console/pairings/${code}`, { headers: operator });

  expect(await seen.json()).toMatchObject({ name: 'PRT-7', usualRoom: porto.id });
});

test.for([
  ['GET', '/api/console/enrolments'],
  ['POST', '/api/console/enrolments'],
  ['POST', '/api/console/enrolments/withdraw'],
  ['GET', '/api/console/pairings'],
  ['POST', '/api/console/pairings/by-name'],
  ['PUT', '/api/console/device-names'],
] as const)('a viewer may not %s %s', async ([method, path]) => {
  const site = await createRouteSite(entra);
  const headers = { ...(await site.as('Viewer')), 'Content-Type': 'application/json' };

  const answer = await site.aBrowser().ask(path, { method, headers, ...(method !== 'GET' && { body: '{}' }) });

  expect(answer.status).toBe(403);
});
