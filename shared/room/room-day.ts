/** A room's occurrences over the display window: what travels to every display of the room, always whole. */

import { type Codec, integer, isoInstant, listOf, nullable, object, oneOf, text } from '../basics/codec.ts';
import { type Instant, instant } from '../basics/instant.ts';
import { gaps, type Interval, joined } from '../basics/interval.ts';
import { addDays, atLocal, localDate, localDay, type Zone } from '../basics/zone.ts';
import { type IntentOutcome, intentOutcomeCodec } from './booking-status.ts';
import { type Closure, closureCodec, MOST_CLOSURES, stretchOf } from './closure.ts';
import { type Occurrence, occupies, occurrenceCodec } from './occurrence.ts';
import { type Policy, policyCodec } from './policy.ts';
import { type Room, roomCodec } from './room.ts';

/** Why the day may be behind the calendar. `since` is when that began. */
export type Health = { readonly cause: HealthCause; readonly since: Instant };

export const healthCauses = [
  'not-read-yet',
  'graph-unreachable',
  'throttled',
  'credential-refused',
  'access-denied',
  'room-gone',
  'bad-answer',
  /** The app can read more than rooms (design, 4.10): nothing of the calendar is shown until that is mended. */
  'scope-not-proven',
  /** An operator stopped the readings of this room, until one lets them go on. */
  'paused',
] as const;
export type HealthCause = (typeof healthCauses)[number];

export type RoomDay = {
  readonly room: Room;
  /** Grows by one with every change that a display could show. Only comparable within one generation. */
  readonly revision: number;
  /** Which life of the proxy's store this is: a restored backup starts a new one, so that it cannot pass for newer. */
  readonly generation: string;
  /** When Graph was last read in full; null before the first time. */
  readonly readAt: Instant | null;
  /** The stretch that was read: outside it nothing is known. */
  readonly window: Interval;
  readonly health: Health | null;
  readonly policy: Policy;
  /** Earliest start first. */
  readonly occurrences: readonly Occurrence[];
  /** What was asked at the doors of this room lately, oldest first. */
  readonly intents: readonly IntentOutcome[];
  /** Behind `/r/` the room's page for people's own phones; left out where there is none. */
  readonly shortId?: string;
  /** When facilities keep the room out of service, earliest first; left out where they do not. */
  readonly closures?: readonly Closure[];
};

/** From the room's local midnight before `now`, as many days as the policy lets a door show. */
export function displayWindow(now: Instant, zone: Zone, { horizonDays }: Pick<Policy, 'horizonDays'>): Interval {
  const today = localDate(now, zone);
  return { start: localDay(today, zone).start, end: atLocal(addDays(today, horizonDays), 0, zone) };
}

/** When nobody has the room and it is open, within what was read. Time that could not be read is not free. */
export function freeGaps(day: RoomDay, within: Interval): Interval[] {
  return gaps(takenStretches(day), within);
}

/** A door asks for gaps a dozen times a drawing, and a day may hold thousands of meetings: they are put together once. */
const taken = new WeakMap<RoomDay, readonly Interval[]>();

function takenStretches(day: RoomDay): readonly Interval[] {
  const known = taken.get(day);
  if (known !== undefined) return known;
  const closed = (day.closures ?? []).map((one) => stretchOf(one, FOR_EVER));
  const stretches = joined([...day.occurrences.filter(occupies), ...closed]);
  taken.set(day, stretches);
  return stretches;
}

/** The last moment that a Date can hold (ECMA-262, 21.4.1.1): a closure that nobody has ended. */
const FOR_EVER = instant(8.64e15);

/** The `id` of the server-sent event, and so the browser's Last-Event-ID. */
export function revisionId(day: Pick<RoomDay, 'generation' | 'revision'>): string {
  return `${day.generation}.${day.revision}`;
}

export const roomDayCodec: Codec<RoomDay> = object(
  {
    room: roomCodec,
    revision: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    generation: text({ min: 1, max: 64 }),
    readAt: nullable(isoInstant),
    window: object({ start: isoInstant, end: isoInstant }) satisfies Codec<Interval>,
    health: nullable(object({ cause: oneOf(...healthCauses), since: isoInstant }) satisfies Codec<Health>),
    policy: policyCodec,
    occurrences: listOf(occurrenceCodec, { max: 2_000 }),
    intents: listOf(intentOutcomeCodec, { max: 50 }),
  },
  { shortId: text({ min: 1, max: 40 }), closures: listOf(closureCodec, { max: MOST_CLOSURES }) },
);
