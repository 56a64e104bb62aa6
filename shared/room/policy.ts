/** What facilities decide about a room: tenant defaults, overridden room by room. */

import { type Codec, filledUp, flag, integer, listOf, object, oneOf, parsed, text } from '../basics/codec.ts';
import { defaultLook, type Look, lookCodec, lookOverrideCodec } from './look.ts';

export type Policy = {
  /** Off until an admin who knows about RemovePrivateProperty turns it on (design, 5.4). */
  readonly showTitles: boolean;
  readonly showOrganizers: boolean;
  /** Whether anyone may book, extend and end at the door. */
  readonly mayBook: boolean;
  /** What the door offers, in minutes, shortest first. */
  readonly bookingLengths: readonly number[];
  /** Days that a door shows and books, today counted. */
  readonly horizonDays: number;
  /** Whether who books may say what for and by whom; otherwise such words are dropped. */
  readonly mayAddDetails: boolean;
  /** Whether a booking may be made a Teams meeting. */
  readonly mayMeetOnline: boolean;
  /** For so long after it was made, a walk-up booking can be undone without a question; 0: never. */
  readonly undoMinutes: number;
  /** How a booking gets into the room's calendar. */
  readonly bookingMode: BookingMode;
  /** Whether the room may decline a meeting that was booked in Outlook, when somebody ends it at the door. */
  readonly mayEndOthers: boolean;
  /** Whether the room is held for who asks while Exchange, or even the proxy, cannot be reached. */
  readonly holds: boolean;
  readonly checkIn: CheckInPolicy;
  readonly longestBookingMinutes: number;
  /** Ends are rounded up to a multiple of this, counted from the hour. */
  readonly roundToMinutes: number;
  /** When the building is in use, in the room's local minutes since midnight: the ribbon's span and our pace of reading. */
  readonly openingHours: OpeningHours;
  /** Without a touch for so long, a free room's door may give its screen to the notices that hang there; 0: never. */
  readonly signageAfterMinutes: number;
  readonly startingSoonMinutes: number;
  readonly endingSoonMinutes: number;
  readonly look: Look;
  /** What the glass does while the building is closed and nobody has the room; a touch brings it back. */
  readonly afterHours: AfterHours;
  /** How the light beside the screen is reached. */
  readonly led: LedKind;
  /** Where: an address of the light's own kind; empty for the usual one. */
  readonly ledAddress: string;
};

/** `dim`: dark enough for the night, and still to be read; `off`: dark. */
export const afterHours = ['on', 'dim', 'off'] as const;
export type AfterHours = (typeof afterHours)[number];

/**
 * `qbic`: the HTTP service of Qbic's panels; `http`: one request for each colour, to whatever is told there; `fully`: hex
 * data to a TCP port, sent by Fully Kiosk Browser.
 */
export const QBIC_ADDRESS = 'http://localhost:8080/v1/led/front_led';
export const ledKinds = ['none', 'qbic', 'http', 'fully'] as const;
export type LedKind = (typeof ledKinds)[number];

/**
 * `invite`: the service user invites the room, and Exchange decides. `direct`: straight into the room's calendar, for
 * rooms that answer no invitations; then the check for rivals is ours.
 */
export const bookingModes = ['invite', 'direct'] as const;
export type BookingMode = (typeof bookingModes)[number];

/** `ask`: the door asks people to check in, and a no-show is counted. `release`: and the room is given back. */
export const checkInModes = ['off', 'ask', 'release'] as const;

export type CheckInPolicy = {
  readonly mode: (typeof checkInModes)[number];
  /** Before the start. */
  readonly opensMinutes: number;
  /** After the start; then it is a no-show. */
  readonly graceMinutes: number;
  /** Meetings of this length and longer need none. */
  readonly exemptFromMinutes: number;
  /** After so many no-shows of a series in a row, facilities are told; 0: never. */
  readonly strikes: number;
};

export type OpeningHours = { readonly from: number; readonly to: number };

