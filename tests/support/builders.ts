/** Things with sane defaults, so that a test shows only what matters to it. The day is a winter Tuesday in Lisbon, where local time is UTC. */

import type { BoardId, IntentKey, OccurrenceId, RoomId } from '../../shared/basics/ids.ts';
import { type Instant, parseIso } from '../../shared/basics/instant.ts';
import { parseZone, type Zone } from '../../shared/basics/zone.ts';
import type { Booking } from '../../shared/room/booking-status.ts';
import type { Closure } from '../../shared/room/closure.ts';
import { hidden, type Occurrence, shown } from '../../shared/room/occurrence.ts';
import { defaultPolicy, type Policy } from '../../shared/room/policy.ts';
import type { Room } from '../../shared/room/room.ts';
import { displayWindow, type RoomDay } from '../../shared/room/room-day.ts';
import type { Board } from '../../shared/wire/board.ts';

/** `at('09:10')` on 24 November 2026, UTC; or a full ISO time. */
export function at(time: string): Instant {
  const moment = parseIso(time.includes('T') ? time : `2026-11-24T${time.length === 5 ? `${time}:00` : time}Z`);
  if (moment === null) throw new Error(`no time: ${time}`);
  return moment;
}

export function aZone(name: string): Zone {
  const zone = parseZone(name);
  if (zone === null) throw new Error(`no zone: ${name}`);
  return zone;
}

/** A well-formed key that ends in `n`. */
export function aKey(n: number): IntentKey {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as IntentKey;
}

export function aRoom(change: Partial<Room> = {}): Room {
  return {
    id: 'room-lisbon' as RoomId,
    address: 'lisbon@northwind.example',
    displayName: 'Lisbon',
    timeZone: aZone('Europe/Lisbon'),
    capacity: 8,
    building: 'Head office',
    floor: '3',
    features: [],
    wheelchairAccessible: true,
    ...change,
  };
}

export function aBoard(change: Partial<Board> = {}): Board {
  return {
    id: 'board-1' as BoardId,
    name: 'Lobby',
    building: null,
    floor: null,
    here: null,
    showTitles: false,
    arrows: [],
    ...change,
  };
}

export function aPolicy(change: Partial<Policy> = {}): Policy {
  return { ...defaultPolicy, showTitles: true, ...change };
}

export function anOccurrence(change: Partial<Occurrence> = {}): Occurrence {
  return {
    id: 'occurrence-1' as OccurrenceId,
    start: at('11:00'),
    end: at('11:30'),
    allDay: false,
    title: shown('Weekly design review'),
    organizer: shown('Magdalena Kowalczyk'),
    tentative: false,
    unreadable: false,
    checkIn: { kind: 'not-needed' },
    booking: null,
    ...change,
  };
}

/** From `start` to `end`, named by its start; `booking` for one made at a door. */
export function aMeeting(start: string, end: string, change: Partial<Occurrence> = {}): Occurrence {
  return anOccurrence({ id: `meeting-${start}` as OccurrenceId, start: at(start), end: at(end), ...change });
}

export function aBooking(change: Partial<Booking> = {}): Booking {
  return { key: aKey(1), status: 'confirmed', ...change };
}

/** Closed from `from` to `until`, named by its start. */
export function aClosure(from: string, until: string | null, change: Partial<Closure> = {}): Closure {
  return {
    id: `closure-${from}`,
    from: at(from),
    until: until === null ? null : at(until),
    reason: 'The projector is being replaced',
    instead: null,
    ...change,
  };
}

/** Read just now, with these meetings. */
export function aRoomDay(
  now: Instant,
  occurrences: readonly Occurrence[] = [],
  change: Partial<RoomDay> = {},
): RoomDay {
  const room = change.room ?? aRoom();
  return {
    room,
    revision: 1,
    generation: 'g1',
    readAt: now,
    window: displayWindow(now, room.timeZone, defaultPolicy),
    health: null,
    policy: aPolicy(),
    occurrences,
    intents: [],
    ...change,
  };
}

export { hidden, shown };
