/** How long to wait before asking again: full jitter, so that a floor of tablets never comes back in step. */

import { SECOND_MS } from '../../shared/basics/instant.ts';
import type { TabletChance } from '../ports.ts';

const FIRST_CAP_MS = SECOND_MS;
/** Long enough to be no burden on a proxy that is away all night, short enough that nobody walks to the tablet. */
const LAST_CAP_MS = 30 * SECOND_MS;
/** Never quite at once, lest luck make a loop of it. */
const SHORTEST_MS = 100;

export type BackOff = {
  /** Each wait may be up to twice as long as the one before might have been. */
  nextMs(): number;
  reset(): void;
};

export function createBackOff(chance: Pick<TabletChance, 'fraction'>): BackOff {
  let capMs = FIRST_CAP_MS;
  return {
    nextMs() {
      const waitMs = SHORTEST_MS + chance.fraction() * (capMs - SHORTEST_MS);
      capMs = Math.min(capMs * 2, LAST_CAP_MS);
      return waitMs;
    },
    reset() {
      capMs = FIRST_CAP_MS;
    },
  };
}
