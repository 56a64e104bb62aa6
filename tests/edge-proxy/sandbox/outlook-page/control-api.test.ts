import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSandboxServer } from '../../../../edge-proxy/sandbox/server.ts';
import { MINUTE_MS } from '../../../../shared/basics/instant.ts';
import { type Sandbox, startSandbox } from '../../../support/sandbox.ts';
import { aChance, aClock } from '../company/a-company.ts';

// Each test starts a tenant of its own, whose signing key takes a while on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const LISBON = 'lisbon@northwind.example';
const PRIYA = 'priya.raman@northwind.example';

type Meeting = {
  id: string;
  subject: string;
  start: string;
  end: string;
  allDay: boolean;
  sensitivity: string;
  showAs: string;
  response: string;
  cancelled: boolean;
  occurrence: string | null;
  organizer: { address: string };
  attendees: { address: string; response: string }[];
};

// Winter, so that Lisbon's clock shows UTC.
const time = aClock('2026-03-03T09:00:00Z');
let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ clock: time.clock, chance: aChance() });
});
afterEach(() => sandbox.close());

const invite = async (asked: object) => {
  const answer = await sandbox.control('POST', '/meetings', {
    room: LISBON,
    organizer: PRIYA,
    subject: 'Sync',
    ...asked,
  });
  const meeting = (await answer.json()) as Meeting;
  time.pass(MINUTE_MS);
  return { status: answer.status, meeting };
};
const roomShows = async (room = LISBON, query = '') => {
  const answer = await sandbox.control('GET', `/calendar/${room}${query}`);
  return ((await answer.json()) as { meetings: Meeting[] }).meetings;
};
const inMinutes = (minutes: number) => new Date(time.clock.now() + minutes * MINUTE_MS).toISOString();

test('a room that is invited accepts and shows the meeting', async () => {
  const { status, meeting } = await invite({ startsIn: 30, minutes: 45 });

  expect(status).toBe(201);
  const [shown] = await roomShows();
  expect(shown).toMatchObject({ subject: 'Sync', response: 'accepted', organizer: { address: PRIYA } });
  expect(Date.parse(shown?.end ?? '') - Date.parse(shown?.start ?? '')).toBe(45 * MINUTE_MS);
  const organizers = (await (
    await sandbox.control('GET', `/meetings/${encodeURIComponent(meeting.id)}`)
  ).json()) as Meeting;
  expect(organizers.attendees).toContainEqual(expect.objectContaining({ address: LISBON, response: 'accepted' }));
});

test.for([
  {
    asked: { start: '2026-03-04T14:00', minutes: 30 },
    start: '2026-03-04T14:00:00.000Z',
    because: 'a local time is the room’s',
  },
  {
    asked: { room: 'oslo@northwind.example', start: '2026-03-04T14:00' },
    start: '2026-03-04T13:00:00.000Z',
    because: 'Berlin is an hour ahead',
  },
  { asked: { start: '2026-03-04T14:00:00+02:00' }, start: '2026-03-04T12:00:00.000Z', because: 'an offset is obeyed' },
  {
    asked: { start: '2026-03-04', allDay: true },
    start: '2026-03-04T00:00:00.000Z',
    because: 'all day begins at midnight',
  },
])('a meeting starts at $start, because $because', async ({ asked, start }) => {
  await invite(asked);

  const [shown] = await roomShows(asked.room ?? LISBON, '?from=2026-03-04T00:00:00Z&to=2026-03-05T00:00:00Z');
  expect(shown?.start).toBe(start);
});

test('private, tentative and weekly meetings come through as such', async () => {
  await invite({ startsIn: 30, private: true });
  await invite({ startsIn: 90, tentative: true });
  await invite({ startsIn: 150, weekly: true, times: 3 });

  const [secret, maybe, weekly] = await roomShows();
  const nextWeek = await roomShows(LISBON, '?from=2026-03-10T00:00:00Z&to=2026-03-11T00:00:00Z');

  expect(secret?.sensitivity).toBe('private');
  expect(maybe?.showAs).toBe('tentative');
  expect(weekly?.occurrence).toBe('2026-03-03');
  expect(nextWeek.map(({ occurrence }) => occurrence)).toEqual(['2026-03-10']);
});

