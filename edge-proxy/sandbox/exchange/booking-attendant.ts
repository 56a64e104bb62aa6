/**
 * How Exchange answers for a room. A pure judgement on one request; who asks, and what becomes of the answer, is for
 * `meeting-mail.ts`.
 * @see https://learn.microsoft.com/powershell/module/exchange/set-calendarprocessing
 */

import { DAY_MS, MINUTE_MS } from '../../../shared/basics/instant.ts';
import { type CalendarItem, type Content, contentOf, type Instance, isCancelled, responseOf } from './calendar-item.ts';
import { type CalendarProcessing, isSameAddress, type Mailbox, WEEKDAYS } from './mailbox.ts';
import { type Bounds, boundsOf, instanceOn, instancesIn, touches, wholeOf } from './occurrences.ts';
import { type Day, wallReading, weekdayOf } from './wall-time.ts';

export type Verdict =
  | { kind: 'accept'; without: readonly Day[] }
  /** A delegate has to approve, and none ever does here. */
  | { kind: 'ask-delegate' }
  | { kind: 'decline'; because: 'conflict' | 'too-far-ahead' | 'too-long' | 'outside-hours' | 'recurring' | 'policy' };

export type Request = {
  room: Mailbox;
  /** The room's copy, already put down as tentative. */
  copy: CalendarItem;
  /** The one occurrence that was changed; null for the whole. */
  day: Day | null;
  /** Everything else in the room's calendar that was not put there by a request still waiting for its own answer. */
  others: readonly CalendarItem[];
  now: number;
};

export function judge(request: Request): Verdict {
  const { room, copy } = request;
  const rules = room.processing;
  const instances = requestedInstances(request);
  const bounds = instances.map(({ span }) => boundsOf(span, room.zone));

  if (copy.recurrence !== null && !rules.allowRecurringMeetings) return { kind: 'decline', because: 'recurring' };
  if (isTooFarAhead(request)) return { kind: 'decline', because: 'too-far-ahead' };
  if (bounds.some((one) => !isOfAllowedLength(one, rules))) return { kind: 'decline', because: 'too-long' };
  if (rules.scheduleOnlyDuringWorkHours && bounds.some((one) => !isInWorkHours(one, room))) {
    return { kind: 'decline', because: 'outside-hours' };
  }
  const mayBook =
    rules.allBookInPolicy || rules.bookInPolicy.some((address) => isSameAddress(address, copy.organizer.address));
  if (!mayBook && !rules.allRequestInPolicy) return { kind: 'decline', because: 'policy' };

  const conflicts = rules.allowConflicts ? [] : conflictingDays(instances, bounds, request);
  if (conflicts.length > mostConflicts(instances.length, request)) return { kind: 'decline', because: 'conflict' };
  return mayBook ? { kind: 'accept', without: conflicts.filter((day) => day !== null) } : { kind: 'ask-delegate' };
}

/** What is left of the organizer's words once the room has taken the meeting. Rewriting twice changes nothing more. */
export function rewriteForRoom(content: Content, organizerName: string, rules: CalendarProcessing): Content {
  const kept = rules.deleteSubject ? '' : content.subject;
  const named = rules.addOrganizerToSubject && !kept.startsWith(organizerName) ? `${organizerName} ${kept}` : kept;
  return {
    ...content,
    subject: named.trim(),
    body: rules.deleteComments ? { contentType: 'html', content: '' } : content.body,
    sensitivity: rules.removePrivateProperty && content.sensitivity === 'private' ? 'normal' : content.sensitivity,
  };
}

/** What takes up a room: everything but what is free, cancelled or declined. */
export function occupies(instance: Instance): boolean {
  return (
    contentOf(instance).showAs !== 'free' && !isCancelled(instance) && responseOf(instance).response !== 'declined'
  );
}

function requestedInstances({ room, copy, day, now }: Request): Instance[] {
  if (copy.recurrence === null) return [wholeOf(copy)];
  if (day !== null) return [instanceOn(copy, day)].filter((instance) => instance !== null);
  return instancesIn(copy, { start: now, end: horizon(room, now) }, room.zone);
}

/** A series goes too far if any of it does, unless the room is told to take what fits; then only its first day counts. */
function isTooFarAhead({ room, copy, day, now }: Request): boolean {
  const limit = horizon(room, now);
  if (copy.recurrence === null || day !== null) {
    const instance = day === null ? wholeOf(copy) : instanceOn(copy, day);
    return instance !== null && boundsOf(instance.span, room.zone).start > limit;
  }
  if (boundsOf(copy.span, room.zone).start > limit) return true;
  const { lastDay } = copy.recurrence;
  return room.processing.enforceSchedulingHorizon && (lastDay === null || lastDay * DAY_MS > limit);
}

function horizon(room: Mailbox, now: number): number {
  return now + room.processing.bookingWindowInDays * DAY_MS;
}

function isOfAllowedLength({ start, end }: Bounds, rules: CalendarProcessing): boolean {
  const minutes = (end - start) / MINUTE_MS;
  const most = rules.maximumDurationInMinutes === 0 ? Number.POSITIVE_INFINITY : rules.maximumDurationInMinutes;
  return minutes <= most && minutes >= rules.minimumDurationInMinutes;
}

function isInWorkHours({ start, end }: Bounds, { zone, workingHours }: Mailbox): boolean {
  const [from, to] = [wallReading(start, zone), wallReading(end, zone)];
  const weekday = WEEKDAYS[weekdayOf(from.day)];
  return (
    weekday !== undefined &&
    workingHours.daysOfWeek.includes(weekday) &&
    from.day === to.day &&
    from.ms >= workingHours.startMinutes * MINUTE_MS &&
    to.ms <= workingHours.endMinutes * MINUTE_MS
  );
}

/** The day of each requested instance that somebody else already has; null stands for a single event's. */
function conflictingDays(
  instances: readonly Instance[],
  bounds: readonly Bounds[],
  { room, others }: Request,
): (Day | null)[] {
  const window = {
    start: Math.min(...bounds.map(({ start }) => start)),
    end: Math.max(...bounds.map(({ end }) => end)),
  };
  const taken = others
    .flatMap((item) => instancesIn(item, window, room.zone))
    .filter(occupies)
    .map(({ span }) => boundsOf(span, room.zone))
    .sort((a, b) => a.start - b.start);
  return instances.filter((_, index) => taken.some((one) => touches(one, bounds[index] ?? one))).map(({ day }) => day);
}

function mostConflicts(instanceCount: number, { room, copy, day }: Request): number {
  if (copy.recurrence === null || day !== null) return 0;
  const { conflictPercentageAllowed, maximumConflictInstances } = room.processing;
  return Math.min(maximumConflictInstances, Math.floor((instanceCount * conflictPercentageAllowed) / 100));
}
