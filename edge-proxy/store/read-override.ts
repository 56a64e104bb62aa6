/**
 * A stored policy, as far as this release can read it: one that a newer release wrote, or that was damaged, must neither
 * keep the proxy from its start nor show what it may have hidden.
 */

import { type PolicyOverride, policyOverrideCodec } from '../../shared/room/policy.ts';

export type ReadOverride = {
  readonly override: PolicyOverride;
  /** Names of the settings that could not be read; empty where all could. `*`: not one of them. */
  readonly unread: readonly string[];
};

/** Hidden, unless what can be read says plainly that it is to be shown. The rest falls back to the level above. */
const SAFE: PolicyOverride = { showTitles: false, showOrganizers: false };
const LONGEST_NAME = 40;

export function readOverride(stored: string): ReadOverride {
  const input = parse(stored);
  if (input === null) return { override: SAFE, unread: ['*'] };
  const whole = policyOverrideCodec.decode(input);
  if (whole.ok) return { override: whole.value, unread: [] };
  let override = SAFE;
  const unread: string[] = [];
  for (const [name, value] of Object.entries(input)) {
    const member = policyOverrideCodec.decode({ [name]: value });
    if (member.ok) override = { ...override, ...member.value };
    else unread.push(name.slice(0, LONGEST_NAME));
  }
  return { override, unread };
}

function parse(stored: string): object | null {
  try {
    const input: unknown = JSON.parse(stored);
    return typeof input === 'object' && input !== null && !Array.isArray(input) ? input : null;
  } catch {
    return null;
  }
}