test('by the room’s copy a meeting is moved, shortened, made private, cancelled', async () => {
  await invite({ startsIn: 60, minutes: 60 });
  const [copy] = await roomShows();
  const path = `/meetings/${encodeURIComponent(copy?.id ?? '')}`;
  const change = async (what: object) => {
    const answer = await sandbox.control('PATCH', path, what);
    time.pass(MINUTE_MS);
    return answer.status;
  };

  expect(await change({ start: '2026-03-03T15:00' })).toBe(200);
  expect((await roomShows())[0]).toMatchObject({ start: '2026-03-03T15:00:00.000Z', end: '2026-03-03T16:00:00.000Z' });
  expect(await change({ minutes: 20, private: true, subject: 'Talk' })).toBe(200);
  expect((await roomShows())[0]).toMatchObject({
    end: '2026-03-03T15:20:00.000Z',
    sensitivity: 'private',
    subject: 'Talk',
  });
  expect((await sandbox.control('POST', `${path}/cancel`, {})).status).toBe(204);
  time.pass(MINUTE_MS);
  expect((await roomShows())[0]?.cancelled).toBe(true);
});

test('one occurrence of a series is moved and another cancelled, and the rest stands', async () => {
  await invite({ start: '2026-03-04T10:00', weekly: true, times: 3 });
  const month = '?from=2026-03-04T00:00:00Z&to=2026-04-01T00:00:00Z';
  const [first, second] = await roomShows(LISBON, month);

  await sandbox.control('PATCH', `/meetings/${encodeURIComponent(first?.id ?? '')}`, { start: '2026-03-04T11:00' });
  await sandbox.control('DELETE', `/meetings/${encodeURIComponent(second?.id ?? '')}`);
  time.pass(MINUTE_MS);

  const standing = (await roomShows(LISBON, month)).filter(({ cancelled }) => !cancelled);
  expect(standing.map(({ start }) => start)).toEqual(['2026-03-04T11:00:00.000Z', '2026-03-18T10:00:00.000Z']);
});

test('a second meeting at the same time is declined, one written straight into the room is not', async () => {
  const start = inMinutes(60);
  await invite({ start });
  const { meeting: rival } = await invite({ start, subject: 'Rival' });
  await invite({ start, subject: 'Straight in', direct: true });

  const answer = (await (await sandbox.control('GET', `/meetings/${encodeURIComponent(rival.id)}`)).json()) as Meeting;

  expect(answer.attendees).toContainEqual(expect.objectContaining({ address: LISBON, response: 'declined' }));
  expect((await roomShows()).map(({ subject }) => subject)).toEqual(['Sync', 'Straight in']);
});

test('told to decline, rooms decline everything until they are mended', async () => {
  await sandbox.control('POST', '/faults', { preset: 'rooms-decline' });
  await invite({ startsIn: 60 });
  expect(await roomShows()).toEqual([]);

  await sandbox.control('DELETE', '/faults');
  await invite({ startsIn: 60 });
  expect(await roomShows()).toHaveLength(1);
});

