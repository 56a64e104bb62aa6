/** What is kept of what was decided at each level. */

import type { RoomId } from '../../shared/basics/ids.ts';
import type { PolicyOverride } from '../../shared/room/policy.ts';
import type { PolicyDecision, PolicyScope } from '../../shared/rules/policy-levels.ts';

export type ChangedPolicy = {
  readonly scope: PolicyScope;
  readonly before: PolicyOverride;
  readonly after: PolicyOverride;
};

/** A part of the Store. */
export type PolicyRecords = {
  /** Null for the tenant's own. */
  savePolicy(roomId: RoomId | null, override: PolicyOverride): Promise<void>;
  listPolicies(): Promise<{ readonly roomId: RoomId | null; readonly override: PolicyOverride }[]>;
  /**
   * What each of the scopes decides becomes what `change` makes of it, all or none and with nothing in between; an empty
   * override decides nothing any more. Answers what each decided before and after, in the order asked; null, with nothing
   * changed, where `mayChange` says no to what all of them decide at that moment.
   */
  changePolicies(
    scopes: readonly PolicyScope[],
    change: (present: PolicyOverride, scope: PolicyScope) => PolicyOverride,
    mayChange?: (present: readonly PolicyDecision[]) => boolean,
  ): Promise<ChangedPolicy[] | null>;
  /** Every scope that decides anything: the tenant, then buildings and floors, then rooms, then devices. */
  listPolicyDecisions(): Promise<PolicyDecision[]>;
  /** Those that this release cannot read whole, with the names of what it cannot; `*` for all of it. */
  listUnreadPolicies(): Promise<{ readonly scope: PolicyScope; readonly unread: readonly string[] }[]>;
};
