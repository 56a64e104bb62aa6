/**
 * One room day from its parts: what the calendar said, what our ledger knows, what the policy lets a display see. Pure,
 * so that each rule of the overlay can be read and tested by itself.
 */

import type { IntentKey, OccurrenceId } from '../../shared/basics/ids.ts';
import { addMs, type Instant, latest, MINUTE_MS } from '../../shared/basics/instant.ts';
import { type Interval, overlaps } from '../../shared/basics/interval.ts';
import type { Alternative, Booking, BookingStatus, IntentOutcome } from '../../shared/room/booking-status.ts';
import { type Closure, MOST_CLOSURES, stretchOf } from '../../shared/room/closure.ts';
import { type CheckIn, hidden, intentOccurrence, type Occurrence, shown } from '../../shared/room/occurrence.ts';
import type { Policy } from '../../shared/room/policy.ts';
import type { Room } from '../../shared/room/room.ts';
import { displayWindow, type Health, type RoomDay } from '../../shared/room/room-day.ts';
import { checkInWindow } from '../../shared/rules/check-in.ts';
import { closedThen } from '../../shared/rules/closed-then.ts';
import type { Attendance } from '../ports/attendance.ts';
import type { CalendarOccurrence } from '../ports/calendar.ts';
import type { LedgerRow } from '../ports/ledger.ts';

/** Long enough to be read by whoever tapped and turned to the door again; then the day is clean. */
export const OUTCOME_SHOWN_MS = 2 * MINUTE_MS;
/** The wire carries 2,000; some room is left for what our ledger adds. */
const MOST_OCCURRENCES = 1_900;
/** As many as the wire carries. */
const MOST_INTENTS = 50;

/** The calendar as it was read in one go. `readAt` is when that began: what it says is at least so new. */
export type Reading = Readonly<{ occurrences: readonly CalendarOccurrence[]; readAt: Instant; window: Interval }>;

export type DayParts = {
  readonly room: Room;
  readonly policy: Policy;
  /** Null before the calendar was read for the first time. */
  readonly reading: Reading | null;
  readonly health: Health | null;
  /** The room's, and those for another room that were asked for at its doors; oldest first. */
  readonly rows: readonly LedgerRow[];
  /** Who came to what; left out where nobody is asked. */
  readonly attendance?: readonly Attendance[];
  /** When facilities keep it out of service, earliest first; left out where they never do. */
  readonly closures?: readonly Closure[];
  /** What was offered with each refusal. */
  readonly offers: ReadonlyMap<IntentKey, readonly Alternative[]>;
};

export type DayContent = Omit<RoomDay, 'revision' | 'generation'>;

export function composeDay(parts: DayParts, now: Instant): DayContent {
  const { room, policy, reading, health, rows } = parts;
  const window = windowOf(parts, now);
  const inCalendar = reading?.occurrences ?? [];
  const told = toldRows(rows, now);
  const here = rows.filter(({ roomId }) => roomId === room.id);
  const ours = ownRows(inCalendar, here);
  const claimed = new Set(ours.values());

  const read = inCalendar.map((one) => fromCalendar(one, parts, ours.get(one)));
  const asked = told
    .filter(
      (row) =>
        row.kind === 'book' &&
        row.roomId === room.id &&
        row.status !== 'confirmed' &&
        !claimed.has(row) &&
        overlaps(row, window),
    )
    .map((row) => fromLedger(row, parts));
  const closures = closuresIn(parts, window);
  return {
    room,
    readAt: reading?.readAt ?? null,
    window,
    health,
    policy,
    occurrences: [...bounded(read.sort(inOrder)), ...asked].sort(inOrder),
    intents: told.map((row) => outcome(row, parts.offers)),
    ...(closures.length > 0 && { closures }),
  };
}

/** What a door gets while the app's scope is not proven: nothing of any calendar, not even when it was read. */
export function sealedDay(
  { room, policy }: Pick<DayParts, 'room' | 'policy'>,
  since: Instant,
  now: Instant,
): DayContent {
  const health = { cause: 'scope-not-proven', since } as const;
  const window = displayWindow(now, room.timeZone, policy);
  return { room, readAt: null, window, health, policy, occurrences: [], intents: [] };
}

