/** Composition root of the display: the browser's clock, network, disk and page in; models and screens out. */

import './styles/tokens.css';
import './styles/ground.css';
import { effect, signal } from '@preact/signals-core';
import { render } from 'preact';
import { MINUTE_MS } from '../shared/basics/instant.ts';
import { parseZone, UTC } from '../shared/basics/zone.ts';
import { isPlain, type Look } from '../shared/room/look.ts';
import type { Command } from '../shared/wire/stream-message.ts';
import { deleteKioskDb, openKioskDb } from './cache/kiosk-db.ts';
import { createLastingStore } from './cache/lasting-store.ts';
import { watchAttention } from './device/attention.ts';
import { tabletChance, tabletClock } from './device/tablet-clock.ts';
import { watchTouches } from './device/touches.ts';
import { isWorkerServed } from './device/worker-served.ts';
import type { Display, Worn } from './display.ts';
import { createDoorDisplay } from './door-display.tsx';
import { drawWhenChanged } from './draw-when-changed.ts';
import { claimEarlyStream } from './sync/early-stream.ts';
import type { EventSourceLike } from './sync/room-stream.ts';
import { type Almanac, recallAlmanac } from './text/almanac.ts';
import { createTimeFormats } from './text/format-time.ts';
import { loadWords, type Words } from './text/messages.ts';
import type { Upkeep } from './upkeep.ts';
import type { Waiting } from './waiting.tsx';

const BOARD_PAGE = '/board';
const STREAM = '/api/stream';

const place = document.getElementById('kiosk');
if (place === null) throw new Error('the page has no place for the display');
void live(place);

async function live(place: HTMLElement): Promise<void> {
  const fetchFromProxy: typeof fetch = (input, init) => fetch(input, init);
  const reload = () => location.reload();
  const goTo = (path: string) => location.replace(path);
  let upkeep: Upkeep | null = null;
  /** Told before there was anybody to do it. */
  const told: Command[] = [];
  let early = claimEarlyStream(window);

  function openEventSource(url: string): EventSourceLike {
    const offered = early?.adopt();
    early = null;
    if (offered !== undefined && url === STREAM) return offered;
    offered?.close();
    return new EventSource(url);
  }

  const parts = {
    clock: tabletClock,
    chance: tabletChance,
    store: createLastingStore({ clock: tabletClock, open: openKioskDb, destroy: deleteKioskDb }),
    fetch: fetchFromProxy,
    openEventSource,
    firstLife: !navigator.serviceWorker?.controller,
    origin: location.origin,
    onCommand: (command: Command) => (upkeep === null ? told.push(command) : upkeep.obey(command)),
    onNewerProxy: () => upkeep?.updates?.checkSoon(),
    onRelease: (release: string) => upkeep?.updates?.heard(release),
  };
  // Disk and proxy are asked by then: making words keeps a slow tablet's processor busy for a quarter of a second.
  const ownWords = pause(0).then(() => loadWords(navigator.languages));
  const ownZone = () => parseZone(new Intl.DateTimeFormat().resolvedOptions().timeZone);
  const display =
    location.pathname === BOARD_PAGE
      ? (await import('./board/board-display.tsx')).createBoardDisplay({
          ...parts,
          glass: window,
          zone: ownZone() ?? UTC,
          onNoBoard: () => goTo('/'),
        })
      : createDoorDisplay({
          ...parts,
          loadWaiting: () => loadWaiting(ownWords, reload),
          onBoard: () => goTo(BOARD_PAGE),
        });
  let almanac: Almanac | null = null;
  // Before the day is, whose zone it knows.
  if (!parts.firstLife) void recallAlmanac(parts.store).then((kept) => (almanac = kept));
  const started = display.start();
  const words = await ownWords;
  // A picture of the wait for what was kept would take longer than that wait.
  if (!parts.firstLife) await Promise.race([started, pause(KEPT_WITHIN_MS)]);
  const speak = (words: Words, hours?: Look['clock']) => ({ words, times: createTimeFormats(words, hours, almanac) });
  const first = speak(words);
  const root = document.documentElement;
  root.lang = first.words.language;
  root.dir = first.words.direction;
  const worn = signal<Worn | null>(null);
  const contrast = matchMedia('(forced-colors: active), (prefers-contrast: more)');
  whenDressy(display, contrast, async () => {
    const { wearLook } = await import('./looks.ts');
    worn.value = wearLook({
      root,
      contrast,
      clock: tabletClock,
      display,
      own: navigator.languages,
      first,
      async load(tags, hours) {
        const words = await loadWords(tags);
        await words.whole();
        return speak(words, hours);
      },
    });
  });
  let beats = 0;
  drawWhenChanged(() => {
    // Read here too, so that every screen is drawn each minute, and the watch in boot/ sees that it still can be.
    void display.clock.now.value;
    render(display.draw(worn.value?.spoken.value ?? first, worn.value?.languages.value ?? []), place);
    beats += 1;
    root.dataset['beat'] = String(beats);
  });

  // While the first day is on its way: most doors are in their tablet's own zone, and the first of a kind takes longest.
  const zone = parts.firstLife ? ownZone() : null;
  if (zone !== null) first.times(zone).past(tabletClock.wallClock(), tabletClock.wallClock());

  watchTouches(document, () => {
    display.touched();
    worn.peek()?.touched();
  });
  watchAttention(document, window, { onSeen: display.seen, onOnline: display.online });

  // From here on nothing is needed for the first picture, and all of it may fail without harm to it.
  await started;
  await firstPicture(display);
  void fetchRest(
    async () => {
      const [{ keepUp }] = await Promise.all([import('./upkeep.ts'), display.fetchTouch()]);
      await first.words.whole();
      upkeep ??= keepUp(window, { ...parts, display, reload, words });
      for (const command of told.splice(0)) upkeep.obey(command);
      await display.fetchRest();
    },
    () => display.whenIdle(reload),
  );
}

