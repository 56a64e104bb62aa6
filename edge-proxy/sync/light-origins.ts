/** Where lights are told to be: origins that a door's page must be let call, by any level's decision. */

import { QBIC_ADDRESS } from '../../shared/room/policy.ts';
import type { PolicyDecision } from '../../shared/rules/policy-levels.ts';

/** More would be no policy but a list, and a header that no server takes. */
const MOST = 50;

export function lightOriginsOf(decisions: readonly PolicyDecision[]): readonly string[] {
  const addresses = decisions.flatMap(({ override: { led, ledAddress } }) => [
    ...(led === 'qbic' ? [QBIC_ADDRESS] : []),
    ...(ledAddress === undefined ? [] : [ledAddress]),
  ]);
  const origins = addresses.flatMap((address) => originOf(address) ?? []);
  return [...new Set(origins)].slice(0, MOST);
}

/** Null for what is no web address, as that of a light that Fully calls. */
function originOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { origin } = new URL(address);
  // It goes into a header, where a semicolon begins another rule and a star stands for everybody; a host may bear both.
  return /^https?:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d+)?$/.test(origin) ? origin : null;
}
