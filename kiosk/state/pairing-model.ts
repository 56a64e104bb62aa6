/** A tablet without a room: the code on its screen, and whether somebody has said yes. */

import { type ReadonlySignal, signal } from '@preact/signals-core';
import { SECOND_MS } from '../../shared/basics/instant.ts';
import type { PairingCode, Particulars } from '../../shared/wire/pairing.ts';
import type { Arrival, PairingClient, TabletClock } from '../ports.ts';

export type PairingView =
  | { readonly kind: 'asking' }
  | { readonly kind: 'code'; readonly code: PairingCode }
  /** No proxy; we keep trying. */
  | { readonly kind: 'no-answer' };

export type PairingModel = {
  readonly view: ReadonlySignal<PairingView>;
  /** The name of the room that this tablet was just taken off, where it knows. */
  readonly takenOff: ReadonlySignal<string | null>;
  /** The link that it was opened with pairs nobody any more. */
  readonly linkSpent: ReadonlySignal<boolean>;
  close(): void;
};

/** The side from which pairing is begun and called off. */
export type PairingControl = {
  /** Asks for a code until somebody has said yes, however long that takes. */
  begin(takenOff: string | null): void;
  stop(): void;
  /** Nobody even says whether this tablet needs a code. */
  outOfReach(): void;
  /** The network may be back: asks again at once. */
  nudge(): void;
};

type Parts = {
  readonly clock: TabletClock;
  readonly proxy: PairingClient;
  /** Made anew for each pairing. */
  readonly backOff: () => { nextMs(): number; reset(): void };
  readonly particulars: Particulars;
  readonly arrival: Arrival;
  readonly onPaired: () => void;
};

/** A proxy that answers "still waiting" at once, instead of when there is news, is not asked in a loop. */
const SHORTEST_ROUND_MS = 2 * SECOND_MS;
const HELD_MS = 3 * SECOND_MS;

export function createPairingModel(parts: Parts): PairingModel & PairingControl {
  const { clock, proxy, particulars, arrival, onPaired } = parts;
  const view = signal<PairingView>({ kind: 'asking' });
  const takenOff = signal<string | null>(null);
  const linkSpent = signal(false);
  /** Each begin and stop starts another life, and what an earlier one still waits for is not listened to. */
  let life = 0;
  let endPause = () => {};

  function pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(delayMs, resolve);
      endPause = () => {
        cancel();
        resolve();
      };
    });
  }

  /** Whether this life is over by it. A link that is refused leaves the tablet to ask for a code like any other. */
  async function cameByLink(mine: number, backOff: ReturnType<Parts['backOff']>): Promise<boolean> {
    const { link, attempt, name } = arrival;
    while (link !== null && !linkSpent.value && mine === life) {
      const answer = await proxy.useLink({ link, attempt, particulars, ...(name !== null && { name }) });
      if (mine !== life) return true;
      if (answer.ok) {
        finish();
        return true;
      }
      linkSpent.value = 'type' in answer.error && answer.error.status < 429;
      if (linkSpent.value) break;
      view.value = { kind: 'no-answer' };
      await pause(backOff.nextMs());
    }
    return mine !== life;
  }

  async function pair(mine: number): Promise<void> {
    const backOff = parts.backOff();
    if (await cameByLink(mine, backOff)) return;
    let code: PairingCode | null = null;
    while (mine === life) {
      if (code === null) {
        const answer = await proxy.startPairing(particulars, arrival.name);
        if (mine !== life) return;
        if (answer.ok) {
          code = answer.value;
          view.value = { kind: 'code', code };
          backOff.reset();
        } else {
          view.value = { kind: 'no-answer' };
          await pause(backOff.nextMs());
        }
        continue;
      }
      const asked = code;
      const askedMs = clock.monotonicMs();
      // After a failure: whoever holds our question this long is the proxy, and the code is good again.
      const cancelShow = clock.after(HELD_MS, () => {
        view.value = { kind: 'code', code: asked };
      });
      const answer = await proxy.awaitPairing();
      cancelShow();
      if (mine !== life) return;
      if (answer.ok) {
        backOff.reset();
        view.value = { kind: 'code', code };
        if (answer.value === 'paired') return finish();
        if (answer.value !== 'waiting') code = null;
        const leftMs = SHORTEST_ROUND_MS - (clock.monotonicMs() - askedMs);
        if (leftMs > 0) await pause(leftMs);
      } else {
        // The proxy no longer knows what this tablet was waiting for: it has been restored, or took another for us.
        const forgotten = 'type' in answer.error && answer.error.status < 429;
        if (forgotten) code = null;
        else view.value = { kind: 'no-answer' };
        await pause(backOff.nextMs());
      }
    }
  }

  function finish(): void {
    stop();
    takenOff.value = null;
    onPaired();
  }

  function stop(): void {
    life += 1;
    endPause();
  }

  return {
    view,
    takenOff,
    linkSpent,
    begin(roomName) {
      stop();
      takenOff.value = roomName;
      view.value = { kind: 'asking' };
      void pair(life);
    },
    stop,
    outOfReach() {
      view.value = { kind: 'no-answer' };
    },
    nudge: () => endPause(),
    close: stop,
  };
}
