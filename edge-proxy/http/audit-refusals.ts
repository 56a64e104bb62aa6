/** Refused sign-ins for the audit: the first of each address in a minute, since a flood of them must not fill the disk. */

import type { Context } from 'hono';
import type { Clock } from '../ports.ts';
import type { Audit } from './audit.ts';
import type { Fault } from './problem-response.ts';
import { clientAddress, type Trust } from './request-origin.ts';

const ONCE_IN_MS = 60_000;
const MOST_REMEMBERED = 1_000;

export function auditRefusals({ audit, clock, trust }: { audit: Audit; clock: Clock; trust: Trust }) {
  const lastAt = new Map<string, number>();

  return (c: Context, fault: Fault): void => {
    const address = clientAddress(c, trust);
    const last = lastAt.get(address);
    // A page that asks without a token is signing in; only what was shown and refused is news.
    if (c.req.header('Authorization') === undefined) return;
    if (last !== undefined && clock.now() < last + ONCE_IN_MS) return;
    if (lastAt.size >= MOST_REMEMBERED) lastAt.clear();
    lastAt.set(address, clock.now());
    void audit({ actor: address, action: 'sign-in.refused', subject: fault.kind });
  };
}
