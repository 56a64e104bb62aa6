/**
 * Pairing many tablets at once: links that pair a tablet by themselves, once; and where tablets of which name belong, so
 * that whoever manages them can give all the same start address.
 */

import { branded, type Codec, integer, isoInstant, listOf, nullable, object, oneOf, text } from '../basics/codec.ts';
import type { DeviceId, EnrolmentId } from '../basics/ids.ts';
import type { Instant } from '../basics/instant.ts';
import {
  type DeviceSummary,
  deviceNameCodec,
  deviceSummaryCodec,
  type Particulars,
  particularsCodec,
} from './pairing.ts';

/** As many as one delivery of tablets has. */
export const MOST_LINKS_AT_ONCE = 500;
export const LINK_HOURS = { least: 1, usual: 7 * 24, most: 90 * 24 };
/** What stands behind the # of a link: no server and no log on the way ever sees it there. */
export const LINK_MARK = '#enrol=';

/** One of the three: a room by address or id, a board by id or name, or the device that the tablet takes over from. */
export type WantedLink = {
  readonly room?: string;
  readonly board?: string;
  readonly replaces?: DeviceId;
  /** What the tablet is to be called. */
  readonly name?: string;
};

/** POST /api/console/enrolments */
export type EnrolmentRequest = { readonly links: readonly WantedLink[]; readonly hours?: number };
export const enrolmentRequestCodec: Codec<EnrolmentRequest> = object(
  {
    links: listOf(
      object(
        {},
        {
          room: text({ min: 1, max: 500 }),
          board: text({ min: 1, max: 100 }),
          replaces: branded<DeviceId>(100),
          name: deviceNameCodec,
        },
      ),
      { max: MOST_LINKS_AT_ONCE },
    ),
  },
  { hours: integer({ min: LINK_HOURS.least, max: LINK_HOURS.most }) },
);

/** `open`: whoever opens it first is paired. */
export const enrolmentStates = ['open', 'used', 'withdrawn', 'expired'] as const;
export type EnrolmentState = (typeof enrolmentStates)[number];

export type EnrolmentSummary = {
  readonly id: EnrolmentId;
  /** Where the tablet will hang, in words a person knows: a room's or a board's name. */
  readonly place: string;
  readonly building: string | null;
  readonly floor: string | null;
  readonly replaces: DeviceId | null;
  readonly name: string | null;
  readonly state: EnrolmentState;
  readonly madeAt: Instant;
  readonly madeBy: string;
  readonly expiresAt: Instant;
  readonly usedAt: Instant | null;
  /** The tablet that used it. */
  readonly device: DeviceId | null;
};

export const enrolmentSummaryCodec: Codec<EnrolmentSummary> = object({
  id: branded<EnrolmentId>(100),
  place: text(),
  building: nullable(text()),
  floor: nullable(text()),
  replaces: nullable(branded<DeviceId>()),
  name: nullable(text()),
  state: oneOf(...enrolmentStates),
  madeAt: isoInstant,
  madeBy: text(),
  expiresAt: isoInstant,
  usedAt: nullable(isoInstant),
  device: nullable(branded<DeviceId>()),
});

/** GET /api/console/enrolments: the latest first. */
export const enrolmentListCodec = object({ enrolments: listOf(enrolmentSummaryCodec, { max: 10_000 }) });

/** The answer to the POST: the only time that the links are told, in the order in which they were asked for. */
export type MadeLink = { readonly enrolment: EnrolmentSummary; readonly url: string };
export const madeLinkCodec: Codec<MadeLink> = object({
  enrolment: enrolmentSummaryCodec,
  url: text({ min: 1, max: 2_000 }),
});
export const madeLinksCodec: Codec<{ readonly links: readonly MadeLink[] }> = object({
  links: listOf(madeLinkCodec, { max: MOST_LINKS_AT_ONCE }),
});

/** POST /api/console/enrolments/withdraw */
export const withdrawalCodec = object({ ids: listOf(branded<EnrolmentId>(100), { max: 10_000 }) });

