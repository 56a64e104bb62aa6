/** A booking of ours as it stands in Exchange, in the service user's calendar or the room's own, and what we write to make one. */

import type { IntentKey } from '../../shared/basics/ids.ts';
import type { NewBooking, OrganisedMeeting } from '../ports/bookings.ts';
import { readGraphTime, readStamp, toInstant, writeGraphTime } from './graph-time.ts';

export const MEETING_FIELDS = 'id,iCalUId,start,end,attendees,isCancelled,transactionId';

/** Our own namespace of MAPI properties, made for this and never to change: events in the wild carry it. */
const NAMESPACE = '{7c1f6f0e-5a0b-4f6e-9d53-2b8f1c3e4a90}';
const KEY_PROPERTY = `String ${NAMESPACE} Name DoorlightIntent`;

/** By the service user, with the room as its one guest. */
export function writeMeeting(booking: NewBooking): object {
  const { room, online } = booking;
  return {
    ...writeEntry(booking),
    attendees: [{ type: 'resource', emailAddress: { name: room.displayName, address: room.address } }],
    allowNewTimeProposals: false,
    ...(online && { isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' }),
  };
}

/** In the room's own calendar. A room has no licence to hold a Teams meeting, so it is never one. */
export function writeEntry({ key, room, title, start, end }: NewBooking): object {
  return {
    subject: title,
    body: { contentType: 'text', content: `Booked at the door of ${room.displayName}.` },
    start: writeGraphTime(start),
    end: writeGraphTime(end),
    location: { displayName: room.displayName, locationEmailAddress: room.address },
    isReminderOn: false,
    showAs: 'busy',
    transactionId: key,
    singleValueExtendedProperties: [{ id: KEY_PROPERTY, value: key }],
  };
}

export function keyFilter(key: IntentKey): string {
  return `singleValueExtendedProperties/Any(ep: ep/id eq '${KEY_PROPERTY}' and ep/value eq '${key}')`;
}

type Read =
  | { readonly kind: 'meeting'; readonly meeting: OrganisedMeeting; readonly transactionId: string | null }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'unreadable' };

export type ReadMeeting = (input: unknown) => Read;

/** What stands in the room's own calendar has nobody left to ask. */
export const readEntry: ReadMeeting = (input) => {
  const read = readMeeting(input);
  return read.kind === 'meeting' ? { ...read, meeting: { ...read.meeting, roomResponse: 'accepted' } } : read;
};

export function readMeeting(input: unknown): Read {
  if (typeof input !== 'object' || input === null) return { kind: 'unreadable' };
  const given = input as Record<string, unknown>;
  const start = readGraphTime(given['start']);
  const end = readGraphTime(given['end']);
  const { id, iCalUId, transactionId, isCancelled, attendees } = given;
  const etag = given['@odata.etag'];
  if (isCancelled === true) return { kind: 'cancelled' };
  if (start === null || end === null || typeof id !== 'string' || typeof etag !== 'string')
    return { kind: 'unreadable' };
  if (!Array.isArray(attendees)) return { kind: 'unreadable' };
  const meeting = {
    eventId: id,
    iCalUId: typeof iCalUId === 'string' ? iCalUId : null,
    etag,
    start: toInstant(start),
    end: toInstant(end),
    ...readRoomAnswer(attendees),
  };
  return {
    kind: 'meeting',
    meeting,
    transactionId: typeof transactionId === 'string' ? transactionId.toLowerCase() : null,
  };
}

type RoomAnswer = Pick<OrganisedMeeting, 'roomResponse' | 'respondedAt'>;

const RESPONSES: Readonly<Record<string, OrganisedMeeting['roomResponse']>> = {
  accepted: 'accepted',
  tentativelyaccepted: 'tentative',
  declined: 'declined',
};

/** We invite one room and nobody else. Some tenants list it as any other attendee; then it is the only one. */
function readRoomAnswer(attendees: readonly unknown[]): RoomAnswer {
  type Attendee = { type?: unknown; status?: { response?: unknown; time?: unknown } | null } | null;
  const invited = attendees as Attendee[];
  const resource = invited.find((one) => String(one?.type).toLowerCase() === 'resource');
  const room = resource ?? (invited.length === 1 ? invited[0] : undefined);
  const roomResponse = RESPONSES[String(room?.status?.response).toLowerCase()] ?? 'none';
  return { roomResponse, respondedAt: roomResponse === 'none' ? null : readStamp(room?.status?.time) };
}
