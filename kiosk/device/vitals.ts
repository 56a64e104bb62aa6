/** How the tablet fares, as far as its browser tells: battery, link, memory. Each by a feature that many browsers lack. */

import type { Vitals } from '../../shared/wire/evidence.ts';

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

export async function readBrowserVitals({ navigator, performance, document }: VitalBrowser): Promise<BrowserVitals> {
  const [battery, kept] = await Promise.all([
    navigator.getBattery?.().catch(() => null) ?? null,
    navigator.storage?.persisted?.().catch(() => null) ?? null,
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

/** A whole number within what the wire takes; null for anything that is none. */
export function whole(value: unknown, min: number, max: number): number | null {
  const rounded = Math.round(Number(value));
  return value !== null && value !== '' && Number.isFinite(rounded) ? Math.min(max, Math.max(min, rounded)) : null;
}
