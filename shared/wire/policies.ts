/** The policy of every level, as the console reads and changes it, and as one file that it is exported to and imported from. */

import { branded, type Codec, listOf, literal, nullable, object, oneOf, text, union } from '../basics/codec.ts';
import type { DeviceId, RoomId } from '../basics/ids.ts';
import { type PolicyOverride, policyOverrideCodec } from '../room/policy.ts';
import { type PolicyDecision, type PolicyScope, type PolicySetting, policySettings } from '../rules/policy-levels.ts';

export const MOST_POLICY_DECISIONS = 10_000;

const place = text({ min: 1, max: 300 });

export const policyScopeCodec: Codec<PolicyScope> = union({
  tenant: object({}),
  building: object({ building: place }),
  floor: object({ building: nullable(place), floor: place }),
  room: object({ room: branded<RoomId>() }),
  device: object({ device: branded<DeviceId>(100) }),
});

const decision: Codec<PolicyDecision> = object({ scope: policyScopeCodec, override: policyOverrideCodec });

/** GET /api/console/policies: what each level decides, as far as it decides anything. */
export type PolicyDecisions = {
  readonly decisions: readonly PolicyDecision[];
  /** The same for the same decisions. Whoever sends it with a change is refused where others have changed them since. */
  readonly revision: string;
};

const revision = text({ min: 1, max: 100 });

export const policyDecisionsCodec: Codec<PolicyDecisions> = object({
  decisions: listOf(decision, { max: MOST_POLICY_DECISIONS }),
  revision,
});

/**
 * PATCH /api/console/policies: the same change at one or many places, all or none. A change and not a replacement, so
 * that two people who change different settings do not undo each other's.
 */
export type PolicyChange = {
  readonly scopes: readonly PolicyScope[];
  readonly set: PolicyOverride;
  readonly clear: readonly PolicySetting[];
  /** Left out: whatever others have changed meanwhile. */
  readonly revision?: string;
};

export const policyChangeCodec: Codec<PolicyChange> = object(
  {
    scopes: listOf(policyScopeCodec, { max: MOST_POLICY_DECISIONS }),
    set: policyOverrideCodec,
    clear: listOf(oneOf(...policySettings), { max: policySettings.length }),
  },
  { revision },
);

/**
 * GET and PUT /api/console/policies/file. Rooms are named by their addresses, which outlive a new database; what the file
 * does not name is left to the level above. A tablet has no name that would outlive its pairing: it is named by its id.
 */
export type PolicyFile = Pick<PolicyDecisions, 'decisions'> & { readonly doorlight: 'policies' };

export const policyFileCodec: Codec<PolicyFile> = object({
  doorlight: literal('policies'),
  decisions: listOf(decision, { max: MOST_POLICY_DECISIONS }),
});
