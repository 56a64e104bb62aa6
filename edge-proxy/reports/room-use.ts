/**
 * What a room is used for at a moment, from its day and from what is known of who came. No title and no name has any part
 * in it: reports are counted from states and times alone.
 */

import { earliest, type Instant, MINUTE_MS } from '../../shared/basics/instant.ts';
import { contains } from '../../shared/basics/interval.ts';
import { type Occurrence, occupies } from '../../shared/room/occurrence.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import { closureAt } from '../../shared/rules/closures.ts';
import { freshness } from '../../shared/rules/freshness.ts';
import type { Attendance } from '../ports/attendance.ts';
import type { RoomUse } from '../ports/evidence.ts';

export type UseNow = Pick<RoomUse, 'state' | 'origin'> & {
  /** The same as long as it is the same meeting, or the same want of one. */
  readonly key: string;
  /** When that began and will end by what is known now; null for what has neither. */
  readonly begins: Instant | null;
  readonly ends: Instant | null;
};

export function useNow(day: RoomDay, attendance: readonly Attendance[], now: Instant): UseNow {
  const age = freshness(day, now);
  if (day.health?.cause === 'scope-not-proven' || age === 'stale' || age === 'forgotten') return nothing('unknown');
  // Out of service is not open: its minutes are in no figure.
  if (closureAt(day, now) !== null) return nothing('unknown');
  const meeting = meetingAt(day, now);
  if (meeting === null) return releasedAt(attendance, now) ?? nothing('free');
  if (meeting.unreadable) return nothing('unknown');
  const origin = meeting.booking === null ? 'planned' : 'door';
  const state = stateOf(meeting, attendance);
  return { key: keyOf(meeting), state, origin, begins: meeting.start, ends: meeting.end };
}

const nothing = (state: 'free' | 'unknown'): UseNow => ({ key: state, state, origin: null, begins: null, ends: null });

function keyOf({ id, start }: Pick<Occurrence, 'id' | 'start'>): string {
  return `${id} ${start}`;
}

/** Where two overlap, the one that began last: it is the one that people came for. What is only asked for is not yet one. */
function meetingAt(day: RoomDay, now: Instant): Occurrence | null {
  const running = day.occurrences.filter((one) => occupies(one) && contains(one, now) && !isOnlyAsked(one));
  return running.toSorted((a, b) => b.start - a.start)[0] ?? null;
}

function isOnlyAsked({ booking }: Occurrence): boolean {
  return booking?.status === 'pending' || booking?.status === 'checking';
}

function stateOf(meeting: Occurrence, attendance: readonly Attendance[]): RoomUse['state'] {
  // Whoever books at the door stands before it.
  if (meeting.booking !== null || meeting.checkIn.kind === 'done') return 'used';
  const known = attendance.find(({ occurrence, start }) => occurrence === meeting.id && start === meeting.start);
  if (known?.state === 'present') return 'used';
  return known?.state === 'no-show' || known?.state === 'released' ? 'no-show' : 'booked';
}

/** A meeting that nobody came to is gone from the calendar; what was left of it counts as given back while nobody took it. */
function releasedAt(attendance: readonly Attendance[], now: Instant): UseNow | null {
  const released = attendance.find((one) => one.state === 'released' && contains(one, now) && one.at <= now);
  if (released === undefined) return null;
  const key = `released ${released.occurrence} ${released.start}`;
  return { key, state: 'released', origin: 'planned', begins: released.at, ends: released.end };
}

/** A stretch of use that goes on, or the last of a life before, of which no key is known. */
export type OpenUse = { readonly use: RoomUse; readonly key: string | null; readonly ends: Instant | null };

/** Shorter than the time between two looks: nobody used the room in it. */
const UNSEEN_MS = 3 * MINUTE_MS;

/** What is to be written, in order, now that the room is `present`; and what goes on from here. */
export function followUse(
  open: OpenUse | null,
  present: UseNow,
  roomId: RoomUse['roomId'],
  now: Instant,
): { readonly open: OpenUse; readonly write: readonly RoomUse[] } {
  const { key, state, origin, begins, ends } = present;
  if (open !== null && isSame(open, present, now)) {
    const use: RoomUse = { ...open.use, state, origin, to: null };
    const isNew = use.state !== open.use.state || open.use.to !== null;
    return { open: { use, key, ends }, write: isNew ? [use] : [] };
  }
  const closed = open === null ? null : closedUse(open, begins, now);
  const after = closed?.to ?? now;
  // A meeting that we come upon began before we looked, and nothing is known of the time between.
  const from = (begins === null || begins <= after ? after : begins) as Instant;
  const between: RoomUse[] = [];
  if (from > after) {
    const filling = from - after < UNSEEN_MS ? 'free' : 'unknown';
    between.push({ roomId, from: after, to: from, state: filling, origin: null });
  }
  const use: RoomUse = { roomId, from, to: null, state, origin };
  return { open: { use, key, ends }, write: [...(closed === null ? [] : [closed]), ...between, use] };
}

function isSame(open: OpenUse, present: UseNow, now: Instant): boolean {
  if (open.key !== null) return open.key === present.key;
  // From before a restart: the same meeting, if it had begun by then and we were not away for long.
  const { use } = open;
  const gap = use.to === null ? 0 : now - use.to;
  return (
    use.origin === present.origin && use.state === present.state && gap < UNSEEN_MS && (present.begins ?? 0) <= use.from
  );
}

/** It ended when it was to end; or when what is on now began; or, where neither is known, since we last looked. */
function closedUse({ use, ends, key }: OpenUse, nextBegins: Instant | null, now: Instant): RoomUse {
  // A life before closed it; one that could not has left nothing that says how long it was so.
  if (use.to !== null) return use;
  if (key === null) return { ...use, to: use.from };
  const known = [ends, nextBegins].flatMap((one) => (one !== null && one > use.from && one <= now ? [one] : []));
  return { ...use, to: earliest(now, ...known) };
}