export const defaultPolicy: Policy = {
  showTitles: false,
  showOrganizers: true,
  mayBook: true,
  bookingLengths: [15, 30, 45, 60],
  horizonDays: 2,
  mayAddDetails: true,
  mayMeetOnline: true,
  undoMinutes: 5,
  bookingMode: 'invite',
  mayEndOthers: false,
  holds: true,
  checkIn: { mode: 'off', opensMinutes: 10, graceMinutes: 10, exemptFromMinutes: 240, strikes: 3 },
  longestBookingMinutes: 240,
  roundToMinutes: 5,
  openingHours: { from: 8 * 60, to: 18 * 60 },
  signageAfterMinutes: 0,
  startingSoonMinutes: 15,
  endingSoonMinutes: 10,
  look: defaultLook,
  afterHours: 'dim',
  led: 'none',
  ledAddress: '',
};

const minutesOfDay = integer({ min: 0, max: 24 * 60 });

const checkInMembers = {
  mode: oneOf(...checkInModes),
  opensMinutes: integer({ min: 0, max: 60 }),
  graceMinutes: integer({ min: 1, max: 120 }),
  exemptFromMinutes: integer({ min: 5, max: 24 * 60 }),
  strikes: integer({ min: 0, max: 100 }),
};

const members = {
  showTitles: flag,
  showOrganizers: flag,
  mayBook: flag,
  bookingLengths: listOf(integer({ min: 5, max: 24 * 60 }), { max: 5 }),
  horizonDays: integer({ min: 1, max: 7 }),
  mayAddDetails: flag,
  mayMeetOnline: flag,
  undoMinutes: integer({ min: 0, max: 60 }),
  bookingMode: oneOf(...bookingModes),
  mayEndOthers: flag,
  holds: flag,
  checkIn: object(checkInMembers) satisfies Codec<CheckInPolicy>,
  longestBookingMinutes: integer({ min: 5, max: 24 * 60 }),
  roundToMinutes: integer({ min: 1, max: 60 }),
  openingHours: object({ from: minutesOfDay, to: minutesOfDay }) satisfies Codec<OpeningHours>,
  signageAfterMinutes: integer({ min: 0, max: 120 }),
  startingSoonMinutes: integer({ min: 0, max: 120 }),
  endingSoonMinutes: integer({ min: 0, max: 120 }),
  look: lookCodec,
  afterHours: oneOf(...afterHours),
  led: oneOf(...ledKinds),
  ledAddress: text({ max: 300 }),
};

/** A tablet has to read the policy in its cache after an update too. */
export const policyCodec: Codec<Policy> = filledUp(object(members), defaultPolicy);

/** What facilities decide about a room and its doors must not know: the policy travels to every tablet. */
export type BackstagePolicy = {
  /** Who is told by mail what people at the door said is broken. */
  readonly faultRecipients: readonly string[];
};

export const defaultBackstage: BackstagePolicy = { faultRecipients: [] };

/**
 * Some of the policy: what one level decides, leaving the rest to the level above. Of check-in and the look a level may
 * decide one part alone: a floor that gives rooms back sooner should follow the building in all else.
 */
export type PolicyOverride = {
  readonly [K in keyof Policy]?: K extends 'checkIn' | 'look' ? Partial<Policy[K]> : Policy[K];
} & Partial<BackstagePolicy>;

const mailAddress = /* @__PURE__ */ parsed(
  (text) => (text.length <= 320 && /^[^\s@<>",;]+@[^\s@<>",;]+$/.test(text) ? text : null),
  (address) => address,
  'a mail address',
  { type: 'string', format: 'email' },
);

/** Marked pure, so that doors, which read none, carry none. */
export const policyOverrideCodec: Codec<PolicyOverride> = /* @__PURE__ */ object(
  {},
  {
    ...members,
    checkIn: /* @__PURE__ */ object({}, checkInMembers),
    look: lookOverrideCodec,
    faultRecipients: /* @__PURE__ */ listOf(mailAddress, { max: 10 }),
  },
);