/** POST /api/enrolments: a tablet uses a link. `attempt` is its own: with it the same tablet may ask again. */
export type Redeeming = {
  readonly link: string;
  readonly attempt?: string;
  readonly particulars?: Particulars;
  readonly name?: string;
};
export const redeemingCodec: Codec<Redeeming> = object(
  { link: text({ min: 1, max: 200 }) },
  { attempt: text({ min: 16, max: 100 }), particulars: particularsCodec, name: deviceNameCodec },
);
export const redeemedCodec: Codec<DeviceSummary> = deviceSummaryCodec;

/** A tablet that shows a code, as the console lists those that wait; without the code, which only the tablet shows. */
export type Waiter = {
  readonly id: string;
  readonly name: string | null;
  readonly particulars: Particulars | null;
  readonly address: string;
  readonly askedAt: Instant;
  readonly expiresAt: Instant;
  /** Where its name says that it belongs; null where it says nothing. */
  readonly place: { readonly room: string | null; readonly board: string | null; readonly displayName: string } | null;
  /** Why it is not to be paired by its name alone, in words; null where nothing speaks against it. */
  readonly doubt: string | null;
};

/** GET /api/console/pairings */
export const waiterListCodec: Codec<{ readonly waiting: readonly Waiter[] }> = object({
  waiting: listOf(
    object({
      id: text({ min: 1, max: 100 }),
      name: nullable(text()),
      particulars: nullable(particularsCodec),
      address: text({ max: 100 }),
      askedAt: isoInstant,
      expiresAt: isoInstant,
      place: nullable(object({ room: nullable(text()), board: nullable(text()), displayName: text() })),
      doubt: nullable(text()),
    }),
    { max: 2_000 },
  ),
});

/** POST /api/console/pairings/by-name: yes to these, each where its name says. */
export const pairByNameCodec = object({ waiting: listOf(text({ min: 1, max: 100 }), { max: 2_000 }) });
export const pairedByNameCodec = object({
  paired: listOf(deviceSummaryCodec, { max: 2_000 }),
  /** Whose code has run out, or who has no place or a doubt. */
  left: listOf(text({ max: 100 }), { max: 2_000 }),
});

/**
 * What a line of the list of names comes to. `set`: new; `change`: another place than before; `same`; `fault`: nothing is
 * done with it, and `words` say why. `moves`: a paired tablet of that name hangs elsewhere and goes along.
 */
export type NameLine = {
  readonly line: number;
  readonly name: string;
  readonly place: string;
  /** Of the place: one of the two, and neither where there is a fault. */
  readonly room: string | null;
  readonly board: string | null;
  readonly verdict: 'set' | 'change' | 'same' | 'fault';
  readonly words: string | null;
  readonly moves: readonly DeviceId[];
};

/** POST /api/console/device-names/preview and PUT /api/console/device-names: a text of comma-separated values. */
export const nameSheetCodec = object({ csv: text({ max: 1_000_000 }) });
export const nameLinesCodec: Codec<{ readonly lines: readonly NameLine[] }> = object({
  lines: listOf(
    object({
      line: integer({ min: 1, max: 1_000_000 }),
      name: text(),
      place: text(),
      room: nullable(text()),
      board: nullable(text()),
      verdict: oneOf('set', 'change', 'same', 'fault'),
      words: nullable(text()),
      moves: listOf(branded<DeviceId>(), { max: 10_000 }),
    }),
    { max: 10_000 },
  ),
});

/** GET /api/console/device-names */
export type NamedPlace = { readonly name: string; readonly place: string; readonly devices: number };
export const namedPlacesCodec: Codec<{ readonly places: readonly NamedPlace[] }> = object({
  places: listOf(object({ name: text(), place: text(), devices: integer({ min: 0, max: 10_000 }) }), { max: 10_000 }),
});

/** POST /api/console/device-names/forget */
export const forgottenNamesCodec = object({ names: listOf(deviceNameCodec, { max: 10_000 }) });

/** PUT /api/console/devices/{id}/name; null takes it away. */
export const deviceNamingCodec = object({ name: nullable(deviceNameCodec) });
