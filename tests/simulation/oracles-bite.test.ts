/** The promises are only kept if breaking one is noticed: parts of the site are broken on purpose, one at a time. */

import { expect, test } from 'vitest';
import type { LedgerRow } from '../../edge-proxy/ports/ledger.ts';
import type { Store } from '../../edge-proxy/ports/store.ts';
import { SERVICE_USER } from '../../edge-proxy/sandbox/company/people.ts';
import { addMs, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS, toIso } from '../../shared/basics/instant.ts';
import type { CheckInPolicy } from '../../shared/room/policy.ts';
import { aKey, at } from '../support/builders.ts';
import { type BookingOracle, createBookingOracle } from './booking-oracle.ts';
import { type Breakage, liveNight } from './chaos.ts';
import { openSite } from './site.ts';
import { createTakingOracle } from './taking-oracle.ts';
import { createWritingOracle, type SentWrite } from './writing-oracle.ts';

/** By then a breakage that matters has shown itself. */
const NIGHTS = 20;
const MINUTES = 15;

type Case = { readonly what: string; readonly breakage: () => Breakage; readonly promise: RegExp };

const cases: readonly Case[] = [
  {
    what: 'a booking that is made anew whenever its answer was lost',
    breakage: () => ({ between: forgetKeys }),
    // Whichever judge sees it first: that there are two, or that one of them stands for a tap that was refused.
    promise: /^N3 .* has made 2 events|^N4 .* its meeting still stands/,
  },
  {
    what: 'a ledger that is only written after the call',
    breakage: () => ({ around: lateLedger }),
    promise: /^N3 .* before the ledger|^N4|^broken/,
  },
  {
    what: 'a ledger that forgets how a tap ended',
    breakage: () => ({ around: forgetfulLedger }),
    promise: /^N[24]/,
  },
  {
    what: 'a Graph that leaves out meetings',
    breakage: () => ({ retouch: (page) => void page.value.splice(0, 1) }),
    promise: /^(N[1258]|broken .*: Error: N2)/,
  },
  {
    what: 'a private meeting that is called ordinary',
    breakage: () => ({
      retouch(page) {
        for (const event of page.value) event['sensitivity'] = 'normal';
      },
    }),
    promise: /^privacy/,
  },
  {
    what: 'a room whose refusal is taken for a yes',
    breakage: () => ({ between: yesToAll }),
    promise: /^N2 .* never said yes/,
  },
  {
    what: 'a rival whose age is told wrong',
    breakage: () => ({ between: rivalsAreOld }),
    promise: /^N5/,
  },
  {
    what: 'a proxy that subscribes anew in every life',
    breakage: () => ({ around: forgetsSubscriptions, between: hidesSubscriptions() }),
    promise: /^N7 .* two subscriptions/,
  },
  {
    what: 'a proxy that gives up on all rooms when one fails',
    breakage: () => ({ between: allForOne() }),
    promise: /^N8/,
  },
];

test.for(cases)('$what does not go unnoticed', async ({ breakage, promise }) => {
  const failures: string[] = [];
  for (let seed = 1; seed <= NIGHTS && !failures.some((one) => promise.test(one)); seed += 1) {
    const { failure } = await liveNight({ seed, minutes: MINUTES, breakage: breakage() });
    if (failure !== null) failures.push(failure);
  }

  expect(failures).toContainEqual(expect.stringMatching(promise));
});

const RELEASING = { mode: 'release', opensMinutes: 10, graceMinutes: 3, exemptFromMinutes: 240, strikes: 3 } as const;

/** A calm morning with one door, watched by judges who know `rules`; what they have said. */
async function watchedMorning(
  options: NonNullable<Parameters<typeof openSite>[0]>,
  rules: { readonly checkIn?: CheckInPolicy; readonly mayEndOthers?: boolean } = {},
) {
  const blamed: string[] = [];
  const blame = (promise: string, words: string) => void blamed.push(`${promise}: ${words}`);
  let judges: { bookings: BookingOracle; noteSent(write: SentWrite): void } | null = null;
  const site = await openSite({
    rooms: 1,
    ...options,
    onlooker: {
      onKept: (answer) => judges?.bookings.noteKept(answer),
      onSent: (write) => judges?.noteSent(write),
    },
  });
  const { clock } = site;
  const { exchange } = site.tenant;
  const bookings = createBookingOracle({ exchange, clock, blame });
  const { checkIn = RELEASING, mayEndOthers = false } = rules;
  const takings = createTakingOracle({ exchange, clock, bookings, checkIn, mayEndOthers, blame });
  const writings = createWritingOracle({ exchange, clock, bookings, blame });
  judges = {
    bookings,
    noteSent(write) {
      takings.noteSent(write.method, write.path);
      writings.noteSent(write);
    },
  };
  return {
    site,
    blamed,
    /** As the door's tablet posts it, wanted for half a minute. */
    async ask(nth: number, wish: object): Promise<void> {
      const body = JSON.stringify({ key: aKey(nth), notAfter: toIso(addMs(clock.now(), 30 * SECOND_MS)), ...wish });
      bookings.notePost(body);
      const headers = { 'Content-Type': 'application/json' };
      await site.first.line.fetch('/api/intents', { method: 'POST', headers, body });
    },
    async close(): Promise<void> {
      writings.close();
      bookings.close();
      await site.close();
    },
  };
}

