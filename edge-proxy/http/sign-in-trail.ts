/**
 * Who signed in and who was refused, for the audit. The proxy sees no sign-in, only tokens: the first request of somebody
 * who has asked for nothing in an hour counts as one. Refusals are told once a minute for each who is refused, and no more
 * than so many in all, since a flood of them must not fill the disk.
 */

import type { Context } from 'hono';
import { routePath } from 'hono/route';
import { HOUR_MS, type Instant, MINUTE_MS } from '../../shared/basics/instant.ts';
import type { Clock } from '../ports/runtime.ts';
import type { Audit } from './audit.ts';
import type { Operator } from './operator-session.ts';
import type { Fault } from './problem-response.ts';
import { clientAddress, type Trust } from './request-origin.ts';

const MOST_A_MINUTE = 60;
const MOST_REMEMBERED = 1_000;

export function createSignInTrail({ audit, clock, trust }: { audit: Audit; clock: Clock; trust: Trust }) {
  const lastAskedAt = new Map<string, Instant>();
  let minute = { since: clock.now(), told: new Set<string>(), untold: 0 };

  /** What was too much for the minute before is told as a number, with the first refusal of the next. */
  function turn(): void {
    if (clock.now() < minute.since + MINUTE_MS) return;
    const { untold } = minute;
    minute = { since: clock.now(), told: new Set(), untold: 0 };
    if (untold > 0) void audit({ actor: 'many', action: 'sign-in.refused', subject: `${untold} more in a minute` });
  }

  return {
    /** `username`: whose token it was, where it was somebody's. */
    onRefused(c: Context, fault: Fault, username: string | null): void {
      // A page that asks without a token is signing in; only what was shown and refused is news.
      if (c.req.header('Authorization') === undefined) return;
      turn();
      const address = clientAddress(c, trust);
      const who = username ?? address;
      if (minute.told.has(who)) return;
      if (minute.told.size >= MOST_A_MINUTE) {
        minute.untold += 1;
        return;
      }
      minute.told.add(who);
      // The route and not the path, which may hold a pairing code.
      const wanted = `${c.req.method} ${routePath(c)}`;
      if (username === null) void audit({ actor: address, action: 'sign-in.refused', subject: fault.kind });
      else void audit({ actor: username, action: 'operator.refused', subject: `${wanted} from ${address}` });
    },

    onAccepted(c: Context, { id, username, roles }: Operator): void {
      const last = lastAskedAt.get(id);
      if (lastAskedAt.size >= MOST_REMEMBERED) lastAskedAt.clear();
      lastAskedAt.set(id, clock.now());
      if (last !== undefined && clock.now() < last + HOUR_MS) return;
      const subject = `as ${roles.join(', ')} from ${clientAddress(c, trust)}`;
      void audit({ actor: username, action: 'operator.signed-in', subject });
    },
  };
}
