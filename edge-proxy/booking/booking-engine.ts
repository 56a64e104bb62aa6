/**
 * Everything that a door may ask of Exchange, from the tap to its end: submits, sees each intent through in the
 * background, looks again while Exchange is away, and takes up at the start what the last life of the proxy left open.
 */

import type { IntentKey, RoomId } from '../../shared/basics/ids.ts';
import { addMs } from '../../shared/basics/instant.ts';
import type { IntentKind } from '../../shared/room/booking-status.ts';
import type { Room } from '../../shared/room/room.ts';
import type { Bookings, RoomReplies } from '../ports/bookings.ts';
import { CalendarUnavailable } from '../ports/calendar.ts';
import type { LedgerRow, Release } from '../ports/ledger.ts';
import { type Clock, type Log, type Meter, nameOf } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import type { Desk } from './desk.ts';
import { createExtensionTurns } from './extension-turns.ts';
import { createGrants } from './grants.ts';
import { createHeldRows, holdEndsAt } from './holds.ts';
import { advance } from './kinds.ts';
import { createLedger, isSettled, type LedgerStore } from './ledger.ts';
import { createRoomNews } from './room-news.ts';
import type { RoomViews } from './room-views.ts';
import { seeGone } from './see-gone.ts';
import { releaseRow } from './settle-release.ts';
import { createSubmitIntent, type SubmitIntent } from './submit-intent.ts';
import { createTurns } from './turns.ts';
import { createUnanswered } from './unanswered.ts';
import { createWatchOver } from './watch-over.ts';

export type BookingEngineNeeds = {
  readonly clock: Clock;
  readonly log: Log;
  readonly meter?: Meter;
  readonly store: LedgerStore & Pick<Store, 'findAttendance' | 'saveAttendance' | 'saveFaultReport'>;
  readonly bookings: Bookings;
  /** For rooms that are written to instead of asked. */
  readonly directBookings: (room: Room) => Bookings;
  readonly replies: RoomReplies;
  readonly views: RoomViews;
  /** By address or id. */
  readonly findRoom: (addressOrId: string) => Room | null;
  readonly republish: (roomId: RoomId) => Promise<unknown>;
  /** Whether the ledger was put back from a backup: then a key that it does not know may have been asked for all the same. */
  readonly isRestored?: boolean;
  /** An intent has come to its end. Must not throw. */
  readonly onSettled?: (row: LedgerRow) => void;
};

export type BookingEngine = {
  readonly submitIntent: SubmitIntent;
  /** The proxy's own decision that nobody came. Resolves once it is written down; the same key again changes nothing. */
  release(roomId: RoomId, release: Release): Promise<void>;
  /** Takes up every intent that has not come to its end. Once, when the rooms are known. */
  resumeUnsettled(): Promise<void>;
  /** The room's day has changed: whoever waits for its answer looks at once. */
  roomChanged(roomId: RoomId): void;
  /** It was read and looks the same at the doors; how old a rival is may be known only now. */
  roomReadAgain(roomId: RoomId): void;
  /** How many intents are under way, everywhere or for one room. */
  underWay(roomId?: RoomId): number;
  close(): void;
};

/** When the room is asked for its answer, which mostly comes within seconds; then once in every `LAST_PAUSE_MS`. */
const PAUSES_MS = [500, 1_000, 1_000, 2_000, 2_000, 3_000, 5_000, 5_000, 5_000, 5_000, 10_000, 20_000];
const LAST_PAUSE_MS = 30_000;
/** People stand there: what is not known by now is called by its name. */
const PENDING_MS = 30_000;

/** What was granted time of its own; the others give time back or take none. */
const TAKES_TIME: ReadonlySet<IntentKind> = new Set<IntentKind>(['book', 'extend']);

