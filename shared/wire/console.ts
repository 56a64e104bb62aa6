/** What the facilities console asks and is told, beside pairing: how to sign in, who asks, and the tenant's policy. */

import { type Codec, listOf, object, oneOf, text } from '../basics/codec.ts';
import { type Policy, type PolicyOverride, policyCodec, policyOverrideCodec } from '../room/policy.ts';

/** GET /api/console/config: how the browser signs an operator in. Public, and nothing in it is secret. */
export type ConsoleConfig = {
  readonly authority: string;
  readonly clientId: string;
  /** The delegated scope whole, as Entra wants it asked for. */
  readonly scope: string;
  /** Hosts that MSAL need not ask Microsoft about: those of the sandbox and of sovereign clouds. */
  readonly knownAuthorities: readonly string[];
  /** The OpenID metadata as JSON text, where MSAL must not fetch it: it refuses an authority over plain http. */
  readonly authorityMetadata?: string;
};

export const consoleConfigCodec: Codec<ConsoleConfig> = object(
  {
    authority: text({ min: 1 }),
    clientId: text({ min: 1, max: 100 }),
    scope: text({ min: 1 }),
    knownAuthorities: listOf(text({ min: 1, max: 300 }), { max: 20 }),
  },
  { authorityMetadata: text({ max: 20_000 }) },
);

/** App roles of the console, least first: each may do what those before it may. */
export const operatorRoles = ['Viewer', 'Operator', 'Admin'] as const;
export type OperatorRole = (typeof operatorRoles)[number];

/** GET /api/console/me: who asks, as the proxy sees it. */
export type OperatorProfile = {
  readonly name: string;
  readonly username: string;
  readonly roles: readonly OperatorRole[];
};

export const operatorProfileCodec: Codec<OperatorProfile> = object({
  name: text(),
  username: text(),
  roles: listOf(oneOf(...operatorRoles), { max: operatorRoles.length }),
});

export function mayActAs(profile: OperatorProfile, needed: OperatorRole): boolean {
  return profile.roles.some((role) => operatorRoles.indexOf(role) >= operatorRoles.indexOf(needed));
}

/** The tenant's policy: what it comes to, and what was decided here rather than left to Doorlight's defaults. */
export type TenantPolicy = { readonly policy: Policy; readonly override: PolicyOverride };

export const tenantPolicyCodec: Codec<TenantPolicy> = object({ policy: policyCodec, override: policyOverrideCodec });
