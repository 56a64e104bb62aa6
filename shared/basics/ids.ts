/** Names of things, branded so that one is never handed over for another. */

/** Graph's id of the place: it stays when the mailbox is renamed, which its address does not. */
export type RoomId = string & { readonly brand: 'RoomId' };
/** Graph's immutable id of the event in the room's own mailbox. */
export type OccurrenceId = string & { readonly brand: 'OccurrenceId' };
/** A UUID that the tablet mints when the sheet opens; everything done for one tap carries it. */
export type IntentKey = string & { readonly brand: 'IntentKey' };
export type DeviceId = string & { readonly brand: 'DeviceId' };
export type BoardId = string & { readonly brand: 'BoardId' };
/** Of a link that pairs a tablet; not what stands in the link. */
export type EnrolmentId = string & { readonly brand: 'EnrolmentId' };
export type CommandId = string & { readonly brand: 'CommandId' };

/** RFC 9562 in its usual form, any version, either case. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Lower case, so that one key is one key however it was typed; null for anything but a UUID. */
export function parseIntentKey(text: string): IntentKey | null {
  return UUID.test(text) ? (text.toLowerCase() as IntentKey) : null;
}
