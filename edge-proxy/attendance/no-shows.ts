/**
 * Decides, once for each meeting, whether nobody came. Here and nowhere else: a tablet that sleeps, lags or hangs beside
 * another must not change what happens to a meeting. Wherever we cannot be sure, the meeting is left alone for good.
 */

import type { DeviceId, IntentKey, OccurrenceId, RoomId } from '../../shared/basics/ids.ts';
import { addMs, type Instant, latest, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import type { Occurrence } from '../../shared/room/occurrence.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { Attendance } from '../ports/attendance.ts';
import { type CalendarOccurrence, CalendarUnavailable } from '../ports/calendar.ts';
import type { Release } from '../ports/ledger.ts';
import { type Cancel, type Clock, type Log, nameOf } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import { oneAtATime } from '../sync/one-at-a-time.ts';
import { REMEMBERED_MS, seemsReleasedByExchange } from './auto-release.ts';
import { beginWatch, type Exemption, lookAgain, TOLERATED_MS, type Watch } from './room-watch.ts';

/** How often screens and calendar are looked after while people may check in. */
const LOOK_EVERY_MS = 15 * SECOND_MS;
/** Enough for a restart. After a longer outage people may be seated, and we cannot see them: the release is let go. */
const STAYS_DUE_MS = 2 * MINUTE_MS;
/** A reading takes a second. One that had to be tried for longer says that Graph was away when the deadline passed. */
const READ_WITHIN_MS = 10 * SECOND_MS;

export type NoShowsNeeds = {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Pick<Store, 'saveAttendance' | 'findAttendance' | 'listAttendance' | 'findIntent'>;
  /** What the doors show, and the reading behind it. */
  readonly current: (roomId: RoomId) => Seen | null;
  /** A reading that began after this call. @throws CalendarUnavailable */
  readonly readFresh: (roomId: RoomId) => Promise<Seen>;
  /** The room's tablets that listen to us now. */
  readonly screens: (roomId: RoomId) => readonly DeviceId[];
  /** The same for the same meeting at the same time, in every life of the proxy. */
  readonly keyOf: (meeting: string) => IntentKey;
  /** Written down before it is done; once for each key. */
  readonly release: (roomId: RoomId, release: Release) => Promise<void>;
  readonly republish: (roomId: RoomId) => Promise<unknown>;
  /** Nobody came, and the room is not given back: people are only asked to check in. Must not throw. */
  readonly onMissed: (missed: Attendance) => void;
  /** Exchange seems to release the room itself, so we leave it to Exchange. Must not throw. */
  readonly onExchangeReleases: (roomId: RoomId) => void;
};

type Seen = { readonly day: RoomDay; readonly calendar: readonly CalendarOccurrence[] };

type Kept = { readonly watches: Map<string, Watch>; readonly step: () => Promise<void>; cancel: Cancel };

export function createNoShows(needs: NoShowsNeeds) {
  const { clock, log, store, current, readFresh, screens } = needs;
  const rooms = new Map<RoomId, Kept>();
  let isClosed = false;

  function keep(roomId: RoomId): Kept {
    const kept: Kept = { watches: new Map(), step: oneAtATime(() => step(roomId, kept)), cancel: () => undefined };
    rooms.set(roomId, kept);
    return kept;
  }

  function wake(roomId: RoomId, kept: Kept): void {
    if (isClosed) return;
    kept.step().catch((cause: unknown) => {
      // The store, as a rule. Nothing is given back on a guess; the next look tries again.
      log.error('attendance.step-failed', { roomId, cause: nameOf(cause) });
      wakeAt(roomId, kept, addMs(clock.now(), LOOK_EVERY_MS));
    });
  }

  function wakeAt(roomId: RoomId, kept: Kept, moment: Instant): void {
    kept.cancel();
    if (!isClosed) kept.cancel = clock.after(Math.max(0, moment - clock.now()), () => wake(roomId, kept));
  }

  async function step(roomId: RoomId, kept: Kept): Promise<void> {
    kept.cancel();
    const seen = current(roomId);
    if (seen === null || isClosed) return;
    const asking = seen.day.occurrences.flatMap(askingOf);
    await dropEnded(roomId, kept, seen, asking);
    for (const one of asking) await follow(roomId, kept, seen, one);
    const next = nextLook(kept, asking, clock.now());
    if (next !== null) wakeAt(roomId, kept, next);
  }

  async function follow(roomId: RoomId, kept: Kept, { day, calendar }: Seen, one: Asking): Promise<void> {
    const now = clock.now();
    const { watches } = kept;
    let watch = watches.get(one.key);
    if (watch === undefined) {
      if (now < one.opensAt || now >= one.end || (await isDecided(roomId, one))) return;
      const copy = calendar.find(({ id }) => id === one.occurrence);
      watch = beginWatch({ ...one, seriesId: copy?.seriesId ?? null, version: copy?.version ?? null }, now);
      if (now > addMs(one.start, TOLERATED_MS)) return await exempt(roomId, kept, watch, 'known-too-late');
      watches.set(one.key, watch);
    }
    if (watch.opensAt !== one.opensAt || watch.until !== one.until) {
      return await exempt(roomId, kept, watch, 'policy-changed');
    }
    const wrong = lookAgain(watch, { day, screens: screens(roomId) }, now);
    if (wrong !== null) return await exempt(roomId, kept, watch, wrong);
    if (now >= watch.until) await decide(roomId, kept, watch);
  }

  /** Also where the decision is written down and the meeting only waits to go from the calendar. */
  async function isDecided(roomId: RoomId, { occurrence, start }: Asking): Promise<boolean> {
    if ((await store.findAttendance(roomId, occurrence, start)) !== null) return true;
    return (await store.findIntent(needs.keyOf(meetingKey(roomId, occurrence, start)))) !== null;
  }

  /** At the deadline, on a reading that begins after it. */
  async function decide(roomId: RoomId, kept: Kept, watch: Watch): Promise<void> {
    let seen: Seen;
    try {
      seen = await readFresh(roomId);
    } catch (cause) {
      if (!(cause instanceof CalendarUnavailable)) throw cause;
      return await exempt(roomId, kept, watch, 'calendar-away');
    }
    const now = clock.now();
    const { occurrence, start, end, seriesId, version, until } = watch;
    const copy = seen.calendar.find(({ id }) => id === occurrence);
    // Gone, moved or attended: then there is no such meeting to decide about, which the next look finds.
    const shown = seen.day.occurrences.find((one) => one.id === occurrence && one.start === start);
    if (copy === undefined || shown?.checkIn.kind !== 'needed') return;
    const wrong = lookAgain(watch, { day: seen.day, screens: screens(roomId) }, now);
    if (wrong !== null) return await exempt(roomId, kept, watch, wrong);
    if (now > addMs(until, READ_WITHIN_MS)) return await exempt(roomId, kept, watch, 'calendar-away');
    if (copy.end !== end || copy.version !== version) return await exempt(roomId, kept, watch, 'changed');

    if (seen.day.policy.checkIn.mode === 'ask') return await miss(roomId, kept, watch);
    if (await isLeftToExchange(roomId, now)) {
      needs.onExchangeReleases(roomId);
      return await exempt(roomId, kept, watch, 'exchange-releases');
    }
    // Nothing is left of it to give back.
    if (now >= end) return await miss(roomId, kept, watch);
    const key = needs.keyOf(meetingKey(roomId, occurrence, start));
    const notAfter = addMs(until, STAYS_DUE_MS);
    await needs.release(roomId, { kind: 'release', key, notAfter, occurrence, start, end, seriesId, version });
    kept.watches.delete(keyOfWatch(watch));
    log.info('attendance.no-show', { roomId, key });
  }

  async function miss(roomId: RoomId, kept: Kept, watch: Watch): Promise<void> {
    const missed = attendanceOf(roomId, watch, { state: 'no-show', cause: null, at: clock.now() });
    await store.saveAttendance(missed);
    kept.watches.delete(keyOfWatch(watch));
    needs.onMissed(missed);
  }

  async function exempt(roomId: RoomId, kept: Kept, watch: Watch, cause: Exemption): Promise<void> {
    // Somebody may have checked in while we looked.
    const known = await store.findAttendance(roomId, watch.occurrence, watch.start);
    if (known === null) {
      await store.saveAttendance(attendanceOf(roomId, watch, { state: 'exempt', cause, at: clock.now() }));
      log.info('attendance.exempt', { roomId, cause });
    }
    kept.watches.delete(keyOfWatch(watch));
    await needs.republish(roomId);
  }

  /** What is not asked for any more: attended, moved, exempt, over, or gone from the calendar before its time. */
  async function dropEnded(
    roomId: RoomId,
    kept: Kept,
    { day, calendar }: Seen,
    asking: readonly Asking[],
  ): Promise<void> {
    const keys = new Set(asking.map(({ key }) => key));
    for (const [key, watch] of kept.watches) {
      if (keys.has(key)) continue;
      kept.watches.delete(key);
      const now = clock.now();
      // A calendar that could not be read has lost nothing.
      const isGone = day.health === null && !calendar.some(({ id }) => id === watch.occurrence);
      if (!isGone || now < watch.start || now >= watch.end) continue;
      if ((await store.findAttendance(roomId, watch.occurrence, watch.start)) !== null) continue;
      await store.saveAttendance(attendanceOf(roomId, watch, { state: 'vanished', cause: null, at: now }));
      if (await isLeftToExchange(roomId, now)) needs.onExchangeReleases(roomId);
    }
  }

  async function isLeftToExchange(roomId: RoomId, now: Instant): Promise<boolean> {
    const remembered = { start: addMs(now, -REMEMBERED_MS), end: addMs(now, MINUTE_MS) };
    return seemsReleasedByExchange(await store.listAttendance(roomId, remembered));
  }

  return {
    /** The room's day has changed, or was read again. */
    roomChanged(roomId: RoomId): void {
      const kept = rooms.get(roomId);
      const isAsking = current(roomId)?.day.occurrences.some(({ checkIn }) => checkIn.kind === 'needed') === true;
      // Of a room that never asks anybody, nothing is kept.
      if (kept !== undefined) wake(roomId, kept);
      else if (isAsking) wake(roomId, keep(roomId));
    },
    close(): void {
      isClosed = true;
      for (const { cancel } of rooms.values()) cancel();
    },
  };
}

type Asking = {
  readonly key: string;
  readonly occurrence: OccurrenceId;
  readonly start: Instant;
  readonly end: Instant;
  readonly opensAt: Instant;
  readonly until: Instant;
};

function askingOf({ id, start, end, checkIn }: Occurrence): Asking[] {
  if (checkIn.kind !== 'needed') return [];
  const { opensAt, until } = checkIn;
  return [{ key: keyOfWatch({ occurrence: id, start }), occurrence: id, start, end, opensAt, until }];
}

function nextLook({ watches }: Kept, asking: readonly Asking[], now: Instant): Instant | null {
  const openings = asking.map(({ opensAt }) => opensAt).filter((moment) => moment > now);
  const looks = [...watches.values()].map(({ until }) =>
    until > now ? (Math.min(until, addMs(now, LOOK_EVERY_MS)) as Instant) : addMs(now, LOOK_EVERY_MS),
  );
  const moments = [...openings, ...looks];
  return moments.length === 0 ? null : latest(now, Math.min(...moments) as Instant);
}

function attendanceOf(
  roomId: RoomId,
  { occurrence, start, end, seriesId }: Watch,
  how: Pick<Attendance, 'state' | 'cause' | 'at'>,
): Attendance {
  return { roomId, occurrence, start, end, seriesId, ...how };
}

function keyOfWatch({ occurrence, start }: Pick<Watch, 'occurrence' | 'start'>): string {
  return `${start} ${occurrence}`;
}

function meetingKey(roomId: RoomId, occurrence: OccurrenceId, start: Instant): string {
  return `release ${roomId} ${occurrence} ${start}`;
}
