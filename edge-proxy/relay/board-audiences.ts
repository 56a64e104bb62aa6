/** Who listens to each board: a new day of one of its rooms, or all of it, where what it shows has changed. */

import type { BoardId, DeviceId, RoomId } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import type { Look } from '../../shared/room/look.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import { type BoardView, boardViewCodec } from '../../shared/wire/board.ts';
import type { Aside } from './asides.ts';
import { type BoardFrames, createBoardFrames } from './board-frames.ts';
import type { Audience, Listener } from './listeners.ts';
import type { StreamFrame } from './stream-frame.ts';

export type BoardAudience = Audience & { readonly frames: BoardFrames; told: string };

type Needs = {
  readonly currentDay: (roomId: RoomId) => RoomDay | null;
  readonly boardView: (boardId: BoardId) => BoardView | null;
  /** What a tablet decides of its look; null where it wears its board's. */
  readonly ownLook: (deviceId: DeviceId) => Partial<Look> | null;
  readonly asides: (boardId: BoardId) => readonly Aside[];
  readonly heartbeat: (readAt: Instant | null) => StreamFrame;
  readonly nextStep: () => number;
  readonly send: (listener: Listener, frame: StreamFrame) => void;
};

export function createBoardAudiences({ currentDay, boardView, ownLook, asides, heartbeat, nextStep, send }: Needs) {
  const boards = new Map<BoardId, BoardAudience>();

  /** Its new day; or all of it, where what it shows has changed: it was decided anew, or a room came or went. */
  function tell(boardId: BoardId, audience: BoardAudience, day: RoomDay | null): void {
    const view = boardView(boardId);
    if (view === null) return;
    const changed = textOf(view) !== audience.told;
    audience.told = textOf(view);
    const concerns = day !== null && view.rooms.includes(day.room.id);
    const frame = changed ? audience.frames.snapshot(view) : concerns ? audience.frames.day(view, day) : null;
    if (frame === null) return;
    for (const listener of [...audience.listeners]) {
      const own = changed && ownLook(listener.deviceId) !== null;
      send(listener, own ? snapshotFor(listener, audience, view) : frame);
    }
  }

  /** Of the few that look otherwise than the other screens of their board, each has a frame of its own. */
  function snapshotFor({ deviceId }: Listener, { frames }: BoardAudience, view: BoardView): StreamFrame {
    return frames.snapshot({ ...view, look: { ...view.look, ...ownLook(deviceId) } });
  }

  function make(boardId: BoardId): BoardAudience {
    const frames = createBoardFrames(currentDay);
    const made: BoardAudience = {
      step: nextStep(),
      listeners: new Set(),
      frames,
      told: '',
      beat() {
        // Rooms that left the catalogue and a look that was decided anew send no message of their own.
        tell(boardId, made, null);
        const view = boardView(boardId);
        const read = view === null ? null : frames.roomsRead(view);
        const time = heartbeat(null);
        return read === null ? [time] : [read, time];
      },
      asides: asides(boardId),
      spareBytes: frames.snapshotBytes,
      tellPresent(listener) {
        const view = boardView(boardId);
        if (view === null) return;
        // Who is alone has then been told; whoever listens already is told of a change by the next beat.
        if (made.listeners.size === 1) made.told = textOf(view);
        send(listener, snapshotFor(listener, made, view));
      },
      forget: () => boards.delete(boardId),
    };
    boards.set(boardId, made);
    return made;
  }

  return {
    of: (boardId: BoardId): BoardAudience => boards.get(boardId) ?? make(boardId),
    all: (): readonly BoardAudience[] => [...boards.values()],
    tellDay(day: RoomDay): void {
      for (const [boardId, audience] of boards) tell(boardId, audience, day);
    },
    boardChanged(boardId: BoardId): void {
      const audience = boards.get(boardId);
      if (audience !== undefined) tell(boardId, audience, null);
    },
  };
}

function textOf(view: BoardView): string {
  return JSON.stringify(boardViewCodec.encode(view));
}
