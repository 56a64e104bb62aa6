/**
 * What a person does in Outlook, by the words of the control API. Any copy of a meeting names it: a change always goes
 * through the organizer's, as Outlook would do it, and reaches the room by the attendant.
 */

import type { Decoded } from '../../../shared/basics/codec.ts';
import { DAY_MS, MINUTE_MS } from '../../../shared/basics/instant.ts';
import { err, ok, type Result } from '../../../shared/basics/result.ts';
import { attendeesOf, type Instance } from '../exchange/calendar-item.ts';
import type { EventChange, EventDraft, Moment } from '../exchange/event-draft.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { ExchangeFault } from '../exchange/exchange-fault.ts';
import { instanceId } from '../exchange/item-ids.ts';
import type { Mailbox } from '../exchange/mailbox.ts';
import { boundsOf } from '../exchange/occurrences.ts';
import { momentOf, parseWall, printWall, wallReading, weekdayOf } from '../exchange/wall-time.ts';
import type { SandboxClock } from '../sandbox-clock.ts';
import type { invitation, meetingChange, Start } from './control-input.ts';
import { type MeetingView, viewMeeting } from './meeting-view.ts';
import { type Problem, problems } from './problem.ts';

type Invitation = Decoded<typeof invitation>;
type MeetingChange = Decoded<typeof meetingChange>;

/** Half a year of weeks: what a room books ahead. */
const TIMES_WEEKLY = 26;
const DEFAULT_MINUTES = 30;
const DAY_MINUTES = DAY_MS / MINUTE_MS;

type Needs = {
  exchange: Exchange;
  clock: SandboxClock;
  /** Told of each meeting that a person laid hands on, by its iCalUId. */
  onTouched: (iCalUId: string) => void;
};

export type OutlookDesk = ReturnType<typeof createOutlookDesk>;

