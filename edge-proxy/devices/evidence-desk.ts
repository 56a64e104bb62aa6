/**
 * Takes what screens tell of themselves: each batch once, many of them in one write, since a thousand doors change their
 * faces at nine o'clock. What a screen last said is at hand for whoever looks at the fleet.
 */

import type { DeviceId } from '../../shared/basics/ids.ts';
import { addMs, DAY_MS, earliest, type Instant, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import {
  type EvidenceBatch,
  type Shown,
  type TabletErrorKind,
  type Tally,
  tabletErrorKinds,
} from '../../shared/wire/evidence.ts';
import type { DeviceState, TakenEvidence } from '../ports/evidence.ts';
import type { Cancel, Clock } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';

type Needs = {
  readonly store: Pick<Store, 'takeEvidence' | 'listDeviceStates' | 'listTallies'>;
  readonly clock: Clock;
  readonly onChange: (deviceId: DeviceId) => void;
};

/** No person waits for the answer. */
const TOGETHER_MS = 500;
/** The clock of a tablet follows ours to a second; what is further ahead is not taken at its word. */
const AHEAD_MS = MINUTE_MS;
/** What a tablet in a drawer remembers of last summer tells nobody anything. */
const OLDEST_MS = 30 * DAY_MS;
/** A write for each of them is on its way to a disk: beyond this they are told to come again. */
const MOST_WAITING = 5_000;

type Waiting = { readonly taken: TakenEvidence; readonly settle: () => void; readonly fail: (cause: unknown) => void };

export type EvidenceDesk = Awaited<ReturnType<typeof createEvidenceDesk>>;

export async function createEvidenceDesk({ store, clock, onChange }: Needs) {
  const states = new Map((await store.listDeviceStates()).map((state) => [state.deviceId, state]));
  let errors = new Map<DeviceId, Map<TabletErrorKind, number>>();
  let errorsDay = dayOf(clock.now());
  let waiting: Waiting[] = [];
  let cancelWrite: Cancel | null = null;
  for (const { deviceId, what, count } of await store.listTallies({
    start: errorsDay,
    end: addMs(errorsDay, DAY_MS),
  })) {
    countError(deviceId, what, count);
  }

  function countError(deviceId: DeviceId, what: string, count: number): void {
    const kind = tabletErrorKinds.find((known) => `error:${known}` === what);
    if (kind === undefined) return;
    const ofDevice = errors.get(deviceId) ?? new Map<TabletErrorKind, number>();
    errors.set(deviceId, ofDevice.set(kind, (ofDevice.get(kind) ?? 0) + count));
  }

  function turnDay(now: Instant): void {
    if (dayOf(now) === errorsDay) return;
    errorsDay = dayOf(now);
    errors = new Map();
  }

  async function write(): Promise<void> {
    cancelWrite = null;
    const batch = waiting;
    waiting = [];
    try {
      await store.takeEvidence(batch.map(({ taken }) => taken));
    } catch (cause) {
      // The tablets keep it and come again.
      for (const { fail } of batch) fail(cause);
      return;
    }
    for (const { taken, settle } of batch) {
      remember(taken);
      settle();
    }
  }

  function remember({ state, tallies }: TakenEvidence): void {
    const { deviceId } = state;
    if (states.get(deviceId)?.batch === state.batch) return;
    states.set(deviceId, state);
    turnDay(state.receivedAt);
    for (const { what, count } of tallies) countError(deviceId, what, count);
    onChange(deviceId);
  }

  return {
    /** Null where too many wait to be written. Rejects where it cannot be kept. */
    take(deviceId: DeviceId, batch: EvidenceBatch): Promise<void> | null {
      if (waiting.length >= MOST_WAITING) return null;
      const now = clock.now();
      const shown = believable(batch.shown, now);
      const taken: TakenEvidence = {
        state: {
          deviceId,
          batch: batch.key,
          receivedAt: now,
          shown: shown.at(-1) ?? states.get(deviceId)?.shown ?? null,
          release: batch.release,
          vitals: batch.vitals,
          lastTouchAt: batch.lastTouchAt === null ? null : earliest(now, batch.lastTouchAt),
        },
        shown,
        tallies: [
          ...batch.interactions.map(({ kind, count }) => ({ what: `touch:${kind}`, count })),
          ...batch.errors.map(({ kind, count }) => ({ what: `error:${kind}`, count })),
        ],
      };
      cancelWrite ??= clock.after(TOGETHER_MS, () => void write());
      return new Promise((settle, fail) => waiting.push({ taken, settle, fail }));
    },

    stateOf: (deviceId: DeviceId): DeviceState | null => states.get(deviceId) ?? null,

    /** It is no device of ours any more. */
    forget(deviceId: DeviceId): void {
      states.delete(deviceId);
      errors.delete(deviceId);
    },

    errorsToday(deviceId: DeviceId): readonly Tally<TabletErrorKind>[] {
      turnDay(clock.now());
      return [...(errors.get(deviceId) ?? [])].map(([kind, count]) => ({ kind, count }));
    },

    close(): void {
      cancelWrite?.();
      if (waiting.length > 0) void write();
    },
  };
}

/** In order of time; of the future nothing, and of what is long past neither. */
function believable(shown: readonly Shown[], now: Instant): Shown[] {
  return shown
    .filter(({ since }) => since <= addMs(now, AHEAD_MS) && since >= addMs(now, -OLDEST_MS))
    .map((one) => ({ ...one, since: earliest(now, one.since) }))
    .sort((a, b) => a.since - b.since);
}

function dayOf(moment: Instant): Instant {
  return addMs(moment, -(moment % DAY_MS));
}

/** How long a tablet whose report could not be taken waits. */
export const EVIDENCE_RETRY_MS = 30 * SECOND_MS;
