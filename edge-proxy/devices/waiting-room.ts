/**
 * How many codes may wait at once: a flood of requests must not fill the store, nor keep a building's tablets out. Where all
 * places are taken, whoever holds most of them makes way for one who holds fewer.
 */

import type { Instant } from '../../shared/basics/instant.ts';
import type { Clock } from '../ports/runtime.ts';
import { addressBlock } from './address-block.ts';

/** A van full of tablets, unpacked behind one address, each showing its code. */
const MOST_OF_ADDRESS = 100;
const MOST_IN_ALL = 1_000;

type Waiting = { readonly block: string; readonly until: Instant; hasAsked: boolean };

export function createWaitingRoom(clock: Clock) {
  /** In the order in which they entered, and each waits equally long. */
  const waiting = new Map<string, Waiting>();

  function dropOld(): void {
    for (const [id, { until }] of waiting) {
      if (until > clock.now()) return;
      waiting.delete(id);
    }
  }

  /** Who waits, by where they come from. */
  function byBlock(): Map<string, string[]> {
    const blocks = new Map<string, string[]>();
    for (const [id, { block }] of waiting) {
      const known = blocks.get(block);
      if (known === undefined) blocks.set(block, [id]);
      else known.push(id);
    }
    return blocks;
  }

  /** The first to go where all places are taken; null where nobody holds so many more of them. */
  function mustGo(block: string): string | null {
    const blocks = byBlock();
    const own = blocks.get(block)?.length ?? 0;
    const most = [...blocks.values()].reduce((a, b) => (b.length > a.length ? b : a), []);
    return most.length > own + 1 ? (most[0] ?? null) : null;
  }

  return {
    /** When a place may be free again; null where there is one, or can be had. */
    fullUntil(address: string): Instant | null {
      dropOld();
      const block = addressBlock(address);
      const ofBlock = [...waiting.values()].filter((one) => one.block === block);
      if (ofBlock.length >= MOST_OF_ADDRESS) return ofBlock[0]?.until ?? null;
      if (waiting.size < MOST_IN_ALL || mustGo(block) !== null) return null;
      const [first] = waiting.values();
      return first?.until ?? null;
    },

    /** To be called where it is not full. Answers who had to make way, whose code must be given up. */
    enter(id: string, address: string, until: Instant): string | null {
      const block = addressBlock(address);
      const gone = waiting.size < MOST_IN_ALL ? null : mustGo(block);
      if (gone !== null) waiting.delete(gone);
      waiting.set(id, { block, until, hasAsked: false });
      return gone;
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
