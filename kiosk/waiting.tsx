/**
 * What a tablet needs only until it has a room: its own description and the pairing screen. A chunk of its own, because
 * a tablet is paired once and shows a door for years.
 */

import type { ComponentChild } from 'preact';
import { parseZone, UTC } from '../shared/basics/zone.ts';
import type { Particulars } from '../shared/wire/pairing.ts';
import { readParticulars } from './device/particulars.ts';
import { PairingScreen } from './screens/pairing-screen.tsx';
import type { TabletModels } from './tablet.ts';
import type { Words } from './text/messages.ts';

export type Waiting = {
  readonly particulars: Particulars;
  draw(models: Pick<TabletModels, 'pairing' | 'view'>, words: Words): ComponentChild;
};

export async function prepareWaiting(browser: Window): Promise<Waiting> {
  const { navigator, screen, devicePixelRatio, location } = browser;
  const glass = { width: screen.width, height: screen.height, scale: devicePixelRatio };
  const particulars = await readParticulars(navigator, glass);
  const zone = parseZone(new Intl.DateTimeFormat().resolvedOptions().timeZone) ?? UTC;
  return {
    particulars,
    draw: ({ pairing, view }, words) => (
      <PairingScreen
        pairing={pairing}
        view={view}
        particulars={particulars}
        host={location.host}
        zone={zone}
        words={words}
      />
    ),
  };
}
