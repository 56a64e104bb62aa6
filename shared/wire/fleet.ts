/**
 * GET /api/console/stream: every device with what it shows right now, as server-sent events. Each event `fleet` says what
 * is new, the first of them everything; whoever reads keeps what it was told by id and puts the newer in its place.
 */

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
  text,
} from '../basics/codec.ts';
import type { BoardId, DeviceId } from '../basics/ids.ts';
import type { Instant } from '../basics/instant.ts';
import { type CommandReport, commandReportCodec } from './device-commands.ts';
import {
  errorTallyCodec,
  type Shown,
  shownCodec,
  type TabletErrorKind,
  type Tally,
  type Vitals,
  vitalsCodec,
} from './evidence.ts';
import { type Particulars, particularsCodec } from './pairing.ts';
import { type Alarm, alarmCodec } from './watch.ts';

/**
 * Fixed meanings (shared/rules/online-band.ts). green: connected, and the screen knows what it shows. amber: connected
 * but the screen says that it is not sure, or away for less than three minutes. red: away longer, or never seen.
 */
export const onlineBands = ['green', 'amber', 'red'] as const;
export type OnlineBand = (typeof onlineBands)[number];

/**
 * Why a stream ended. `closed`: by the tablet, as when it reloads; `broken`: the connection failed; `stalled`: it did not
 * take what was sent; `superseded`: by a newer stream of the same tablet; `restart`: the proxy was stopped.
 */
export const linkEnds = ['closed', 'broken', 'stalled', 'superseded', 'restart'] as const;
export type LinkEnd = (typeof linkEnds)[number];

export type BrokenLink = { readonly at: Instant; readonly end: LinkEnd; readonly lastedSeconds: number };

export type FleetDevice = {
  readonly id: DeviceId;
  /** Null for a screen that is a board. */
  readonly room: {
    readonly id: string;
    readonly address: string;
    readonly displayName: string;
    readonly building: string | null;
    readonly floor: string | null;
  } | null;
  readonly board: { readonly id: BoardId; readonly name: string } | null;
  /** As whoever manages the tablets calls it. */
  readonly name: string | null;
  readonly particulars: Particulars | null;
  readonly pairedAt: Instant;
  readonly pairedBy: string;
  readonly band: OnlineBand;
  /** When its stream opened; null while it is away. */
  readonly connectedSince: Instant | null;
  /** Since when it is away; null while it is connected, and where it was not seen in this life of the proxy. */
  readonly awaySince: Instant | null;
  readonly lastSeenAt: Instant | null;
  /** How its last streams ended, latest first. */
  readonly brokenLinks: readonly BrokenLink[];
  /** What it showed when it last said so. */
  readonly shown: Shown | null;
  readonly reportedAt: Instant | null;
  readonly release: string | null;
  readonly vitals: Vitals | null;
  readonly lastTouchAt: Instant | null;
  /** Of today (UTC). */
  readonly errors: readonly Tally<TabletErrorKind>[];
};

export const MOST_BROKEN_LINKS = 5;

const count = integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

export const fleetDeviceCodec: Codec<FleetDevice> = object({
  id: branded<DeviceId>(),
  room: nullable(
    object({ id: text(), address: text(), displayName: text(), building: nullable(text()), floor: nullable(text()) }),
  ),
  board: nullable(object({ id: branded<BoardId>(), name: text() })),
  name: nullable(text()),
  particulars: nullable(particularsCodec),
  pairedAt: isoInstant,
  pairedBy: text(),
  band: oneOf(...onlineBands),
  connectedSince: nullable(isoInstant),
  awaySince: nullable(isoInstant),
  lastSeenAt: nullable(isoInstant),
  brokenLinks: listOf(object({ at: isoInstant, end: oneOf(...linkEnds), lastedSeconds: count }), {
    max: MOST_BROKEN_LINKS,
  }),
  shown: nullable(shownCodec),
  reportedAt: nullable(isoInstant),
  release: nullable(text({ max: 64 })),
  vitals: nullable(vitalsCodec),
  lastTouchAt: nullable(isoInstant),
  errors: listOf(errorTallyCodec, { max: 50 }),
});

export type FleetNews = {
  /** Forget all that was told before: this begins the whole anew. */
  readonly afresh: boolean;
  /** How many devices there are, so that a page knows what is still to come of a large fleet. */
  readonly total: number;
  /** The release that the proxy serves now; null where no pages are built. */
  readonly release: string | null;
  readonly devices: readonly FleetDevice[];
  /** Taken off their rooms. */
  readonly gone: readonly DeviceId[];
  readonly commands: readonly CommandReport[];
  readonly alarms: readonly Alarm[];
};

/** A large fleet comes in several events of so many, so that the first rows are there at once. */
export const FLEET_PART = 200;
/** What changes is told together, up to so many at once. */
export const MOST_FLEET_CHANGES = 500;

export const fleetNewsCodec: Codec<FleetNews> = object({
  afresh: flag,
  total: count,
  release: nullable(text({ max: 64 })),
  devices: listOf(fleetDeviceCodec, { max: MOST_FLEET_CHANGES }),
  gone: listOf(branded<DeviceId>(), { max: 10_000 }),
  commands: listOf(commandReportCodec, { max: MOST_FLEET_CHANGES }),
  alarms: listOf(alarmCodec, { max: 1_000 }),
});

/** Told every ten seconds, so that a page knows a quiet fleet from a dead line. */
export const fleetHeartbeatCodec = object({ time: isoInstant });

/** The events by name. */
export const fleetStreamCodecs = { fleet: fleetNewsCodec, heartbeat: fleetHeartbeatCodec };
