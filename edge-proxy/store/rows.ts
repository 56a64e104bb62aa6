/** Table rows to domain values and back. Pure; both stores share it, as both keep the same columns. */

import {
  branded,
  type Codec,
  decodeText,
  encodeText,
  isoInstant,
  nullable,
  object,
  text as textOf,
} from '../../shared/basics/codec.ts';
import type { BoardId, DeviceId, IntentKey, OccurrenceId, RoomId } from '../../shared/basics/ids.ts';
import { type Instant, instant } from '../../shared/basics/instant.ts';
import { ok } from '../../shared/basics/result.ts';
import { parseZone } from '../../shared/basics/zone.ts';
import { type BookingStatus, type IntentKind, intentKeyCodec } from '../../shared/room/booking-status.ts';
import { type BookingMode, type PolicyOverride, policyOverrideCodec } from '../../shared/room/policy.ts';
import { refusalCodec } from '../../shared/room/refusal.ts';
import { roomCodec } from '../../shared/room/room.ts';
import { roomDayCodec } from '../../shared/room/room-day.ts';
import { boardCodec } from '../../shared/wire/board.ts';
import { roomClosureCodec } from '../../shared/wire/closures.ts';
import { type Intent, intentCodec } from '../../shared/wire/intent-request.ts';
import { placedNoticeCodec } from '../../shared/wire/notice-desk.ts';
import { particularsCodec } from '../../shared/wire/pairing.ts';
import { type Alarm, alarmCodec } from '../../shared/wire/watch.ts';
import type { Device, Pairing } from '../ports/devices.ts';
import type { LedgerRow, LedgerStep, Release } from '../ports/ledger.ts';
import type { RoomSetting, StoredSubscription } from '../ports/rooms.ts';
import type { ScopeVerdict, StoredServiceAccount } from '../ports/watch.ts';

export type Row = Readonly<Record<string, unknown>>;
export type Parameters = Record<string, string | number | null | Uint8Array>;

export const roomJson = jsonOf(roomCodec, 'room');
export const roomDayJson = jsonOf(roomDayCodec, 'room day');
export const overrideJson = jsonOf<PolicyOverride>(policyOverrideCodec, 'policy');
export const boardJson = jsonOf(boardCodec, 'board');
export const closureJson = jsonOf(roomClosureCodec, 'closure');
export const noticeJson = jsonOf(placedNoticeCodec, 'notice');
export const alarmJson = jsonOf(alarmCodec, 'alarm');
const intentJson = jsonOf<Intent>(intentCodec, 'intent');
const releaseJson = jsonOf(releaseCodec(), 'release');
const refusalJson = jsonOf(refusalCodec, 'refusal');
export const particularsJson = jsonOf(particularsCodec, 'particulars');

export function subscriptionFrom(row: Row): StoredSubscription {
  return {
    id: text(row, 'id'),
    roomId: text(row, 'room_id') as RoomId,
    clientState: text(row, 'client_state'),
    expiresAt: moment(row, 'expires_at'),
  };
}

/** A zone that this machine does not know any more counts as not decided. */
export function roomSettingFrom(row: Row): RoomSetting & { roomId: RoomId } {
  return {
    roomId: text(row, 'room_id') as RoomId,
    timeZone: orNull(textOrNull(row, 'time_zone'), parseZone),
    pausedSince: momentOrNull(row, 'paused_since'),
  };
}

export function ledgerRowFrom(row: Row): LedgerRow {
  return {
    key: text(row, 'key') as IntentKey,
    fingerprint: text(row, 'fingerprint'),
    deviceId: text(row, 'device_id') as DeviceId,
    roomId: text(row, 'room_id') as RoomId,
    intent:
      text(row, 'kind') === 'release' ? releaseJson.read(text(row, 'intent')) : intentJson.read(text(row, 'intent')),
    kind: text(row, 'kind') as IntentKind,
    status: text(row, 'status') as BookingStatus,
    refusal: orNull(textOrNull(row, 'refusal'), refusalJson.read),
    start: moment(row, 'start_at'),
    end: moment(row, 'end_at'),
    eventId: textOrNull(row, 'event_id'),
    iCalUId: textOrNull(row, 'ical_uid'),
    ...(row['asked_from'] !== null && { askedFrom: text(row, 'asked_from') as RoomId }),
    ...(row['booking_mode'] !== null && { mode: text(row, 'booking_mode') as BookingMode }),
    createdAt: moment(row, 'created_at'),
    updatedAt: moment(row, 'updated_at'),
    ...(row['etag'] !== null && { etag: text(row, 'etag') }),
    ...(row['written'] === 1 && { written: true }),
  };
}

export function ledgerStepFrom(row: Row): LedgerStep {
  return { at: moment(row, 'at'), what: text(row, 'what'), reason: textOrNull(row, 'reason') };
}

