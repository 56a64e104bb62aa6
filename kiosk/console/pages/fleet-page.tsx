/** The page of every door as it stands this moment. */

import { signal } from '@preact/signals';
import type { DeviceId } from '../../../shared/basics/ids.ts';
import { SECOND_MS } from '../../../shared/basics/instant.ts';
import { mayActAs } from '../../../shared/wire/console.ts';
import { createFleetModel } from '../state/fleet-model.ts';
import { createLookAgain, isTabSeen } from '../state/look-again.ts';
import { FleetScreen } from './fleet-screen.tsx';
import type { ConsolePage, PageNeeds } from './pages.ts';

/** Lengths of time grow by themselves, without any news. */
const TICK_MS = 15 * SECOND_MS;

export function createFleetPage({ client, profile, now, after, say, of, go }: PageNeeds): ConsolePage {
  const fleet = createFleetModel({ client, now, after, isWatched: isTabSeen });
  const ticks = signal(0);
  const clock = createLookAgain({
    async look() {
      ticks.value += 1;
    },
    after,
    isWatched: isTabSeen,
    everyMs: TICK_MS,
  });
  void clock.now();
  return {
    screen() {
      void ticks.value;
      return (
        <FleetScreen
          fleet={fleet}
          open={of.value as DeviceId | null}
          mayAct={mayActAs(profile, 'Operator')}
          onOpen={(id) => go(id === null ? { page: 'doors' } : { page: 'fleet', of: id })}
          onPair={() => go({ page: 'pair', code: null })}
          listRooms={client.listRooms}
          now={now}
          say={say}
        />
      );
    },
    close() {
      fleet.close();
      clock.close();
    },
  };
}
