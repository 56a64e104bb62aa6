/** The fleet in words: what the bands mean, what a screen shows, how it fares, what it was told and how far that is. */

import { DAY_MS, type Instant, MINUTE_MS } from '../../../shared/basics/instant.ts';
import type { CommandReport, CommandState, DeviceCommandKind } from '../../../shared/wire/device-commands.ts';
import type { ShownState } from '../../../shared/wire/evidence.ts';
import type { FleetDevice, LinkEnd, OnlineBand } from '../../../shared/wire/fleet.ts';
import { plural, sayAgo, sayLength } from '../text/say-time.ts';
import { placeOf } from './find-rooms.ts';

/** Fixed, and printed on the page (shared/rules/online-band.ts). */
export const BAND_WORDS: Readonly<Record<OnlineBand, { readonly name: string; readonly means: string }>> = {
  green: { name: 'Green', means: 'connected, and the screen knows what it shows' },
  amber: { name: 'Amber', means: 'connected but not sure of what it shows, or away for less than three minutes' },
  red: { name: 'Red', means: 'away for longer, or never seen' },
};

export const SHOWN_WORDS: Readonly<Record<ShownState, string>> = {
  starting: 'nothing yet',
  available: 'Free',
  'starting-soon': 'Booked',
  'awaiting-check-in': 'Check in',
  'in-use': 'In use',
  'ending-soon': 'Ending',
  booking: 'Booking',
  stale: 'an old state',
  unknown: 'Not sure',
  'out-of-service': 'Closed',
  board: 'a board',
};

const LINK_WORDS: Readonly<Record<LinkEnd, string>> = {
  closed: 'closed by the tablet, as when it reloads',
  broken: 'the connection broke',
  stalled: 'the tablet took nothing any more',
  superseded: 'the tablet opened a newer one',
  restart: 'our server was stopped',
};

/** What it hangs at: the name of its room, or the board's own. */
export function nameOf({ room, board }: Pick<FleetDevice, 'board'> & { room: { displayName: string } | null }): string {
  return room?.displayName ?? board?.name ?? '';
}

/** Building and floor; for a board that it is one. */
export function whereOf({ room }: FleetDevice): string {
  return room === null ? 'Board' : (placeOf(room) ?? '');
}

