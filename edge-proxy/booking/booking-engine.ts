/**
 * Everything that a door may ask of Exchange, from the tap to its end: submits, sees each intent through in the
 * background, looks again while Exchange is away, and takes up at the start what the last life of the proxy left open.
 */

import type { IntentKey, RoomId } from '../../shared/basics/ids.ts';
import { addMs } from '../../shared/basics/instant.ts';
import type { Room } from '../../shared/room/room.ts';
import { type Bookings, CalendarUnavailable, type Clock, type LedgerRow, type Log, type Meter } from '../ports.ts';
import type { Desk } from './desk.ts';
import { createGrants } from './grants.ts';
import { advance } from './kinds.ts';
import { createLedger, isSettled, type LedgerStore, nameOf } from './ledger.ts';
import { createRoomNews } from './room-news.ts';
import { createRoomQueue } from './room-queue.ts';
import type { RoomViews } from './room-views.ts';
import { createSubmitIntent, type SubmitIntent } from './submit-intent.ts';
import { createWatchOver } from './watch-over.ts';

export type BookingEngineNeeds = {
  readonly clock: Clock;
  readonly log: Log;
  readonly meter?: Meter;
  readonly store: LedgerStore;
  readonly bookings: Bookings;
  readonly views: RoomViews;
  /** By address or id. */
  readonly findRoom: (addressOrId: string) => Room | null;
  readonly republish: (roomId: RoomId) => Promise<unknown>;
};

export type BookingEngine = {
  readonly submitIntent: SubmitIntent;
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

export function createBookingEngine(needs: BookingEngineNeeds): BookingEngine {
  const { clock, log, bookings, views, findRoom } = needs;
  const ledger = createLedger(needs);
  const news = createRoomNews(clock);
  const desk: Desk = {
    clock,
    log,
    bookings,
    views,
    findRoom,
    ledger,
    grants: createGrants(),
    queue: createRoomQueue(),
    maybeAsked: new Set<IntentKey>(),
  };
  const watchOver = createWatchOver(desk, (row) => void seeThrough(row));
  const active = new Map<IntentKey, RoomId>();

  async function seeThrough(asked: LedgerRow): Promise<void> {
    active.set(asked.key, asked.roomId);
    let row = asked;
    for (let looks = 0; ; looks++) {
      let deafMs: number | undefined;
      try {
        row = await advance(desk, row);
        if (isSettled(row)) break;
        if (row.status === 'pending' && clock.now() >= addMs(row.createdAt, PENDING_MS)) {
          row = await ledger.move(row, 'checking');
        }
      } catch (cause) {
        deafMs = waitAskedFor(cause);
        row = await admit(row, cause);
      }
      if (news.isClosed()) return;
      const longestMs = Math.max(PAUSES_MS[looks] ?? LAST_PAUSE_MS, deafMs ?? 0);
      await news.pause(row.roomId, { longestMs, ...(deafMs !== undefined && { deafMs }) });
    }
    desk.grants.takeBack(row);
    desk.maybeAsked.delete(row.key);
    active.delete(row.key);
    watchOver.start(row);
  }

  function underWay(roomId?: RoomId): number {
    return roomId === undefined ? active.size : [...active.values()].filter((one) => one === roomId).length;
  }

  /** Says that we do not know. What was found out before the failure is in the ledger and read from there. */
  async function admit(row: LedgerRow, cause: unknown): Promise<LedgerRow> {
    const reason = cause instanceof CalendarUnavailable ? cause.reason : nameOf(cause);
    const facts = { key: row.key, roomId: row.roomId, kind: row.kind, reason };
    if (cause instanceof CalendarUnavailable) log.warn('booking.exchange-away', facts);
    else log.error('booking.step-failed', facts);
    try {
      const kept = (await ledger.find(row.key)) ?? row;
      return kept.status === 'pending' ? await ledger.move(kept, 'checking') : kept;
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

    async resumeUnsettled() {
      const open = (await ledger.listUnsettled()).filter(({ key }) => !active.has(key));
      // All grants before the first decision: those who have their time keep it, in whatever order the rest comes.
      for (const row of open) {
        desk.maybeAsked.add(row.key);
        if (row.eventId !== null && row.kind !== 'end') desk.grants.give(row, row);
      }
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
