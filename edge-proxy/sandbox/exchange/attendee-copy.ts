/** The copies of a meeting that its attendees hold: made from what the organizer sent, changed by answers. All pure. */

import { rewriteForRoom } from './booking-attendant.ts';
import {
  type CalendarItem,
  type Content,
  NO_RESPONSE,
  type OccurrenceChange,
  type Response,
  responseOf,
  type Span,
} from './calendar-item.ts';
import type { Mailbox } from './mailbox.ts';
import { instanceOn } from './occurrences.ts';
import type { Day } from './wall-time.ts';

const UNANSWERED: Response = { response: 'notResponded', time: null };

export type Stamp = { changeKey: string; now: number };

/**
 * The copy after a request for the whole meeting. An answer already given stands where the new time lies inside the old
 * one: a meeting that ends earlier needs no second yes.
 */
export function copyOfMeeting(
  sent: CalendarItem,
  held: CalendarItem | null,
  mailbox: Mailbox,
  stamp: Stamp & { id: string },
): CalendarItem {
  const stands = held !== null && hasAnswered(held.response) && keepsAcceptance(held, sent);
  const copy: CalendarItem = {
    ...sent,
    id: held?.id ?? stamp.id,
    mailboxId: mailbox.id,
    changeKey: stamp.changeKey,
    createdAt: held?.createdAt ?? stamp.now,
    modifiedAt: stamp.now,
    isOrganizer: false,
    response: stands ? held.response : UNANSWERED,
    attendees: sent.attendees.map((attendee) => ({ ...attendee, status: NO_RESPONSE })),
    transactionId: null,
    extendedProperties: new Map(),
    content: { ...sent.content, showAs: stands ? sent.intendedShowAs : 'tentative' },
    changes: new Map([...sent.changes].map(([day, change]) => [day, { ...change, attendees: null, response: null }])),
    removed: new Set(stands ? [...sent.removed, ...held.removed] : sent.removed),
  };
  return stands ? asTheRoomKeepsIt(keepCancelled(copy, held), mailbox) : copy;
}

/** The copy of a series after a request for one of its occurrences. */
export function withOccurrence(
  held: CalendarItem,
  sent: CalendarItem,
  day: Day,
  mailbox: Mailbox,
  stamp: Stamp,
): CalendarItem {
  const change = sent.changes.get(day);
  if (change === undefined) return held;
  const before = instanceOn(held, day);
  const stands = before !== null && hasAnswered(responseOf(before)) && isInside(change.span, before.span);
  const next: OccurrenceChange = {
    ...change,
    attendees: null,
    response: stands ? (before.change?.response ?? null) : UNANSWERED,
    content: stands ? change.content : { ...change.content, showAs: 'tentative' },
    changeKey: stamp.changeKey,
    modifiedAt: stamp.now,
  };
  const copy = stamped(
    {
      ...held,
      sequence: sent.sequence,
      changes: new Map(held.changes).set(day, next),
      removed: new Set([...held.removed].filter((other) => other !== day)),
    },
    stamp,
  );
  return stands ? asTheRoomKeepsIt(copy, mailbox) : copy;
}

/** The room's copy once it has said yes, without the occurrences that it could not take. */
export function accepted(copy: CalendarItem, without: readonly Day[], mailbox: Mailbox, stamp: Stamp): CalendarItem {
  const content = { ...copy.content, showAs: copy.intendedShowAs };
  const response: Response = { response: 'accepted', time: stamp.now };
  return asTheRoomKeepsIt(
    stamped({ ...copy, content, response, removed: new Set([...copy.removed, ...without]) }, stamp),
    mailbox,
  );
}

export function acceptedOccurrence(copy: CalendarItem, day: Day, mailbox: Mailbox, stamp: Stamp): CalendarItem {
  const change = copy.changes.get(day);
  if (change === undefined) return copy;
  const next: OccurrenceChange = {
    ...change,
    response: { response: 'accepted', time: stamp.now },
    content: { ...change.content, showAs: copy.intendedShowAs },
    changeKey: stamp.changeKey,
    modifiedAt: stamp.now,
  };
  return asTheRoomKeepsIt(stamped({ ...copy, changes: new Map(copy.changes).set(day, next) }, stamp), mailbox);
}

