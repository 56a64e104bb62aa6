/**
 * What keeps a page going once it shows something: its screen on, its disk safe, its release new, its glass and its light
 * as they should be; and what it tells of itself and is told. A chunk of its own that comes after the first picture,
 * because none of it is in that picture.
 */

import { effect } from '@preact/signals-core';
import type { TrustedScriptURL, TrustedTypesWindow } from 'trusted-types/lib';
import { Workbox } from 'workbox-window';
import { isOpen } from '../shared/rules/freshness.ts';
import { LINK_MARK } from '../shared/wire/enrolment.ts';
import type { Command } from '../shared/wire/stream-message.ts';
import { findHost } from './device/find-host.ts';
import { forgetShell } from './device/forget-shell.ts';
import type { FullyObject } from './device/fully-host.ts';
import { readKeptRelease } from './device/kept-release.ts';
import { letFingersLand } from './device/landing-fingers.ts';
import { guardMemory } from './device/memory-guard.ts';
import { watchTouches } from './device/touches.ts';
import { createUpdateFlow, type UpdateFlow } from './device/update-flow.ts';
import { readBrowserVitals, type VitalBrowser } from './device/vitals.ts';
import { keepScreenOn } from './device/wake-lock.ts';
import { WORKER_URL } from './device/worker-served.ts';
import type { Display } from './display.ts';
import { doAsTold, sessionMemory } from './do-as-told.ts';
import { keepAlmanac } from './keep-almanac.ts';
import { keepLight } from './keep-light.ts';
import type { Host, Recollection, TabletChance, TabletClock } from './ports.ts';
import { createGlass, type GlassModel } from './state/glass-model.ts';
import { createAskProxy } from './sync/ask-proxy.ts';
import { tellUpward } from './tell-upward.ts';
import type { Words } from './text/messages.ts';

type Parts = {
  readonly clock: TabletClock;
  readonly chance: TabletChance;
  readonly fetch: typeof fetch;
  readonly store: Recollection;
  readonly display: Display;
  readonly reload: () => void;
  /** Of the page's first picture. */
  readonly words: Words;
};

export type Upkeep = {
  /** Null where the browser has no workers, as on a page that is not secure: such a page is new whenever it is loaded. */
  readonly updates: UpdateFlow | null;
  readonly obey: (command: Command) => void;
};

type Page = Window & typeof globalThis & { readonly fully?: FullyObject };

/** Facilities open a tablet that has its place with a link to another: seldom, so what follows it is fetched then. */
function followLinks(browser: Window, { fetch, clock, reload }: Pick<Parts, 'fetch' | 'clock' | 'reload'>): void {
  const follow = async () => {
    const { followLink } = await import('./enrol-paired.ts');
    await followLink(browser, createAskProxy({ fetch, clock }), reload);
  };
  const look = () => {
    if (browser.location.hash.startsWith(LINK_MARK)) follow().catch(() => undefined);
  };
  // The same page with another link behind the # is no new page to a browser.
  browser.addEventListener('hashchange', look);
  look();
}

export function keepUp(page: Page, parts: Parts): Upkeep {
  const { navigator, document, caches } = page;
  const { clock, display, reload } = parts;
  const release = document.documentElement.dataset['release'];
  const forget = () => forgetShell(navigator.serviceWorker, caches);
  followLinks(page, parts);
  keepScreenOn({ wakeLock: navigator.wakeLock, page: document });
  navigator.storage?.persist?.().catch(() => {});
  const updates =
    'serviceWorker' in navigator
      ? createUpdateFlow({
          ...parts,
          whenIdle: display.whenIdle,
          workbox: new Workbox(vouchedFor(WORKER_URL)),
          isControlled: () => navigator.serviceWorker.controller !== null,
          keptRelease: () => readKeptRelease(caches),
          release,
          forget,
        })
      : null;

  keepAlmanac(parts);
  const host = findHost(page, document);
  const glass = createGlass({ host, clock, now: display.clock.present });
  followHours(display, glass);
  watchTouches(document, glass.touched);
  host.onMotion(() => {
    const wasDark = glass.touched();
    const wasCovered = display.moved();
    if (wasDark || wasCovered) letFingersLand(document, clock.after);
  });

  guardMemory({
    clock,
    page: page as unknown as VitalBrowser,
    whenIdle: display.whenIdle,
    startAnew: () => void (host.restart() || reload()),
  });

  const light = keepLight(page, {
    ...parts,
    fully: page.fully,
    onHealth(isWell, isRefused) {
      if (!isWell) evidence.failed(isRefused ? 'led-refused' : 'led');
      evidence.changed();
    },
    onRefused(address) {
      evidence.failed('led-refused');
      refetchOnce(address);
    },
  });
  const evidence = tellUpward(page, {
    ...parts,
    release: release ?? null,
    readVitals: () => readVitals(page as unknown as VitalBrowser, parts.clock.after, host, light),
  });

  /** The page that the worker keeps has the rules it came with; a new one has those of now. Once, lest it go on for ever. */
  function refetchOnce(address: string): void {
    const memory = sessionMemory(page, 'doorlight-light');
    if (memory.read() === address) return;
    memory.write(address);
    display.whenIdle(() => void forget().then(reload));
  }

  return { updates, obey: doAsTold(page, { ...parts, updates, glass, closeWord: () => parts.words.say('close') }) };
}

/** A board has no meeting of its own; a door that knows nothing has nothing to show at night. */
const UNWANTED: readonly (string | undefined)[] = [undefined, 'available', 'stale', 'unknown'];

function followHours({ clock, hours, look, models }: Display, glass: GlassModel): void {
  effect(() => {
    const { openingHours, zone, afterHours } = hours();
    // Who hangs it up does so at any hour, and needs to read its code.
    const isSet = models === null ? look.value !== null : models.view.screen.value.kind === 'room';
    const isWanted = !UNWANTED.includes(models?.room.state.value?.kind);
    glass.decide({ afterHours, isOpen: !isSet || isOpen(clock.now.value, openingHours, zone), isWanted });
  });
}

/** What the host knows is nearer to the truth than what the browser guesses. */
async function readVitals(
  browser: VitalBrowser,
  after: TabletClock['after'],
  host: Host,
  light: Pick<ReturnType<typeof keepLight>, 'colour' | 'failingSince'>,
) {
  const vitals = { ...(await readBrowserVitals(browser, after)), ...(await host.readVitals()) };
  return { ...vitals, host: host.kind, light: light.colour(), lightFailingSince: light.failingSince() };
}

/** Browsers that know Trusted Types start no worker by an address that nobody has vouched for (security-headers.ts). */
function vouchedFor(url: string): string | TrustedScriptURL {
  const { trustedTypes } = window as unknown as Partial<TrustedTypesWindow>;
  return trustedTypes?.createPolicy('doorlight', { createScriptURL: (address) => address }).createScriptURL(url) ?? url;
}
