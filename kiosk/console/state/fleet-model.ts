/** The fleet while somebody watches it: every device by the newest news, which of them are meant, and what they are told. */

import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { CommandId, DeviceId } from '../../../shared/basics/ids.ts';
import type { Instant } from '../../../shared/basics/instant.ts';
import {
  type CommandReport,
  commandListCodec,
  commandRequestCodec,
  type DeviceOrder,
} from '../../../shared/wire/device-commands.ts';
import { deviceNamingCodec } from '../../../shared/wire/enrolment.ts';
import type { FleetDevice, FleetNews, OnlineBand } from '../../../shared/wire/fleet.ts';
import { type DeviceSummary, deviceSummaryCodec, pairingConfirmCodec } from '../../../shared/wire/pairing.ts';
import type { ConsoleClient, Failure } from '../console-client.ts';
import { type LampFloor, lampFloors } from './fleet-lamps.ts';
import { countBands, type FleetRow, type FleetWish, fleetRows } from './fleet-rows.ts';
import { followFleet } from './fleet-stream.ts';

export type FleetModel = {
  /** Null before the first news. */
  readonly devices: ReadonlySignal<ReadonlyMap<DeviceId, FleetDevice> | null>;
  /** How many there are, those included that are still on their way. */
  readonly total: ReadonlySignal<number>;
  /** What the proxy would serve now. */
  readonly release: ReadonlySignal<string | null>;
  readonly bands: ReadonlySignal<Readonly<Record<OnlineBand, number>>>;
  readonly rows: ReadonlySignal<readonly FleetRow[]>;
  /** The same doors as lamps. */
  readonly lamps: ReadonlySignal<readonly LampFloor[]>;
  readonly wish: ReadonlySignal<FleetWish>;
  readonly chosen: ReadonlySignal<ReadonlySet<DeviceId>>;
  /** What was told together last, as far as it has come; null before, and once it was put away. */
  readonly told: ReadonlySignal<readonly CommandReport[] | null>;
  readonly busy: ReadonlySignal<boolean>;
  /** Why the line is not good; what is shown is then as old as `newsAt`. */
  readonly lineFailure: ReadonlySignal<Failure | null>;
  readonly newsAt: ReadonlySignal<Instant | null>;
  readonly failure: ReadonlySignal<Failure | null>;
  commandsOf(id: DeviceId): readonly CommandReport[];
  want(change: Partial<FleetWish>): void;
  choose(ids: readonly DeviceId[], on: boolean): void;
  tell(ids: readonly DeviceId[], order: DeviceOrder): Promise<boolean>;
  putAway(): void;
  rename(id: DeviceId, name: string | null): Promise<boolean>;
  /** The tablet with this code takes over from `id`. */
  swap(id: DeviceId, code: string): Promise<DeviceSummary | null>;
  close(): void;
};

type Needs = {
  client: Pick<ConsoleClient, 'ask' | 'open'>;
  now(): Instant;
  after(delayMs: number, run: () => void): () => void;
  isWatched(): boolean;
};

export function createFleetModel({ client, now, after, isWatched }: Needs): FleetModel {
  const devices = signal<ReadonlyMap<DeviceId, FleetDevice> | null>(null);
  const total = signal(0);
  const release = signal<string | null>(null);
  const commands = signal<ReadonlyMap<CommandId, CommandReport>>(new Map());
  const wish = signal<FleetWish>({ search: '', band: null, sorting: 'need', byFloor: false });
  const chosen = signal<ReadonlySet<DeviceId>>(new Set());
  const toldBatch = signal<string | null>(null);
  const busy = signal(false);
  const lineFailure = signal<Failure | null>(null);
  const failure = signal<Failure | null>(null);
  const newsAt = signal<Instant | null>(null);

  const line = followFleet({
    client,
    after,
    isWatched,
    onNews: (news) => batch(() => take(news)),
    onFailure(next) {
      lineFailure.value = next;
    },
  });

  function take(news: FleetNews): void {
    const next = new Map(news.afresh ? [] : devices.value);
    for (const device of news.devices) next.set(device.id, device);
    for (const id of news.gone) next.delete(id);
    devices.value = next;
    total.value = Math.max(news.total, next.size);
    release.value = news.release;
    newsAt.value = now();
    remember(news.commands);
    if (news.gone.length > 0) choose(news.gone, false);
  }

  function remember(reports: readonly CommandReport[]): void {
    if (reports.length === 0) return;
    const next = new Map(commands.value);
    for (const report of reports) {
      const known = next.get(report.id);
      // The answer to our own order may come after the news of what became of it.
      if (known === undefined || known.changedAt <= report.changedAt) next.set(report.id, report);
    }
    commands.value = next;
  }

  function choose(ids: readonly DeviceId[], on: boolean): void {
    const next = new Set(chosen.value);
    for (const id of ids) {
      if (on) next.add(id);
      else next.delete(id);
    }
    chosen.value = next;
  }

  /** One deed at a time: a second press while one is under way is the same press. */
  async function once<T>(
    deed: () => Promise<{ ok: true; value: T } | { ok: false; error: Failure }>,
  ): Promise<T | null> {
    if (busy.value) return null;
    busy.value = true;
    const answer = await deed();
    busy.value = false;
    failure.value = answer.ok ? null : answer.error;
    return answer.ok ? answer.value : null;
  }

  return {
    devices,
    total,
    release,
    bands: computed(() => countBands(devices.value?.values() ?? [])),
    rows: computed(() => fleetRows(devices.value?.values() ?? [], wish.value)),
    lamps: computed(() => lampFloors(devices.value?.values() ?? [], wish.value)),
    wish,
    chosen,
    told: computed(() => {
      const id = toldBatch.value;
      return id === null ? null : [...commands.value.values()].filter((report) => report.batch === id);
    }),
    busy,
    lineFailure,
    newsAt,
    failure,
    commandsOf: (id) =>
      [...commands.value.values()].filter(({ device }) => device === id).sort((a, b) => b.sentAt - a.sentAt),
    want(change) {
      wish.value = { ...wish.value, ...change };
    },
    choose,
    async tell(ids, order) {
      const body = commandRequestCodec.encode({ devices: ids, order });
      const answer = await once(() => client.ask('POST', '/commands', commandListCodec, body));
      if (answer === null) return false;
      remember(answer.commands);
      toldBatch.value = answer.commands[0]?.batch ?? null;
      return true;
    },
    putAway() {
      toldBatch.value = null;
    },
    async rename(id, name) {
      const path = `/devices/${encodeURIComponent(id)}/name`;
      return (
        (await once(() => client.ask('PUT', path, deviceSummaryCodec, deviceNamingCodec.encode({ name })))) !== null
      );
    },
    swap: (id, code) =>
      once(() => {
        const path = `/pairings/${encodeURIComponent(code)}/confirm`;
        return client.ask('POST', path, deviceSummaryCodec, pairingConfirmCodec.encode({ replaces: id }));
      }),
    close: line.close,
  };
}