/** A disk that takes longer than a glance is not waited for. */
const KEPT_WITHIN_MS = 250;

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    tabletClock.after(ms, resolve);
  });
}

/** Longer than this nothing else waits for it. */
const FIRST_PICTURE_WITHIN_MS = 3_000;

/** Resolves once there is something to see, and has been painted: whatever came sooner would take its line and its processor. */
function firstPicture({ starting }: Pick<Display, 'starting'>): Promise<void> {
  return new Promise((resolve) => {
    tabletClock.after(FIRST_PICTURE_WITHIN_MS, resolve);
    const stop = effect(() => {
      // A hidden page is given no frame; then the time above must do.
      if (!starting.value) requestAnimationFrame(() => void tabletClock.after(0, resolve));
    });
    tabletClock.after(FIRST_PICTURE_WITHIN_MS, stop);
  });
}

/** Once, as soon as the page is to look or speak otherwise than it comes. A chunk that cannot be had leaves it readable. */
function whenDressy({ look }: Pick<Display, 'look'>, contrast: MediaQueryList, dress: () => Promise<void>): void {
  let asked = false;
  effect(() => {
    if (asked || look.value === null || (isPlain(look.value) && !contrast.matches)) return;
    asked = true;
    dress().catch(() => {
      asked = false;
    });
  });
}

const RELOAD_AFTER_MS = 10_000;
/** A door without it takes taps and does nothing about them: soon, but not so soon that a broken release flickers. */
const REST_AGAIN_MS = MINUTE_MS;

/** Without it a door only shows. Where the server does not answer, a new page would not even do that. */
async function fetchRest(fetchAll: () => Promise<void>, startAnew: () => void): Promise<void> {
  try {
    await fetchAll();
  } catch {
    tabletClock.after(REST_AGAIN_MS, async () => {
      if (await isWorkerServed((input, init) => fetch(input, init), tabletClock.after)) startAnew();
      else void fetchRest(fetchAll, startAnew);
    });
  }
}

/** Browsers remember that a module could not be had for as long as the page lives, so only a new page can ask again. */
async function loadWaiting(words: Promise<Words>, reload: () => void): Promise<Waiting> {
  try {
    await (await words).whole();
    const { prepareWaiting } = await import('./waiting.tsx');
    return await prepareWaiting(window);
  } catch {
    tabletClock.after(RELOAD_AFTER_MS, reload);
    return new Promise(() => {});
  }
}