/** A sentence without its full stop: what is on the glass and since when; "Free for ten minutes" would be a promise. */
export function sayShown({ shown, reportedAt, connectedSince }: FleetDevice, now: Instant): string {
  if (shown === null) return reportedAt === null ? 'It has not said what it shows' : 'It says nothing of what it shows';
  const words = SHOWN_WORDS[shown.state];
  if (connectedSince === null) return `Last showed ${words}`;
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}, shown for ${sayLength(now - shown.since)}`;
}

export function sayConnection({ connectedSince, awaySince, lastSeenAt }: FleetDevice, now: Instant): string {
  if (connectedSince !== null) return `connected for ${sayLength(now - connectedSince)}`;
  const since = awaySince ?? lastSeenAt;
  return since === null ? 'never seen' : `away for ${sayLength(now - since)}`;
}

/** What is wrong with it and what one can do; null where nothing is. */
export function sayTrouble(device: FleetDevice, now: Instant): string | null {
  const { band, connectedSince, awaySince, lastSeenAt, pairedAt, shown, vitals, brokenLinks } = device;
  if (band === 'green') return null;
  if (connectedSince === null) {
    const since = awaySince ?? lastSeenAt;
    if (since === null) {
      return now - pairedAt < MINUTE_MS
        ? 'Paired just now, and starting.'
        : 'It has not come since it was paired. Look whether it is on.';
    }
    const silence = `Silent for ${sayLength(now - since)}.`;
    if (band === 'amber') return `${silence} Most come back by themselves.`;
    if (vitals?.batteryPercent != null && vitals.charging === false && vitals.batteryPercent <= 15) {
      return `${silence} Its battery was at ${vitals.batteryPercent} % and not charging: look at the plug.`;
    }
    if (vitals?.wifiDbm != null && vitals.wifiDbm <= -80)
      return `${silence} Its Wi-Fi was weak, at ${vitals.wifiDbm} dBm.`;
    const drops = brokenLinks.filter(({ end, at }) => end === 'broken' && now - at < DAY_MS).length;
    if (drops > 2) return `${silence} Its connection broke ${drops} times before: look at the Wi-Fi there.`;
    return `${silence} Look at its plug and its network.`;
  }
  if (shown?.state === 'stale') return 'Connected, but what it shows is old. Look at the room’s health.';
  return 'Connected, but it is not sure of what it shows.';
}

export function sayLink({ end, lastedSeconds, at }: FleetDevice['brokenLinks'][number], now: Instant): string {
  return `${sayAgo(at, now)}, after ${sayLength(lastedSeconds * 1_000)}: ${LINK_WORDS[end]}`;
}

export function sayBattery({ vitals }: FleetDevice): string {
  if (vitals?.batteryPercent == null) return '';
  return `${vitals.batteryPercent} %${vitals.charging === true ? ', charging' : ''}`;
}

export function sayWifi({ vitals }: FleetDevice): string {
  if (vitals?.wifiDbm != null) return `${vitals.wifiDbm} dBm`;
  return vitals?.linkMbit == null ? '' : `${vitals.linkMbit} Mbit/s`;
}

/** The short of a release's name, which is a hash. */
export function sayRelease(release: string | null, current: string | null): string {
  if (release === null) return '';
  return release === current ? 'newest' : release.slice(0, 8);
}

export const ORDER_WORDS: Readonly<Record<DeviceCommandKind, string>> = {
  reload: 'Reload',
  update: 'Update now',
  identify: 'Show its name',
  dim: 'Dim',
  message: 'Message',
  move: 'Move',
  revoke: 'Take off',
};

export const STATE_WORDS: Readonly<Record<CommandState, string>> = {
  sent: 'sent',
  received: 'received',
  done: 'done',
  failed: 'failed',
  'timed-out': 'timed out',
};

const STATES_IN_ORDER: readonly CommandState[] = ['done', 'received', 'sent', 'failed', 'timed-out'];

/** "9 done, 2 received, 1 timed out". */
export function sayProgress(reports: readonly CommandReport[]): string {
  return STATES_IN_ORDER.map((state) => ({ state, count: reports.filter((one) => one.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${STATE_WORDS[state]}`)
    .join(', ');
}

/** The title of the page. */
export function finding(devices: readonly Pick<FleetDevice, 'band'>[]): string {
  const all = devices.length;
  const well = devices.filter(({ band }) => band === 'green').length;
  if (all === 0) return 'No door is paired yet';
  if (all === 1) return well === 1 ? 'The one door is well' : 'The one door is not well';
  return well === all ? `All ${all} doors are well` : `${well} of ${all} doors are well`;
}

/** The line below it. `host`: where tablets go, as this page was reached. */
export function lede(devices: readonly FleetDevice[], current: string | null, host: string): string {
  if (devices.length === 0)
    return `Open ${host} on a tablet: it shows a code, which “Pair a tablet” asks for. For a whole delivery, “Pair many” makes a link for each.`;
  const old = devices.filter(({ release }) => release !== null && current !== null && release !== current).length;
  const onBattery = devices.filter(({ vitals }) => vitals?.charging === false).length;
  const notes = [
    ...(old > 0 ? [`${plural(old, 'tablet')} ${old === 1 ? 'runs' : 'run'} an older version`] : []),
    ...(onBattery > 0 ? [`${onBattery} ${onBattery === 1 ? 'runs' : 'run'} on battery`] : []),
  ];
  return notes.length === 0 ? 'As they stand this moment.' : `Worth knowing: ${notes.join(', ')}.`;
}
