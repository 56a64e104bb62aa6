/** A tablet's way to a room, wired: loaded by the tablet that has none, and by no other. */

import type { Particulars } from '../shared/wire/pairing.ts';
import type { Arrival, TabletChance, TabletClock } from './ports.ts';
import { createPairingModel, type PairingControl, type PairingModel } from './state/pairing-model.ts';
import type { AskProxy } from './sync/ask-proxy.ts';
import { createBackOff } from './sync/back-off.ts';
import { createPairingClient } from './sync/pairing-client.ts';

export type Pairing = PairingModel & PairingControl;

export type PairingParts = {
  readonly clock: TabletClock;
  readonly chance: Pick<TabletChance, 'fraction'>;
  readonly ask: AskProxy;
  readonly onPaired: () => void;
};

export function createPairing(
  particulars: Particulars,
  arrival: Arrival,
  { clock, chance, ask, onPaired }: PairingParts,
): Pairing {
  return createPairingModel({
    clock,
    proxy: createPairingClient(ask),
    backOff: () => createBackOff(chance),
    particulars,
    arrival,
    onPaired,
  });
}
