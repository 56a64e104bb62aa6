/**
 * The company's hands in Outlook. It keeps in mind which meetings are its own, because what people book at a door or on
 * the control page is theirs, and a request that the room has not answered yet must already count as taken.
 */

import { DAY_MS, type Instant, instant } from '../../../shared/basics/instant.ts';
import { type Interval, overlaps } from '../../../shared/basics/interval.ts';
import { addDays, type LocalDate, weekday } from '../../../shared/basics/zone.ts';
import { occupies } from '../exchange/booking-attendant.ts';
import type { CalendarItem, Instance } from '../exchange/calendar-item.ts';
import type { EventDraft, Moment } from '../exchange/event-draft.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { instanceId } from '../exchange/item-ids.ts';
import { boundsOf, instancesIn } from '../exchange/occurrences.ts';
import { type Day, momentOf, printWall, wallReading } from '../exchange/wall-time.ts';
import type { CompanyCalendars, OwnMeeting } from './calendars.ts';
import { DOMAIN } from './people.ts';
import { type CompanyRoom, ROOMS } from './rooms.ts';
import type { Series } from './series.ts';

/** `when`: of a single meeting, as the company last put it; looked at first, since most are not today. */
type Own = { id: string; iCalUId: string; organizer: string; room: CompanyRoom; when: Interval | null };

const MONDAY = 1;

export function createExchangeCalendars(exchange: Exchange) {
  /** By the id of the organizer's copy. */
  const meetings = new Map<string, Own>();
  /** The newest block of each series; older ones are over. */
  const blocks = new Map<Series, Own>();

  function organize(organizer: string, room: CompanyRoom, draft: EventDraft): Own {
    const made = exchange.organize(organizer, draft);
    if (!made.ok) throw new Error(`Exchange refuses a meeting of the company: ${made.error.message}`);
    const { id, iCalUId } = made.value.item;
    return { id, iCalUId, organizer, room, when: null };
  }

  /** Null once it is gone: cancelled by somebody else, or forgotten. */
  function itemOf({ organizer, id }: Own): CalendarItem | null {
    const found = exchange.event(organizer, id);
    return found.ok ? found.value.item : null;
  }

  function viewOwn(own: Own, { start, end }: Interval): Instance[] {
    if (!mayTouch(own, { start, end })) return [];
    const item = itemOf(own);
    if (item === null) return [];
    return instancesIn(item, { start, end }, own.room.building.ianaZone).filter(
      (instance) => occupies(instance) && !isDeclined(instance, own.room),
    );
  }

  function startOfOccurrence(series: Series, start: Instant): string | null {
    const block = blocks.get(series);
    if (block === undefined) return null;
    return instanceId(block.id, wallReading(start, block.room.building.ianaZone).day);
  }

  const calendars: CompanyCalendars = {
    occupancy(window) {
      const own = [...meetings.values(), ...blocks.values()].filter((one) => mayTouch(one, window));
      const known = new Set(own.map(({ iCalUId }) => iCalUId));
      return new Map(
        ROOMS.map((room) => {
          const zone = room.building.ianaZone;
          const others = exchange
            .calendar(room.address)
            .view(window.start, window.end)
            .filter((instance) => occupies(instance) && !known.has(instance.item.iCalUId));
          const ours = own.filter((one) => one.room === room).flatMap((one) => viewOwn(one, window));
          return [room.address, [...others, ...ours].map(({ span }) => intervalOf(boundsOf(span, zone)))];
        }),
      );
    },

    book(room, meeting) {
      const { subject, sensitivity, showAs, allDay, online, organizer, guests } = meeting;
      const own = organize(organizer.address, room, {
        subject,
        sensitivity,
        showAs,
        isAllDay: allDay,
        isOnlineMeeting: online,
        start: wallMoment(meeting.start, room),
        end: wallMoment(meeting.end, room),
        attendees: [...guests.map(({ address }) => ({ address })), { address: room.address }],
        locations: [placeOf(room)],
      });
      meetings.set(own.id, { ...own, when: { start: meeting.start, end: meeting.end } });
    },

    bookSeries(series, room, from, until) {
      const first = firstMeeting(series, from);
      const [startAt, endAt] = [series.startMinutes, series.startMinutes + series.minutes];
      const own = organize(`${series.organizer}@${DOMAIN}`, room, {
        subject: series.subject,
        sensitivity: series.isPrivate === true ? 'private' : 'normal',
        start: wallMomentOn(first, startAt, room),
        end: wallMomentOn(first, endAt, room),
        attendees: [{ address: room.address }],
        locations: [placeOf(room)],
        recurrence: {
          pattern: { type: 'weekly', interval: 1, weekdays: series.days, firstDayOfWeek: MONDAY },
          range: { type: 'endDate', firstDay: dayNumber(first), lastDay: dayNumber(until) },
        },
      });
      blocks.set(series, own);
    },

    slipOccurrence(series, start, to) {
      const id = startOfOccurrence(series, start);
      const block = blocks.get(series);
      if (id === null || block === undefined) return;
      exchange.moveOccurrence(block.organizer, id, {
        start: wallMoment(to.start, block.room),
        end: wallMoment(to.end, block.room),
      });
    },

    dropOccurrence(series, start) {
      const id = startOfOccurrence(series, start);
      const block = blocks.get(series);
      if (id !== null && block !== undefined) exchange.cancelOccurrence(block.organizer, id);
    },

    own(window) {
      const found: OwnMeeting[] = [];
      for (const own of meetings.values()) {
        const [instance] = viewOwn(own, window);
        if (instance === undefined || instance.span.kind === 'all-day') continue;
        const { start, end } = intervalOf(instance.span);
        const isPrivate = instance.item.content.sensitivity !== 'normal';
        found.push({ id: own.id, room: own.room.address, start, end, isPrivate });
      }
      return found.sort((a, b) => a.start - b.start);
    },

    reschedule(id, to) {
      const own = meetings.get(id);
      if (own === undefined) return;
      meetings.set(id, { ...own, when: to });
      exchange.update(own.organizer, id, { start: wallMoment(to.start, own.room), end: wallMoment(to.end, own.room) });
    },

    makePrivate(id) {
      const own = meetings.get(id);
      if (own !== undefined) exchange.update(own.organizer, id, { sensitivity: 'private' });
    },

    cancel(id) {
      const own = meetings.get(id);
      if (own !== undefined) exchange.cancel(own.organizer, id);
      meetings.delete(id);
    },

    forgetBefore(moment) {
      exchange.forgetBefore(moment);
      for (const [id, own] of meetings) {
        const item = itemOf(own);
        const isRefused = item?.attendees.some(({ address, status }) => isRefusal(address, status.response, own.room));
        // Whoever was refused a room calls the meeting off, and does not leave it standing without one.
        if (isRefused === true) exchange.cancel(own.organizer, id);
        if (item === null || isRefused === true) meetings.delete(id);
      }
    },
  };

  return {
    ...calendars,
    /** From now on this meeting belongs to whoever plays Outlook: the company keeps its hands off it. */
    leaveToPeople(iCalUId: string): void {
      for (const [id, own] of meetings) if (own.iCalUId === iCalUId) meetings.delete(id);
    },
  };
}

