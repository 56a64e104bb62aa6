/** What the owner of a calendar does in it: write, change, cancel, delete, answer. The rest of a meeting follows by mail. */

import { ok, type Result } from '../../../shared/basics/result.ts';
import type { SandboxChance } from '../sandbox-chance.ts';
import type { SandboxClock } from '../sandbox-clock.ts';
import { isInside, keepsAcceptance, stamped, without } from './attendee-copy.ts';
import {
  type Attendee,
  attendeesOf,
  type CalendarItem,
  contentOf,
  type Instance,
  NO_RESPONSE,
  type OccurrenceChange,
  type Response,
} from './calendar-item.ts';
import {
  type EventChange,
  type EventDraft,
  emptyContent,
  readAttendees,
  readContent,
  readRecurrence,
  readTiming,
  type Timing,
} from './event-draft.ts';
import { type ExchangeFault, faults } from './exchange-fault.ts';
import { immutableId, newChangeKey, newICalUId, newItemId, splitInstanceId } from './item-ids.ts';
import { isSameAddress, type Mailbox } from './mailbox.ts';
import type { MailboxStore } from './mailbox-store.ts';
import type { MeetingMail } from './meeting-mail.ts';
import { newTimes, readNewTiming } from './meeting-times.ts';
import { crossesNeighbour, instanceOn, wholeOf } from './occurrences.ts';
import type { Day } from './wall-time.ts';

type Needs = { clock: SandboxClock; chance: SandboxChance; store: MailboxStore; mail: MeetingMail };

export type Answer = 'accepted' | 'tentativelyAccepted' | 'declined';

type Outcome = Result<Instance, ExchangeFault>;
type Done = Result<null, ExchangeFault>;

