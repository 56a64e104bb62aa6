/**
 * The Bookings port on Graph, twice. Mostly meetings in the service user's calendar with the room as resource attendee, so
 * that Exchange's booking attendant decides. For rooms that answer no invitations, entries in the room's own calendar,
 * which nobody checks but the booking engine.
 */

import type { IntentKey } from '../../shared/basics/ids.ts';
import { addMs, DAY_MS, type Instant, toIso } from '../../shared/basics/instant.ts';
import type { Room } from '../../shared/room/room.ts';
import type { Bookings, NewBooking, OrganisedMeeting } from '../ports/bookings.ts';
import { CalendarUnavailable } from '../ports/calendar.ts';
import type { Clock } from '../ports/runtime.ts';
import type { GraphClient } from './graph-client.ts';
import { graphPath, graphQuery } from './graph-path.ts';
import type { GraphAnswer, GraphCall } from './graph-request.ts';
import { writeGraphTime } from './graph-time.ts';
import {
  keyFilter,
  MEETING_FIELDS,
  type ReadMeeting,
  readEntry,
  readMeeting,
  writeEntry,
  writeMeeting,
} from './organised-meeting.ts';

type Needs = { readonly client: GraphClient; readonly clock: Clock };

/** Whose calendar it is, and how a meeting is written, read and taken away there. */
type Calendar = {
  readonly mailbox: string;
  readonly write: (booking: NewBooking) => object;
  readonly read: ReadMeeting;
  readonly withdraw: (path: string, comment: string) => Omit<GraphCall, 'mailbox' | 'urgency'>;
};

/** A lost answer is looked up and asked again; a third loss is left to the engine, which follows it up. */
const MOST_CREATES = 2;
const PAGE_SIZE = 100;
/** As for a room's day: Graph may page as finely as it likes. */
const MAX_PAGES = 500;
/** A door books a week ahead at the most. A day and more to either side covers every zone and a replay after a night's outage. */
const SCAN = { beforeMs: 2 * DAY_MS, afterMs: 9 * DAY_MS };
/** Prescribed by nobody: the code of Exchange for a change key that is out of date, with 409 or 412. */
const CHANGED_MEANWHILE: readonly number[] = [409, 412];

export function createGraphBookings({ serviceUser, ...needs }: Needs & { readonly serviceUser: string }): Bookings {
  return bookingsIn(needs, {
    mailbox: serviceUser,
    write: writeMeeting,
    read: readMeeting,
    withdraw: (path, comment) => ({ method: 'POST', path: `${path}/cancel`, body: { comment } }),
  });
}

/** Straight into the calendar of one room: what stands there counts as accepted, and nobody is left to be told. */
export function createDirectBookings({ room, ...needs }: Needs & { readonly room: Room }): Bookings {
  const withdraw: Calendar['withdraw'] = (path) => ({ method: 'DELETE', path });
  return bookingsIn(needs, { mailbox: room.address, write: writeEntry, read: readEntry, withdraw });
}