export function createOutlookDesk({ exchange, clock, onTouched }: Needs) {
  function view(instance: Instance): Result<MeetingView, Problem> {
    const owner = exchange.mailbox(instance.item.mailboxId);
    return owner === null ? err(problems.notFound('mailbox')) : ok(viewMeeting(instance, owner));
  }

  function invite(asked: Invitation): Result<MeetingView, Problem> {
    const addresses = [...(asked.room === undefined ? [] : [asked.room]), ...(asked.rooms ?? [])];
    const rooms = addresses.map((address) => exchange.mailbox(address));
    const [room] = rooms;
    if (addresses.length === 0) return err(problems.badInput('/room', "a room's address"));
    if (room === undefined || rooms.some((one) => one === null)) return err(problems.notFound('room'));
    if (room === null) return err(problems.notFound('room'));
    const organizer = asked.direct === true ? room.address : (asked.organizer ?? anybody(exchange));
    const timing = timesOf(asked, room);
    if (!timing.ok) return timing;
    const guests = (asked.attendees ?? []).map((address) => ({ address }));
    const draft: EventDraft = {
      ...timing.value,
      ...contentOf(asked),
      isAllDay: asked.allDay === true,
      // Outlook shows an all-day meeting as free unless told otherwise; with a room invited, the room is meant.
      showAs: asked.showAs ?? (asked.tentative === true ? 'tentative' : 'busy'),
      isOnlineMeeting: asked.online === true,
      attendees: asked.direct === true ? guests : [...guests, ...addresses.map((address) => ({ address }))],
      locations: [{ displayName: room.displayName, address: room.address, locationType: 'conferenceRoom' }],
      ...(asked.body !== undefined && { body: { contentType: 'text' as const, content: asked.body } }),
      ...(asked.weekly === true && { recurrence: weekly(timing.value.startsAt, asked.times ?? TIMES_WEEKLY, room) }),
    };
    const made = exchange.organize(organizer, draft);
    return made.ok ? view(made.value) : refused(made.error);
  }

  /** `from` now or on; local readings are the room's. */
  function timesOf(asked: Invitation, room: Mailbox): Result<Times, Problem> {
    const now = Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS;
    let start: number | null = now + (asked.startsIn ?? 0) * MINUTE_MS;
    if (asked.start !== undefined) start = readStart(asked.start, room);
    if (start === null) return err(problems.badInput('/start', 'a time that exists'));
    let end: number | null = start + (asked.minutes ?? DEFAULT_MINUTES) * MINUTE_MS;
    if (asked.end !== undefined) end = readStart(asked.end, room);
    if (end === null) return err(problems.badInput('/end', 'a time that exists'));
    if (asked.allDay !== true) return ok({ start: wall(start, room), end: wall(end, room), startsAt: start });
    const firstDay = wallReading(start, room.zone).day;
    const lengthMinutes = asked.end === undefined ? (asked.minutes ?? 0) : (end - start) / MINUTE_MS;
    const days = Math.max(1, Math.ceil(lengthMinutes / DAY_MINUTES));
    return ok({ start: midnight(firstDay, room), end: midnight(firstDay + days, room), startsAt: start });
  }

  function find(id: string): Instance | null {
    for (const mailbox of exchange.mailboxes()) {
      const found = exchange.event(mailbox.address, id);
      if (found.ok) return organizersOwn(found.value) ?? found.value;
    }
    return null;
  }

  function organizersOwn({ item, day }: Instance): Instance | null {
    if (item.isOrganizer) return null;
    const organizer = exchange.mailbox(item.organizer.address);
    const own = organizer === null ? [] : exchange.calendar(organizer.address).items();
    const twin = own.find(({ iCalUId }) => iCalUId === item.iCalUId);
    if (twin === undefined) return null;
    const found = exchange.event(item.organizer.address, instanceId(twin.id, day));
    return found.ok ? found.value : null;
  }

  /** Finds the meeting, marks it as a person's, and does `what` to the organizer's copy. */
  function handle<T>(
    id: string,
    what: (owner: Mailbox, eventId: string, instance: Instance) => Result<T, ExchangeFault | Problem>,
  ): Result<T, Problem> {
    const instance = find(id);
    if (instance === null) return err(problems.notFound('meeting'));
    const owner = exchange.mailbox(instance.item.mailboxId);
    if (owner === null) return err(problems.notFound('mailbox'));
    onTouched(instance.item.iCalUId);
    const done = what(owner, instanceId(instance.item.id, instance.day), instance);
    return done.ok ? done : refused(done.error);
  }

  function changeOf(change: MeetingChange, instance: Instance, owner: Mailbox): Result<EventChange, Problem> {
    const room = attendeesOf(instance).find(({ type }) => type === 'resource');
    const place = (room === undefined ? null : exchange.mailbox(room.address)) ?? owner;
    const old = boundsOf(instance.span, owner.zone);
    const moves = change.start !== undefined || change.end !== undefined || change.minutes !== undefined;
    const start = change.start === undefined ? old.start : readStart(change.start, place);
    if (start === null) return err(problems.badInput('/start', 'a time that exists'));
    const length = change.minutes === undefined ? old.end - old.start : change.minutes * MINUTE_MS;
    const end = change.end === undefined ? start + length : readStart(change.end, place);
    if (end === null) return err(problems.badInput('/end', 'a time that exists'));
    const showAs = change.showAs ?? { true: 'tentative' as const, false: 'busy' as const }[String(change.tentative)];
    return ok({
      ...contentOf(change),
      ...(showAs !== undefined && { showAs }),
      ...(moves && { start: wall(start, place), end: wall(end, place) }),
    });
  }

  return {
    invite,

    /** What touches `from` to `to` in this calendar; null where there is no such mailbox. */
    calendar(address: string, from: number, to: number): MeetingView[] | null {
      const mailbox = exchange.mailbox(address);
      if (mailbox === null) return null;
      return exchange
        .calendar(mailbox.address)
        .view(from, to)
        .map((instance) => viewMeeting(instance, mailbox));
    },

    read(id: string): Result<MeetingView, Problem> {
      const instance = find(id);
      return instance === null ? err(problems.notFound('meeting')) : view(instance);
    },

    change(id: string, change: MeetingChange): Result<MeetingView, Problem> {
      return handle(id, (owner, eventId, instance) => {
        const wanted = changeOf(change, instance, owner);
        if (!wanted.ok) return wanted;
        const changed = exchange.update(owner.address, eventId, wanted.value);
        return changed.ok ? view(changed.value) : changed;
      });
    },

    cancel: (id: string): Result<null, Problem> =>
      handle(id, (owner, eventId) => exchange.cancel(owner.address, eventId)),

    /** As the delete key does: the organizer's cancels, a copy without a known organizer just goes. */
    remove: (id: string): Result<null, Problem> =>
      handle(id, (owner, eventId) => exchange.remove(owner.address, eventId)),
  };
}

type Times = { start: Moment; end: Moment; startsAt: number };

function contentOf({ subject, sensitivity, private: isPrivate }: MeetingChange): EventChange {
  const meant = sensitivity ?? { true: 'private' as const, false: 'normal' as const }[String(isPrivate)];
  return { ...(subject !== undefined && { subject }), ...(meant !== undefined && { sensitivity: meant }) };
}

function readStart(start: Start, room: Mailbox): number | null {
  if (start.kind === 'moment') return start.at;
  const reading = parseWall(start.text);
  return reading === null ? null : momentOf(reading, room.zone);
}

const wall = (moment: number, room: Mailbox): Moment => ({
  dateTime: printWall(wallReading(moment, room.zone)),
  timeZone: room.windowsZone,
});

const midnight = (day: number, room: Mailbox): Moment => ({
  dateTime: printWall({ day, ms: 0 }),
  timeZone: room.windowsZone,
});

function weekly(start: number, times: number, room: Mailbox): NonNullable<EventDraft['recurrence']> {
  const { day } = wallReading(start, room.zone);
  return {
    pattern: { type: 'weekly', interval: 1, weekdays: [weekdayOf(day)], firstDayOfWeek: 1 },
    range: { type: 'numbered', firstDay: day, count: times },
  };
}

/** Who organizes when nobody is named: the last of the people, as service accounts come first. */
function anybody(exchange: Exchange): string {
  const people = exchange.mailboxes().filter(({ kind }) => kind === 'user');
  return people.at(-1)?.address ?? '';
}

function refused(fault: ExchangeFault | Problem): Result<never, Problem> {
  return err('title' in fault ? fault : problems.refusedByExchange(fault.status, fault.message));
}
