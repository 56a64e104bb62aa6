/** What the Graph adapters need, over a server of the test's own: a token that always is, lanes, a clock that leaps. */

import type { AppCredential } from '../../edge-proxy/graph/app-credential.ts';
import { createGraphClient, type GraphClient } from '../../edge-proxy/graph/graph-client.ts';
import { createLanes } from '../../edge-proxy/graph/lanes.ts';
import { at } from './builders.ts';
import { createFixedChance } from './fixed-chance.ts';
import { createLeapingClock, type LeapingClock } from './leaping-clock.ts';

export type TestClient = { readonly client: GraphClient; readonly clock: LeapingClock; readonly renewals: string[] };

/** `origin` with `/graph` behind it, as the sandbox has it. */
export function aGraphClient(origin: string, clock: LeapingClock = createLeapingClock(at('09:00'))): TestClient {
  const renewals: string[] = [];
  const credential: AppCredential = {
    token: async () => 'first-token',
    async renew(refused) {
      renewals.push(refused);
      return 'second-token';
    },
    refusal: () => null,
  };
  const endpoint = `${origin}/graph`;
  const client = createGraphClient({ endpoint, credential, lanes: createLanes(), clock, chance: createFixedChance() });
  return { client, clock, renewals };
}
