/** What the list of doors comes to: who needs somebody, in a sentence, and the finding that is the page's title. */

import type { Instant } from '../../../shared/basics/instant.ts';
import { MINUTE_MS } from '../../../shared/basics/instant.ts';
import type { DeviceSummary } from '../../../shared/wire/pairing.ts';
import { sayLength } from '../text/say-time.ts';

export type Door = {
  readonly device: DeviceSummary;
  /** `starting`: paired a moment ago, and tablets take a few seconds. */
  readonly health: 'well' | 'starting' | 'silent';
  /** How it is, as a sentence. */
  readonly news: string;
};

/** As long as a slow tablet takes from the yes to its first stream, with some to spare. */
const STARTING_MS = MINUTE_MS;

/** Doors that need somebody come first, the longest silent leading; then all others by the name of their room. */
export function readDoors(devices: readonly DeviceSummary[], now: Instant): Door[] {
  return devices.map((device) => readDoor(device, now)).sort(byNeed);
}

/** The title of the page. */
export function finding(doors: readonly Door[]): string {
  const all = doors.length;
  const well = doors.filter(({ health }) => health !== 'silent').length;
  if (all === 0) return 'No door is paired yet';
  if (all === 1) return well === 1 ? 'The one door is well' : 'The one door is silent';
  return well === all ? `All ${all} doors are well` : `${well} of ${all} doors are well`;
}

/** The line below it. */
export function lede(doors: readonly Door[]): string {
  const silent = doors.filter(({ health }) => health === 'silent').length;
  if (doors.length === 0) return 'Open this address on a tablet, without “/console”: it shows a code.';
  if (silent === 0) return doors.length === 1 ? 'It is connected.' : 'Every door is connected.';
  if (silent === doors.length) return silent === 1 ? 'It is not connected.' : 'None of them is connected.';
  return silent === 1 ? 'Every door is connected, but this one.' : `Every door is connected, but these ${silent}.`;
}

function readDoor(device: DeviceSummary, now: Instant): Door {
  if (device.connected) return { device, health: 'well', news: 'Connected.' };
  if (now - device.pairedAt < STARTING_MS)
    return { device, health: 'starting', news: 'Paired just now, and starting.' };
  if (device.lastSeenAt === null) {
    return { device, health: 'silent', news: 'It has not come since it was paired. Look whether it is on.' };
  }
  const silence = sayLength(now - device.lastSeenAt);
  return { device, health: 'silent', news: `Silent for ${silence}. Look at its plug and its network.` };
}

function byNeed(a: Door, b: Door): number {
  const needs = Number(b.health === 'silent') - Number(a.health === 'silent');
  if (needs !== 0) return needs;
  if (a.health === 'silent') return lastHeard(a.device) - lastHeard(b.device);
  return names.compare(nameOf(a.device), nameOf(b.device)) || a.device.pairedAt - b.device.pairedAt;
}

/** What it hangs at: the name of its room, or the board's own. */
export function nameOf({ room, board }: DeviceSummary): string {
  return room?.displayName ?? board?.name ?? '';
}

function lastHeard(device: DeviceSummary): number {
  return device.lastSeenAt ?? device.pairedAt;
}

const names = new Intl.Collator('en', { numeric: true });
