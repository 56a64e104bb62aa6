/**
 * Exchange, as far as meetings go: mailboxes with calendars, invitations between them, rooms that answer for themselves.
 * Graph is one way in; the person who plays Outlook on the sandbox's page, and the company that lives in it, are others.
 */

import type { SandboxChance } from '../sandbox-chance.ts';
import type { SandboxClock } from '../sandbox-clock.ts';
import type { CalendarItem, Instance } from './calendar-item.ts';
import type { EventChange, EventDraft, Moment } from './event-draft.ts';
import {
  type CalendarProcessing,
  DEFAULT_ANSWER_DELAY_MS,
  EXCHANGE_DEFAULTS,
  type Mailbox,
  type MailboxParticulars,
  OFFICE_HOURS,
} from './mailbox.ts';
import { createMailboxStore, type ItemChange } from './mailbox-store.ts';
import { createMeetingMail } from './meeting-mail.ts';
import { type Answer, createMeetings } from './meetings.ts';
import { boundsOf, instancesIn } from './occurrences.ts';
import type { PlaceParticulars, RoomList } from './places.ts';
import { readZone, windowsName } from './zones.ts';

export type Exchange = ReturnType<typeof createExchange>;

type Needs = {
  clock: SandboxClock;
  chance: SandboxChance;
  /** The tenant's own defaults for rooms, over Exchange's. */
  processing?: Partial<CalendarProcessing>;
};

/** A letter that somebody sent by `sendMail`, as far as anybody here wants to read it. */
export type Letter = {
  from: string;
  to: readonly string[];
  subject: string;
  body: string;
  sentAt: number;
  savedToSentItems: boolean;
};

/** Of RBAC for Applications: what the app may do, by the permission's name in Graph, with which mailboxes. */
export type RoleAssignment = { role: string; mailboxes: readonly string[] };

/** The oldest letters go first: an alarm that repeats for a week must not fill the memory. */
const MOST_LETTERS = 1_000;

const DEFAULT_LOCALE = { locale: 'en-US', displayName: 'English (United States)' };