// In a night of chaos hardly a meeting is released: this takes a calm morning, and judges who know other rules.
test.for([
  { rules: RELEASING, verdict: null },
  { rules: { ...RELEASING, mode: 'ask' as const }, verdict: 'no room may release any' },
  { rules: { ...RELEASING, graceMinutes: 5 }, verdict: 'before its time' },
  { rules: { ...RELEASING, exemptFromMinutes: 30 }, verdict: 'a long meeting' },
  { rules: RELEASING, isPresent: true, verdict: 'somebody has checked in' },
])(
  'a release is judged by $rules.mode, $rules.graceMinutes and $rules.exemptFromMinutes minutes: $verdict',
  async ({ rules, isPresent = false, verdict }) => {
    const around = isPresent ? { around: nobodyCame } : {};
    const morning = await watchedMorning({ policy: { checkIn: RELEASING }, ...around }, { checkIn: rules });
    const { site, blamed } = morning;
    site.invite(site.first.address, 2, 45);
    await site.pass(2.5 * MINUTE_MS);
    const [meeting] = site.first.day()?.occurrences ?? [];
    if (isPresent && meeting !== undefined) site.first.models().booking.checkIn(meeting);
    await site.pass(5 * MINUTE_MS);
    await morning.close();

    expect(blamed).toEqual(verdict === null ? [] : [expect.stringMatching(`^release: .*${verdict}`)]);
  },
);

test.for([
  { mayEndOthers: true, verdict: null },
  { mayEndOthers: false, verdict: 'facilities forbid it' },
])(
  'an end of a meeting of others, where they may be ended: $mayEndOthers, is judged: $verdict',
  async ({ mayEndOthers, verdict }) => {
    const morning = await watchedMorning({ policy: { mayEndOthers: true } }, { mayEndOthers });
    const { site, blamed } = morning;
    site.invite(site.first.address, 0, 45);
    await site.pass(MINUTE_MS);
    await morning.ask(1, { kind: 'end', occurrence: site.first.day()?.occurrences[0]?.id });
    await site.pass(MINUTE_MS);
    await morning.close();

    expect(blamed).toEqual(verdict === null ? [] : [expect.stringMatching(`^trespass: .*${verdict}`)]);
  },
);

test.for([
  { what: 'a proxy that keeps to the time of a wish', isBroken: false },
  { what: 'a proxy whose changes can wait', isBroken: true },
])('$what is judged by when it writes', async ({ isBroken }) => {
  const morning = await watchedMorning(isBroken ? { around: changesCanWait() } : {});
  const { site, blamed } = morning;
  await morning.ask(1, { kind: 'book', end: toIso(at('09:30')) });
  await site.pass(10 * SECOND_MS);
  const throttled = { kind: 'status', status: 429, retryAfter: { seconds: 28 } } as const;
  site.tenant.plan.onRequest({ operation: 'cancel-event' }, throttled, { times: 1 });
  await morning.ask(2, { kind: 'end', occurrence: site.first.day()?.occurrences[0]?.id, notAfter: soonAfter(site) });
  await site.pass(2 * MINUTE_MS);
  await morning.close();

  expect(blamed).toEqual(isBroken ? [expect.stringMatching(/^late: a meeting was given up/)] : []);
});

test.for([
  { what: 'a change of exactly the meeting that was looked at', isBroken: false },
  { what: 'a change of whatever the meeting has become', isBroken: true },
])('$what is judged by what it overwrites', async ({ isBroken }) => {
  const morning = await watchedMorning(isBroken ? { between: unconditionally } : {});
  const { site, blamed } = morning;
  await morning.ask(1, { kind: 'book', end: toIso(at('09:30')) });
  await site.pass(10 * SECOND_MS);
  const throttled = { kind: 'status', status: 429, retryAfter: { seconds: 5 } } as const;
  site.tenant.plan.onRequest({ operation: 'update-event' }, throttled, { times: 1 });
  await morning.ask(2, { kind: 'extend', occurrence: site.first.day()?.occurrences[0]?.id, end: toIso(at('09:45')) });
  await site.pass(2 * SECOND_MS);
  const [ours] = site.tenant.exchange.calendar(site.tenant.config.serviceUser).items();
  expect(site.tenant.desk.change(ours?.id ?? '', { minutes: 60 }).ok).toBe(true);
  await site.pass(MINUTE_MS);
  await morning.close();

  expect(blamed).toEqual(isBroken ? [expect.stringMatching(/^trample: .* set in Outlook meanwhile/)] : []);
});

