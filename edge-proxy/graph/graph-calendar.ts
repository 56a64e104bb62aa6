/** The RoomCalendar port on Graph: the display window of a room, read whole by plain calendarView. */

import { type Instant, toIso } from '../../shared/basics/instant.ts';
import { type Interval, overlaps, sharingTime } from '../../shared/basics/interval.ts';
import type { Policy } from '../../shared/room/policy.ts';
import type { Room } from '../../shared/room/room.ts';
import { type CalendarOccurrence, CalendarUnavailable, type RoomCalendar } from '../ports/calendar.ts';
import type { Log } from '../ports/runtime.ts';
import type { GraphClient } from './graph-client.ts';
import { decodeEvent, EVENT_FIELDS } from './graph-event.ts';
import { graphPath, graphQuery } from './graph-path.ts';
import { readStamp } from './graph-time.ts';
import type { Urgency } from './lanes.ts';
import { reduceEvent } from './reduce-event.ts';

/** A day with more meetings than that fits one page; a thousand is said to be the most (UNVERIFIED). */
const PAGE_SIZE = 100;
/** Five thousand meetings in a day are a migration gone wrong, and still the day's truth; Graph may page them finely. */
const MAX_PAGES = 500;
/** Rivals for one stretch whose age is looked up in one reading. More than that nobody could settle anyway. */
const MOST_AGES_A_READING = 8;
/** Ages never change, so they are kept; dropped whole at the cap, as a cache that only grows is a leak. */
const MOST_AGES_KEPT = 5_000;

export function createGraphCalendar(client: GraphClient, log: Log): RoomCalendar {
  const ages = new Map<string, Instant>();

  async function readView(
    room: Room,
    window: Interval,
    policy: Policy,
    urgency: Urgency = 'background',
  ): Promise<CalendarOccurrence[]> {
    const path = graphPath`/users/${room.address}/calendarView`;
    const query = graphQuery({
      startDateTime: toIso(window.start),
      endDateTime: toIso(window.end),
      $select: EVENT_FIELDS,
      $top: PAGE_SIZE,
    });
    const call = { path: path + query, mailbox: room.address, urgency, pageSize: PAGE_SIZE };
    const entries = await client.callAllPages(call, MAX_PAGES);
    const occurrences = new Map<string, CalendarOccurrence>();
    for (const entry of entries) {
      const event = decodeEvent(entry);
      if (event === null) throw new CalendarUnavailable('bad-answer', { cause: new Error('an entry without times') });
      const occurrence = reduceEvent(event, policy, room.timeZone);
      // A meeting that moved between two pages comes on both: the later page is the later word.
      if (event.id !== null) occurrences.delete(event.id);
      if (occurrence !== null && overlaps(occurrence, window)) occurrences.set(occurrence.id, occurrence);
    }
    const found = [...occurrences.values()].sort((a, b) => a.start - b.start || a.end - b.end);
    const broken = found.filter((one) => one.unreadable).length;
    if (broken > 0) log.warn('occurrences-unreadable', { roomId: room.id, count: broken });
    return withAgesOfRivals(found, room, urgency);
  }

  /**
   * When two meetings share time, who came first decides (design, invariant 5), and calendarView does not tell. So the
   * few events that overlap another are looked at one by one.
   */
  async function withAgesOfRivals(found: CalendarOccurrence[], room: Room, urgency: Urgency) {
    const contested = sharingTime(found);
    const rivals = found.filter((one) => one.createdAt === null && !one.unreadable && contested.has(one));
    const unknown = rivals.filter(({ id }) => !ages.has(id)).slice(0, MOST_AGES_A_READING);
    await Promise.all(unknown.map(({ id }) => lookUpAge(id, room, urgency)));
    return found.map((one) => (one.createdAt === null ? { ...one, createdAt: ages.get(one.id) ?? null } : one));
  }

  async function lookUpAge(id: string, room: Room, urgency: Urgency): Promise<void> {
    const path = graphPath`/users/${room.address}/events/${id}`;
    const createdAt = await client.call({ path, mailbox: room.address, urgency, accept: [404] }).then(
      ({ body }) => readStamp((body as { createdDateTime?: unknown } | undefined)?.createdDateTime),
      // The day itself was read; it must not be thrown away because one age could not be.
      (cause) => {
        if (cause instanceof CalendarUnavailable) return null;
        throw cause;
      },
    );
    if (createdAt === null) return;
    if (ages.size >= MOST_AGES_KEPT) ages.clear();
    ages.set(id, createdAt);
  }

  return { readView };
}
