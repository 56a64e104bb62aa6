/** F22 with the real thing: the process dies by signal 9 wherever it happens to be. `npm run kills` does it 200 times. */

import { expect, test } from 'vitest';
import { killTheProxy } from './kill-the-proxy.ts';

test('F22: killed at random moments of 60 bookings, the proxy loses none, doubles none and settles all in a minute', async () => {
  const figures = await killTheProxy({ bookings: 60, seed: 11 });

  expect(figures).toMatchObject({ confirmed: 60, lost: 0, doubled: 0, unsaid: 0, unsettled: 0 });
  expect(figures.kills).toBeGreaterThanOrEqual(3);
  expect(figures.settledAfterMs).toBeLessThan(60_000);
}, 120_000);