const soonAfter = ({ clock }: { readonly clock: { now(): Instant } }) => toIso(addMs(clock.now(), 10 * SECOND_MS));

/** The proxy is told of nobody who has checked in. */
function nobodyCame(store: Store): Store {
  return {
    ...store,
    findAttendance: async () => null,
    listAttendance: async (...asked) =>
      (await store.listAttendance(...asked)).filter(({ state }) => state !== 'present'),
  };
}

/** No transactionId, and nothing of ours is ever found: a lost answer is then asked for anew. */
function forgetKeys(toGraph: typeof fetch): typeof fetch {
  return async (url, init) => {
    if (decodeURIComponent(String(url)).includes('singleValueExtendedProperties/')) return Response.json({ value: [] });
    const body = typeof init?.body === 'string' ? init.body.replace(/"transactionId":"[^"]+",?/, '') : null;
    return await toGraph(url, body === null ? init : { ...init, body });
  };
}

function lateLedger(store: Store): Store {
  return {
    ...store,
    recordIntent: async (row) => ({ row, isNew: true }),
    findIntent: async () => null,
  };
}

function forgetfulLedger(store: Store): Store {
  return {
    ...store,
    async updateIntent(key, change) {
      const { status: _, ...rest } = change;
      return await store.updateIntent(key, rest);
    },
  };
}

/** Whoever has not answered is said to have accepted. */
function yesToAll(toGraph: typeof fetch): typeof fetch {
  return async (url, init) => {
    const response = await toGraph(url, init);
    if (!String(url).includes('/users/') || response.status !== 200) return response;
    const text = (await response.text())
      .replaceAll(/"response":"(none|notResponded)"/g, '"response":"accepted"')
      .replaceAll('"showAs":"tentative"', '"showAs":"busy"');
    return new Response(text, { status: response.status, headers: response.headers });
  };
}

/** Whatever others have in a room's calendar was made before anything of ours. */
function rivalsAreOld(toGraph: typeof fetch): typeof fetch {
  return async (url, init) => {
    const response = await toGraph(url, init);
    if (!/\/users\/[^/]+\/events\/[^/?]+$/.test(String(url)) || response.status !== 200) return response;
    const text = await response.text();
    const isOurs = text.includes(SERVICE_USER.address);
    const told = isOurs ? text : text.replace(/"createdDateTime":"[^"]+"/, '"createdDateTime":"2000-01-01T00:00:00Z"');
    return new Response(told, { status: response.status, headers: response.headers });
  };
}

function forgetsSubscriptions(store: Store): Store {
  return { ...store, saveSubscription: async () => undefined, listSubscriptions: async () => [] };
}

/** None is ever listed, and none looks like another, so that Graph does not refuse a second one. */
function hidesSubscriptions(): (toGraph: typeof fetch) => typeof fetch {
  const kinds = [
    'created,updated,deleted',
    'created,updated',
    'created,deleted',
    'updated,deleted',
    'created',
    'updated',
  ];
  let made = 0;
  return (toGraph) => async (url, init) => {
    if (!/\/subscriptions(\?|$)/.test(String(url))) return await toGraph(url, init);
    if ((init?.method ?? 'GET') === 'GET') return Response.json({ value: [] });
    const body = String(init?.body).replace(kinds[0] ?? '', kinds[made % kinds.length] ?? '');
    made += 1;
    return await toGraph(url, { ...init, body });
  };
}

function allForOne(): (toGraph: typeof fetch) => typeof fetch {
  let left = 0;
  return (toGraph) => async (url, init) => {
    left -= 1;
    if (left > 0) throw new TypeError('fetch failed');
    const response = await toGraph(url, init);
    if (response.status >= 500) left = 200;
    return response;
  };
}

/** The ledger gives every change, though no booking, an hour more than was asked for. */
function changesCanWait(): (store: Store) => Store {
  const until = new Map<string, Instant>();
  const later = (row: LedgerRow): LedgerRow => {
    if (row.intent.kind === 'book' || row.intent.kind === 'release') return row;
    const notAfter = until.get(row.key) ?? addMs(row.intent.notAfter, HOUR_MS);
    until.set(row.key, notAfter);
    return { ...row, intent: { ...row.intent, notAfter } };
  };
  return (store) => ({
    ...store,
    recordIntent: async (row) => {
      const kept = await store.recordIntent(row);
      return { ...kept, row: later(kept.row) };
    },
    updateIntent: async (...change) => later(await store.updateIntent(...change)),
    listUnsettledIntents: async () => (await store.listUnsettledIntents()).map(later),
  });
}

/** No change says any more which version it is of. */
function unconditionally(toGraph: typeof fetch): typeof fetch {
  return async (url, init) => {
    if (init?.method !== 'PATCH') return await toGraph(url, init);
    const headers = new Headers(init.headers);
    headers.delete('if-match');
    return await toGraph(url, { ...init, headers });
  };
}
