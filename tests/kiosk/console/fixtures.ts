/** What the console's tests share: rooms, tablets and failures with sane defaults, and an answer that waits for its cue. */

import type { Failure, RoomChoice } from '../../../kiosk/console/console-client.ts';
import { untoldVitals } from '../../../kiosk/sync/report-evidence.ts';
import type { DeviceId } from '../../../shared/basics/ids.ts';
import { err, ok, type Result } from '../../../shared/basics/result.ts';
import type { FleetDevice } from '../../../shared/wire/fleet.ts';
import type { DeviceSummary, WaitingTablet } from '../../../shared/wire/pairing.ts';
import { PROBLEM_TYPE_BASE, type ProblemKind } from '../../../shared/wire/problem.ts';
import { at } from '../../support/builders.ts';

export function aRoomChoice(displayName: string, change: Partial<RoomChoice> = {}): RoomChoice {
  const id = displayName.toLowerCase().replaceAll(' ', '-');
  return {
    id,
    address: `${id}@northwind.example`,
    displayName,
    building: 'Spreeufer',
    floor: '3',
    capacity: 8,
    devices: 0,
    ...change,
  };
}

export function aDevice(displayName: string, change: Partial<DeviceSummary> = {}): DeviceSummary {
  const { id, address } = aRoomChoice(displayName);
  return {
    id: `device-${id}` as DeviceId,
    room: { id, address, displayName },
    particulars: { model: 'Lenovo Tab M10', browser: 'Chrome 129', screen: '1280 × 800' },
    pairedAt: at('08:00'),
    board: null,
    name: null,
    pairedBy: 'priya@northwind.example',
    lastSeenAt: at('10:00'),
    connected: true,
    ...change,
  };
}

export const waitingTablet: WaitingTablet = {
  code: 'WDJBMTHK',
  name: null,
  usualRoom: null,
  hangs: null,
  particulars: null,
  address: '10.20.3.41',
  askedAt: at('10:00'),
  expiresAt: at('10:10'),
};

export function aProblem(kind: ProblemKind, status: number): Failure & { kind: 'problem' } {
  return { kind: 'problem', problem: { type: `${PROBLEM_TYPE_BASE}${kind}`, title: kind, status }, retryAt: null };
}

export const noAnswer: Result<never, Failure> = err({ kind: 'no-answer' });

export async function yes<T>(value: T): Promise<Result<T, Failure>> {
  return ok(value);
}

export async function no(failure: Failure): Promise<Result<never, Failure>> {
  return err(failure);
}

/** Timers that only go off when told to, the soonest first. */
export function createHandTimers() {
  let timers: { delayMs: number; run: () => void }[] = [];
  return {
    after(delayMs: number, run: () => void) {
      const timer = { delayMs, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    waiting: () => timers.length,
    async ring() {
      const [soonest] = [...timers].sort((a, b) => a.delayMs - b.delayMs);
      if (soonest === undefined) throw new Error('nobody waits');
      timers = timers.filter((other) => other !== soonest);
      soonest.run();
      await settled();
    },
  };
}

/** Until everything that can happen without another cue has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export const someVitals = untoldVitals;

/** Well and connected, unless it is said otherwise. */
export function aFleetDevice(
  displayName: string,
  place: { building?: string; floor?: string } = {},
  change: Partial<FleetDevice> = {},
): FleetDevice {
  const address = `${displayName.toLowerCase()}@northwind.example`;
  return {
    id: `device-${displayName}` as DeviceId,
    room: { id: displayName, address, displayName, building: place.building ?? null, floor: place.floor ?? null },
    board: null,
    name: null,
    particulars: null,
    pairedAt: at('08:00'),
    pairedBy: 'priya@northwind.example',
    band: 'green',
    connectedSince: at('09:00'),
    awaySince: null,
    lastSeenAt: at('09:59'),
    brokenLinks: [],
    shown: { state: 'available', since: at('09:30'), revision: 3, readAt: at('09:59') },
    reportedAt: at('09:59'),
    release: 'newest',
    vitals: null,
    lastTouchAt: null,
    errors: [],
    ...change,
  };
}
