/**
 * Slows whoever shows one bad token after another. Only refusals are counted and only refusals are told to wait: a good
 * token behind the same address gets in all the same, so that nobody can lock a building's operators out.
 */

import type { Context } from 'hono';
import type { Instant } from '../../shared/basics/instant.ts';
import type { Clock } from '../ports/runtime.ts';
import type { Fault } from './problem-response.ts';
import { clientAddress, type Trust } from './request-origin.ts';

type Tries = { blockedUntil(who: string): Instant | null; use(who: string): void };

type Needs = { readonly ofAddress: Tries; readonly inAll: Tries; readonly trust: Trust; readonly clock: Clock };

/** A page whose sign-in has just ended asks a handful of questions at once; nobody needs more than this. */
export const REFUSALS_OF_ADDRESS = { most: 30, withinMs: 10 * 60_000 };
export const REFUSALS_IN_ALL = { most: 1_000, withinMs: 10 * 60_000 };

const ALL = 'all';

/** What to answer in place of `fault`. */
export function refusalPace({ ofAddress, inAll, trust, clock }: Needs): (c: Context, fault: Fault) => Fault {
  return (c, fault) => {
    // Whoever shows nothing guesses nothing.
    if (fault.kind !== 'not-signed-in' || c.req.header('Authorization') === undefined) return fault;
    const address = clientAddress(c, trust);
    const until = ofAddress.blockedUntil(address) ?? inAll.blockedUntil(ALL);
    if (until !== null) return { kind: 'too-many-requests', retryAfterMs: until - clock.now() };
    ofAddress.use(address);
    inAll.use(ALL);
    return fault;
  };
}
