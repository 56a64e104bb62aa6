/** The service user's event as the booking engine sees it, and what we write to make one. */

import type { IntentKey } from '../../shared/basics/ids.ts';
import type { NewBooking, OrganisedMeeting } from '../ports.ts';
import { readGraphTime, readStamp, toInstant, writeGraphTime } from './graph-time.ts';

export const MEETING_FIELDS = 'id,iCalUId,start,end,attendees,isCancelled,transactionId';

/** Our own namespace of MAPI properties, made for this and never to change: events in the wild carry it. */
const NAMESPACE = '{7c1f6f0e-5a0b-4f6e-9d53-2b8f1c3e4a90}';
const KEY_PROPERTY = `String ${NAMESPACE} Name DoorlightIntent`;

export function writeMeeting({ key, room, title, start, end, online }: NewBooking): object {
  return {
    subject: title,
    body: { contentType: 'text', content: `Booked at the door of ${room.displayName}.` },
    start: writeGraphTime(start),
    end: writeGraphTime(end),
    location: { displayName: room.displayName, locationEmailAddress: room.address },
    attendees: [{ type: 'resource', emailAddress: { name: room.displayName, address: room.address } }],
    allowNewTimeProposals: false,
    isReminderOn: false,
    showAs: 'busy',
    transactionId: key,
    singleValueExtendedProperties: [{ id: KEY_PROPERTY, value: key }],
    ...(online && { isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' }),
  };
}

export function keyFilter(key: IntentKey): string {
  return `singleValueExtendedProperties/Any(ep: ep/id eq '${KEY_PROPERTY}' and ep/value eq '${key}')`;
}

type Read =
  | { readonly kind: 'meeting'; readonly meeting: OrganisedMeeting; readonly transactionId: string | null }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'unreadable' };

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
