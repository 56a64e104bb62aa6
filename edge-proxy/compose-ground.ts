/** Wires what every part of a site stands on: its settings, its store with the alarms about it, clock, log and figures. */

import { parseZone, UTC } from '../shared/basics/zone.ts';
import type { ServerConfig, TenantConfig } from './config.ts';
import { createLocalFanOut } from './fan-out/local.ts';
import { createAudit } from './http/audit.ts';
import { type Chance, type Clock, type Log, nameOf } from './ports/runtime.ts';
import type { Store } from './ports/store.ts';
import type { BuiltFiles } from './runtime/built-files.ts';
import { releaseOf } from './runtime/last-release.ts';
import { createMeter } from './runtime/meter.ts';
import { createProcessFigures } from './runtime/process-figures.ts';
import { createAlarms } from './watch/alarms.ts';
import { tellOfRestore } from './watch/restored-store.ts';
import { watchStore } from './watch/store-watch.ts';

export type SiteParts = {
  readonly server: ServerConfig;
  readonly tenant: TenantConfig;
  /** Null with a real tenant. */
  readonly sandboxOrigin: string | null;
  readonly store: Store;
  readonly files: BuiltFiles;
  readonly version: string;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  /** The runtime's own, unless a simulation has a network of its own. */
  readonly fetch?: typeof fetch;
};

export type Ground = Awaited<ReturnType<typeof composeGround>>;

export async function composeGround(parts: SiteParts) {
  const { server, tenant, sandboxOrigin, files, version, clock, chance, log, fetch = globalThis.fetch } = parts;
  const alarms = await createAlarms({ store: parts.store, clock, log });
  const store = watchStore(parts.store, alarms);
  const processFigures = createProcessFigures();
  const base = server.publicUrl?.replace(/\/+$/, '') ?? null;
  return {
    server,
    tenant,
    sandboxOrigin,
    /** Where operators reach the console, for what is mailed to them; null without a PUBLIC_URL. */
    consoleUrl: base === null ? null : `${base}/console`,
    files,
    /** What the screens run, as their pages are built. */
    release: releaseOf(files),
    version,
    /** Of this machine, for what has no room. */
    zone: parseZone(Intl.DateTimeFormat().resolvedOptions().timeZone) ?? UTC,
    clock,
    chance,
    log,
    fetch,
    store,
    isRestored: await tellOfRestore({ store, alarms, log }),
    alarms,
    audit: createAudit({ store, clock, log }),
    fanOut: createLocalFanOut((cause) => log.error('fan-out.listener-threw', { cause: nameOf(cause) })),
    meter: createMeter(),
    processFigures,
    /** Last of all: whoever stops may still raise an alarm. */
    close(): void {
      alarms.close();
      processFigures.close();
    },
  };
}
