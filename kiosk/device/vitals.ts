/** How the tablet fares, as far as its browser tells: battery, link, memory. Each by a feature that many browsers lack. */

import type { Vitals } from '../../shared/wire/evidence.ts';
import type { TabletClock } from '../ports.ts';

type Battery = { readonly level: number; readonly charging: boolean };

/** As much of the browser as is asked. */
export type VitalBrowser = {
  readonly navigator: {
    readonly getBattery?: () => Promise<Battery>;
    readonly connection?: { readonly downlink?: number };
    readonly storage?: { persisted?: () => Promise<boolean> };
  };
  readonly performance: { readonly memory?: { readonly usedJSHeapSize: number; readonly jsHeapSizeLimit: number } };
  readonly document: { readonly visibilityState: string };
};

export type BrowserVitals = Omit<Vitals, 'host' | 'light' | 'lightFailingSince'>;

const MB = 1_000_000;

/** Each answers in milliseconds or, as Chromium's battery where no service of the system tells of one, never. */
const ANSWERS_WITHIN_MS = 2_000;

export async function readBrowserVitals(
  { navigator, performance, document }: VitalBrowser,
  after: TabletClock['after'],
): Promise<BrowserVitals> {
  const [battery, kept] = await Promise.all([
    inTime(navigator.getBattery?.(), after),
    inTime(navigator.storage?.persisted?.(), after),
  ]);
  const { memory } = performance;
  return {
    batteryPercent: whole((battery?.level ?? Number.NaN) * 100, 0, 100),
    charging: battery?.charging ?? null,
    // Only a host that is an app knows the signal; the browser guesses at the speed.
    wifiDbm: null,
    linkMbit: whole(navigator.connection?.downlink ?? Number.NaN, 0, 1_000_000),
    memoryMb: whole((memory?.usedJSHeapSize ?? Number.NaN) / MB, 0, 10_000_000),
    memoryLimitMb: whole((memory?.jsHeapSizeLimit ?? Number.NaN) / MB, 0, 10_000_000),
    storageKept: kept,
    screenOn: document.visibilityState === 'visible',
  };
}

/** Null for what is refused, not there, or not told: a screen must not wait for it to say what it shows. */
function inTime<T>(asked: Promise<T> | undefined, after: TabletClock['after']): Promise<T | null> {
  if (asked === undefined) return Promise.resolve(null);
  return new Promise((resolve) => {
    const cancel = after(ANSWERS_WITHIN_MS, () => resolve(null));
    void asked
      .catch(() => null)
      .then((answer) => {
        cancel();
        resolve(answer);
      });
  });
}

/** A whole number within what the wire takes; null for anything that is none. */
export function whole(value: unknown, min: number, max: number): number | null {
  const rounded = Math.round(Number(value));
  return value !== null && value !== '' && Number.isFinite(rounded) ? Math.min(max, Math.max(min, rounded)) : null;
}
