/**
 * A busy day of a whole site, with all that goes wrong on bad days, and then everything that it logged is searched for
 * what must not be there: whoever reads our logs learns how we are, and nothing about people or their meetings.
 */

import { expect, test } from 'vitest';
import { CANARY, COLLEAGUES } from '../../edge-proxy/sandbox/company/people.ts';
import { addMs, HOUR_MS, MINUTE_MS, SECOND_MS, toIso } from '../../shared/basics/instant.ts';
import { aKey } from '../support/builders.ts';
import { type ComposedSite, openComposedSite } from '../support/composed-site.ts';

/** Each for as long as it takes to be noticed and logged. Graph's own messages quote what they are about. */
const BAD_MOMENTS = [
  { preset: 'graph-down' },
  { preset: 'graph-throttled' },
  { preset: 'entra-down' },
  { preset: 'rooms-decline' },
  { request: { fault: { kind: 'html' } } },
  { request: { fault: { kind: 'truncated' } } },
  { request: { fault: { kind: 'status', status: 401, code: 'InvalidAuthenticationToken', message: 'Takeover' } } },
  { request: { fault: { kind: 'status', status: 403, code: 'ErrorAccessDenied', message: 'Takeover of Fabrikam' } } },
  { request: { fault: { kind: 'status', status: 404, code: 'ErrorInvalidUser', message: 'Dismissal of J. Weiss' } } },
];
/** So short that it may stand in any line by chance. */
const SHORTEST_TELLING = 4;

test('a busy day logs ids, counts and causes, and no title, name, address, token or secret', async () => {
  const site = await openComposedSite({ isReachable: true, living: true });
  try {
    const secrets = await liveThrough(site);
    const forbidden = [...(await wordsOfPeople(site)), ...secrets].filter((word) => word.length >= SHORTEST_TELLING);
    const log = site.logged.join('');

    // The day was busy, or its silence proves nothing.
    expect(forbidden.length).toBeGreaterThan(100);
    expect(new Set(site.logged.map((line) => (JSON.parse(line) as { event: string }).event)).size).toBeGreaterThan(8);
    expect(forbidden.filter((word) => log.includes(word) || log.includes(JSON.stringify(word).slice(1, -1)))).toEqual(
      [],
    );
    expect(log).not.toMatch(/eyJ[\w-]{8}/);
    expect(log).not.toMatch(/[\w.+-]+@[\w-]+\.[\w.]+/);
  } finally {
    await site.close();
  }
}, 120_000);

/** Answers with the secrets that passed. */
async function liveThrough(site: ComposedSite): Promise<string[]> {
  const [room] = await site.outlook.rooms();
  const address = room?.address ?? '';
  const tablet = await pairTablet(site, address);
  await site.outlook.invite({
    room: address,
    subject: 'Dismissal of J. Weiss',
    startsIn: 30,
    minutes: 30,
    private: true,
  });
  const doomed = await site.outlook.invite({
    room: address,
    subject: 'Takeover of Fabrikam',
    startsIn: 90,
    minutes: 30,
  });
  await site.pass(2 * MINUTE_MS);
  await tablet.book('Salary talk', 'Anna Lindqvist');
  await site.pass(10 * SECOND_MS);
  await site.outlook.cancel(doomed.id);
  await offend(site);
  for (const fault of BAD_MOMENTS) {
    const broken = await site.sandbox.control('POST', '/faults', fault);
    expect(broken.ok).toBe(true);
    await site.pass(MINUTE_MS + 30 * SECOND_MS);
    await site.outlook.mend();
    await site.pass(30 * SECOND_MS);
  }
  const subscriptions = await site.store.listSubscriptions();
  return [
    site.token,
    site.sandbox.clientSecret,
    tablet.credential,
    tablet.code,
    'Salary talk',
    'Anna Lindqvist',
    ...subscriptions.map(({ clientState }) => clientState),
  ];
}

/** What strangers send: forged hints, forged tokens, and bodies full of words. */
async function offend({ origin }: ComposedSite): Promise<void> {
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${origin}${path}`, { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } });
  const hint = { subscriptionId: 'Dismissal of J. Weiss', clientState: 'Takeover of Fabrikam', tenantId: 'x' };
  await post('/webhooks/graph', JSON.stringify({ value: [hint] }));
  await post('/webhooks/graph', '{"value":"Takeover of Fabrikam');
  await post('/webhooks/graph?validationToken=Takeover%20of%20Fabrikam', '');
  await post('/api/intents', '{"title":"Takeover of Fabrikam"}');
  await fetch(`${origin}/api/console/me`, { headers: { Authorization: 'Bearer eyJhbGciOi.Takeover.Fabrikam' } });
  await fetch(`${origin}/Takeover%20of%20Fabrikam?title=Dismissal%20of%20J.%20Weiss`);
}

async function pairTablet({ origin, console, clock }: ComposedSite, room: string) {
  const asked = await fetch(`${origin}/api/pairings`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  });
  const { code } = (await asked.json()) as { code: string };
  const waiting = cookieOf(asked);
  await console('POST', `/pairings/${code}/confirm`, { room });
  const paired = await fetch(`${origin}/api/pairings/current`, { headers: { Cookie: waiting } });
  const cookie = cookieOf(paired);
  return {
    code,
    credential: cookie.slice(cookie.indexOf('=') + 1),
    book: (title: string, name: string) =>
      fetch(`${origin}/api/intents`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Cookie: cookie },
        body: JSON.stringify({
          key: aKey(1),
          kind: 'book',
          notAfter: toIso(addMs(clock.now(), MINUTE_MS)),
          end: toIso(addMs(clock.now(), 15 * MINUTE_MS)),
          title,
          name,
        }),
      }),
  };
}

function cookieOf(answer: Response): string {
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  return cookies.find((cookie) => !cookie.endsWith('=')) ?? '';
}

/** Every subject, name and address that stands in any room's calendar, and everybody who works there. */
async function wordsOfPeople({ sandbox, clock, outlook }: ComposedSite): Promise<string[]> {
  const words = new Set<string>(['Dismissal', 'Takeover', 'Fabrikam', sandbox.serviceUser, sandbox.canaryMailbox]);
  for (const { displayName, address } of [...COLLEAGUES, CANARY]) words.add(displayName).add(address);
  const around = (ms: number) => encodeURIComponent(toIso(addMs(clock.now(), ms)));
  for (const { address, displayName } of await outlook.rooms()) {
    words.add(address).add(displayName);
    const path = `/calendar/${encodeURIComponent(address)}?from=${around(-24 * HOUR_MS)}&to=${around(48 * HOUR_MS)}`;
    const { meetings } = (await (await sandbox.control('GET', path)).json()) as {
      meetings: { subject: string; organizer: { name: string; address: string } }[];
    };
    for (const { subject, organizer } of meetings) words.add(subject).add(organizer.name).add(organizer.address);
  }
  return [...words];
}