export function createBookingEngine(needs: BookingEngineNeeds): BookingEngine {
  const { clock, log, bookings, views, findRoom } = needs;
  const ledger = createLedger(needs);
  const news = createRoomNews(clock);
  const desk: Desk = {
    clock,
    log,
    bookings,
    directBookings: needs.directBookings,
    restoredAt: needs.isRestored === true ? clock.now() : null,
    replies: needs.replies,
    attendance: needs.store,
    reports: needs.store,
    views,
    findRoom,
    ledger,
    grants: createGrants(),
    held: createHeldRows(),
    queue: createTurns<RoomId>(),
    bookingTurns: createTurns<IntentKey>(),
    extensions: createExtensionTurns(),
    maybeAsked: new Set<IntentKey>(),
    unanswered: createUnanswered(),
  };
  const watchOver = createWatchOver(desk, (row) => void seeThrough(row));
  const active = new Map<IntentKey, RoomId>();

  async function seeThrough(asked: LedgerRow): Promise<void> {
    active.set(asked.key, asked.roomId);
    desk.extensions.enter(asked);
    if (desk.restoredAt !== null) desk.maybeAsked.add(asked.key);
    let row = asked;
    let openSince = asked.createdAt;
    for (let looks = 0; ; looks++) {
      let deafMs: number | undefined;
      try {
        const wasHeld = row.status === 'held';
        row = await advance(desk, row);
        desk.held.follow(row);
        if (wasHeld && row.status !== 'held') {
          // From here on it is a tap like any other, and the next hold of the room has its turn.
          openSince = clock.now();
          looks = 0;
          news.changed(row.roomId);
        }
        if (isSettled(row)) break;
        if (row.status === 'pending' && clock.now() >= addMs(openSince, PENDING_MS)) {
          row = await doubt(row);
        }
      } catch (cause) {
        deafMs = waitAskedFor(cause);
        row = await admit(row, cause, looks);
      }
      if (news.isClosed()) return;
      // Neither the end of a hold nor the moment to say "checking" is slept through.
      const doubtAt = addMs(openSince, PENDING_MS);
      const isDoubted = row.status !== 'pending' || doubtAt <= clock.now();
      const endsAt = row.status === 'held' ? holdEndsAt(row) : isDoubted ? null : doubtAt;
      const leftMs = endsAt === null ? Number.POSITIVE_INFINITY : Math.max(0, endsAt - clock.now());
      const longestMs = Math.min(Math.max(PAUSES_MS[looks] ?? LAST_PAUSE_MS, deafMs ?? 0), leftMs);
      await news.pause(row.roomId, { longestMs, ...(deafMs !== undefined && { deafMs }) });
    }
    desk.grants.takeBack(row);
    desk.maybeAsked.delete(row.key);
    active.delete(row.key);
    desk.extensions.leave(row);
    // Whoever waited for its turn need not wait for the next look as well.
    news.changed(row.roomId);
    watchOver.start(row);
    needs.onSettled?.(row);
    if (row.kind === 'book' && row.status !== 'confirmed') lookForWhatIsGone(row);
  }

  function lookForWhatIsGone(row: LedgerRow): void {
    seeGone(desk, row, news).catch((cause: unknown) => {
      log.error('booking.step-failed', { key: row.key, roomId: row.roomId, kind: row.kind, reason: nameOf(cause) });
    });
  }

  function underWay(roomId?: RoomId): number {
    return roomId === undefined ? active.size : [...active.values()].filter((one) => one === roomId).length;
  }

  /** In the booking's own turn: whoever took it back meanwhile is not overruled. */
  function doubt(row: LedgerRow): Promise<LedgerRow> {
    return desk.bookingTurns.run(row.key, async () => {
      const present = (await ledger.find(row.key)) ?? row;
      return present.status === 'pending' ? await ledger.move(present, 'checking') : present;
    });
  }

  /** Says that we do not know. What was found out before the failure is in the ledger and read from there. */
  async function admit(row: LedgerRow, cause: unknown, looks: number): Promise<LedgerRow> {
    const reason = cause instanceof CalendarUnavailable ? cause.reason : nameOf(cause);
    const facts = { key: row.key, roomId: row.roomId, kind: row.kind, reason };
    if (cause instanceof CalendarUnavailable) log.warn('booking.exchange-away', facts);
    else log.error('booking.step-failed', facts);
    try {
      const kept = (await ledger.find(row.key)) ?? row;
      // The first of them tells it; a night of outages would only repeat it.
      if (looks === 0 || kept.status === 'pending') await ledger.noteStep(kept, 'exchange-away', reason);
      return await doubt(kept);
    } catch (broken) {
      // The store itself fails: nothing can be kept now, and the next look tries again.
      log.error('booking.ledger-failed', { key: row.key, cause: nameOf(broken) });
      return row;
    }
  }

  function watch(roomId: RoomId): void {
    watchOver.roomChanged(roomId).catch((cause: unknown) => {
      log.warn('booking.watch-failed', { roomId, cause: nameOf(cause) });
    });
  }

  return {
    submitIntent: createSubmitIntent({
      desk,
      underWay,
      seeThrough: (row) => void seeThrough(row),
    }),

    async release(roomId, release) {
      const { row, isNew } = await ledger.record(releaseRow(roomId, release, clock.now()));
      if (isNew) void seeThrough(row);
    },

    async resumeUnsettled() {
      const open = (await ledger.listUnsettled()).filter(({ key }) => !active.has(key));
      // All grants before the first decision: those who have their time keep it, in whatever order the rest comes.
      for (const row of open) {
        desk.held.follow(row);
        if (row.status !== 'held') desk.maybeAsked.add(row.key);
        const isGranted = row.status === 'held' || (row.eventId !== null && TAKES_TIME.has(row.kind));
        if (isGranted) desk.grants.give(row, row);
      }
      const standing = await ledger.listStanding();
      watchOver.startAgain(standing);
      // What the last life left on the wire is not known; it was sent before it wrote down what came of it.
      for (const row of [...open, ...standing]) {
        if (row.kind !== 'book' || row.mode === undefined) continue;
        desk.unanswered.note(row.key, row.updatedAt);
        if (row.eventId !== null) desk.unanswered.became(row.key, row.eventId);
      }
      for (const row of open) await ledger.noteStep(row, 'taken-up');
      for (const row of open) void seeThrough(row);
      if (open.length > 0) log.info('booking.resumed', { intents: open.length });
    },

    roomChanged(roomId) {
      news.changed(roomId);
      watch(roomId);
    },
    // Without waking those who wait: their own looking makes such readings, and would feed itself.
    roomReadAgain: watch,

    underWay,
    close: () => news.close(),
  };
}

function waitAskedFor(cause: unknown): number | undefined {
  return cause instanceof CalendarUnavailable ? (cause.retryAfterMs ?? undefined) : undefined;
}
