/**
 * A night in which everything goes wrong at once, and people use Outlook and the doors all the same. All of it by chance
 * from one seed, so that a bad night can be lived again. No promise may be broken at any moment; at the end nothing is
 * wrong any more, and 90 s later every screen must be Exchange's equal and every tap have its answer.
 */

import type { Posted } from '../../edge-proxy/sandbox/graph/post.ts';
import { addMs, MINUTE_MS, SECOND_MS, toIso } from '../../shared/basics/instant.ts';
import { checkInModes } from '../../shared/room/policy.ts';
import { at } from '../support/builders.ts';
import { type BookingOracle, createBookingOracle } from './booking-oracle.ts';
import { createDice, type Dice } from './dice.ts';
import { createDoorOracle } from './door-oracle.ts';
import { createMishaps } from './mishaps.ts';
import { createOutlookPeople, OPEN_TITLE, PRIVATE_TITLE, SECRETIVE } from './outlook-people.ts';
import { openSite, type Site } from './site.ts';
import { count, createStory } from './story.ts';
import { createTakingOracle } from './taking-oracle.ts';
import { createTapBook } from './tap-book.ts';
import type { Retouch, SimulatedRoom } from './tenant.ts';
import { createWalkUps, TYPED_TITLE } from './walk-ups.ts';
import { createWritingOracle } from './writing-oracle.ts';

export type Night = {
  readonly seed: number;
  readonly minutes: number;
  /** How often each kind of fault was injected. */
  readonly faults: ReadonlyMap<string, number>;
  /** What people did, in Outlook and at the doors. */
  readonly deeds: ReadonlyMap<string, number>;
  /** How the taps at the doors ended, and what the proxy released by itself. */
  readonly taps: ReadonlyMap<string, number>;
  /** Of calendars, by the proxy. */
  readonly reads: number;
  /** How often the proxy was started. */
  readonly lives: number;
  /** Null where every promise was kept. */
  readonly failure: string | null;
  /** What happened, in its order, a line each. */
  readonly trace: readonly string[];
  /** Two nights with the same one were the same. */
  readonly hash: string;
};

export type NightOptions = {
  readonly seed: number;
  /** Of chaos. */
  readonly minutes: number;
  /** To break a part on purpose, and see that it is noticed. */
  readonly breakage?: Breakage;
};

export type Breakage = Pick<NonNullable<Parameters<typeof openSite>[0]>, 'around' | 'between'> & {
  readonly retouch?: Retouch | null;
};

/** As long as N1 and N4 may take once nothing is wrong (faults, section 1). */
const TRUE_WITHIN_MS = 90 * SECOND_MS;
/** Far above the longest time that a mishap keeps a proxy or a tablet down. */
const BACK_WITHIN_MS = 2 * MINUTE_MS;
const LONGEST_DELAY_MS = 3 * MINUTE_MS;
const TAKEN: Posted = { status: 202, contentType: '', text: '' };
/** Far above what a site of this size needs; what grows all night would pass it. */
const MOST_TIMERS = 250;

const ALL_DAY = { from: 0, to: 24 * 60 };

const ROOMS: readonly SimulatedRoom[] = [
  { address: 'cais@northwind.example', displayName: 'Cais', timeZone: 'Europe/Lisbon' },
  { address: 'spree@northwind.example', displayName: 'Spree', timeZone: 'Europe/Berlin' },
  { address: 'tejo@northwind.example', displayName: 'Tejo', timeZone: 'Europe/Lisbon' },
];

/** When nights begin: mostly in the morning, when everybody comes; also where calendars have their corners. */
const BEGINNINGS = [
  '2026-11-24T08:40:00Z',
  '2026-11-24T11:50:00Z',
  '2026-11-24T08:05:00Z',
  // Midnight in Lisbon, and an hour later than it in Berlin.
  '2026-11-24T23:45:00Z',
  // The hour that Europe has twice, and the one that it does not have.
  '2026-10-25T00:40:00Z',
  '2027-03-28T00:45:00Z',
  // The end of a year.
  '2026-12-31T23:40:00Z',
] as const;

