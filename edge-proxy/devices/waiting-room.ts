/** How many codes may wait at once: a flood of requests must not fill the store, nor keep a building's tablets out. */

import type { Instant } from '../../shared/basics/instant.ts';
import type { Clock } from '../ports.ts';

/** A van full of tablets, unpacked behind one address, each showing its code. */
const MOST_OF_ADDRESS = 100;
const MOST_IN_ALL = 1_000;

type Waiting = { readonly address: string; readonly until: Instant; hasAsked: boolean };

export function createWaitingRoom(clock: Clock) {
  const waiting = new Map<string, Waiting>();

  function dropOld(): void {
    // In the order in which they entered, and each waits equally long.
    for (const [id, { until }] of waiting) {
      if (until > clock.now()) return;
      waiting.delete(id);
    }
  }

  return {
    /** When a place may be free again; null where there is one. */
    fullUntil(address: string): Instant | null {
      dropOld();
      const inAll = [...waiting.values()];
      const ofAddress = inAll.filter((one) => one.address === address);
      if (inAll.length >= MOST_IN_ALL) return inAll[0]?.until ?? null;
      return ofAddress.length >= MOST_OF_ADDRESS ? (ofAddress[0]?.until ?? null) : null;
    },

    enter(id: string, address: string, until: Instant): void {
      waiting.set(id, { address, until, hasAsked: false });
    },

    /** Whether this one asks how it stands for the first time. */
    asksFirst(id: string): boolean {
      const one = waiting.get(id);
      if (one === undefined || one.hasAsked) return false;
      one.hasAsked = true;
      return true;
    },

    leave(id: string): void {
      waiting.delete(id);
    },
  };
}