export function createExchange({ clock, chance, processing = {} }: Needs) {
  const listeners = new Set<(change: ItemChange) => void>();
  const places = new Map<string, PlaceParticulars>();
  const roomLists = new Map<string, RoomList>();
  const letters: Letter[] = [];
  let allowed: ReadonlySet<string> | null = null;
  let assignments: readonly RoleAssignment[] = [];

  const store = createMailboxStore((change) => {
    for (const listener of listeners) listener(change);
  });
  const mail = createMeetingMail({ clock, chance, store });
  const meetings = createMeetings({ clock, chance, store, mail });

  return {
    /** @throws when the time zone is none that Outlook knows. */
    addMailbox(particulars: MailboxParticulars): Mailbox {
      const zone = readZone(particulars.timeZone);
      if (zone === null) throw new Error(`no time zone that Outlook knows: ${particulars.timeZone}`);
      const mailbox: Mailbox = {
        id: particulars.id,
        address: particulars.address,
        displayName: particulars.displayName,
        kind: particulars.kind,
        zone,
        windowsZone: windowsName(zone),
        locale: particulars.locale ?? DEFAULT_LOCALE,
        workingHours: particulars.workingHours ?? OFFICE_HOURS,
        processing: { ...EXCHANGE_DEFAULTS, ...processing, ...particulars.processing },
        answerDelayMs: particulars.answerDelayMs ?? DEFAULT_ANSWER_DELAY_MS,
        enabled: particulars.enabled ?? true,
      };
      store.add(mailbox);
      return mailbox;
    },
    removeMailbox: store.drop,
    /** By object id or address, in any letter case. */
    mailbox: store.find,
    mailboxes: store.all,

    /** What the admin sets afterwards, as by `Set-CalendarProcessing`; requests already answered stay answered. */
    setProcessing(address: string, change: Partial<CalendarProcessing>): void {
      const mailbox = store.find(address);
      if (mailbox !== null) store.add({ ...mailbox, processing: { ...mailbox.processing, ...change } });
    },

    addPlace(place: PlaceParticulars): void {
      places.set(place.address.toLowerCase(), place);
    },
    addRoomList(list: RoomList): void {
      roomLists.set(list.address.toLowerCase(), list);
    },
    /** Every room mailbox with what is known of its place, in the order in which the mailboxes came. */
    rooms(): { mailbox: Mailbox; place: PlaceParticulars }[] {
      return store
        .all()
        .filter(({ kind }) => kind === 'room')
        .map((mailbox) => ({
          mailbox,
          place: places.get(mailbox.address.toLowerCase()) ?? { address: mailbox.address },
        }));
    },
    roomLists: () => [...roomLists.values()],

    /** The only mailboxes that an app may reach; null lifts the policy. It binds apps, not people. */
    setAccessPolicy(addresses: readonly string[] | null): void {
      allowed = addresses === null ? null : new Set(addresses.map((address) => address.toLowerCase()));
    },
    mayReach(mailbox: Mailbox): boolean {
      return allowed?.has(mailbox.address.toLowerCase()) ?? true;
    },

    /** RBAC for Applications. Comes on top of what Entra grants, and no access policy binds it. */
    setRoleAssignments(given: readonly RoleAssignment[]): void {
      assignments = given.map(({ role, mailboxes }) => ({
        role,
        mailboxes: mailboxes.map((one) => one.toLowerCase()),
      }));
    },
    /** Whether one of these roles is assigned over the mailbox, or over any at all where it is null. */
    isAssigned(roles: readonly string[], mailbox: Mailbox | null): boolean {
      return assignments.some(
        ({ role, mailboxes }) =>
          roles.includes(role) && (mailbox === null || mailboxes.includes(mailbox.address.toLowerCase())),
      );
    },

    /** Writes an event into the organizer's calendar and invites whom it names. */
    organize: (organizerAddress: string, draft: EventDraft) => meetings.create(organizerAddress, draft),
    update: (address: string, eventId: string, change: EventChange) => meetings.update(address, eventId, change),
    cancel: (organizerAddress: string, eventId: string) => meetings.cancel(organizerAddress, eventId),
    remove: (address: string, eventId: string) => meetings.remove(address, eventId),
    respond(address: string, eventId: string, answer: Answer, how = { sendResponse: true }) {
      return meetings.respond(address, eventId, answer, how);
    },
    /** `occurrenceId` is that of the occurrence in the organizer's own calendar. */
    moveOccurrence(organizerAddress: string, occurrenceId: string, { start, end }: { start: Moment; end: Moment }) {
      return meetings.update(organizerAddress, occurrenceId, { start, end });
    },
    cancelOccurrence: (organizerAddress: string, occurrenceId: string) =>
      meetings.cancel(organizerAddress, occurrenceId),
    /** An event, a series or one of its occurrences, by either of its ids. */
    event: meetings.find,

    /** What stands in a calendar; empty for an address that has none. */
    calendar(address: string) {
      const mailbox = store.find(address);
      return {
        items: (): CalendarItem[] => (mailbox === null ? [] : store.items(mailbox.id)),
        /** What touches `from` to `to`, in epoch milliseconds, earliest first. */
        view(from: number, to: number): Instance[] {
          if (mailbox === null) return [];
          const { zone } = mailbox;
          return store
            .items(mailbox.id)
            .flatMap((item) => instancesIn(item, { start: from, end: to }, zone))
            .sort((a, b) => boundsOf(a.span, zone).start - boundsOf(b.span, zone).start);
        },
      };
    },

    send(letter: Letter): void {
      letters.push(letter);
      if (letters.length > MOST_LETTERS) letters.shift();
    },
    outbox: (): readonly Letter[] => letters,

    /** Told of each change in each mailbox, after it is made. Gives the way to stop. */
    onChange(listener: (change: ItemChange) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    /** Drops single events that ended before `moment`, without telling anybody: nobody looks at last month's doors. */
    forgetBefore(moment: number): void {
      for (const mailbox of store.all()) {
        for (const item of store.items(mailbox.id)) {
          const isOver = item.recurrence === null && boundsOf(item.span, mailbox.zone).end < moment;
          if (isOver) store.take(item, 'quietly');
        }
      }
    },

    close: mail.close,
  };
}