/** The stretch that the day is about. */
export function windowOf(parts: Pick<DayParts, 'room' | 'policy' | 'reading'>, now: Instant): Interval {
  return parts.reading?.window ?? displayWindow(now, parts.room.timeZone, parts.policy);
}

/** Those that the day has to speak of. One that is over by now is kept till midnight, lest its end be news to every door. */
function closuresIn({ closures = [] }: DayParts, window: Interval): readonly Closure[] {
  return closures.filter((one) => overlaps(stretchOf(one, window.end), window)).slice(0, MOST_CLOSURES);
}

/** When something in the day is over by itself, without anybody's doing; null where nothing is. */
export function nextVanishing(rows: readonly LedgerRow[], now: Instant): Instant | null {
  const due = rows.filter((row) => isTold(row, now) && !isUnsettled(row.status)).map(shownUntil);
  return due.length === 0 ? null : due.reduce((soonest, moment) => (moment < soonest ? moment : soonest));
}

/** Whether the row came to nothing and its room could have been another. */
export function wantsAlternatives(row: LedgerRow): boolean {
  return row.kind === 'book' && row.refusal !== null && OTHER_ROOM_HELPS.has(row.refusal.kind);
}

const OTHER_ROOM_HELPS: ReadonlySet<string> = new Set(['room-busy', 'room-declined', 'gave-way', 'room-closed']);

function isUnsettled(status: BookingStatus): boolean {
  return status === 'pending' || status === 'held' || status === 'checking';
}

/** All that is under way and the newest of the rest, oldest first: one tablet gone mad must not fill the day of a room. */
function toldRows(rows: readonly LedgerRow[], now: Instant): LedgerRow[] {
  const told = rows.filter((row) => isTold(row, now));
  const over = told.filter(({ status }) => !isUnsettled(status));
  const places = Math.max(0, MOST_INTENTS - (told.length - over.length));
  const leftOut = new Set(over.slice(0, Math.max(0, over.length - places)));
  return told.filter((row) => !leftOut.has(row)).slice(-MOST_INTENTS);
}

function isTold(row: LedgerRow, now: Instant): boolean {
  return isUnsettled(row.status) || now < shownUntil(row);
}

function shownUntil(row: LedgerRow): Instant {
  return addMs(row.updatedAt, OUTCOME_SHOWN_MS);
}

/**
 * Which occurrence of the calendar is which booking of ours. By iCalUId where both have one; else by the same stretch,
 * since the id comes with Exchange's answer and the room may be quicker. A booking that came to nothing owns none: as
 * long as the calendar has it the room is taken, whatever our ledger wished.
 */
function ownRows(
  occurrences: readonly CalendarOccurrence[],
  rows: readonly LedgerRow[],
): Map<CalendarOccurrence, LedgerRow> {
  const standing = rows.filter(({ kind, status }) => kind === 'book' && status !== 'refused' && status !== 'withdrawn');
  const ours = new Map<CalendarOccurrence, LedgerRow>();
  const claimed = new Set<LedgerRow>();
  const claim = (isOurs: (one: CalendarOccurrence, row: LedgerRow) => boolean) => {
    for (const one of occurrences) {
      if (ours.has(one)) continue;
      const row = standing.find((candidate) => !claimed.has(candidate) && isOurs(one, candidate));
      if (row === undefined) continue;
      ours.set(one, row);
      claimed.add(row);
    }
  };
  claim((one, row) => one.iCalUId !== null && one.iCalUId === row.iCalUId);
  claim((one, row) => {
    const idsKnown = one.iCalUId !== null && row.iCalUId !== null;
    return !idsKnown && one.start === row.start && one.end === row.end;
  });
  return ours;
}

/**
 * The policy is applied once more: it may have become stricter since the calendar was read. Rooms write the organiser
 * into the title by default, so a name that was let through then takes the title with it until the next reading.
 */