/** A series without one of its days. */
export function without(item: CalendarItem, day: Day, stamp: Stamp): CalendarItem {
  const changes = new Map(item.changes);
  changes.delete(day);
  return stamped({ ...item, changes, removed: new Set(item.removed).add(day) }, stamp);
}

/** Cancelled meetings stay where they were, marked and free, until somebody clears them away. */
export function cancelled(copy: CalendarItem, sent: CalendarItem, stamp: Stamp): CalendarItem {
  const content: Content = { ...copy.content, subject: canceledSubject(copy.content.subject), showAs: 'free' };
  return stamped({ ...copy, content, isCancelled: true, sequence: sent.sequence }, stamp);
}

export function cancelledOccurrence(copy: CalendarItem, day: Day, span: Span, stamp: Stamp): CalendarItem {
  const before = copy.changes.get(day);
  const change: OccurrenceChange = {
    content: {
      ...before?.content,
      subject: canceledSubject(before?.content.subject ?? copy.content.subject),
      showAs: 'free',
    },
    span,
    attendees: null,
    response: null,
    isCancelled: true,
    changeKey: stamp.changeKey,
    modifiedAt: stamp.now,
  };
  return stamped({ ...copy, changes: new Map(copy.changes).set(day, change) }, stamp);
}

/** Whether what was accepted as `before` covers `after` as well. */
export function keepsAcceptance(before: CalendarItem, after: CalendarItem): boolean {
  if (JSON.stringify(before.recurrence) !== JSON.stringify(after.recurrence)) return false;
  return isInside(after.span, before.span);
}

export function isInside(inner: Span, outer: Span): boolean {
  if (inner.kind === 'timed' && outer.kind === 'timed') return inner.start >= outer.start && inner.end <= outer.end;
  if (inner.kind !== 'all-day' || outer.kind !== 'all-day') return false;
  return inner.firstDay >= outer.firstDay && inner.endDay <= outer.endDay;
}

export function stamped(item: CalendarItem, { changeKey, now }: Stamp): CalendarItem {
  return { ...item, changeKey, modifiedAt: now };
}

function hasAnswered({ response }: Response): boolean {
  return response === 'accepted' || response === 'tentativelyAccepted';
}

/** A copy that was cancelled in part keeps saying so, although the organizer's series no longer knows the day. */
function keepCancelled(copy: CalendarItem, held: CalendarItem): CalendarItem {
  const kept = [...held.changes].filter(([day, change]) => change.isCancelled && copy.removed.has(day));
  const days = new Set(kept.map(([day]) => day));
  return {
    ...copy,
    changes: new Map([...copy.changes, ...kept]),
    removed: new Set([...copy.removed].filter((day) => !days.has(day))),
  };
}

function asTheRoomKeepsIt(copy: CalendarItem, mailbox: Mailbox): CalendarItem {
  if (mailbox.kind !== 'room' || mailbox.processing.automateProcessing !== 'AutoAccept') return copy;
  const rewrite = (content: Content) => rewriteForRoom(content, copy.organizer.name, mailbox.processing);
  const changes = [...copy.changes].map(([day, change]) => {
    // A cancelled occurrence was rewritten when it was accepted; once more would lose its "Canceled:".
    if (change.isCancelled) return [day, change] as const;
    const rewritten = rewrite({ ...copy.content, ...change.content });
    const content = Object.fromEntries(
      Object.keys(change.content).map((key) => [key, rewritten[key as keyof Content]]),
    );
    return [day, { ...change, content: content as Partial<Content> }] as const;
  });
  return { ...copy, content: rewrite(copy.content), changes: new Map(changes) };
}

function canceledSubject(subject: string): string {
  return subject.startsWith(CANCELED) ? subject : `${CANCELED}${subject}`;
}

/** As Outlook writes it in English. */
const CANCELED = 'Canceled: ';
