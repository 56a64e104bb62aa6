/** Wires the check to a tenant: its own token for each run, and the code that serves the doors for everything else. */

import { readFileSync } from 'node:fs';
import type { CheckLine } from '../shared/wire/check.ts';
import type { SiteFacts } from './check/check-setup.ts';
import { runCheck } from './check/run-check.ts';
import type { ServerConfig, TenantConfig } from './config.ts';
import { type AppCredential, createAppCredential } from './graph/app-credential.ts';
import type { ReadFile } from './graph/credential.ts';
import { credentialLife } from './graph/credential-life.ts';
import { createGraphClient } from './graph/graph-client.ts';
import { createGraphProbe } from './graph/graph-probe.ts';
import type { Lanes } from './graph/lanes.ts';
import { createScopeProbe } from './graph/scope-probe.ts';
import type { Chance, Clock, Log } from './ports/runtime.ts';

type Parts = {
  readonly server: Pick<ServerConfig, 'publicUrl'>;
  readonly tenant: TenantConfig;
  /** Of the service account, where the app acts for one: there is no other. */
  readonly accountCredential?: AppCredential | null;
  /** Within the proxy those of the doors, so that both together keep to Graph's limits. */
  readonly lanes: Lanes;
  readonly tryStore: SiteFacts['tryStore'];
  /** From the disk where it is left out. */
  readonly readFile?: ReadFile;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly fetch: typeof fetch;
  /** Whether any room's policy asks for writing in its own calendar; left out where no policy is at hand. */
  readonly writesToRooms?: boolean;
  /** Whether anybody is to be mailed; left out where nobody can know. */
  readonly sendsMail?: boolean;
  readonly onProgress?: (read: number, rooms: number) => void;
};

/** One run. */
export function composeCheck(parts: Parts): AsyncGenerator<CheckLine, void> {
  const { server, tenant, lanes, tryStore, environment, clock, chance, log, fetch } = parts;
  const { readFile = (path: string) => readFileSync(path, 'utf8') } = parts;
  const credential =
    parts.accountCredential ?? createAppCredential({ source: tenant, readFile, clock, chance, log, fetch });
  const client = createGraphClient({ endpoint: tenant.graphEndpoint, credential, lanes, clock, chance, fetch });
  return runCheck({
    setup: {
      tenantId: tenant.tenantId,
      clientId: tenant.clientId,
      credentialKind: tenant.credential.kind,
      credentialLife: lifeOf(tenant, readFile),
      serviceUser: tenant.serviceUser,
      operatorClientId: tenant.operatorClientId,
      canaryMailbox: tenant.canaryMailbox,
      roomLists: tenant.roomLists,
      publicUrl: server.publicUrl,
      writesToRooms: parts.writesToRooms === true,
      sendsMail: parts.sendsMail === true,
    },
    probe: createGraphProbe({ ...tenant, credential, client, clock, chance, fetch }),
    scope: createScopeProbe(client, clock),
    site: { tryStore, ...readNetwork(environment) },
    clock,
    ...(parts.onProgress !== undefined && { onProgress: parts.onProgress }),
  });
}

function lifeOf({ credential }: TenantConfig, readFile: ReadFile) {
  try {
    return credentialLife(credential, readFile);
  } catch {
    // Taken away since the start: the token's line tells of it.
    return null;
  }
}

/** Node's own switches, which no configuration of ours repeats. */
function readNetwork(environment: Parts['environment']): Pick<SiteFacts, 'isTlsUnverified' | 'webProxy'> {
  const isProxySet = ['HTTPS_PROXY', 'https_proxy'].some((name) => (environment[name] ?? '') !== '');
  const isProxyUsed = environment['NODE_USE_ENV_PROXY'] === '1';
  return {
    isTlsUnverified: environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0',
    webProxy: !isProxySet ? 'none' : isProxyUsed ? 'used' : 'ignored',
  };
}