function fromCalendar(
  one: CalendarOccurrence,
  { policy, attendance = [], closures = [] }: DayParts,
  row: LedgerRow | undefined,
): Occurrence {
  const mayNameThem = policy.showOrganizers || one.organizer.kind === 'hidden';
  return {
    id: one.id,
    start: one.start,
    end: one.end,
    allDay: one.allDay,
    title: policy.showTitles && mayNameThem ? one.title : hidden,
    organizer: policy.showOrganizers ? one.organizer : hidden,
    tentative: one.tentative,
    unreadable: one.unreadable,
    // Nobody can check in at a door that says the room is closed, so nobody has failed to.
    checkIn: closedThen({ closures }, one) === null ? checkIn(one, policy, row, attendance) : { kind: 'not-needed' },
    booking: row === undefined ? null : { key: row.key, status: row.status },
  };
}

function checkIn(
  one: CalendarOccurrence,
  policy: Policy,
  row: LedgerRow | undefined,
  attendance: readonly Attendance[],
): CheckIn {
  const window = checkInWindow({ ...one, bookedAt: row?.createdAt ?? null }, policy);
  if (window === null) return { kind: 'not-needed' };
  const about = attendance.filter(({ occurrence }) => occurrence === one.id);
  const known = about.find(({ start }) => start === one.start);
  // Moved by a little while people already stood there: they came to this meeting, whenever it was to begin.
  const isThere = about.some(({ state, at }) => state === 'present' && at >= window.opensAt);
  if (known?.state === 'present' || isThere) return { kind: 'done' };
  // What is left alone for good is not asked about either: the door would threaten with what never happens.
  return known?.state === 'exempt' ? { kind: 'not-needed' } : { kind: 'needed', ...window };
}

function fromLedger(row: LedgerRow, { policy, offers }: DayParts): Occurrence {
  const { title, name } = row.intent.kind === 'book' ? row.intent : { title: undefined, name: undefined };
  return {
    id: intentOccurrence(row.key),
    start: row.start,
    end: row.end,
    allDay: false,
    title: policy.showTitles && policy.mayAddDetails ? plainText(title) : hidden,
    organizer: policy.showOrganizers && policy.mayAddDetails ? plainText(name) : hidden,
    tentative: false,
    unreadable: false,
    checkIn: { kind: 'not-needed' },
    booking: booking(row, offers),
  };
}

/** Typed at some door and shown at others: nothing that steers a terminal or turns the text around. */
function plainText(typed: string | undefined) {
  const words = (typed ?? '').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '').trim();
  return words === '' ? hidden : shown(words);
}

function booking(row: LedgerRow, offers: DayParts['offers']): Booking {
  const isOver = row.status === 'refused' || row.status === 'withdrawn';
  const alternatives = offers.get(row.key) ?? [];
  return {
    key: row.key,
    status: row.status,
    ...(isOver && row.refusal !== null && { reason: row.refusal }),
    ...(isOver && alternatives.length > 0 && { alternatives }),
  };
}

function outcome(row: LedgerRow, offers: DayParts['offers']): IntentOutcome {
  return { ...booking(row, offers), kind: row.kind };
}

/** By start; the rest only so that the same calendar always gives the same day. */
function inOrder(a: Occurrence, b: Occurrence): number {
  return a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** More than a display can take in becomes one stretch that is neither free nor known to be taken; never left out. */
function bounded(occurrences: readonly Occurrence[]): readonly Occurrence[] {
  const first = occurrences[MOST_OCCURRENCES];
  if (first === undefined) return occurrences;
  const rest = occurrences.slice(MOST_OCCURRENCES);
  const end = rest.reduce((until, one) => latest(until, one.end), first.end);
  const lump: Occurrence = {
    ...first,
    id: 'more-than-fits' as OccurrenceId,
    end,
    allDay: false,
    title: hidden,
    organizer: hidden,
    unreadable: true,
    booking: null,
  };
  return [...occurrences.slice(0, MOST_OCCURRENCES), lump];
}