export function createMeetings({ clock, chance, store, mail }: Needs) {
  const stamp = () => ({ changeKey: newChangeKey(chance), now: clock.now() });

  function mailboxOf(address: string): Result<Mailbox, ExchangeFault> {
    const mailbox = store.find(address);
    return mailbox === null ? faults.noSuchUser(address) : ok(mailbox);
  }

  function find(address: string, eventId: string): Outcome {
    const mailbox = mailboxOf(address);
    if (!mailbox.ok) return mailbox;
    const id = immutableId(eventId);
    const item = store.item(mailbox.value.id, id);
    if (item !== null) return ok(wholeOf(item));
    const parts = splitInstanceId(id);
    const series = parts === null ? null : store.item(mailbox.value.id, parts.itemId);
    const instance = series === null || parts === null ? null : instanceOn(series, parts.day);
    return instance === null ? faults.itemNotFound() : ok(instance);
  }

  function create(address: string, draft: EventDraft): Outcome {
    const owner = mailboxOf(address);
    if (!owner.ok) return owner;
    const mailbox = owner.value;
    const transactionId = draft.transactionId ?? null;
    const first = transactionId === null ? null : store.itemByTransaction(mailbox.id, transactionId);
    if (first !== null) return ok(wholeOf(first));

    const timing = readTiming(draft.start, draft.end, draft.isAllDay ?? false, mailbox);
    if (!timing.ok) return timing;
    const attendees = readAttendees(draft.attendees ?? [], store.find);
    if (!attendees.ok) return attendees;
    const series = draft.recurrence ? readRecurrence(draft.recurrence, timing.value) : null;
    if (series?.ok === false) return series;

    const { changeKey, now } = stamp();
    const content = readContent(draft, emptyContent(), newJoinUrl);
    const item: CalendarItem = {
      id: newItemId(chance),
      mailboxId: mailbox.id,
      iCalUId: newICalUId(chance),
      changeKey,
      createdAt: now,
      modifiedAt: now,
      organizer: { name: mailbox.displayName, address: mailbox.address },
      isOrganizer: true,
      response: { response: 'organizer', time: null },
      attendees: attendees.value,
      isCancelled: false,
      sequence: 0,
      transactionId,
      extendedProperties: new Map((draft.extendedProperties ?? []).map(({ id, value }) => [id, value])),
      content,
      intendedShowAs: content.showAs,
      span: series?.value.span ?? timing.value.span,
      startZoneName: timing.value.startZoneName,
      endZoneName: timing.value.endZoneName,
      recurrence: series?.value.recurrence ?? null,
      changes: new Map(),
      removed: new Set(),
    };
    store.put(item);
    mail.sendRequest(item, item.attendees, null);
    return ok(wholeOf(item));
  }

  function update(address: string, eventId: string, change: EventChange): Outcome {
    const owner = mailboxOf(address);
    if (!owner.ok) return owner;
    const found = find(address, eventId);
    if (!found.ok) return found;
    const timing = readNewTiming(found.value, change, owner.value);
    if (!timing.ok) return timing;
    return found.value.day === null
      ? updateWhole(found.value.item, change, timing.value)
      : updateOccurrence(found.value, found.value.day, change, timing.value, owner.value);
  }

  function updateWhole(before: CalendarItem, change: EventChange, timing: Timing): Outcome {
    const times = newTimes(before, change, timing);
    if (!times.ok) return times;
    const invited = newAttendees(before, change, before.attendees);
    if (!invited.ok) return invited;
    const content = readContent(change, before.content, newJoinUrl);
    const properties = new Map(before.extendedProperties);
    for (const { id, value } of change.extendedProperties ?? []) properties.set(id, value);
    const changed: CalendarItem = {
      ...before,
      ...times.value,
      content,
      intendedShowAs: change.showAs ?? before.intendedShowAs,
      attendees: invited.value,
      extendedProperties: properties,
      sequence: before.isOrganizer ? before.sequence + 1 : before.sequence,
    };
    const stands = keepsAcceptance(before, changed);
    const item = stamped({ ...changed, attendees: stands ? invited.value : unanswered(invited.value) }, stamp());
    store.put(item);
    if (item.isOrganizer) {
      mail.sendRequest(item, item.attendees, null);
      mail.sendCancellation(item, uninvited(before.attendees, item.attendees), null);
    }
    return ok(wholeOf(item));
  }

  function updateOccurrence(
    before: Instance,
    day: Day,
    change: EventChange,
    timing: Timing,
    mailbox: Mailbox,
  ): Outcome {
    if (change.recurrence !== undefined) return faults.invalid('An occurrence cannot have a recurrence of its own.');
    const { item } = before;
    if (crossesNeighbour(item, day, timing.span, mailbox.zone)) return faults.crossing();
    const invited = newAttendees(item, change, attendeesOf(before));
    if (!invited.ok) return invited;
    const { changeKey, now } = stamp();
    const old = contentOf(before);
    const content = readContent(change, old, newJoinUrl);
    const differing = Object.entries(content).filter(([name, value]) => old[name as keyof typeof old] !== value);
    const stands = isInside(timing.span, before.span);
    const attendees = stands ? invited.value : unanswered(invited.value);
    const occurrence: OccurrenceChange = {
      content: { ...before.change?.content, ...Object.fromEntries(differing) },
      span: timing.span,
      attendees: attendees === item.attendees ? null : attendees,
      response: before.change?.response ?? null,
      isCancelled: before.change?.isCancelled ?? false,
      changeKey,
      modifiedAt: now,
    };
    const next = stamped(
      {
        ...item,
        changes: new Map(item.changes).set(day, occurrence),
        sequence: item.isOrganizer ? item.sequence + 1 : item.sequence,
      },
      { changeKey, now },
    );
    store.put(next);
    if (next.isOrganizer) {
      mail.sendRequest(next, attendees, day);
      mail.sendCancellation(next, uninvited(attendeesOf(before), attendees), day);
    }
    return ok({ item: next, day, change: occurrence, span: timing.span });
  }

  /** The organizer's calendar forgets it; the attendees are told. */
  function withdraw({ item, day }: Instance, attendees: readonly Attendee[]): void {
    const told = { ...item, sequence: item.sequence + 1 };
    if (day === null) store.take(item);
    else store.put(without(told, day, stamp()));
    mail.sendCancellation(told, attendees, day);
  }

  function cancel(address: string, eventId: string): Done {
    const found = find(address, eventId);
    if (!found.ok) return found;
    if (!found.value.item.isOrganizer) return faults.notOrganizer();
    withdraw(found.value, attendeesOf(found.value));
    return ok(null);
  }

  /** Deleting one's own meeting cancels it; deleting a copy tells nobody. */
  function remove(address: string, eventId: string): Done {
    const found = find(address, eventId);
    if (!found.ok) return found;
    const { item, day } = found.value;
    if (item.isOrganizer) withdraw(found.value, attendeesOf(found.value));
    else dropCopy(item, day);
    return ok(null);
  }

  function respond(
    address: string,
    eventId: string,
    answer: Answer,
    { sendResponse }: { sendResponse: boolean },
  ): Done {
    const owner = mailboxOf(address);
    if (!owner.ok) return owner;
    const found = find(address, eventId);
    if (!found.ok) return found;
    const { item, day } = found.value;
    if (item.isOrganizer) return faults.organizerCannotRespond();
    if (answer === 'declined') dropCopy(item, day);
    else keepAnswer(found.value, answer);
    if (sendResponse) mail.sendResponse(owner.value, item, answer, day);
    return ok(null);
  }

  function dropCopy(item: CalendarItem, day: Day | null): void {
    if (day === null) store.take(item);
    else store.put(without(item, day, stamp()));
  }

  function keepAnswer({ item, day, change, span }: Instance, answer: Answer): void {
    const { changeKey, now } = stamp();
    const response: Response = { response: answer, time: now };
    const showAs = answer === 'accepted' ? item.intendedShowAs : 'tentative';
    if (day === null) {
      store.put(stamped({ ...item, response, content: { ...item.content, showAs } }, { changeKey, now }));
      return;
    }
    const answered: OccurrenceChange = {
      content: { ...change?.content, showAs },
      span,
      attendees: change?.attendees ?? null,
      response,
      isCancelled: change?.isCancelled ?? false,
      changeKey,
      modifiedAt: now,
    };
    store.put(stamped({ ...item, changes: new Map(item.changes).set(day, answered) }, { changeKey, now }));
  }

  function newAttendees(
    item: CalendarItem,
    change: EventChange,
    before: readonly Attendee[],
  ): Result<readonly Attendee[], ExchangeFault> {
    // Only the organizer's list counts; an attendee who edits it changes nothing for anybody.
    if (change.attendees === undefined || !item.isOrganizer) return ok(before);
    const read = readAttendees(change.attendees, store.find);
    if (!read.ok) return read;
    return ok(
      read.value.map((attendee) => ({
        ...attendee,
        status: before.find(({ address }) => isSameAddress(address, attendee.address))?.status ?? attendee.status,
      })),
    );
  }

  function newJoinUrl(): string {
    return `https://teams.microsoft.com/l/meetup-join/19%3ameeting_${chance.id()}%40thread.v2/0`;
  }

  return { find, create, update, cancel, remove, respond };
}

function unanswered(attendees: readonly Attendee[]): Attendee[] {
  return attendees.map((attendee) => ({ ...attendee, status: NO_RESPONSE }));
}

function uninvited(before: readonly Attendee[], now: readonly Attendee[]): Attendee[] {
  return before.filter(({ address }) => !now.some((attendee) => isSameAddress(attendee.address, address)));
}
