/** Wires the service account, where the app acts in its name: for the proxy, the check and the sign-in at the command line. */

import { join } from 'node:path';
import type { ServerConfig, TenantConfig } from './config.ts';
import { createServiceAccount, type ServiceAccount } from './graph/service-account.ts';
import type { Chance, Clock, Log, Meter } from './ports/runtime.ts';
import type { Store } from './ports/store.ts';
import type { OnCredentialNews } from './ports/trouble.ts';
import { createVault, KEY_FILE } from './store/vault.ts';

type Parts = {
  readonly server: Pick<ServerConfig, 'dataDir'>;
  readonly tenant: TenantConfig;
  readonly store: Store;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly onNews?: OnCredentialNews;
  readonly meter?: Meter;
  readonly fetch?: typeof fetch;
};

/** Null where the app proves itself. */
export function composeAccount({ server, tenant, ...rest }: Parts): ServiceAccount | null {
  const { credential, serviceUser } = tenant;
  if (credential.kind !== 'delegated') return null;
  const { keyFile } = credential;
  const vault = createVault({ keyPath: keyFile ?? join(server.dataDir, KEY_FILE), mayMake: keyFile === null });
  return createServiceAccount({ ...rest, source: tenant, serviceUser, vault });
}
