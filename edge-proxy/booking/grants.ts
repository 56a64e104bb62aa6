/**
 * The time that we have given away and that the calendar may not show yet. A tap that merely waits its turn has been
 * given nothing: it stands on every screen as pending, but must not stand in the way of the one before it, nor of itself.
 */

import type { IntentKey, OccurrenceId, RoomId } from '../../shared/basics/ids.ts';
import type { Interval } from '../../shared/basics/interval.ts';
import { hidden, type Occurrence } from '../../shared/room/occurrence.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { LedgerRow } from '../ports/ledger.ts';
import type { RoomReading } from './room-views.ts';

export type Grants = ReturnType<typeof createGrants>;

export function createGrants() {
  const byRoom = new Map<RoomId, Map<IntentKey, Interval>>();

  return {
    give({ roomId, key }: LedgerRow, { start, end }: Interval): void {
      const ofRoom = byRoom.get(roomId) ?? new Map<IntentKey, Interval>();
      ofRoom.set(key, { start, end });
      byRoom.set(roomId, ofRoom);
    },

    takeBack({ roomId, key }: LedgerRow): void {
      const ofRoom = byRoom.get(roomId);
      ofRoom?.delete(key);
      if (ofRoom?.size === 0) byRoom.delete(roomId);
    },

    /** The day as `key` has to reckon with it. */
    dayFor(key: IntentKey, { day, calendar }: RoomReading): RoomDay {
      const given = [...(byRoom.get(day.room.id) ?? [])].filter(([owner]) => owner !== key);
      const inCalendar = new Set(calendar.map(({ id }) => id));
      const standing = day.occurrences.filter((one) => inCalendar.has(one.id) || !isUnsettled(one));
      return { ...day, occurrences: [...standing, ...given.map(([owner, stretch]) => asOccurrence(owner, stretch))] };
    },
  };
}

/** What the calendar has is taken, whoever the day says it belongs to; the rest is a wish, and those granted are added. */
function isUnsettled({ booking }: Occurrence): boolean {
  return booking?.status === 'pending' || booking?.status === 'held' || booking?.status === 'checking';
}

function asOccurrence(key: IntentKey, stretch: Interval): Occurrence {
  return {
    ...stretch,
    id: `granted:${key}` as OccurrenceId,
    allDay: false,
    title: hidden,
    organizer: hidden,
    tentative: false,
    unreadable: false,
    checkIn: { kind: 'not-needed' },
    booking: null,
  };
}
