/** What facilities decide about a room: tenant defaults, overridden room by room. */

import { type Codec, flag, integer, listOf, object } from '../basics/codec.ts';

export type Policy = {
  /** Off until an admin who knows about RemovePrivateProperty turns it on (design, 5.4). */
  readonly showTitles: boolean;
  readonly showOrganizers: boolean;
  /** Whether anyone may book, extend and end at the door. */
  readonly mayBook: boolean;
  /** What the door offers, in minutes, shortest first. */
  readonly bookingLengths: readonly number[];
  readonly longestBookingMinutes: number;
  /** Ends are rounded up to a multiple of this, counted from the hour. */
  readonly roundToMinutes: number;
  /** When the building is in use, in the room's local minutes since midnight: the ribbon's span and our pace of reading. */
  readonly openingHours: OpeningHours;
  readonly startingSoonMinutes: number;
  readonly endingSoonMinutes: number;
};

export type OpeningHours = { readonly from: number; readonly to: number };

export const defaultPolicy: Policy = {
  showTitles: false,
  showOrganizers: true,
  mayBook: true,
  bookingLengths: [15, 30, 60],
  longestBookingMinutes: 240,
  roundToMinutes: 5,
  openingHours: { from: 8 * 60, to: 18 * 60 },
  startingSoonMinutes: 15,
  endingSoonMinutes: 10,
};

const minutesOfDay = integer({ min: 0, max: 24 * 60 });

const members = {
  showTitles: flag,
  showOrganizers: flag,
  mayBook: flag,
  bookingLengths: listOf(integer({ min: 5, max: 24 * 60 }), { max: 5 }),
  longestBookingMinutes: integer({ min: 5, max: 24 * 60 }),
  roundToMinutes: integer({ min: 1, max: 60 }),
  openingHours: object({ from: minutesOfDay, to: minutesOfDay }) satisfies Codec<OpeningHours>,
  startingSoonMinutes: integer({ min: 0, max: 120 }),
  endingSoonMinutes: integer({ min: 0, max: 120 }),
};

export const policyCodec: Codec<Policy> = object(members);

/** Some of the policy: what one level decides, leaving the rest to the level above. */
export type PolicyOverride = { readonly [K in keyof Policy]?: Policy[K] };

export const policyOverrideCodec: Codec<PolicyOverride> = object({}, members);