const mayTouch = ({ when }: Own, window: Interval): boolean => when === null || overlaps(when, window);

function firstMeeting(series: Series, from: LocalDate): LocalDate {
  let date = from;
  while (!(series.days as readonly number[]).includes(weekday(date))) date = addDays(date, 1);
  return date;
}

function isDeclined({ item, change }: Instance, room: CompanyRoom): boolean {
  const attendees = change?.attendees ?? item.attendees;
  return attendees.some(({ address, status }) => isRefusal(address, status.response, room));
}

const isRefusal = (address: string, response: string, room: CompanyRoom): boolean =>
  address === room.address && response === 'declined';

const placeOf = ({ displayName, address }: CompanyRoom) => ({
  displayName,
  address,
  locationType: 'conferenceRoom' as const,
});

const dayNumber = ({ year, month, day }: LocalDate): Day => Date.UTC(year, month - 1, day) / DAY_MS;

const intervalOf = ({ start, end }: { start: number; end: number }): Interval => ({
  start: instant(start),
  end: instant(end),
});

function wallMoment(moment: Instant, { building }: CompanyRoom): Moment {
  return {
    dateTime: printWall(wallReading(moment, building.ianaZone)),
    timeZone: building.windowsZone,
  };
}

function wallMomentOn(date: LocalDate, minutes: number, room: CompanyRoom): Moment {
  const reading = { day: dayNumber(date), ms: minutes * 60_000 };
  return wallMoment(instant(momentOf(reading, room.building.ianaZone)), room);
}