function bookingsIn({ client, clock }: Needs, calendar: Calendar): Bookings {
  // Whoever books, extends or ends stands at a door and waits.
  const mine = { mailbox: calendar.mailbox.toLowerCase(), urgency: 'person' } as const;
  const events = graphPath`/users/${calendar.mailbox}/events`;
  const event = (id: string) => events + graphPath`/${id}`;

  async function create(booking: NewBooking): Promise<OrganisedMeeting> {
    const body = calendar.write(booking);
    const { notAfter } = booking;
    let lost: CalendarUnavailable | null = null;
    for (let tries = 1; ; tries += 1) {
      try {
        // 409: Exchange has seen this transactionId. What it answers to a repeat is nowhere documented.
        const answer = await client.call({ ...mine, method: 'POST', path: events, body, accept: [409], notAfter });
        if (answer.status !== 409) return created(calendar.read, answer);
        const there = await find(booking.key);
        if (there !== null) return there;
        throw new CalendarUnavailable('bad-answer', {
          mayHaveHappened: true,
          cause: new Error('409, but nothing found'),
        });
      } catch (cause) {
        if (!(cause instanceof CalendarUnavailable)) throw cause;
        // A second try that was not made takes nothing from the doubt about the first.
        if (!cause.mayHaveHappened) throw lost ?? cause;
        lost = cause;
        booking.onUnanswered?.();
        const there = await findAfterLoss(booking.key, cause);
        if (there !== null) return there;
        // Not there now, but it may still be under way: only the same key makes the second try harmless.
        if (tries === MOST_CREATES) throw cause;
      }
    }
  }

  async function findAfterLoss(key: IntentKey, lost: CalendarUnavailable): Promise<OrganisedMeeting | null> {
    try {
      return await find(key);
    } catch (cause) {
      throw cause instanceof CalendarUnavailable ? lost : cause;
    }
  }

  async function find(key: IntentKey): Promise<OrganisedMeeting | null> {
    const query = graphQuery({ $filter: keyFilter(key), $select: MEETING_FIELDS, $top: 10 });
    const marked = await client.callAllPages({ ...mine, path: events + query }, MAX_PAGES);
    return pick(calendar.read, marked, () => true) ?? (await scan(key));
  }

  /** The filter reads an index that may lag behind a fresh event; the calendar itself does not. */
  async function scan(key: IntentKey): Promise<OrganisedMeeting | null> {
    const now = clock.now();
    const query = graphQuery({
      startDateTime: toIso(addMs(now, -SCAN.beforeMs)),
      endDateTime: toIso(addMs(now, SCAN.afterMs)),
      $select: MEETING_FIELDS,
      $top: PAGE_SIZE,
    });
    const path = graphPath`/users/${calendar.mailbox}/calendarView` + query;
    const entries = await client.callAllPages({ ...mine, path, pageSize: PAGE_SIZE }, MAX_PAGES);
    return pick(calendar.read, entries, (transactionId) => transactionId === key);
  }

  async function read(eventId: string): Promise<OrganisedMeeting | null> {
    const path = event(eventId) + graphQuery({ $select: MEETING_FIELDS });
    const answer = await client.call({ ...mine, path, accept: [404] });
    return answer.status === 404 ? null : present(calendar.read, answer);
  }

  return {
    create,
    find,

    read,

    async changeEnd(eventId, end: Instant, etag, notAfter) {
      const change = {
        method: 'PATCH',
        path: event(eventId),
        body: { end: writeGraphTime(end) },
        ifMatch: etag,
        ...(notAfter !== undefined && { notAfter }),
      } as const;
      const answer = await client.call({ ...mine, ...change, accept: [404, ...CHANGED_MEANWHILE] });
      if (CHANGED_MEANWHILE.includes(answer.status)) return { kind: 'changed-meanwhile' };
      if (answer.status === 404) return { kind: 'gone' };
      const changed = calendar.read(answer.body);
      // An answer without the meeting still says that the change was made; the meeting can be asked for.
      const meeting = changed.kind === 'meeting' ? changed.meeting : await read(eventId);
      return meeting === null ? { kind: 'gone' } : { kind: 'changed', meeting };
    },

    async cancel(eventId, comment, notAfter) {
      const inTime = notAfter === undefined ? {} : { notAfter };
      await client.call({ ...mine, ...calendar.withdraw(event(eventId), comment), ...inTime, accept: [404] });
    },
  };
}

function created(readMeeting: ReadMeeting, { body }: GraphAnswer): OrganisedMeeting {
  const made = readMeeting(body);
  if (made.kind === 'meeting') return made.meeting;
  throw new CalendarUnavailable('bad-answer', { mayHaveHappened: true, cause: new Error('201 without a meeting') });
}

function present(readMeeting: ReadMeeting, { body }: GraphAnswer): OrganisedMeeting | null {
  const read = readMeeting(body);
  if (read.kind === 'unreadable') throw new CalendarUnavailable('bad-answer', { cause: new Error('no meeting') });
  return read.kind === 'cancelled' ? null : read.meeting;
}

function pick(
  readMeeting: ReadMeeting,
  entries: readonly unknown[],
  fits: (transactionId: string | null) => boolean,
): OrganisedMeeting | null {
  for (const entry of entries) {
    const read = readMeeting(entry);
    if (read.kind === 'meeting' && fits(read.transactionId)) return read.meeting;
  }
  return null;
}
