/** The device grant as it crosses the wire: the code, the wait, the operator's yes (design, 5.5; RFC 8628). */

import {
  branded,
  type Codec,
  flag,
  integer,
  isoInstant,
  listOf,
  nullable,
  object,
  oneOf,
  parsed,
  text,
} from '../basics/codec.ts';
import type { BoardId, DeviceId } from '../basics/ids.ts';
import type { Instant } from '../basics/instant.ts';

const LONGEST_NAME = 100;

/** Without what is not seen or turns the line round (F53), in one form of Unicode. */
export function cleanName(typed: string): string {
  return typed
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .trim();
}

/** What a tablet tells of itself, so that the operator sees which one asks. */
export type Particulars = {
  readonly model: string;
  readonly browser: string;
  readonly screen: string;
};

export const particularsCodec: Codec<Particulars> = object({
  model: text({ max: 100 }),
  browser: text({ max: 100 }),
  screen: text({ max: 50 }),
});

/** As whoever manages the tablets calls one: a name or a serial number, put into its start address. */
export const deviceNameCodec: Codec<string> = parsed(
  (typed) => {
    const name = cleanName(typed);
    return name !== '' && name.length <= LONGEST_NAME ? name : null;
  },
  (name) => name,
  `a name of 1 to ${LONGEST_NAME} characters`,
  { type: 'string', minLength: 1, maxLength: LONGEST_NAME },
);

/** The body of POST /api/pairings. Empty is fine too: a tablet may keep its particulars to itself. */
export const pairingRequestCodec = object({}, { particulars: particularsCodec, name: deviceNameCodec });

export type PairingCode = {
  readonly code: string;
  readonly expiresAt: Instant;
  readonly verificationUrl: string;
};

export const pairingCodeCodec: Codec<PairingCode> = object({
  code: text({ min: 8, max: 8 }),
  expiresAt: isoInstant,
  verificationUrl: text({ min: 1, max: 2_000 }),
});

export const pairingStatuses = ['waiting', 'paired', 'expired', 'refused'] as const;
export type PairingStatus = (typeof pairingStatuses)[number];
export const pairingStatusCodec = object({ status: oneOf(...pairingStatuses) });

/** Consonants only, so that no code is a word and none is misread (RFC 8628, 6.1). */
export const CODE_ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ';
export const CODE_LENGTH = 8;

/** As a person types it, with dashes, blanks and lower case, to the bare code; null for anything else. */
export function normaliseCode(typed: string): string | null {
  const bare = typed.replace(/[\s–-]/g, '').toUpperCase();
  return bare.length === CODE_LENGTH && [...bare].every((letter) => CODE_ALPHABET.includes(letter)) ? bare : null;
}

/**
 * One of the three. `room` is an address or an id; `board` an id or a name, and a new name is a new board of all rooms;
 * `replaces` the device that this tablet takes over from: its place, its name and its history, while the old one ends.
 */
export const pairingConfirmCodec = object(
  {},
  {
    room: text({ min: 1 }),
    board: text({ min: 1, max: 100 }),
    replaces: branded<DeviceId>(100),
    name: deviceNameCodec,
  },
);

/** A paired tablet as the console lists it. */
export type DeviceSummary = {
  readonly id: DeviceId;
  /** Null for a screen that is a board. */
  readonly room: { readonly id: string; readonly address: string; readonly displayName: string } | null;
  /** Null for one that hangs at a door. */
  readonly board: { readonly id: BoardId; readonly name: string } | null;
  /** As whoever manages the tablets calls it. */
  readonly name: string | null;
  readonly particulars: Particulars | null;
  readonly pairedAt: Instant;
  readonly pairedBy: string;
  readonly lastSeenAt: Instant | null;
  /** Whether its stream is open now. */
  readonly connected: boolean;
};

export const deviceSummaryCodec: Codec<DeviceSummary> = object({
  id: branded<DeviceId>(),
  room: nullable(object({ id: text(), address: text(), displayName: text() })),
  board: nullable(object({ id: branded<BoardId>(), name: text() })),
  name: nullable(text()),
  particulars: nullable(particularsCodec),
  pairedAt: isoInstant,
  pairedBy: text(),
  lastSeenAt: nullable(isoInstant),
  connected: flag,
});

/** What the operator sees before saying yes. */
export type WaitingTablet = {
  readonly code: string;
  /** As it says that it is called; null where it says nothing. */
  readonly name: string | null;
  readonly particulars: Particulars | null;
  readonly address: string;
  readonly askedAt: Instant;
  readonly expiresAt: Instant;
  /** The room where its name says that it belongs; null where it says nothing of a room. */
  readonly usualRoom: string | null;
  /** Where it hangs already, if it is a paired tablet that asks to be moved or taken off; null for a new one. */
  readonly hangs: DeviceSummary | null;
};

export const waitingTabletCodec: Codec<WaitingTablet> = object({
  code: text({ max: 8 }),
  name: nullable(text()),
  particulars: nullable(particularsCodec),
  address: text({ max: 100 }),
  askedAt: isoInstant,
  expiresAt: isoInstant,
  usualRoom: nullable(text()),
  hangs: nullable(deviceSummaryCodec),
});

export const deviceListCodec = object({ devices: listOf(deviceSummaryCodec, { max: 10_000 }) });

/** A room as the console's picker lists it. */
export const roomChoiceCodec = object({
  id: text(),
  address: text(),
  displayName: text(),
  building: nullable(text()),
  floor: nullable(text()),
  capacity: nullable(integer({ min: 0, max: 1_000_000 })),
  devices: integer({ min: 0, max: 10_000 }),
});

export const roomListCodec = object({ rooms: listOf(roomChoiceCodec, { max: 10_000 }) });
