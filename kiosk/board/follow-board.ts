/**
 * Cache first, then whatever the stream says is the present: as follow-room.ts, for many rooms. A board without a word from
 * the proxy is left to the door's page, which knows how to be paired.
 */

import { type Codec, decodeText, integer, listOf, object } from '../../shared/basics/codec.ts';
import { DAY_MS, type Instant, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import {
  type BoardView,
  boardDayCodec,
  boardStreamCodecs,
  boardViewCodec,
  MOST_BOARD_ROOMS,
} from '../../shared/wire/board.ts';
import type { Command, StreamEventName } from '../../shared/wire/stream-message.ts';
import type { ProxyClient, Recollection, TabletChance, TabletClock, TabletStore } from '../ports.ts';
import type { ClockModel } from '../state/clock-model.ts';
import { createRoomStream, type EventSourceLike } from '../sync/room-stream.ts';
import type { BoardModel, BoardNews } from './board-model.ts';

/** What of the disk a board needs. None of it throws. */
export type BoardStore = Recollection & Pick<TabletStore, 'wipe'>;

export type FollowBoardParts = {
  readonly clock: TabletClock;
  readonly chance: Pick<TabletChance, 'fraction'>;
  readonly proxy: Pick<ProxyClient, 'askWhetherPaired'>;
  readonly store: BoardStore;
  readonly openEventSource: (url: string) => EventSourceLike;
  readonly clockModel: ClockModel;
  readonly board: BoardModel & BoardNews;
  /** This screen is no board, or not any more. */
  readonly onNoBoard: () => void;
  /** What hangs here, as it came. */
  readonly onNotice: (text: string) => void;
  readonly onCommand: (command: Command) => void;
  readonly onUnreadable: (name: StreamEventName) => void;
  /** What the proxy would serve now. */
  readonly onRelease: (release: string) => void;
};

type KeptBoard = { readonly view: BoardView; readonly days: readonly RoomDay[]; readonly clockOffsetMs: number };

const keptCodec: Codec<KeptBoard> = object({
  view: boardViewCodec,
  days: listOf(boardDayCodec, { max: MOST_BOARD_ROOMS }),
  clockOffsetMs: integer({ min: -100 * 366 * DAY_MS, max: 100 * 366 * DAY_MS }),
});

const KEPT_AS = 'board';
/** Rooms are read again by the dozen each minute, and no tablet's disk should be written for each. */
const KEPT_EVERY_MS = MINUTE_MS;
/** The first time: whoever has just hung it up may try what it does without its plug. */
const FIRST_KEPT_AFTER_MS = 2 * SECOND_MS;
/** A stream that is back by then was not worth a word. */
const SAID_AFTER_MS = 5 * SECOND_MS;

export function createFollowBoard(parts: FollowBoardParts) {
  const { clock, store, clockModel, board, onNoBoard } = parts;
  let lastHeard: Instant | null = null;
  /** The proxy has said what this board shows: what the disk remembers comes too late. */
  let settled = false;
  let cancelLost: (() => void) | null = null;
  let cancelKeep: (() => void) | null = null;
  let everKept = false;

  const stream = createRoomStream({
    ...parts,
    // Every day of every room, each time: a board holds too many revisions to name them.
    heldRevision: () => null,
    also: {
      board: reading(boardStreamCodecs.board, (view) => {
        settled = true;
        hear();
        board.showBoard(view);
        keepSoon();
      }),
      notice(text) {
        parts.onNotice(text);
        return true;
      },
      'rooms-read': reading(boardStreamCodecs['rooms-read'], board.readAgain),
    },
    listener: {
      onDay(day) {
        // A board is told so before its first day.
        if (!settled) {
          leave();
          return;
        }
        hear();
        board.showDay(day);
        keepSoon();
      },
      onHeartbeat({ time, release }) {
        clockModel.correct(time);
        hear();
        if (release !== undefined) parts.onRelease(release);
      },
      onCommand: parts.onCommand,
      onUnreadable: parts.onUnreadable,
      onLost() {
        settled = false;
        cancelLost ??= clock.after(SAID_AFTER_MS, () => board.lost(lastHeard));
      },
      onNoAnswer() {},
      onUnpaired: leave,
    },
  });

  function hear(): void {
    lastHeard = clockModel.present();
    cancelLost?.();
    cancelLost = null;
    board.connected();
  }

  function leave(): void {
    stop();
    void store.wipe().then(onNoBoard);
  }

  function keepSoon(): void {
    cancelKeep ??= clock.after(everKept ? KEPT_EVERY_MS : FIRST_KEPT_AFTER_MS, keep);
  }

  function keep(): void {
    cancelKeep = null;
    const view = board.view.peek();
    if (view === null) return;
    everKept = true;
    const days = [...board.days.peek().values()];
    void store.retain(KEPT_AS, keptCodec.encode({ view, days, clockOffsetMs: clockModel.offsetMs() }));
  }

  function take(kept: unknown): void {
    const read = keptCodec.decode(kept);
    if (!read.ok || settled) return;
    clockModel.assume(read.value.clockOffsetMs);
    board.showBoard(read.value.view);
    for (const day of read.value.days) board.showDay(day);
  }

  function stop(): void {
    stream.stop();
    cancelLost?.();
    cancelKeep?.();
    cancelLost = null;
    cancelKeep = null;
  }

  return {
    async start(): Promise<void> {
      take(await store.recall(KEPT_AS));
      stream.start({ sure: board.view.peek() !== null });
    },
    verify: stream.verify,
    close: stop,
  };
}

function reading<T>(codec: Codec<T>, take: (message: T) => void): (text: string) => boolean {
  return (text) => {
    const message = decodeText(codec, text);
    if (message.ok) take(message.value);
    return message.ok;
  };
}
