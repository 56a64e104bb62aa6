/**
 * What facilities have tablets do, seen through: written down before it is sent, sent over whichever stream the tablet has
 * or opens in time, and never after its time. Each ends done, failed or timed out; none is told twice to act.
 */

import type { BoardId, CommandId, DeviceId, RoomId } from '../../shared/basics/ids.ts';
import { addMs, earliest, type Instant, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import { ok, type Result } from '../../shared/basics/result.ts';
import {
  type CommandProgress,
  type CommandReport,
  type CommandRequest,
  type CommandState,
  type DeviceOrder,
  DIM_MINUTES,
  IDENTIFY_SECONDS,
  LIVES_MS,
  MESSAGE_MINUTES,
} from '../../shared/wire/device-commands.ts';
import type { Command } from '../../shared/wire/stream-message.ts';
import type { Device } from '../ports/devices.ts';
import { type Cancel, type Chance, type Clock, type Log, nameOf } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';

/** Where a device is to hang; null where there is no such room or board. */
type Place = Pick<Device, 'roomId' | 'boardId'>;

export type CommandsNeeds = {
  readonly store: Pick<Store, 'saveCommands' | 'listCommands' | 'findDevice'>;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'uuid'>;
  readonly log: Log;
  /** To its streams, wherever they are. */
  readonly tell: (deviceId: DeviceId, command: Command) => void;
  readonly findRoom: (addressOrId: string) => { readonly id: RoomId } | null;
  readonly findBoard: (id: BoardId) => { readonly id: BoardId } | null;
  /** How a person calls the place where it hangs. */
  readonly placeName: (device: Device) => string;
  readonly move: (id: DeviceId, place: Place) => Promise<unknown>;
  readonly revoke: (id: DeviceId) => Promise<unknown>;
  readonly onChange: (command: CommandReport) => void;
};

export type Told = { readonly report: CommandReport; readonly device: Device | null };

/** Kept at hand: a bulk command to a large site, twice. Older ones are in the store. */
const MOST_REMEMBERED = 5_000;
/** Two thousand tablets answer within a second: as one write each that would be felt at the doors. */
const KEEP_AFTER_MS = 250;

export type Commands = Awaited<ReturnType<typeof createCommands>>;

export async function createCommands(needs: CommandsNeeds) {
  const { store, clock, chance, log, tell, findRoom, findBoard, placeName, move, revoke, onChange } = needs;
  /** Oldest first. */
  const known = new Map<CommandId, CommandReport>();
  const open = new Map<DeviceId, Map<CommandId, Command | null>>();
  const unkept = new Set<CommandId>();
  let cancelKeeping: Cancel | null = null;
  let cancelExpiry: Cancel = () => undefined;

  for (const report of (await store.listCommands(MOST_REMEMBERED)).reverse()) {
    known.set(report.id, report);
    if (isOpen(report.state)) openOf(report.device).set(report.id, await commandFor(report));
  }
  expire();

  function openOf(deviceId: DeviceId): Map<CommandId, Command | null> {
    const there = open.get(deviceId) ?? new Map<CommandId, Command | null>();
    open.set(deviceId, there);
    return there;
  }

  async function commandFor(report: CommandReport): Promise<Command | null> {
    const device = await store.findDevice(report.device);
    return device === null ? null : commandOf(report, placeName(device));
  }

  function remember(report: CommandReport): void {
    known.delete(report.id);
    known.set(report.id, report);
    for (const [id, { state }] of known) {
      if (known.size <= MOST_REMEMBERED) break;
      if (!isOpen(state)) known.delete(id);
    }
    onChange(report);
  }

  function change(report: CommandReport, state: CommandState, failure: string | null = null): CommandReport {
    const changed = { ...report, state, failure, changedAt: clock.now() };
    // In its place, so that what is remembered stays in the order of sending.
    known.set(report.id, changed);
    onChange(changed);
    if (!isOpen(state)) {
      const ofDevice = open.get(report.device);
      ofDevice?.delete(report.id);
      if (ofDevice?.size === 0) open.delete(report.device);
    }
    unkept.add(report.id);
    cancelKeeping ??= clock.after(KEEP_AFTER_MS, () => void keep());
    return changed;
  }

  async function keep(): Promise<void> {
    cancelKeeping = null;
    const reports = [...unkept].flatMap((id) => known.get(id) ?? []);
    unkept.clear();
    try {
      if (reports.length > 0) await store.saveCommands(reports);
    } catch (cause) {
      // The tablets have done it; what a restart then takes for open ends as timed out.
      log.warn('commands.not-kept', {
        commands: reports.length,
        cause: nameOf(cause),
      });
    }
  }

  /** Ends what has run out, and looks again when the next does. */
  function expire(): void {
    cancelExpiry();
    const now = clock.now();
    let next: Instant | null = null;
    for (const ids of [...open.values()]) {
      for (const id of [...ids.keys()]) {
        const report = known.get(id);
        if (report === undefined) continue;
        if (report.expiresAt <= now) change(report, 'timed-out');
        else next = next === null ? report.expiresAt : earliest(next, report.expiresAt);
      }
    }
    if (next !== null) cancelExpiry = clock.after(Math.max(0, next - now), expire);
  }

  /** What the proxy does itself: the tablet only follows. */
  async function doHere(report: CommandReport, place: Place | null): Promise<void> {
    try {
      const done = place === null ? await revoke(report.device) : await move(report.device, place);
      if (done === null) change(report, 'failed', 'This tablet is not paired any more.');
      else change(report, 'done');
    } catch (cause) {
      log.warn('command.failed', {
        kind: report.order.kind,
        cause: nameOf(cause),
      });
      change(report, 'failed', 'The proxy could not write it down.');
    }
  }

  function placeOf(order: DeviceOrder): Result<Place | null, 'no-such-place'> {
    if (order.kind !== 'move') return ok(null);
    const room = order.room === undefined ? null : findRoom(order.room);
    const board = order.board === undefined ? null : findBoard(order.board as BoardId);
    if ((room === null) === (board === null)) return { ok: false, error: 'no-such-place' };
    return ok({ roomId: room?.id ?? null, boardId: board?.id ?? null });
  }

  return {
    /** Answers once it is written down and on its way. One for each device, in their order, each of them once. */
    async send({ devices, order }: CommandRequest, sentBy: string): Promise<Result<readonly Told[], 'no-such-place'>> {
      const place = placeOf(order);
      if (!place.ok) return place;
      const sentAt = clock.now();
      const batch = chance.uuid();
      const expiresAt = addMs(sentAt, LIVES_MS[order.kind]);
      const made: Told[] = [];
      for (const id of new Set(devices)) {
        const device = await store.findDevice(id);
        const isThere = device !== null && device.revokedAt === null;
        const report: CommandReport = {
          id: chance.uuid() as CommandId,
          batch,
          device: id,
          order,
          state: isThere ? 'sent' : 'failed',
          sentAt,
          sentBy: sentBy.slice(0, 300),
          changedAt: sentAt,
          expiresAt,
          failure: isThere ? null : 'This tablet is not paired any more.',
        };
        made.push({ report, device: isThere ? device : null });
      }
      await store.saveCommands(made.map(({ report }) => report));
      for (const { report, device } of made) {
        remember(report);
        if (device === null) continue;
        const command = commandOf(report, placeName(device));
        openOf(report.device).set(report.id, command);
        if (command === null) await doHere(report, place.value);
        else tell(report.device, command);
      }
      expire();
      return ok(made.map(({ report, device }) => ({ report: known.get(report.id) ?? report, device })));
    },

    /** What the tablet says of it. Null where it was never told that; what is over stays as it ended. */
    progress(deviceId: DeviceId, id: CommandId, { state, words }: CommandProgress): CommandReport | null {
      const report = known.get(id);
      if (report === undefined || report.device !== deviceId) return null;
      if (!isOpen(report.state) || (state === 'received' && report.state === 'received')) return report;
      return change(report, state, state === 'failed' ? (words ?? 'The tablet did not say why.') : null);
    },

    /** Sent and not known to have arrived, for a stream that opens: while there is time, and each only until it has. */
    unanswered(deviceId: DeviceId): readonly Command[] {
      const now = clock.now();
      return [...(open.get(deviceId) ?? [])].flatMap(([id, command]) => {
        const report = known.get(id);
        return command !== null && report?.state === 'sent' && report.expiresAt > now ? [command] : [];
      });
    },

    /** The latest sent first. */
    recent: (most: number): CommandReport[] => [...known.values()].slice(-most).reverse(),

    async close(): Promise<void> {
      cancelExpiry();
      cancelKeeping?.();
      await keep();
    },
  };
}

/** Null for what the proxy does itself. */
function commandOf({ id, order, expiresAt }: CommandReport, place: string): Command | null {
  const common = { id, notAfter: expiresAt };
  switch (order.kind) {
    case 'reload':
    case 'update':
      return { ...common, name: order.kind };
    case 'identify':
      return { ...common, name: 'identify', seconds: order.seconds ?? IDENTIFY_SECONDS, words: place };
    case 'dim':
      return { ...common, name: 'dim', percent: order.percent, seconds: seconds(order.minutes ?? DIM_MINUTES) };
    case 'message':
      return { ...common, name: 'message', words: order.words, seconds: seconds(order.minutes ?? MESSAGE_MINUTES) };
    case 'move':
    case 'revoke':
      return null;
    default:
      return order satisfies never;
  }
}

function seconds(minutes: number): number {
  return (minutes * MINUTE_MS) / SECOND_MS;
}

function isOpen(state: CommandState): boolean {
  return state === 'sent' || state === 'received';
}
