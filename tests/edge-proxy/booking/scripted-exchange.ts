/** Exchange as far as booking goes: a service user's meetings, a room that answers by script, and people in Outlook. */

import type {
  Bookings,
  ChangeOutcome,
  NewBooking,
  OrganisedMeeting,
  RoomReplies,
} from '../../../edge-proxy/ports/bookings.ts';
import { type CalendarOccurrence, CalendarUnavailable } from '../../../edge-proxy/ports/calendar.ts';
import type { Clock } from '../../../edge-proxy/ports/runtime.ts';
import type { OccurrenceId } from '../../../shared/basics/ids.ts';
import type { Instant } from '../../../shared/basics/instant.ts';
import { type Interval, overlaps } from '../../../shared/basics/interval.ts';
import { hidden, shown } from '../../../shared/room/occurrence.ts';
import { unremarkable } from '../../support/memory-calendar.ts';

type Call = 'create' | 'find' | 'read' | 'changeEnd' | 'cancel' | 'readView' | 'giveUp';
type Meeting = OrganisedMeeting & { readonly key: string; readonly title: string };

export function createScriptedExchange(clock: Clock) {
  const meetings = new Map<string, Meeting>();
  const calls: Call[] = [];
  const comments: string[] = [];
  const faults = new Map<Call, CalendarUnavailable[]>();
  const slow = new Map<Call, number>();
  let calendar: CalendarOccurrence[] = [];
  let made = 0;
  let born = 0;

  const script = {
    answerAfterMs: 700,
    /** What the room says; 'by-conflict' as the booking attendant does. */
    answer: 'by-conflict' as 'by-conflict' | 'accept' | 'decline' | 'tentative' | 'never',
    /** Whether the room shows a meeting before it has answered, as AutoUpdate does. */
    pencilsIn: false,
    away: false,
    /** How late a try takes effect that was left without an answer; null where none was. */
    lateTryMs: null as number | null,
    /** How long a room's calendar still shows what it has given up. */
    letsGoAfterMs: 0,
  };

  async function called<T>(call: Call, effect: () => T): Promise<T> {
    calls.push(call);
    const ms = slow.get(call);
    if (ms !== undefined) await new Promise<void>((done) => clock.after(ms, done));
    if (script.away) throw new CalendarUnavailable('graph-unreachable');
    const fault = faults.get(call)?.shift();
    if (fault !== undefined && !fault.mayHaveHappened) throw fault;
    const result = effect();
    if (fault !== undefined) throw fault;
    return result;
  }

  function find(eventId: string): Meeting | null {
    return meetings.get(eventId) ?? null;
  }

  function change(eventId: string, next: Partial<Meeting>): Meeting | null {
    const before = find(eventId);
    if (before === null) return null;
    made += 1;
    const after = { ...before, ...next, etag: `etag-${made}` };
    meetings.set(eventId, after);
    return after;
  }

  /** The attendant answers the meeting as it stands when its turn comes. */
  function askRoom(eventId: string): void {
    if (script.pencilsIn) enter(eventId, true);
    clock.after(script.answerAfterMs, () => {
      const meeting = find(eventId);
      if (meeting === null || script.answer === 'never') return;
      const others = calendar.filter((one) => one.iCalUId !== meeting.iCalUId);
      const conflict = others.some((one) => overlaps(one, meeting));
      const accepts = script.answer === 'accept' || (script.answer === 'by-conflict' && !conflict);
      if (script.answer === 'tentative') {
        enter(eventId, true);
        change(eventId, { roomResponse: 'tentative', respondedAt: clock.now() });
      } else if (accepts) {
        enter(eventId, false);
        change(eventId, { roomResponse: 'accepted', respondedAt: clock.now() });
      } else {
        calendar = others;
        change(eventId, { roomResponse: 'declined', respondedAt: clock.now() });
      }
    });
  }

  function enter(eventId: string, tentative: boolean): void {
    const meeting = find(eventId);
    if (meeting === null) return;
    const before = calendar.find((one) => one.iCalUId === meeting.iCalUId);
    const entry = occurrence(meeting, {
      id: `room-${eventId}`,
      tentative,
      createdAt: before?.createdAt ?? clock.now(),
    });
    calendar = [...calendar.filter((one) => one.iCalUId !== meeting.iCalUId), { ...entry, iCalUId: meeting.iCalUId }];
  }

  const bookings: Bookings = {
    create: (booking) => called('create', () => create(booking)),
    find: (key) => called('find', () => [...meetings.values()].find((one) => one.key === key) ?? null),
    read: (eventId) => called('read', () => find(eventId)),
    changeEnd: (eventId, end, etag) => called('changeEnd', () => changeEnd(eventId, end, etag, askRoom)),
    cancel: (eventId) =>
      called('cancel', () => {
        const meeting = find(eventId);
        meetings.delete(eventId);
        calendar = calendar.filter((one) => one.iCalUId !== meeting?.iCalUId);
      }),
  };

  /** Written straight into the room's calendar, where nobody decides. */
  const directBookings: Bookings = {
    ...bookings,
    create: (booking) =>
      called('create', () => {
        const { eventId } = create(booking, () => undefined);
        enter(eventId, false);
        return change(eventId, { roomResponse: 'accepted' }) ?? stand(eventId);
      }),
    changeEnd: (eventId, end, etag) =>
      called('changeEnd', () => changeEnd(eventId, end, etag, () => enter(eventId, false))),
  };

  /** `then`: what the room makes of it. */
  function changeEnd(eventId: string, end: Instant, etag: string, then: (eventId: string) => void): ChangeOutcome {
    const present = find(eventId);
    if (present === null) return { kind: 'gone' };
    if (present.etag !== etag) return { kind: 'changed-meanwhile' };
    const meeting = change(eventId, { end }) ?? present;
    then(eventId);
    return { kind: 'changed', meeting };
  }

  function stand(eventId: string): Meeting {
    const meeting = find(eventId);
    if (meeting === null) throw new Error(`no meeting ${eventId}`);
    return meeting;
  }

  const replies: RoomReplies = {
    giveUp: (_room, { id }, comment) =>
      called('giveUp', () => {
        comments.push(comment);
        clock.after(script.letsGoAfterMs, () => {
          calendar = calendar.filter((one) => one.id !== id);
        });
        if (script.letsGoAfterMs === 0) calendar = calendar.filter((one) => one.id !== id);
      }),
  };

  function create(booking: NewBooking, ask = askRoom): Meeting {
    const { key, start, end, title } = booking;
    if (script.lateTryMs !== null) {
      const { onUnanswered, ...again } = booking;
      onUnanswered?.();
      clock.after(script.lateTryMs, () => void create(again, ask));
      script.lateTryMs = null;
    }
    const before = [...meetings.values()].find((one) => one.key === key);
    if (before !== undefined) return before;
    made += 1;
    born += 1;
    const eventId = `event-${made}`;
    const ids = { eventId, iCalUId: `ical-${eventId}`, etag: `etag-${made}` };
    meetings.set(eventId, { ...ids, key, title, start, end, roomResponse: 'none', respondedAt: null });
    ask(eventId);
    return stand(eventId);
  }

  return {
    /** How many meetings were made, of which some may be gone again. */
    born: () => born,
    bookings,
    directBookings,
    replies,
    /** What organisers were told by a room that gave up their meeting. */
    comments,
    calls,
    script,
    readView: (window: Interval) => called('readView', () => calendar.filter((one) => overlaps(one, window))),
    calendar: () => calendar,
    meetings: () => [...meetings.values()],
    /** The next call of this kind fails so. */
    failNext: (call: Call, fault: CalendarUnavailable) => faults.set(call, [...(faults.get(call) ?? []), fault]),
    slowDown: (call: Call, ms: number) => slow.set(call, ms),
    /** The room says yes in its own calendar, and the organiser's copy never hears of it. */
    acceptInRoomOnly(eventId: string): void {
      enter(eventId, false);
      calendar = calendar.map((one) => (one.iCalUId === find(eventId)?.iCalUId ? { ...one, accepted: true } : one));
    },
    /** Its own yes is taken back: the copy goes, and the organiser is told no. */
    takeBackYes(eventId: string): void {
      calendar = calendar.filter((one) => one.iCalUId !== find(eventId)?.iCalUId);
      change(eventId, { roomResponse: 'declined' });
    },
    /** Somebody in Outlook, straight into the room's calendar. */
    writeInOutlook(stretch: Interval, createdAt: Instant | null = clock.now()): void {
      made += 1;
      calendar = [...calendar, { ...occurrence(stretch, { id: `outlook-${made}`, tentative: false, createdAt }) }];
    },
    /** Somebody in Outlook asks for the room, which has put that down and not answered yet. */
    askInOutlook(stretch: Interval, createdAt: Instant): void {
      made += 1;
      calendar = [...calendar, { ...occurrence(stretch, { id: `outlook-${made}`, tentative: true, createdAt }) }];
    },
    /** What was written in Outlook without an age turns out to be that old. */
    learnAges(createdAt: Instant): void {
      calendar = calendar.map((one) => ({ ...one, createdAt: one.createdAt ?? createdAt }));
    },
    /** The room's copy is changed by its organiser. */
    moveInOutlook(id: string, next: Partial<Interval> & { readonly version?: string }): void {
      calendar = calendar.map((one) => (one.id === id ? { ...one, ...next } : one));
    },
    /** The organiser's copy is changed behind our back. */
    editInOutlook: (eventId: string, next: Partial<Interval & Pick<Meeting, 'roomResponse'>>) =>
      void change(eventId, next),
  };
}

export function lost(): CalendarUnavailable {
  return new CalendarUnavailable('graph-unreachable', { mayHaveHappened: true });
}

export function away(): CalendarUnavailable {
  return new CalendarUnavailable('graph-unreachable');
}

function occurrence(
  { start, end }: Interval,
  { id, tentative, createdAt }: { id: string; tentative: boolean; createdAt: Instant | null },
): CalendarOccurrence {
  return {
    id: id as OccurrenceId,
    start,
    end,
    allDay: false,
    title: hidden,
    organizer: shown('Somebody'),
    tentative,
    unreadable: false,
    iCalUId: `ical-${id}`,
    createdAt,
    // The organiser's copy is what these stories tell the answer by, unless one says otherwise.
    accepted: false,
    ...unremarkable,
  };
}
