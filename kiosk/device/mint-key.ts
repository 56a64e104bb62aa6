/** A key for each tap, by the browser's own dice. */

import { type IntentKey, parseIntentKey } from '../../shared/basics/ids.ts';

export function mintKey(): IntentKey {
  const key = parseIntentKey(uuid());
  if (key === null) throw new Error('the browser made no UUID');
  return key;
}

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