const token = async () => {
  const { origin, tenantId, clientId, clientSecret } = sandbox;
  const form = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: 'https://graph.microsoft.com/.default',
  };
  const answer = await fetch(`${origin}/entra/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  return {
    status: answer.status,
    bearer: ((await answer.json().catch(() => ({}))) as { access_token?: string }).access_token ?? '',
  };
};
const view = async (mailbox: string, bearer: string) =>
  fetch(
    `${sandbox.origin}/graph/v1.0/users/${mailbox}/calendarView?startDateTime=2026-03-03T00:00:00Z&endDateTime=2026-03-04T00:00:00Z`,
    {
      headers: { Authorization: `Bearer ${bearer}` },
    },
  );

test('Graph answers the app for rooms, refuses the canary, and is down when told so', async () => {
  const { bearer } = await token();

  expect((await view(LISBON, bearer)).status).toBe(200);
  expect((await view(sandbox.canaryMailbox, bearer)).status).toBe(403);
  expect((await view(LISBON, 'no token')).status).toBe(401);
  await sandbox.control('POST', '/faults', { preset: 'graph-down' });
  expect((await view(LISBON, bearer)).status).toBe(503);
});

test('a fault may strike one operation of one mailbox, and only so often', async () => {
  const { bearer } = await token();
  const fault = { kind: 'status', status: 429, retryAfter: { seconds: 2 } };
  await sandbox.control('POST', '/faults', {
    request: { fault, operation: 'list-calendar-view', mailbox: LISBON, times: 1 },
  });

  const struck = await view(LISBON, bearer);

  expect([struck.status, struck.headers.get('Retry-After')]).toEqual([429, '2']);
  expect((await view('porto@northwind.example', bearer)).status).toBe(200);
  expect((await view(LISBON, bearer)).status).toBe(200);
});

test('Entra can be down, a secret expire, consent be taken back, and the canary be let in', async () => {
  await sandbox.control('PATCH', '/entra', { tokenStatus: 503 });
  expect((await token()).status).toBe(503);
  await sandbox.control('PATCH', '/entra', { tokenStatus: null, secretExpired: true });
  expect((await token()).status).toBe(401);
  await sandbox.control('PATCH', '/entra', { secretExpired: false, roles: [] });
  expect((await view(LISBON, (await token()).bearer)).status).toBe(403);
  await sandbox.control('PATCH', '/entra', { roles: ['Calendars.ReadWrite'] });
  await sandbox.control('PUT', '/access-policy', { mailboxes: null });
  expect((await view(sandbox.canaryMailbox, (await token()).bearer)).status).toBe(200);
});

test('Exchange can grant by role assignment what Entra does not, to these mailboxes and no others', async () => {
  await sandbox.control('PATCH', '/entra', { roles: ['Place.Read.All'] });
  await sandbox.control('PUT', '/role-assignments', {
    assignments: [{ role: 'Calendars.Read', mailboxes: [LISBON.toUpperCase()] }],
  });
  const { bearer } = await token();

  expect((await view(LISBON, bearer)).status).toBe(200);
  expect((await view('porto@northwind.example', bearer)).status).toBe(403);
  await sandbox.control('PATCH', '/entra', { roles: ['Calendars.ReadWrite'] });
  await sandbox.control('PUT', '/access-policy', { mailboxes: [] });
  expect((await view(LISBON, (await token()).bearer)).status).toBe(200);
});

test("the operators' metadata can be away while tokens are issued", async () => {
  const metadata = () => fetch(`${sandbox.origin}/entra/${sandbox.tenantId}/v2.0/.well-known/openid-configuration`);
  await sandbox.control('PATCH', '/entra', { metadataStatus: 503 });

  expect((await metadata()).status).toBe(503);
  expect((await token()).status).toBe(200);
  await sandbox.control('DELETE', '/faults');
  expect((await metadata()).status).toBe(200);
});

test('a subscription is seen without its secret, and ends when told to', async () => {
  const heard: string[] = [];
  const listener = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://listener');
    heard.push(searchParams.has('validationToken') ? 'handshake' : 'notice');
    response.setHeader('Content-Type', 'text/plain').end(searchParams.get('validationToken') ?? '');
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const notificationUrl = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`;
  const made = await fetch(`${sandbox.origin}/graph/v1.0/subscriptions`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${(await token()).bearer}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      changeType: 'created,updated,deleted',
      notificationUrl,
      lifecycleNotificationUrl: notificationUrl,
      resource: `/users/${LISBON}/events`,
      expirationDateTime: inMinutes(60),
      clientState: 'a secret',
    }),
  });
  const { id } = (await made.json()) as { id: string };

  const listed = await (await sandbox.control('GET', '/subscriptions')).text();
  const removed = await sandbox.control('POST', `/subscriptions/${id}/lifecycle`, { event: 'subscriptionRemoved' });
  const left = await (await sandbox.control('GET', '/subscriptions')).json();
  listener.close();

  expect(made.status).toBe(201);
  expect(heard[0]).toBe('handshake');
  expect(listed).toContain(id);
  expect(listed).not.toContain('a secret');
  expect(removed.status).toBe(202);
  expect(left).toEqual([]);
});

