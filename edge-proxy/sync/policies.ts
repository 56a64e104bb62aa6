/** What holds for each room: our defaults, the tenant's changes to them, the room's changes to those. */

import type { RoomId } from '../../shared/basics/ids.ts';
import { defaultPolicy, type Policy, type PolicyOverride } from '../../shared/room/policy.ts';
import type { Store } from '../ports.ts';

export type Policies = {
  of(roomId: RoomId): Policy;
  /** What holds for a room that has no override of its own. */
  tenant(): Policy;
  /** To be called after a change; what was known stays where the store cannot be read. */
  reload(): Promise<void>;
};

export async function createPolicies(store: Pick<Store, 'listPolicies'>): Promise<Policies> {
  let tenant: Policy = defaultPolicy;
  let byRoom: ReadonlyMap<RoomId, Policy> = new Map();

  async function reload(): Promise<void> {
    const stored = await store.listPolicies();
    const forAll = merge(defaultPolicy, stored.find(({ roomId }) => roomId === null)?.override ?? {});
    const rooms = new Map<RoomId, Policy>();
    for (const { roomId, override } of stored) {
      if (roomId !== null) rooms.set(roomId, merge(forAll, override));
    }
    tenant = forAll;
    byRoom = rooms;
  }

  await reload();
  return { of: (roomId) => byRoom.get(roomId) ?? tenant, tenant: () => tenant, reload };
}

/** A member that is there but undefined decides nothing. */
function merge(base: Policy, override: PolicyOverride): Policy {
  const decided = Object.entries(override).filter(([, value]) => value !== undefined);
  return { ...base, ...(Object.fromEntries(decided) as PolicyOverride) };
}
