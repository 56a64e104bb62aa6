/**
 * What goes between an organizer's mailbox and those of the attendees: requests, cancellations, answers. Nothing here is
 * at once. A request first lies in the room's calendar as tentative, as the Calendar Attendant puts it there; only then
 * does the booking attendant make up its mind.
 */

import type { SandboxChance } from '../sandbox-chance.ts';
import type { SandboxClock } from '../sandbox-clock.ts';
import {
  accepted,
  acceptedOccurrence,
  cancelled,
  cancelledOccurrence,
  copyOfMeeting,
  type Stamp,
  stamped,
  withOccurrence,
  without,
} from './attendee-copy.ts';
import { judge } from './booking-attendant.ts';
import { type Attendee, type CalendarItem, type Response, responseOf } from './calendar-item.ts';
import { newChangeKey, newItemId } from './item-ids.ts';
import { isSameAddress, type Mailbox } from './mailbox.ts';
import type { MailboxStore } from './mailbox-store.ts';
import { instanceOn, wholeOf } from './occurrences.ts';
import type { Day } from './wall-time.ts';

/** From sending to the copy in the attendee's calendar. */
const TRANSIT_MS = 250;

type Needs = { clock: SandboxClock; chance: SandboxChance; store: MailboxStore };

export type MeetingMail = ReturnType<typeof createMeetingMail>;

