/** Time zones by the names that Outlook uses: Windows names first, IANA names where the service takes them. */

import { findIana, findWindows } from 'windows-iana';
import { parseZone, UTC, type Zone } from '../../../shared/basics/zone.ts';

/** What clients of older Exchange versions write for UTC. */
const UTC_ALIASES: ReadonlySet<string> = new Set(['UTC', 'tzone://Microsoft/Utc', 'Etc/UTC', 'Etc/GMT']);

const known = new Map<string, Zone | null>();

/** Most names that one process may ask about; a client that makes them up must not fill the memory. */
const MOST_NAMES_KNOWN = 1_000;

/** A Windows or IANA name; null for offsets, abbreviations and anything else, which the service refuses too. */
export function readZone(name: string): Zone | null {
  const before = known.get(name);
  if (before !== undefined) return before;
  if (known.size >= MOST_NAMES_KNOWN) known.clear();
  const zone = lookUp(name);
  known.set(name, zone);
  return zone;
}

/** The Windows name for an IANA zone; the IANA name again where Windows has none for it. */
export function windowsName(zone: Zone): string {
  return findWindows(zone)[0] ?? zone;
}

function lookUp(name: string): Zone | null {
  if (UTC_ALIASES.has(name)) return UTC;
  const iana = findIana(name)[0];
  if (iana !== undefined) return parseZone(iana);
  // Intl also takes "+01:00" and "EST"; Outlook takes neither.
  return name.includes('/') ? parseZone(name) : null;
}