export function toLedgerParameters(row: LedgerRow): Parameters {
  return {
    key: row.key,
    fingerprint: row.fingerprint,
    device_id: row.deviceId,
    room_id: row.roomId,
    intent: row.intent.kind === 'release' ? releaseJson.write(row.intent) : intentJson.write(row.intent),
    kind: row.kind,
    status: row.status,
    refusal: orNull(row.refusal, refusalJson.write),
    start_at: row.start,
    end_at: row.end,
    event_id: row.eventId,
    ical_uid: row.iCalUId,
    asked_from: row.askedFrom ?? null,
    booking_mode: row.mode ?? null,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    etag: row.etag ?? null,
    written: row.written === true ? 1 : 0,
  };
}

/** Apart from the codec of what tablets post: none of them can ask for a release. */
function releaseCodec(): Codec<Release> {
  const members = object({
    key: intentKeyCodec,
    notAfter: isoInstant,
    occurrence: branded<OccurrenceId>(),
    start: isoInstant,
    end: isoInstant,
    seriesId: nullable(textOf()),
    version: nullable(textOf()),
  });
  return {
    schema: members.schema,
    decode(input, path) {
      const decoded = members.decode(input, path);
      return decoded.ok ? ok({ ...decoded.value, kind: 'release' }) : decoded;
    },
    encode: (release) => members.encode(release),
  };
}

export function deviceFrom(row: Row): Device {
  return {
    id: text(row, 'id') as DeviceId,
    // The column cannot be null, and a board has none.
    roomId: (text(row, 'room_id') || null) as RoomId | null,
    boardId: textOrNull(row, 'board_id') as BoardId | null,
    name: textOrNull(row, 'name'),
    credentialHash: text(row, 'credential_hash'),
    particulars: orNull(textOrNull(row, 'particulars'), particularsJson.read),
    pairedAt: moment(row, 'paired_at'),
    pairedBy: text(row, 'paired_by'),
    lastSeenAt: momentOrNull(row, 'last_seen_at'),
    revokedAt: momentOrNull(row, 'revoked_at'),
  };
}

export function toDeviceParameters(device: Device): Parameters {
  return {
    id: device.id,
    room_id: device.roomId ?? '',
    board_id: device.boardId,
    name: device.name,
    credential_hash: device.credentialHash,
    particulars: orNull(device.particulars, particularsJson.write),
    paired_at: device.pairedAt,
    paired_by: device.pairedBy,
    last_seen_at: device.lastSeenAt,
    revoked_at: device.revokedAt,
  };
}

export function pairingFrom(row: Row): Pairing {
  return {
    code: text(row, 'code'),
    requestHash: text(row, 'request_hash'),
    name: textOrNull(row, 'name'),
    particulars: orNull(textOrNull(row, 'particulars'), particularsJson.read),
    address: text(row, 'address'),
    askedAt: moment(row, 'asked_at'),
    expiresAt: moment(row, 'expires_at'),
    status: text(row, 'status') as Pairing['status'],
    deviceId: textOrNull(row, 'device_id') as DeviceId | null,
  };
}

export function toPairingParameters(pairing: Pairing): Parameters {
  return {
    code: pairing.code,
    request_hash: pairing.requestHash,
    name: pairing.name,
    particulars: orNull(pairing.particulars, particularsJson.write),
    address: pairing.address,
    asked_at: pairing.askedAt,
    expires_at: pairing.expiresAt,
    status: pairing.status,
    device_id: pairing.deviceId,
  };
}

/** None where the row is of another release: what it told of is seen again if it lasts, and must not stop the start. */
export function alarmsFrom(row: Row): Alarm[] {
  const decoded = decodeText(alarmCodec, text(row, 'alarm'));
  return decoded.ok ? [decoded.value] : [];
}

export function serviceAccountFrom(row: Row): StoredServiceAccount {
  return {
    account: text(row, 'account'),
    sealedToken: text(row, 'sealed_token'),
    signedInAt: moment(row, 'signed_in_at'),
  };
}

export function scopeVerdictFrom(row: Row): ScopeVerdict {
  // Anything but a clear yes keeps the site sealed until the canary has been tried again.
  const verdict = text(row, 'verdict') === 'denied' ? 'denied' : 'readable';
  return { verdict, since: moment(row, 'since'), triedAt: moment(row, 'tried_at') };
}

/**
 * JSON in a column. What we wrote ourselves and cannot read is no input to be polite about: it throws, with the place,
 * since going on without it would lose a booking or take a revision back.
 */
export function jsonOf<T>(codec: Codec<T>, what: string) {
  return {
    read(stored: string): T {
      const decoded = decodeText(codec, stored);
      if (decoded.ok) return decoded.value;
      throw new Error(`a stored ${what} cannot be read at ${decoded.error.path}: wanted ${decoded.error.wanted}`);
    },
    write: (value: T) => encodeText(codec, value),
  };
}

function orNull<T, U>(value: T | null, change: (value: T) => U): U | null {
  return value === null ? null : change(value);
}

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === 'string') return value;
  throw new Error(`column ${column} holds no text`);
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

export function moment(row: Row, column: string): Instant {
  const value = row[column];
  if (typeof value === 'number') return instant(value);
  throw new Error(`column ${column} holds no instant`);
}

export function momentOrNull(row: Row, column: string): Instant | null {
  return row[column] === null ? null : moment(row, column);
}
