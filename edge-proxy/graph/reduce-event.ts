/**
 * Graph event and policy to what a display may know; fails closed. `normal` is no proof of harmlessness: Exchange can
 * clear the private flag on a room's copy (RemovePrivateProperty), so titles stay off until an admin who knows that
 * turns them on.
 */

import type { OccurrenceId } from '../../shared/basics/ids.ts';
import { earliest, latest } from '../../shared/basics/instant.ts';
import type { Interval } from '../../shared/basics/interval.ts';
import { addDays, atLocal, type LocalDate, type Zone } from '../../shared/basics/zone.ts';
import { hidden, type Shown, shown } from '../../shared/room/occurrence.ts';
import type { Policy } from '../../shared/room/policy.ts';
import type { CalendarOccurrence } from '../ports/calendar.ts';
import { displayText } from './display-text.ts';
import type { EventDetails, GraphEvent } from './graph-event.ts';
import { type GraphTime, toInstant } from './graph-time.ts';

/** Null where it takes no time from the room. */
export function reduceEvent(event: GraphEvent, policy: Policy, zone: Zone): CalendarOccurrence | null {
  const { details } = event;
  if (details === null) return unreadable(event, zone);
  if (details.isCancelled || details.showAs === 'free' || details.response === 'declined') return null;
  // The pattern of a series, which stands at its first date and is no meeting of its own.
  if (details.type === 'seriesmaster') return null;

  const { start, end } = details.isAllDay ? localDays(event, zone) : moments(event);
  if (end < start) return unreadable(event, zone);
  if (end === start) return null;
  return {
    ...common(event),
    start,
    end,
    allDay: details.isAllDay,
    ...reduceTexts(details, policy),
    tentative: details.showAs === 'tentative' || TENTATIVE_ANSWERS.includes(details.response),
    unreadable: false,
    accepted: details.response === 'accepted',
    organisedByRoom: details.response === 'organizer',
  };
}

const TENTATIVE_ANSWERS: readonly string[] = ['tentativelyaccepted', 'notresponded'];

function reduceTexts(details: EventDetails, policy: Policy): { title: Shown; organizer: Shown } {
  if (details.sensitivity !== 'normal') return { title: hidden, organizer: hidden };
  const title = details.subject === null ? null : displayText(details.subject);
  const organizer = details.organizer === null ? null : displayText(details.organizer);
  // Rooms write the organiser's name into the subject by default (AddOrganizerToSubject): hidden there means here too.
  const tells = !policy.showOrganizers && title !== null && organizer !== null && mentions(title, organizer);
  return {
    title: policy.showTitles && title !== null && !tells ? shown(title) : hidden,
    organizer: policy.showOrganizers && organizer !== null ? shown(organizer) : hidden,
  };
}

function mentions(title: string, name: string): boolean {
  return title.toLocaleLowerCase('en').includes(name.toLocaleLowerCase('en'));
}

/** Something is there and we cannot tell what: its time counts as neither free nor known to be taken. */
function unreadable(event: GraphEvent, zone: Zone): CalendarOccurrence | null {
  const { start, end } = moments(event);
  // It may be of all day, and then its days are the room's: both are what cannot be vouched for. So is what lies between
  // times in the wrong order, which are the fault of whoever wrote them.
  const days = localDays(event, zone);
  const from = earliest(start, end, days.start, days.end);
  const to = latest(start, end, days.start, days.end);
  if (from === to) return null;
  return {
    ...common(event),
    start: from,
    end: to,
    allDay: false,
    title: hidden,
    organizer: hidden,
    tentative: false,
    unreadable: true,
    accepted: false,
    organisedByRoom: false,
  };
}

function common({ id, iCalUId, createdAt, seriesId, etag, start, end }: GraphEvent) {
  const ownId = id ?? `unreadable-${toInstant(start)}-${toInstant(end)}`;
  return { id: ownId as OccurrenceId, iCalUId, createdAt, seriesId, version: etag };
}

function moments({ start, end }: GraphEvent): Interval {
  return { start: toInstant(start), end: toInstant(end) };
}

/**
 * An all-day meeting is dates, not moments: Graph writes midnight in whichever zone was asked for, and the room keeps
 * those dates in its own. One whose times are not midnight has been converted on its way and is taken as it is.
 */
function localDays(event: GraphEvent, zone: Zone): Interval {
  const { start, end } = event;
  if (start.msOfDay !== 0 || end.msOfDay !== 0) return moments(event);
  const lastDay = isAfter(end, start) ? end.date : addDays(start.date, 1);
  return { start: atLocal(start.date, 0, zone), end: atLocal(lastDay, 0, zone) };
}

function isAfter(a: GraphTime, b: GraphTime): boolean {
  return ordinal(a.date) > ordinal(b.date);
}

function ordinal({ year, month, day }: LocalDate): number {
  return Date.UTC(year, month - 1, day);
}
