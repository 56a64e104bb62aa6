/** The browser's clocks and its dice: the one reading of them on the tablet. */

import { parseIntentKey } from '../../shared/basics/ids.ts';
import { instant } from '../../shared/basics/instant.ts';
import type { TabletChance, TabletClock } from '../ports.ts';

/** A timer that is asked for longer than this fires at once: browsers keep the delay in 31 bits. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

export const tabletClock: TabletClock = {
  wallClock: () => instant(Date.now()),
  monotonicMs: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, Math.min(Math.max(0, delayMs), LONGEST_DELAY_MS));
    return () => clearTimeout(timer);
  },
};

export const tabletChance: TabletChance = {
  fraction: Math.random,
  intentKey() {
    const key = parseIntentKey(uuid());
    if (key === null) throw new Error('the browser made no UUID');
    return key;
  },
};

/** By hand where there is no randomUUID: Chrome before 92, Safari before 15.4, and every page over plain http. */
function uuid(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  // Version 4, variant 10 (RFC 9562, 5.4).
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
