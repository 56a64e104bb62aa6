/** What facilities have tablets do, from the console to the screen and back: who was told what, and how far it is. */

import {
  branded,
  type Codec,
  integer,
  isoInstant,
  listOf,
  nullable,
  object,
  oneOf,
  text,
  union,
} from '../basics/codec.ts';
import type { CommandId, DeviceId } from '../basics/ids.ts';
import { type Instant, MINUTE_MS, SECOND_MS } from '../basics/instant.ts';

/**
 * `reload`: the page anew, once nobody uses it; `update`: the newest release now; `identify`: its place in large letters
 * for some seconds; `dim`: the glass at so many per cent for some minutes; `message`: words beside the status for some
 * minutes; `move`: to another room or board; `revoke`: off its room for good.
 */
export const deviceCommandKinds = ['reload', 'update', 'identify', 'dim', 'message', 'move', 'revoke'] as const;
export type DeviceCommandKind = (typeof deviceCommandKinds)[number];

export type DeviceOrder =
  | { readonly kind: 'reload' }
  | { readonly kind: 'update' }
  | { readonly kind: 'identify'; readonly seconds?: number }
  | { readonly kind: 'dim'; readonly percent: number; readonly minutes?: number }
  | { readonly kind: 'message'; readonly words: string; readonly minutes?: number }
  /** One of the two: an address or id of a room; the id of a board. */
  | { readonly kind: 'move'; readonly room?: string; readonly board?: string }
  | { readonly kind: 'revoke' };

/** What is taken where the order does not say. */
export const IDENTIFY_SECONDS = 15;
export const DIM_MINUTES = 60;
export const MESSAGE_MINUTES = 15;
const LONGEST_MINUTES = 24 * 60;

export const deviceOrderCodec: Codec<DeviceOrder> = union({
  reload: object({}),
  update: object({}),
  identify: object({}, { seconds: integer({ min: 3, max: 300 }) }),
  dim: object({ percent: integer({ min: 1, max: 100 }) }, { minutes: integer({ min: 1, max: LONGEST_MINUTES }) }),
  message: object({ words: text({ min: 1, max: 300 }) }, { minutes: integer({ min: 1, max: LONGEST_MINUTES }) }),
  move: object({}, { room: text({ min: 1, max: 500 }), board: text({ min: 1, max: 100 }) }),
  revoke: object({}),
});

/** As many as one site has. */
export const MOST_TOLD_AT_ONCE = 2_000;

/** POST /api/console/commands: the same to one or many. */
export type CommandRequest = { readonly devices: readonly DeviceId[]; readonly order: DeviceOrder };
export const commandRequestCodec: Codec<CommandRequest> = object({
  devices: listOf(branded<DeviceId>(100), { max: MOST_TOLD_AT_ONCE }),
  order: deviceOrderCodec,
});

/**
 * `sent`: on its way, which for a tablet that is not connected means until it comes back or the time is over;
 * `received`: the tablet has it; `done`, `failed`: it says so; `timed-out`: it never did, and will not be told any more.
 */
export const commandStates = ['sent', 'received', 'done', 'failed', 'timed-out'] as const;
export type CommandState = (typeof commandStates)[number];

export type CommandReport = {
  readonly id: CommandId;
  /** The same for all that were told at once. */
  readonly batch: string;
  readonly device: DeviceId;
  readonly order: DeviceOrder;
  readonly state: CommandState;
  readonly sentAt: Instant;
  readonly sentBy: string;
  /** When it came to its state. */
  readonly changedAt: Instant;
  /** When it is given up, unless it is over before. */
  readonly expiresAt: Instant;
  /** Why it failed, in words; null otherwise. */
  readonly failure: string | null;
};

export const commandReportCodec: Codec<CommandReport> = object({
  id: branded<CommandId>(100),
  batch: text({ min: 1, max: 100 }),
  device: branded<DeviceId>(100),
  order: deviceOrderCodec,
  state: oneOf(...commandStates),
  sentAt: isoInstant,
  sentBy: text({ max: 300 }),
  changedAt: isoInstant,
  expiresAt: isoInstant,
  failure: nullable(text({ max: 300 })),
});

/** GET /api/console/commands: the latest first. Also the answer to the POST, with those that it made. */
export const MOST_COMMANDS_LISTED = 2_000;
export type CommandList = { readonly commands: readonly CommandReport[] };
export const commandListCodec: Codec<CommandList> = object({
  commands: listOf(commandReportCodec, { max: MOST_COMMANDS_LISTED }),
});

/** POST /api/device/commands/{id}: how far the tablet is with it. */
export const commandNews = ['received', 'done', 'failed'] as const;
export type CommandProgress = { readonly state: (typeof commandNews)[number]; readonly words?: string };
export const commandProgressCodec: Codec<CommandProgress> = object(
  { state: oneOf(...commandNews) },
  { words: text({ max: 300 }) },
);

/** Who stands before a tablet waits half a minute for its name; a page that is in use may need longer to be free. */
export const LIVES_MS: { readonly [K in DeviceCommandKind]: number } = {
  identify: 30 * SECOND_MS,
  message: 2 * MINUTE_MS,
  dim: 2 * MINUTE_MS,
  reload: 10 * MINUTE_MS,
  update: 15 * MINUTE_MS,
  move: MINUTE_MS,
  revoke: MINUTE_MS,
};
