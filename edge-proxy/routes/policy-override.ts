/** A change of policy as an admin sends it: each member by itself is the codec's business, what they say together is here. */

import type { Context } from 'hono';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import { languageOf, spokenLanguages } from '../../shared/room/look.ts';
import { type Policy, type PolicyOverride, policyOverrideCodec } from '../../shared/room/policy.ts';
import { readJsonBody } from '../http/json-body.ts';
import type { Fault } from '../http/problem-response.ts';

export async function readPolicyOverride(c: Context, present: Policy): Promise<Result<PolicyOverride, Fault>> {
  const override = await readJsonBody(c, policyOverrideCodec);
  if (!override.ok) return override;
  const { openingHours, bookingLengths, look } = { ...present, ...override.value };
  if (openingHours.from >= openingHours.to) return refuse('/openingHours has to open before it closes.');
  const unknown = look.languages.find((tag) => !spokenLanguages.includes(languageOf(tag)));
  if (unknown !== undefined) return refuse(`/look/languages: no screen speaks ${unknown}.`);
  const isRising = bookingLengths.every((length, i) => i === 0 || length > (bookingLengths[i - 1] ?? 0));
  return isRising ? ok(override.value) : refuse('/bookingLengths has to be in order, shortest first.');
}

function refuse(detail: string): Result<never, Fault> {
  return err({ kind: 'bad-request', detail });
}
