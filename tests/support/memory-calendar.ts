/** Exchange as far as reading goes: a calendar for each room that the test writes, faults that it sets, reads that it counts. */

import type { CalendarOccurrence, RoomCalendar } from '../../edge-proxy/ports/calendar.ts';
import type { RoomId } from '../../shared/basics/ids.ts';
import { type Interval, overlaps } from '../../shared/basics/interval.ts';
import type { Occurrence } from '../../shared/room/occurrence.ts';
import type { Room } from '../../shared/room/room.ts';

export type MemoryCalendar = RoomCalendar & {
  readonly reads: { readonly roomId: RoomId; readonly window: Interval }[];
  /** How many reads have begun and not ended, and the most that there ever were, for one room. */
  inFlight(roomId: RoomId): number;
  mostInFlight(roomId: RoomId): number;
  readsOf(roomId: RoomId): number;
  write(roomId: RoomId, occurrences: readonly CalendarOccurrence[]): void;
  /** Each read of the room throws this until it is null again; `undefined` for all rooms. */
  fail(fault: unknown, roomId?: RoomId): void;
  /** Reads wait until `release`, each answering with what the calendar holds then. */
  hold(): void;
  release(): void;
};

export function createMemoryCalendar(): MemoryCalendar {
  const calendars = new Map<RoomId, readonly CalendarOccurrence[]>();
  const faults = new Map<RoomId | 'all', unknown>();
  const reads: { roomId: RoomId; window: Interval }[] = [];
  const open = new Map<RoomId, number>();
  const most = new Map<RoomId, number>();
  let gate: PromiseWithResolvers<void> | null = null;

  async function answer(room: Room, window: Interval): Promise<CalendarOccurrence[]> {
    if (gate !== null) await gate.promise;
    const fault = faults.get(room.id) ?? faults.get('all') ?? null;
    if (fault !== null) throw fault;
    return (calendars.get(room.id) ?? []).filter((one) => overlaps(one, window));
  }

  return {
    reads,
    inFlight: (roomId) => open.get(roomId) ?? 0,
    mostInFlight: (roomId) => most.get(roomId) ?? 0,
    readsOf: (roomId) => reads.filter((read) => read.roomId === roomId).length,
    write: (roomId, occurrences) => void calendars.set(roomId, occurrences),
    fail: (fault, roomId) => void faults.set(roomId ?? 'all', fault),
    hold() {
      gate ??= Promise.withResolvers();
    },
    release() {
      gate?.resolve();
      gate = null;
    },
    async readView(room, window) {
      reads.push({ roomId: room.id, window });
      const now = (open.get(room.id) ?? 0) + 1;
      open.set(room.id, now);
      most.set(room.id, Math.max(now, most.get(room.id) ?? 0));
      try {
        return await answer(room, window);
      } finally {
        open.set(room.id, (open.get(room.id) ?? 1) - 1);
      }
    },
  };
}

/** Of a single meeting from Outlook that nobody has changed. */
export const unremarkable = { organisedByRoom: false, seriesId: null, version: 'version-1' };

/** A display's occurrence as the calendar has it. */
export function inCalendar(occurrence: Occurrence, change: Partial<CalendarOccurrence> = {}): CalendarOccurrence {
  const { booking: _, checkIn: __, ...rest } = occurrence;
  return { ...rest, iCalUId: `ical-${occurrence.id}`, createdAt: null, accepted: true, ...unremarkable, ...change };
}
