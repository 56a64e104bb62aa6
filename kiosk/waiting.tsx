/**
 * What a tablet needs only until it has a room: its own description, the way to a code and the screen that shows it. A
 * chunk of its own, because a tablet is paired once and shows a door for years.
 */

import './styles/phone.css';
import './styles/other-scripts.css';
import type { ComponentChild } from 'preact';
import { parseZone, UTC } from '../shared/basics/zone.ts';
import { readArrival } from './device/arrival.ts';
import { createFullyHost } from './device/fully-host.ts';
import { readParticulars } from './device/particulars.ts';
import { createPairing, type Pairing, type PairingParts } from './pairing.ts';
import { PairingScreen } from './screens/pairing-screen.tsx';
import type { PairingModel, PairingView } from './state/pairing-model.ts';
import type { Words } from './text/messages.ts';

export type Waiting = {
  createPairing(parts: PairingParts): Pairing;
  draw(view: PairingView, pairing: PairingModel | null, words: Words): ComponentChild;
};

export async function prepareWaiting(browser: Window): Promise<Waiting> {
  const { navigator, screen, devicePixelRatio, location } = browser;
  const glass = { width: screen.width, height: screen.height, scale: devicePixelRatio };
  const arrival = readArrival(browser, createFullyHost(browser)?.name() ?? '');
  // The same page with another link behind the # is no new page to a browser.
  browser.addEventListener('hashchange', () => browser.location.reload());
  const particulars = await readParticulars(navigator, glass);
  const zone = parseZone(new Intl.DateTimeFormat().resolvedOptions().timeZone) ?? UTC;
  return {
    createPairing: (parts) => createPairing(particulars, arrival, parts),
    draw: (view, pairing, words) => (
      <PairingScreen
        view={view}
        takenOff={pairing?.takenOff.value ?? null}
        linkSpent={pairing?.linkSpent.value ?? false}
        name={arrival.name}
        particulars={particulars}
        host={location.host}
        zone={zone}
        words={words}
      />
    ),
  };
}
