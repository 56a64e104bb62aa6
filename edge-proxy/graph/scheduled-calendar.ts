/**
 * The RoomCalendar port for rooms that nobody notifies us of: twenty rooms' free and busy times cost one call, so each
 * background reading asks for those first and reads the calendar itself only where they have changed. What free and busy
 * does not show (a title, an organiser) is found by the readings that go through every few minutes all the same, and
 * whoever stands at a door is always read to.
 *
 * @see https://learn.microsoft.com/graph/api/calendar-getschedule
 */

import type { RoomId } from '../../shared/basics/ids.ts';
import { addMs, type Instant, MINUTE_MS, toIso } from '../../shared/basics/instant.ts';
import type { Interval } from '../../shared/basics/interval.ts';
import type { Policy } from '../../shared/room/policy.ts';
import type { Room } from '../../shared/room/room.ts';
import { type CalendarOccurrence, CalendarUnavailable, type RoomCalendar } from '../ports/calendar.ts';
import type { Clock } from '../ports/runtime.ts';
import type { GraphClient } from './graph-client.ts';
import { graphPath } from './graph-path.ts';
import { writeGraphTime } from './graph-time.ts';

type Needs = {
  readonly calendar: RoomCalendar;
  readonly client: GraphClient;
  /** In whose name the schedules are asked for, and whose four lanes that takes. */
  readonly serviceUser: string;
  readonly clock: Clock;
};

/** The most that one call may name (graph-facts, section 4). */
const MOST_ROOMS = 20;
/** Readings of three hundred rooms at 30 s begin ten a second: this long, and twenty have come together. */
const GATHER_MS = 2_000;
/** A title may be as old as this, and so may a private flag that the room's sharing does not show us. */
const READ_THROUGH_MS = 5 * MINUTE_MS;
/** The coarsest: only the items are compared, and the view is dead weight. */
const VIEW_INTERVAL_MINUTES = 1_440;

/** What a calendar reading found, and the schedule that was asked for before it. */
type Known = {
  readonly asked: string;
  readonly schedule: string;
  readonly readAt: Instant;
  readonly occurrences: CalendarOccurrence[];
};

type Waiting = {
  readonly address: string;
  /** Null: nothing is known of it, so that the calendar decides. */
  readonly settle: (schedule: string | null) => void;
  readonly fail: (cause: unknown) => void;
};

export function createScheduledCalendar({ calendar, client, serviceUser, clock }: Needs): RoomCalendar {
  const known = new Map<RoomId, Known>();
  /** Rooms wait together by their window: those of one zone, as a rule all. */
  const gathering = new Map<string, { readonly window: Interval; readonly waiting: Waiting[] }>();

  function scheduleOf(address: string, window: Interval): Promise<string | null> {
    const key = `${window.start} ${window.end}`;
    return new Promise((settle, fail) => {
      const gathered = gathering.get(key);
      const waiting = gathered?.waiting ?? [];
      waiting.push({ address, settle, fail });
      if (gathered === undefined) {
        gathering.set(key, { window, waiting });
        clock.after(GATHER_MS, () => {
          if (gathering.get(key)?.waiting === waiting) send(key);
        });
      }
      if (waiting.length >= MOST_ROOMS) send(key);
    });
  }

  function send(key: string): void {
    const gathered = gathering.get(key);
    gathering.delete(key);
    if (gathered === undefined) return;
    const { window, waiting } = gathered;
    askSchedules(
      waiting.map(({ address }) => address),
      window,
    ).then(
      (schedules) => {
        for (const { address, settle } of waiting) settle(schedules.get(address) ?? null);
      },
      (cause: unknown) => {
        for (const { fail } of waiting) fail(cause);
      },
    );
  }

  async function askSchedules(addresses: readonly string[], window: Interval): Promise<Map<string, string>> {
    try {
      const { body } = await client.call({
        method: 'POST',
        path: graphPath`/users/${serviceUser}/calendar/getSchedule`,
        mailbox: serviceUser.toLowerCase(),
        urgency: 'background',
        // A question, for all that it is a POST.
        repeatable: true,
        body: {
          schedules: addresses,
          startTime: writeGraphTime(window.start),
          endTime: writeGraphTime(window.end),
          availabilityViewInterval: VIEW_INTERVAL_MINUTES,
        },
      });
      return readSchedules(body);
    } catch (cause) {
      // A tenant may keep schedules to itself; the calendars may be readable all the same. An outage concerns both.
      if (cause instanceof CalendarUnavailable && NO_SCHEDULES.includes(cause.reason)) return new Map();
      throw cause;
    }
  }

  async function readThrough(room: Room, window: Interval, policy: Policy, urgency: 'person' | 'background') {
    known.delete(room.id);
    return await calendar.readView(room, window, policy, urgency);
  }

  return {
    async readView(room, window, policy, urgency = 'background') {
      // Nobody at a door waits for others to come together.
      if (urgency === 'person') return readThrough(room, window, policy, urgency);
      const schedule = await scheduleOf(room.address.toLowerCase(), window);
      if (schedule === null) return readThrough(room, window, policy, urgency);
      const asked = JSON.stringify([room.address, room.timeZone, toIso(window.start), toIso(window.end), policy]);
      const last = known.get(room.id);
      const isSame = last !== undefined && last.schedule === schedule && last.asked === asked;
      if (isSame && clock.now() < addMs(last.readAt, READ_THROUGH_MS)) return [...last.occurrences];
      const readAt = clock.now();
      const occurrences = await readThrough(room, window, policy, urgency);
      // A change between the two shows in the next schedule, which then differs from this one.
      known.set(room.id, { asked, schedule, readAt, occurrences });
      return [...occurrences];
    },
  };
}

const NO_SCHEDULES: readonly CalendarUnavailable['reason'][] = ['access-denied', 'room-gone', 'bad-answer'];

/** By address; a room that Graph reports an error for, or reports in no form that we know, is left out. */
function readSchedules(body: unknown): Map<string, string> {
  const schedules = new Map<string, string>();
  const value = typeof body === 'object' && body !== null && 'value' in body ? body.value : null;
  for (const entry of Array.isArray(value) ? (value as unknown[]) : []) {
    if (typeof entry !== 'object' || entry === null) continue;
    const { scheduleId, scheduleItems, error } = entry as Record<string, unknown>;
    if (typeof scheduleId !== 'string' || !Array.isArray(scheduleItems)) continue;
    if (error !== undefined && error !== null) continue;
    // In whichever order: what matters is whether it is the same.
    const items = scheduleItems.map((item) => JSON.stringify(item)).sort();
    schedules.set(scheduleId.toLowerCase(), items.join('\n'));
  }
  return schedules;
}
