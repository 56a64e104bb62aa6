/** What holds for each room: our defaults, and over them what its tenant, building, floor and the room itself decide. */

import type { RoomId } from '../../shared/basics/ids.ts';
import { defaultPolicy, type Policy } from '../../shared/room/policy.ts';
import {
  type Decisions,
  decisionsByScope,
  overlaid,
  type RoomPlace,
  resolvePolicy,
} from '../../shared/rules/policy-levels.ts';
import type { Store } from '../ports.ts';

export type Policies = {
  of(roomId: RoomId): Policy;
  /** What holds for a room for which nothing nearer is decided. */
  tenant(): Policy;
  /** To be called after a change; what was known stays where the store cannot be read. */
  reload(): Promise<void>;
};

/** `placeOf`: where a room is, as far as the catalogue knows. Asked each time, since rooms move. */
export async function createPolicies(
  store: Pick<Store, 'listPolicyDecisions'>,
  placeOf: (roomId: RoomId) => Pick<RoomPlace, 'building' | 'floor'> | null = () => null,
): Promise<Policies> {
  let decisions: Decisions = new Map();
  let tenant: Policy = defaultPolicy;

  async function reload(): Promise<void> {
    const stored = decisionsByScope(await store.listPolicyDecisions());
    decisions = stored;
    tenant = overlaid(defaultPolicy, stored.get('tenant') ?? {});
  }

  await reload();
  return {
    of(roomId) {
      const { building, floor } = placeOf(roomId) ?? { building: null, floor: null };
      return resolvePolicy(decisions, { id: roomId, building, floor });
    },
    tenant: () => tenant,
    reload,
  };
}