export function createMeetingMail({ clock, chance, store }: Needs) {
  const underWay = new Set<() => void>();
  /** Requests that a room has put down and not yet answered, by what `requestKey` calls them. */
  const underConsideration = new Map<string, () => void>();

  function stamp(): Stamp {
    return { changeKey: newChangeKey(chance), now: clock.now() };
  }

  function later(ms: number, run: () => void): () => void {
    const callOff = clock.after(ms, () => {
      underWay.delete(callOff);
      run();
    });
    underWay.add(callOff);
    return () => {
      underWay.delete(callOff);
      callOff();
    };
  }

  function deliver(to: readonly Attendee[], organizerId: string, receive: (mailbox: Mailbox) => void): void {
    for (const { address } of to) {
      const mailbox = store.find(address);
      if (mailbox === null || mailbox.id === organizerId) continue;
      later(Math.min(TRANSIT_MS, mailbox.answerDelayMs), () => {
        if (store.find(mailbox.id) !== null) receive(mailbox);
      });
    }
  }

  function receiveRequest(mailbox: Mailbox, sent: CalendarItem, day: Day | null): void {
    if (mailbox.kind === 'room' && mailbox.processing.automateProcessing === 'None') return;
    const held = store.itemByICalUId(mailbox.id, sent.iCalUId);
    if (held !== null && held.sequence > sent.sequence) return;
    // Whoever has declined a series knows nothing of its occurrences.
    if (held === null && day !== null) return;
    const copy =
      held === null || day === null
        ? copyOfMeeting(sent, held, mailbox, { ...stamp(), id: newItemId(chance) })
        : withOccurrence(held, sent, day, mailbox, stamp());
    store.put(copy);
    if (mailbox.kind === 'user' || mailbox.processing.automateProcessing !== 'AutoAccept') return;
    const asked = day === null ? wholeOf(copy) : instanceOn(copy, day);
    if (asked !== null && responseOf(asked).response === 'notResponded') consider(mailbox, copy.iCalUId, day);
  }

  /** A newer request for the same thing takes the place of the one being considered. */
  function consider(room: Mailbox, iCalUId: string, day: Day | null): void {
    const key = requestKey(room.id, iCalUId, day);
    underConsideration.get(key)?.();
    const callOff = later(Math.max(0, room.answerDelayMs - TRANSIT_MS), () => {
      underConsideration.delete(key);
      answer(room.id, iCalUId, day);
    });
    underConsideration.set(key, callOff);
  }

  function answer(roomId: string, iCalUId: string, day: Day | null): void {
    const room = store.find(roomId);
    const copy = store.itemByICalUId(roomId, iCalUId);
    if (room === null || copy === null || copy.isCancelled) return;
    const others = store
      .items(roomId)
      .filter((item) => item.id !== copy.id && !underConsideration.has(requestKey(roomId, item.iCalUId, null)));
    const verdict = judge({ room, copy, day, others, now: clock.now() });
    switch (verdict.kind) {
      case 'accept':
        store.put(
          day === null ? accepted(copy, verdict.without, room, stamp()) : acceptedOccurrence(copy, day, room, stamp()),
        );
        respond(room, copy, 'accepted', day);
        for (const taken of verdict.without) respond(room, copy, 'declined', taken);
        return;
      case 'ask-delegate':
        store.put(
          stamped(
            {
              ...copy,
              content: { ...copy.content, showAs: room.processing.tentativePendingApproval ? 'tentative' : 'free' },
            },
            stamp(),
          ),
        );
        return;
      case 'decline':
        if (day === null) store.take(copy);
        else store.put(without(copy, day, stamp()));
        respond(room, copy, 'declined', day);
    }
  }

  /** Puts an attendee's answer down in the organizer's copy. */
  function respond(from: Mailbox, copy: CalendarItem, answered: Response['response'], day: Day | null): void {
    const organizer = store.find(copy.organizer.address);
    const item = organizer === null ? null : store.itemByICalUId(organizer.id, copy.iCalUId);
    if (item === null || !item.isOrganizer) return;
    const status: Response = { response: answered, time: clock.now() };
    const answeredBy = (attendees: readonly Attendee[]) =>
      attendees.map((attendee) => (isSameAddress(attendee.address, from.address) ? { ...attendee, status } : attendee));
    if (day === null) {
      store.put(stamped({ ...item, attendees: answeredBy(item.attendees) }, stamp()));
      return;
    }
    const instance = instanceOn(item, day);
    if (instance === null) return;
    const { changeKey, now } = stamp();
    const change = {
      content: instance.change?.content ?? {},
      span: instance.span,
      attendees: answeredBy(instance.change?.attendees ?? item.attendees),
      response: null,
      isCancelled: false,
      changeKey,
      modifiedAt: now,
    };
    store.put(stamped({ ...item, changes: new Map(item.changes).set(day, change) }, { changeKey, now }));
  }

  function receiveCancellation(mailbox: Mailbox, sent: CalendarItem, day: Day | null): void {
    const copy = store.itemByICalUId(mailbox.id, sent.iCalUId);
    if (copy === null || copy.isOrganizer) return;
    const key = requestKey(mailbox.id, sent.iCalUId, day);
    underConsideration.get(key)?.();
    underConsideration.delete(key);
    const clearsAway = mailbox.kind === 'room' && mailbox.processing.removeCanceledMeetings;
    const instance = day === null ? null : instanceOn(copy, day);
    if (day === null) {
      if (clearsAway) store.take(copy);
      else store.put(cancelled(copy, sent, stamp()));
    } else if (instance !== null) {
      store.put(clearsAway ? without(copy, day, stamp()) : cancelledOccurrence(copy, day, instance.span, stamp()));
    }
  }

  return {
    /** Asks these attendees; `day` where only one occurrence has changed. */
    sendRequest(item: CalendarItem, to: readonly Attendee[], day: Day | null): void {
      deliver(to, item.mailboxId, (mailbox) => receiveRequest(mailbox, item, day));
    },
    sendCancellation(item: CalendarItem, to: readonly Attendee[], day: Day | null): void {
      deliver(to, item.mailboxId, (mailbox) => receiveCancellation(mailbox, item, day));
    },
    sendResponse: respond,
    close(): void {
      for (const callOff of underWay) callOff();
      underWay.clear();
      underConsideration.clear();
    },
  };
}

function requestKey(mailboxId: string, iCalUId: string, day: Day | null): string {
  return `${mailboxId}/${iCalUId}/${day ?? ''}`;
}
