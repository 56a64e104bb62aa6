/** Picks the screen. */

import type { Zone } from '../shared/basics/zone.ts';
import type { Particulars } from '../shared/wire/pairing.ts';
import { PairingScreen } from './screens/pairing-screen.tsx';
import { RoomScreen } from './screens/room-screen.tsx';
import { StartingScreen } from './screens/starting-screen.tsx';
import type { TabletModels } from './tablet.ts';
import type { Words } from './text/messages.ts';

type Props = {
  readonly models: TabletModels;
  readonly words: Words;
  readonly particulars: Particulars;
  /** Of the proxy: where this page came from. */
  readonly host: string;
  /** The tablet's own, for the time before it has a room. */
  readonly zone: Zone;
};

export function App({ models, words, particulars, host, zone }: Props) {
  const { clock, room, booking, view, pairing } = models;
  const screen = view.screen.value;
  switch (screen.kind) {
    case 'starting':
      return <StartingScreen words={words} />;
    case 'pairing':
      return <PairingScreen pairing={pairing} particulars={particulars} host={host} zone={zone} words={words} />;
    case 'room':
      return <RoomScreen clock={clock} room={room} booking={booking} view={view} words={words} />;
    default:
      return screen satisfies never;
  }
}