test('requests are counted by route and mailbox, and forgotten on demand', async () => {
  const { bearer } = await token();
  await Promise.all([view(LISBON, bearer), view(LISBON, bearer), view('porto@northwind.example', bearer)]);

  const counted = (await (await sandbox.control('GET', '/requests')).json()) as {
    total: number;
    routes: object[];
    mailboxes: object;
  };
  await sandbox.control('DELETE', '/requests');
  const after = (await (await sandbox.control('GET', '/requests')).json()) as { total: number };

  expect(counted.total).toBe(4);
  expect(counted.routes).toContainEqual(
    expect.objectContaining({
      service: 'graph',
      route: 'GET /v1.0/users/{mailbox}/calendarView',
      mailbox: LISBON,
      count: 2,
      statuses: { 200: 2 },
    }),
  );
  expect(counted.routes).toContainEqual(
    expect.objectContaining({ service: 'entra', route: 'POST /{tenant}/oauth2/v2.0/token', count: 1 }),
  );
  expect(counted.mailboxes).toHaveProperty([LISBON, 'count'], 2);
  expect(after.total).toBe(0);
});

test.for([
  { path: '/meetings', body: { subject: 'No room' }, status: 400, says: 'room' },
  { path: '/meetings', body: { room: 'nowhere@northwind.example' }, status: 404, says: 'room' },
  { path: '/meetings', body: { room: LISBON, start: 'tomorrow' }, status: 400, says: 'start' },
  { path: '/meetings', body: { room: LISBON, start: '2026-02-31T10:00' }, status: 400, says: 'start' },
  { path: '/meetings', body: { room: LISBON, minutes: -5 }, status: 400, says: 'minutes' },
  { path: '/meetings', body: { room: LISBON, subject: 'x'.repeat(20_001) }, status: 400, says: 'subject' },
  {
    path: '/meetings',
    body: { room: LISBON, organizer: 'nobody@northwind.example' },
    status: 404,
    says: 'nobody@northwind.example',
  },
  {
    path: '/meetings',
    body: { room: LISBON, start: '2026-03-04T10:00', end: '2026-03-04T09:00' },
    status: 400,
    says: 'end date',
  },
  { path: '/meetings', body: ['no object'], status: 400, says: 'object' },
  { path: '/meetings/unknown/cancel', body: {}, status: 404, says: 'meeting' },
  { path: '/faults', body: {}, status: 400, says: 'preset' },
  { path: '/faults', body: { preset: 'earthquake' }, status: 400, says: 'preset' },
  { path: '/faults', body: { request: { fault: { kind: 'status', status: 9 } } }, status: 400, says: 'status' },
  { path: '/subscriptions/unknown/lifecycle', body: { event: 'missed' }, status: 404, says: 'subscription' },
  { path: '/subscriptions/unknown/lifecycle', body: { event: 'other' }, status: 400, says: 'event' },
  { path: '/nowhere', body: {}, status: 404, says: 'address' },
])('POST $path with $body is a problem $status that names $says', async ({ path, body, status, says }) => {
  const answer = await sandbox.control('POST', path, body);

  expect(answer.status).toBe(status);
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
  expect(((await answer.json()) as { detail: string }).detail).toContain(says);
});

test.for([
  { headers: { 'Content-Type': 'text/plain' }, body: '{}', status: 415, because: 'a foreign form can send that type' },
  { headers: { 'Content-Type': 'application/json' }, body: '{', status: 400, because: 'that is no JSON' },
  {
    headers: { 'Content-Type': 'application/json' },
    body: `"${'x'.repeat(300_000)}"`,
    status: 413,
    because: 'it is too long',
  },
])('a body is refused with $status, because $because', async ({ headers, body, status }) => {
  const answer = await fetch(`${sandbox.origin}/outlook/api/meetings`, { method: 'POST', headers, body });

  expect(answer.status).toBe(status);
});

test('the page shows every room and its meetings, escapes what people write, and forbids foreign script', async () => {
  await invite({ startsIn: 10, subject: '<script>alert(1)</script> & more' });

  const answer = await fetch(`${sandbox.origin}/outlook`);
  const page = await answer.text();

  expect(answer.headers.get('Content-Security-Policy')).toContain("script-src 'self'");
  expect(page).toContain('Sala do Conselho de Administração');
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; more');
  expect(page).not.toMatch(/(href|src|action)="\//);
  for (const file of ['outlook/outlook.css', 'outlook/outlook.js', 'outlook/rooms']) {
    expect((await fetch(`${sandbox.origin}/${file}`)).status).toBe(200);
  }
});

test('a taken port is said so', async () => {
  const second = await createSandboxServer({ empty: true });

  await expect(second.listen(Number(new URL(sandbox.origin).port))).rejects.toThrow('EADDRINUSE');
  await second.close();
});
