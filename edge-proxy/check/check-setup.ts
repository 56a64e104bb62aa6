/** What a run of the check is given: what was set, and by which ways it may try things out. */

import type { Instant } from '../../shared/basics/instant.ts';
import type { CheckProbe, ScopeProbe } from '../ports/check-probe.ts';
import type { Clock } from '../ports/runtime.ts';

export type CheckSetup = {
  readonly tenantId: string;
  /** Empty with a system-assigned managed identity. */
  readonly clientId: string;
  readonly credentialKind: 'secret' | 'certificate' | 'federated' | 'managed-identity' | 'delegated';
  /** Null where the file that bears the date cannot be read. */
  readonly credentialLife: Instant | 'never' | 'unknown' | null;
  readonly serviceUser: string;
  readonly operatorClientId: string;
  readonly canaryMailbox: string | null;
  /** Empty: every room of the tenant. */
  readonly roomLists: readonly string[];
  readonly publicUrl: string | null;
  /** Whether the policy of any room asks for writing in its own calendar. False where no policy is at hand. */
  readonly writesToRooms: boolean;
  /** Whether anybody is to be mailed: alerts, faults or reports. */
  readonly sendsMail: boolean;
};

/** A person's sign-in serves in place of the app's own; then calendars are shared with it, as people do among themselves. */
export function isDelegated({ credentialKind }: CheckSetup): boolean {
  return credentialKind === 'delegated';
}

/** What can be known without asking anybody outside. */
export type SiteFacts = {
  /** Why the store cannot be used and what to do, or null where it can. */
  tryStore(): Promise<{ readonly reason: string; readonly remedy: string } | null>;
  /** Somebody has told Node to trust any certificate (NODE_TLS_REJECT_UNAUTHORIZED=0). */
  readonly isTlsUnverified: boolean;
  /** `ignored`: HTTPS_PROXY is set, which Node heeds only where NODE_USE_ENV_PROXY is set too. */
  readonly webProxy: 'none' | 'used' | 'ignored';
};

export type CheckNeeds = {
  readonly setup: CheckSetup;
  readonly probe: CheckProbe;
  readonly scope: ScopeProbe;
  readonly site: SiteFacts;
  readonly clock: Pick<Clock, 'now'>;
  /** Told as rooms are read, for whoever waits for a large site. */
  readonly onProgress?: (read: number, rooms: number) => void;
};
