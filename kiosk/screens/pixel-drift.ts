/** The whole page shifts by up to 3 px every 10 minutes, so that no edge burns into a panel that shows a door for years. */

import { type Instant, MINUTE_MS } from '../../shared/basics/instant.ts';

const STAY_MS = 10 * MINUTE_MS;
/** Round a small square and through its middle, in px: each place is as far as three from the next, never further. */
const PLACES = [
  [0, 0],
  [2, 1],
  [1, -2],
  [-1, -1],
  [-2, 1],
  [0, 2],
] as const;

export function drift(now: Instant): { '--drift-x': string; '--drift-y': string } {
  const [x, y] = PLACES[Math.floor(now / STAY_MS) % PLACES.length] ?? PLACES[0];
  return { '--drift-x': `${x}px`, '--drift-y': `${y}px` };
}
