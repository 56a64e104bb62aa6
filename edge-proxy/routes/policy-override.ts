/** A change of policy as an admin sends it: each member by itself is the codec's business, what they say together is here. */

import type { Context } from 'hono';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import { type PolicyOverride, policyOverrideCodec } from '../../shared/room/policy.ts';
import { overrideFault } from '../../shared/rules/policy-levels.ts';
import { readJsonBody } from '../http/json-body.ts';
import type { Fault } from '../http/problem-response.ts';

export async function readPolicyOverride(c: Context): Promise<Result<PolicyOverride, Fault>> {
  const override = await readJsonBody(c, policyOverrideCodec);
  return override.ok ? checkedOverride(override.value) : override;
}

export function checkedOverride(override: PolicyOverride): Result<PolicyOverride, Fault> {
  const detail = overrideFault(override);
  return detail === null ? ok(override) : err({ kind: 'bad-request', detail });
}
