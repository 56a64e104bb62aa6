/**
 * The fleet as operators watch it: everything at first, then what has changed, told together a few times a second at the
 * most, however many tablets change. While nobody watches it costs nothing. What has changed is found by comparing what
 * would be told with what was: so no news can be forgotten by whoever brings it, and none is told twice.
 */

import { encodeText } from '../../shared/basics/codec.ts';
import type { CommandId, DeviceId } from '../../shared/basics/ids.ts';
import { addMs, type Instant, SECOND_MS } from '../../shared/basics/instant.ts';
import type { CommandReport } from '../../shared/wire/device-commands.ts';
import {
  FLEET_PART,
  type FleetDevice,
  type FleetNews,
  fleetDeviceCodec,
  fleetHeartbeatCodec,
  fleetNewsCodec,
  MOST_FLEET_CHANGES,
} from '../../shared/wire/fleet.ts';
import { HEARTBEAT_MS } from '../../shared/wire/stream-message.ts';
import type { Alarm } from '../../shared/wire/watch.ts';
import { type Cancel, type Clock, type Log, nameOf } from '../ports/runtime.ts';
import type { EventSink } from './listeners.ts';
import { eventFrame, type StreamFrame } from './stream-frame.ts';

export type FleetHubNeeds = {
  readonly clock: Clock;
  readonly log: Log;
  /** Every paired one, as it is now. */
  readonly listDevices: () => Promise<readonly FleetDevice[]>;
  /** As it is now; null where it is paired no more. */
  readonly describe: (id: DeviceId) => Promise<FleetDevice | null>;
  /** The latest sent first. */
  readonly recentCommands: (most: number) => readonly CommandReport[];
  readonly listAlarms: () => readonly Alarm[];
  readonly release: string | null;
};

export type FleetHub = {
  /** Whether there is a place for one more stream of this operator. */
  admits(operator: string): boolean;
  /**
   * Sends the whole at once, and ends it at `until`; of one operator's streams the newest count. The answer takes the
   * watcher off; to be called when it is gone.
   */
  connect(sink: EventSink, watching: { readonly operator: string; readonly until: Instant }): Cancel;
  deviceChanged(id: DeviceId): void;
  commandChanged(command: CommandReport): void;
  watchers(): number;
  close(): void;
};

/** Between two messages: faster than anybody reads, and slow enough for a page of two thousand rows. */
const TOGETHER_MS = 400;
/** What changes by time alone (a band turns red), or without a word to us, is found by looking at all. */
const LOOK_EVERY_MS = HEARTBEAT_MS;
const MOST_WATCHERS = 100;
/** A few windows on a few machines. Without it one person, or one stolen sign-in, could have every place there is. */
const MOST_OF_OPERATOR = 8;
/** Of a site of ten thousand the whole is some megabytes; whoever owes more has stopped reading, and begins anew. */
const MOST_BACKLOG_BYTES = 16 * 1024 * 1024;

type Watcher = {
  readonly sink: EventSink;
  readonly operator: string;
  readonly until: Instant;
  isTold: boolean;
};

