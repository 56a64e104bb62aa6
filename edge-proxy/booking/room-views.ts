/** What booking needs to know of a room's calendar, in its own words; sync gives it. */

import type { RoomId } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { CalendarOccurrence } from '../ports/calendar.ts';
import type { LedgerRow } from '../ports/ledger.ts';

/**
 * A day, and the reading behind it: whose meeting an occurrence is and which of two was first is not told to displays.
 * `calendar` is empty where nothing was read yet.
 */
export type RoomReading = { readonly day: RoomDay; readonly calendar: readonly CalendarOccurrence[] };

export type RoomViews = {
  /** What the doors show now; null before the first day. */
  current(roomId: RoomId): RoomReading | null;
  /** A reading that began after this call. @throws CalendarUnavailable */
  readFresh(roomId: RoomId): Promise<RoomReading>;
};

/** Younger than this, a day is as good as one that we would read now. */
const FRESH_MS = 5_000;

export function isFresh({ day }: RoomReading, now: Instant): boolean {
  return day.readAt !== null && day.health === null && now - day.readAt <= FRESH_MS;
}

export async function freshReading(views: RoomViews, roomId: RoomId, now: Instant): Promise<RoomReading> {
  const current = views.current(roomId);
  return current !== null && isFresh(current, now) ? current : await views.readFresh(roomId);
}

/**
 * Whether the room's calendar, as last read, has our meeting with the room's own yes. The organiser's copy may lag behind
 * it; told by iCalUId alone, since a stretch may be anybody's.
 */
export function saysYesItself({ views }: { readonly views: RoomViews }, row: LedgerRow): boolean {
  const calendar = views.current(row.roomId)?.calendar ?? [];
  return calendar.some(
    (one) => one.accepted && one.iCalUId !== null && one.iCalUId === row.iCalUId && one.end === row.end,
  );
}

/** The room's own copy of our meeting, or null where its calendar does not show it. */
export function ownCopy({ calendar }: RoomReading, row: LedgerRow): CalendarOccurrence | null {
  const { intent, iCalUId, start, end } = row;
  const isOurs = (one: CalendarOccurrence): boolean => {
    if (iCalUId !== null && one.iCalUId !== null) return one.iCalUId === iCalUId;
    return 'occurrence' in intent ? one.id === intent.occurrence : one.start === start && one.end === end;
  };
  return calendar.find(isOurs) ?? null;
}
