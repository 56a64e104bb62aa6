/**
 * What holds for each room: our defaults, and over them what its tenant, building, floor and the room itself decide. A
 * tablet's own look lies over its room's.
 */

import type { DeviceId, RoomId } from '../../shared/basics/ids.ts';
import type { Look } from '../../shared/room/look.ts';
import { defaultPolicy, type Policy } from '../../shared/room/policy.ts';
import {
  type Decisions,
  decisionsByScope,
  overlaid,
  type RoomPlace,
  resolvePolicy,
  scopeKey,
  scopesOf,
  standingOf,
} from '../../shared/rules/policy-levels.ts';
import type { Store } from '../ports/store.ts';
import { lightOriginsOf } from './light-origins.ts';

export type Policies = {
  of(roomId: RoomId): Policy;
  /** What holds for a room for which nothing nearer is decided. */
  tenant(): Policy;
  /** What a tablet decides of its look. Null where it never did in this life of the proxy, so that it wears its room's. */
  lookOf(deviceId: DeviceId): Partial<Look> | null;
  /** Who is told of what is broken in this room. */
  faultRecipients(roomId: RoomId): readonly string[];
  /** Of the lights that any level names. */
  lightOrigins(): readonly string[];
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
  const dressed = new Set<DeviceId>();
  let lightOrigins: readonly string[] = [];

  async function reload(): Promise<void> {
    const listed = await store.listPolicyDecisions();
    const stored = decisionsByScope(listed);
    decisions = stored;
    lightOrigins = lightOriginsOf(listed);
    for (const { scope } of listed) if (scope.kind === 'device') dressed.add(scope.device);
    tenant = overlaid(defaultPolicy, stored.get('tenant') ?? {});
  }

  function place(roomId: RoomId): RoomPlace {
    const { building, floor } = placeOf(roomId) ?? { building: null, floor: null };
    return { id: roomId, building, floor };
  }

  await reload();
  return {
    of: (roomId) => resolvePolicy(decisions, place(roomId)),
    tenant: () => tenant,
    lookOf(device) {
      // One that gave its own look up has to be told so, even where its room's day has not changed.
      if (!dressed.has(device)) return null;
      return decisions.get(scopeKey({ kind: 'device', device }))?.look ?? {};
    },
    faultRecipients: (roomId) =>
      standingOf(decisions, scopesOf(place(roomId)), 'faultRecipients').value as readonly string[],
    lightOrigins: () => lightOrigins,
    reload,
  };
}
