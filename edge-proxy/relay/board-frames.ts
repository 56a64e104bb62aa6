/** What a board is told: the days of its rooms, reduced to what many eyes may see, in as few bytes as that takes. */

import { encodeText } from '../../shared/basics/codec.ts';
import type { RoomId } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import { hidden, type Occurrence } from '../../shared/room/occurrence.ts';
import { type RoomDay, revisionId } from '../../shared/room/room-day.ts';
import { type BoardView, boardDayCodec, boardStreamCodecs } from '../../shared/wire/board.ts';
import { eventFrame, type StreamFrame } from './stream-frame.ts';

export type BoardFrames = {
  /** The board and every day of its rooms, as one frame: a listener is judged by what it left of the frame before. */
  snapshot(view: BoardView): StreamFrame;
  day(view: BoardView, day: RoomDay): StreamFrame;
  /** Null where none of its rooms has been read since the last word. */
  roomsRead(view: BoardView): StreamFrame | null;
  /** Of the latest snapshot: so much may be on its way without anybody having stopped reading. */
  snapshotBytes(): number;
};

/** One for each board with listeners. Each day is encoded once for each revision and board, however many look at it. */
export function createBoardFrames(currentDay: (roomId: RoomId) => RoomDay | null): BoardFrames {
  const encoded = new Map<RoomId, { readonly id: string; readonly showTitles: boolean; readonly event: string }>();
  const told = new Map<RoomId, Instant | null>();
  let snapshotBytes = 0;

  function dayEvent(view: BoardView, day: RoomDay): string {
    const { showTitles } = view.board;
    const id = revisionId(day);
    const known = encoded.get(day.room.id);
    // An unchanged day that was read again since is told as of then by `roomsRead`.
    if (known?.id === id && known.showTitles === showTitles) return known.event;
    const event = `event: room-day\nid: ${id}\ndata: ${encodeText(boardDayCodec, forBoard(day, showTitles))}\n\n`;
    encoded.set(day.room.id, { id, showTitles, event });
    return event;
  }

  function daysOf(view: BoardView): RoomDay[] {
    return view.rooms.flatMap((roomId) => currentDay(roomId) ?? []);
  }

  function reads(days: readonly RoomDay[]): string {
    const rooms = days.flatMap(({ room, readAt }) => (readAt === null ? [] : [{ room: room.id, readAt }]));
    return `event: rooms-read\ndata: ${encodeText(boardStreamCodecs['rooms-read'], { rooms })}\n\n`;
  }

  return {
    snapshot(view) {
      const days = daysOf(view);
      const board = `event: board\ndata: ${encodeText(boardStreamCodecs.board, view)}\n\n`;
      const frame = eventFrame([board, ...days.map((day) => dayEvent(view, day)), reads(days)].join(''));
      snapshotBytes = frame.bare.byteLength;
      return frame;
    },
    day: (view, day) => eventFrame(dayEvent(view, day)),
    roomsRead(view) {
      const news = daysOf(view).filter(({ room, readAt }) => told.get(room.id) !== readAt);
      for (const { room, readAt } of news) told.set(room.id, readAt);
      return news.length === 0 ? null : eventFrame(reads(news));
    },
    snapshotBytes: () => snapshotBytes,
  };
}

/** What is over shows on no board, and what was asked at a door is for that door. */
export function forBoard(day: RoomDay, showTitles: boolean): RoomDay {
  const from = day.readAt ?? day.window.start;
  const occurrences = day.occurrences.filter(({ end }) => end > from).map((one) => reduced(one, showTitles));
  return { ...day, occurrences, intents: [] };
}

function reduced(occurrence: Occurrence, showTitles: boolean): Occurrence {
  const { title, organizer, booking } = occurrence;
  return {
    ...occurrence,
    title: showTitles ? title : hidden,
    organizer: showTitles ? organizer : hidden,
    booking: booking === null ? null : { key: booking.key, status: booking.status },
  };
}