export function createFleetHub(needs: FleetHubNeeds): FleetHub {
  const { clock, log, listDevices, describe, recentCommands, listAlarms, release } = needs;
  const watchers = new Set<Watcher>();
  /** What was told last, as text. */
  const told = new Map<DeviceId, string>();
  const toldAlarms = new Map<string, string>();
  const changed = new Set<DeviceId>();
  const commands = new Map<CommandId, CommandReport>();
  let cancelStep: Cancel | null = null;
  let lookAt: Instant = clock.now();

  const ofOperator = (operator: string): Watcher[] => [...watchers].filter((one) => one.operator === operator);

  function news(part: Partial<FleetNews>): StreamFrame {
    const nothing = { afresh: false, total: told.size, release, devices: [], gone: [], commands: [], alarms: [] };
    return eventFrame(`event: fleet\ndata: ${encodeText(fleetNewsCodec, { ...nothing, ...part })}\n\n`);
  }

  function send(watcher: Watcher, frame: StreamFrame): void {
    if (watcher.sink.backlogBytes() <= MOST_BACKLOG_BYTES) {
      watcher.sink.send(frame);
      return;
    }
    log.warn('fleet.watcher-cut', { backlogBytes: watcher.sink.backlogBytes() });
    remove(watcher);
    watcher.sink.cut();
  }

  function tell(frame: StreamFrame): void {
    for (const watcher of [...watchers]) if (watcher.isTold) send(watcher, frame);
  }

  function remove(watcher: Watcher): void {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    cancelStep?.();
    cancelStep = null;
    told.clear();
    toldAlarms.clear();
    changed.clear();
    commands.clear();
  }

  function stepSoon(): void {
    cancelStep ??= clock.after(TOGETHER_MS, () => {
      step()
        .catch((cause: unknown) => {
          // The store, as a rule. The next look finds what this one missed.
          log.warn('fleet.not-looked', { cause: nameOf(cause) });
        })
        .finally(() => {
          cancelStep = null;
          if (watchers.size > 0) stepSoon();
        });
    });
  }

  async function step(): Promise<void> {
    const now = clock.now();
    for (const watcher of [...watchers]) {
      if (watcher.until > now) continue;
      remove(watcher);
      watcher.sink.end();
    }
    if (watchers.size === 0) return;
    const isTime = now >= lookAt;
    if (isTime) {
      lookAt = addMs(now, LOOK_EVERY_MS);
      tell(eventFrame(`event: heartbeat\ndata: ${encodeText(fleetHeartbeatCodec, { time: now })}\n\n`));
    }
    const seen = isTime ? await look() : await lookAtChanged();
    const alarms = changedAlarms();
    const ended = [...commands.values()].slice(0, MOST_FLEET_CHANGES);
    for (const { id } of ended) commands.delete(id);
    const { devices, gone } = seen;
    if (devices.length + gone.length + alarms.length + ended.length > 0) {
      tell(news({ devices: devices.slice(0, MOST_FLEET_CHANGES), gone, alarms, commands: ended }));
    }
    for (const { id } of devices.slice(MOST_FLEET_CHANGES)) {
      told.delete(id);
      changed.add(id);
    }
  }

  /** Those of which something else would be told than was. */
  function differing(devices: readonly FleetDevice[]): FleetDevice[] {
    return devices.filter((device) => {
      const text = encodeText(fleetDeviceCodec, device);
      if (told.get(device.id) === text) return false;
      told.set(device.id, text);
      return true;
    });
  }

  async function look(): Promise<{ devices: FleetDevice[]; gone: DeviceId[] }> {
    const all = await listDevices();
    const ids = new Set(all.map(({ id }) => id));
    const gone = [...told.keys()].filter((id) => !ids.has(id));
    for (const id of gone) told.delete(id);
    changed.clear();
    return { devices: differing(all), gone };
  }

  async function lookAtChanged(): Promise<{ devices: FleetDevice[]; gone: DeviceId[] }> {
    const ids = [...changed].slice(0, MOST_FLEET_CHANGES);
    const found: FleetDevice[] = [];
    const gone: DeviceId[] = [];
    for (const id of ids) {
      changed.delete(id);
      const device = await describe(id);
      if (device !== null) found.push(device);
      else if (told.delete(id)) gone.push(id);
    }
    return { devices: differing(found), gone };
  }

  function changedAlarms(): Alarm[] {
    return listAlarms().filter((alarm) => {
      const text = JSON.stringify(alarm);
      if (toldAlarms.get(alarm.id) === text) return false;
      toldAlarms.set(alarm.id, text);
      return true;
    });
  }

  /** A step may have told the others something newer, while these were being listed: then it is told again. */
  function compare(devices: readonly FleetDevice[]): void {
    for (const device of devices) {
      const text = encodeText(fleetDeviceCodec, device);
      if (!told.has(device.id)) told.set(device.id, text);
      else if (told.get(device.id) !== text) {
        told.delete(device.id);
        changed.add(device.id);
      }
    }
  }

  /** In parts, so that a page has its first rows before the last are there. */
  async function welcome(watcher: Watcher): Promise<void> {
    const devices = await listDevices();
    if (!watchers.has(watcher)) return;
    compare(devices);
    if (watchers.size === 1) changedAlarms();
    const parts = Math.max(1, Math.ceil(devices.length / FLEET_PART));
    for (let part = 0; part < parts; part += 1) {
      const first = part === 0;
      const whole = first ? { commands: recentCommands(MOST_FLEET_CHANGES), alarms: listAlarms() } : {};
      const some = devices.slice(part * FLEET_PART, (part + 1) * FLEET_PART);
      send(watcher, news({ ...whole, afresh: first, total: devices.length, devices: some }));
    }
    send(watcher, eventFrame(`event: heartbeat\ndata: ${encodeText(fleetHeartbeatCodec, { time: clock.now() })}\n\n`));
    watcher.isTold = true;
  }

  return {
    admits: (operator) => watchers.size < MOST_WATCHERS || ofOperator(operator).length >= MOST_OF_OPERATOR,
    connect(sink, { operator, until }) {
      // Oldest first, as they came.
      const [oldest, ...others] = ofOperator(operator);
      if (oldest !== undefined && others.length + 1 >= MOST_OF_OPERATOR) {
        remove(oldest);
        oldest.sink.end();
      }
      const watcher: Watcher = { sink, operator, until, isTold: false };
      watchers.add(watcher);
      if (watchers.size === 1) lookAt = addMs(clock.now(), LOOK_EVERY_MS);
      welcome(watcher).catch((cause: unknown) => {
        // It cannot be read just now: whoever watches comes again.
        log.warn('fleet.not-looked', { cause: nameOf(cause) });
        remove(watcher);
        sink.end();
      });
      stepSoon();
      return () => remove(watcher);
    },
    deviceChanged(id) {
      if (watchers.size > 0) changed.add(id);
    },
    commandChanged(command) {
      if (watchers.size > 0) commands.set(command.id, command);
    },
    watchers: () => watchers.size,
    close() {
      cancelStep?.();
      for (const watcher of [...watchers]) {
        remove(watcher);
        watcher.sink.end();
      }
    },
  };
}

/** How long a page whose stream could not be opened waits. */
export const FLEET_RETRY_MS = 10 * SECOND_MS;
