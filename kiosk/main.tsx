/** Composition root of the display: the browser's clock, network, disk and page in; models and screens out. */

import './styles/tokens.css';
import './styles/ground.css';
import { render } from 'preact';
import { Workbox } from 'workbox-window';
import { parseZone, UTC } from '../shared/basics/zone.ts';
import { App } from './app.tsx';
import { deleteKioskDb, openKioskDb } from './cache/kiosk-db.ts';
import { createLastingStore } from './cache/lasting-store.ts';
import { watchAttention } from './device/attention.ts';
import { readParticulars } from './device/particulars.ts';
import { tabletChance, tabletClock } from './device/tablet-clock.ts';
import { createUpdateFlow, type UpdateFlow } from './device/update-flow.ts';
import { keepScreenOn } from './device/wake-lock.ts';
import { createTablet } from './tablet.ts';
import { loadWords } from './text/messages.ts';

const fetchFromProxy: typeof fetch = (input, init) => fetch(input, init);
let updates: UpdateFlow | null = null;

const particulars = readParticulars(navigator, {
  width: screen.width,
  height: screen.height,
  scale: devicePixelRatio,
});
const tablet = createTablet({
  clock: tabletClock,
  chance: tabletChance,
  store: createLastingStore({ clock: tabletClock, open: openKioskDb, destroy: deleteKioskDb }),
  fetch: fetchFromProxy,
  openEventSource: (url) => new EventSource(url),
  particulars: () => particulars,
  reload: () => location.reload(),
  onNewerProxy: () => updates?.checkSoon(),
});

const root = document.getElementById('kiosk');
if (root === null) throw new Error('the page has no place for the display');

void live(root);

async function live(root: HTMLElement): Promise<void> {
  const started = tablet.start();
  const [words, known] = await Promise.all([loadWords(navigator.languages), particulars]);
  document.documentElement.lang = words.language;
  document.documentElement.dir = words.direction;
  const zone = parseZone(new Intl.DateTimeFormat().resolvedOptions().timeZone) ?? UTC;
  render(<App models={tablet.models} words={words} particulars={known} host={location.host} zone={zone} />, root);

  // From here on nothing is needed for the first picture, and all of it may fail without harm to it.
  await started;
  watchAttention(document, window, { onSeen: tablet.seen, onOnline: tablet.online });
  keepScreenOn({ wakeLock: navigator.wakeLock, page: document });
  void navigator.storage?.persist?.();
  if ('serviceWorker' in navigator) updates = followUpdates();
}

function followUpdates(): UpdateFlow {
  return createUpdateFlow({
    clock: tabletClock,
    chance: tabletChance,
    workbox: new Workbox('/sw.js'),
    fetch: fetchFromProxy,
    controlled: navigator.serviceWorker.controller !== null,
    whenIdle: tablet.whenIdle,
    reload: () => location.reload(),
  });
}