export async function liveNight({
  seed,
  minutes,
  breakage: { retouch = null, ...broken } = {},
}: NightOptions): Promise<Night> {
  const dice = createDice(seed);
  let site: Site | null = null;
  const begins = at(dice.isLucky(0.6) ? BEGINNINGS[0] : (dice.oneOf(BEGINNINGS) ?? BEGINNINGS[0]));
  const story = createStory(() => site?.clock.now() ?? begins);
  let failure: string | null = null;

  function blame(promise: string, words: string): void {
    if (failure !== null) return;
    failure = `${promise} at ${toIso(site?.clock.now() ?? begins)}: ${words}`;
    story.tell('FAILED', `${promise}: ${words}`);
  }

  const rooms = ROOMS.slice(0, dice.whole(2, 3));
  // One night in five, one room is left in peace, and must not notice that there is trouble elsewhere.
  const spared = dice.isLucky(0.2) ? (rooms.at(-1)?.address ?? null) : null;
  const isReachable = dice.isLucky(0.85);
  const policy = drawPolicy(dice);
  const { showTitles, checkIn, mayEndOthers } = policy;
  const mishaps = createMishaps({
    dice,
    story,
    spared,
    weather: dice.oneOf([0, 0.03, 0.1, 0.2]) ?? 0,
    lineFaults: dice.oneOf([0, 0.1, 0.3]) ?? 0,
  });

  async function carry(deliver: () => Promise<Posted>, body: string): Promise<Posted> {
    const fate = mishaps.isCalm() || isAboutSpared(body) ? 1 : dice.fraction();
    if (fate >= 0.6) return deliver();
    if (fate < 0.2) {
      story.fault('notification lost');
      return TAKEN;
    }
    // Those that wait overtake one another, and come after those that did not.
    site?.clock.after(dice.between(0, LONGEST_DELAY_MS), () => void deliver().catch(() => undefined));
    story.fault(fate < 0.4 ? 'notification doubled' : 'notification late');
    return fate < 0.4 ? deliver() : TAKEN;
  }

  function isAboutSpared(body: string): boolean {
    if (spared === null || site === null) return false;
    const room = site.tenant.exchange.mailbox(spared);
    const its = site.tenant.subscriptions.all().filter(({ mailboxId }) => mailboxId === room?.id);
    return its.some(({ id }) => body.includes(id));
  }

  let judge: BookingOracle | null = null;
  let takings: ReturnType<typeof createTakingOracle> | null = null;
  let writings: ReturnType<typeof createWritingOracle> | null = null;
  const opened = await openSite({
    seed,
    now: begins,
    rooms,
    screens: false,
    isReachable,
    policy,
    carry,
    strike: mishaps.strikeGraph,
    onlooker: {
      onDeed: mishaps.onDeed,
      strikeStore: mishaps.strikeStore,
      onKept: (answer) => judge?.noteKept(answer),
      onSent(write) {
        judge?.noteSent(write.method, write.body);
        takings?.noteSent(write.method, write.path);
        writings?.noteSent(write);
      },
    },
    ...broken,
  });
  site = opened;
  const { tenant, clock, host } = opened;
  const bookings = createBookingOracle({ exchange: tenant.exchange, clock, blame });
  judge = bookings;
  takings = createTakingOracle({ exchange: tenant.exchange, clock, bookings, checkIn, mayEndOthers, blame });
  writings = createWritingOracle({ exchange: tenant.exchange, clock, bookings, blame });
  const taps = createTapBook(story);
  const secrets = [PRIVATE_TITLE, SECRETIVE.displayName, SECRETIVE.address];
  const forbidden = [...secrets, ...(showTitles ? [] : [OPEN_TITLE, TYPED_TITLE])];
  const unspeakable = [...secrets, OPEN_TITLE, TYPED_TITLE];
  const doors = createDoorOracle({ site: opened, bookings, taps, spared, isReachable, blame });
  mishaps.begin(opened, bookings);
  tenant.retouch(retouch);

  function onReceived(bytes: string): void {
    const leaked = forbidden.find((secret) => bytes.includes(secret));
    if (leaked !== undefined) blame('privacy', `a tablet was sent ${leaked}`);
  }

  async function hang(address: string): Promise<void> {
    await opened.hang(address, {
      wallErrorMs: dice.isLucky(0.2) ? Math.floor(dice.between(-60, 60)) * MINUTE_MS : 0,
      onlooker: (nth) => ({
        drawFate: (path) => (address === spared ? { kind: 'fine' } : mishaps.drawFate(path)),
        onSent(path, body) {
          if (path === '/api/intents' && body !== null) bookings.notePost(body);
        },
        onReceived,
        onTap: (tap) => taps.note(nth, tap),
      }),
    });
  }

  const people = { site: opened, dice, story, oracle: bookings, rooms: rooms.map(({ address }) => address) };
  const outlook = createOutlookPeople(people);
  const walkUps = createWalkUps({ ...people, screens: () => opened.screens });

  /** Time passes, and no promise is broken meanwhile. */
  async function pass(ms: number): Promise<void> {
    const end = addMs(clock.now(), ms);
    while (clock.now() < end && failure === null) {
      await opened.pass(Math.min(LOOK_EVERY_MS, end - clock.now()));
      bookings.look();
      doors.look();
    }
    if (failure !== null) throw new Error(failure);
  }

  async function live(): Promise<void> {
    for (const [n, { address }] of rooms.entries()) {
      await hang(address);
      if (n === 0) await hang(address);
    }
    const end = addMs(clock.now(), minutes * MINUTE_MS);
    while (clock.now() < end) {
      await pass(Math.min(Math.floor(dice.between(0, 40) * SECOND_MS), end - clock.now()));
      const what = dice.fraction();
      if (what < 0.45) walkUps.useDoor();
      else if (what < 0.75) outlook.useOutlook();
      else mishaps.befall();
    }
    mishaps.calmDown();
    const back = addMs(clock.now(), BACK_WITHIN_MS);
    while (clock.now() < back && !(host.isUp() && opened.screens.every((one) => one.isOn()))) await pass(SECOND_MS);
    await pass(TRUE_WITHIN_MS);
    bookings.judgeAtLast(({ roomId }) => mishaps.wasSilent(tenant.exchange.mailbox(roomId)?.address ?? ''));
    doors.judgeAtLast();
    const untruths = opened.untruths();
    if (untruths.length > 0) blame('N1', untruths.join('; '));
    judgeBounds();
  }

  function judgeBounds(): void {
    if (clock.pending() > MOST_TIMERS) blame('N7', `${clock.pending()} timers`);
    const mailboxes = tenant.subscriptions.all().map(({ mailboxId }) => mailboxId);
    if (new Set(mailboxes).size < mailboxes.length) blame('N7', 'a room has two subscriptions');
    const spoken = opened.log.lines.find(({ facts }) => unspeakable.some((one) => JSON.stringify(facts).includes(one)));
    if (spoken !== undefined) blame('privacy', `the log tells a title, in ${spoken.event}`);
  }

  try {
    await live();
  } catch (thrown) {
    blame('broken', thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
  }
  const reads = opened.calls('GET /v1.0/users/{mailbox}/calendarView');
  const [hash, lives] = [story.hash(), host.lives()];
  const trace = failure === null ? story.trace : [...story.trace, ...doors.describe(), ...lastLines(opened)];
  writings.close();
  bookings.close();
  await opened.close();
  const outcomes = new Map(taps.outcomes());
  for (const { kind, status } of bookings.rows()) if (kind === 'release') count(outcomes, `release ${status}`);
  const counted = { faults: story.faults, deeds: story.deeds, taps: outcomes, reads, lives };
  return { seed, minutes, ...counted, failure, trace, hash };
}

function drawPolicy(dice: Dice) {
  return {
    showTitles: dice.isLucky(0.7),
    // Also at midnight: outside of hours a lost hint may cost a quarter of an hour, by design.
    openingHours: ALL_DAY,
    bookingMode: dice.isLucky(0.2) ? 'direct' : 'invite',
    holds: dice.isLucky(0.8),
    mayEndOthers: dice.isLucky(0.5),
    checkIn: {
      mode: dice.oneOf(checkInModes) ?? 'off',
      opensMinutes: 10,
      graceMinutes: dice.whole(2, 6),
      exemptFromMinutes: 50,
      strikes: 2,
    },
  } as const;
}

/** How often the promises are checked while time passes. */
const LOOK_EVERY_MS = 5 * SECOND_MS;
const LOG_LINES = 60;

function lastLines({ log }: Site): string[] {
  return log.lines.slice(-LOG_LINES).map(({ event, facts }) => `log      ${event} ${JSON.stringify(facts)}`);
}
