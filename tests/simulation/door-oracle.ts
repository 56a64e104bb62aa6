/**
 * What the doors say of taps and of rooms, held against the ledger and Exchange: N2, nothing is shown as won that is
 * not; N4, every tap ends in words; N8, a room without faults notices nothing of its neighbours' trouble.
 */

import { isUnderWay } from '../../kiosk/state/tap.ts';
import { addMs, type Instant, SECOND_MS, toIso } from '../../shared/basics/instant.ts';
import { SILENCE_MS } from '../../shared/wire/stream-message.ts';
import type { Blame, BookingOracle } from './booking-oracle.ts';
import type { Screen } from './screen.ts';
import type { Site } from './site.ts';
import type { TapBook } from './tap-book.ts';

type Needs = {
  readonly site: Site;
  readonly bookings: BookingOracle;
  readonly taps: TapBook;
  readonly spared: string | null;
  /** Whether Graph can tell the proxy of changes; otherwise they are seen at the next reading. */
  readonly isReachable: boolean;
  readonly blame: Blame;
};

/** By then a door that can be reached has been told, also one whose stream had died without a word (SILENCE_MS). */
const TOLD_WITHIN_MS = SILENCE_MS + 15 * SECOND_MS;
/** In a room in which nothing is wrong: the room's answer, and its two readings. */
const SPARED_WITHIN_MS = 15 * SECOND_MS;
/** Where rooms are polled, a minute apart at the most. */
const SPARED_AND_POLLED_WITHIN_MS = 75 * SECOND_MS;

export function createDoorOracle({ site, bookings, taps, spared, isReachable, blame }: Needs) {
  const { clock } = site;
  /** Since when something has been so, by its words: most of what is wrong is only wrong if it lasts. */
  const since = new Map<string, Instant>();

  function lastsLongerThan(ms: number, words: string): boolean {
    const begun = since.get(words) ?? clock.now();
    since.set(words, begun);
    return clock.now() >= addMs(begun, ms);
  }

  function lookAt(screen: Screen): string[] {
    const said: string[] = [];
    const tap = screen.tap();
    if (tap !== null) {
      const row = bookings.row(tap.key);
      if (tap.status === 'confirmed' && tap.kind === 'book' && !bookings.wasAccepted(tap.key)) {
        blame('N2', `door ${screen.nth} shows ${tap.key} as confirmed, and the room never said yes`);
      }
      const isReached = screen.isConnected() && !screen.line.isAway() && site.host.isUp();
      // Of another room a door hears by its own room's next day, which nobody waits for as for one's own.
      const isTold = isReached && row !== null && tap.elsewhere === null && row.status !== tap.status;
      if (isTold && !isUnderWay(tap)) {
        const words = `door ${screen.nth} shows ${tap.key} as ${tap.status}, and it is ${row.status} since ${row.updatedAt}`;
        said.push(words);
        if (lastsLongerThan(TOLD_WITHIN_MS, words)) blame('N2', words);
      }
    }
    return said;
  }

  function lookAtSpared(screen: Screen): string[] {
    const untruth = site.oracle.untruth(screen);
    const tap = screen.tap();
    const said: string[] = [];
    if (untruth !== null) {
      said.push(untruth);
      const withinMs = isReachable ? SPARED_WITHIN_MS : SPARED_AND_POLLED_WITHIN_MS;
      if (lastsLongerThan(withinMs, untruth)) blame('N8', `in the spared room, ${untruth}`);
    }
    // Whoever books another room from here waits for that room.
    if (tap !== null && tap.elsewhere === null && isUnderWay(tap)) {
      const words = `${tap.key} at the spared door is ${tap.status}`;
      said.push(words);
      if (lastsLongerThan(SPARED_WITHIN_MS, words)) blame('N8', words);
    }
    return said;
  }

  return {
    look(): void {
      const on = site.screens.filter((one) => one.isOn());
      const said = new Set([
        ...on.flatMap(lookAt),
        ...on.filter(({ address }) => address === spared).flatMap(lookAtSpared),
      ]);
      for (const words of since.keys()) if (!said.has(words)) since.delete(words);
    },
    /** Once nothing has been wrong for a while: no door may leave anybody waiting. */
    judgeAtLast(): void {
      for (const screen of site.screens) {
        const tap = screen.tap();
        const row = tap === null ? null : bookings.row(tap.key);
        const isOpen = row?.status === 'pending' || row?.status === 'checking' || row?.status === 'held';
        if (tap === null || !isUnderWay(tap) || isOpen) continue;
        // Of what a backup has swallowed nobody knows any more; the door says so after its own while.
        if (bookings.isForgotten(tap.key)) continue;
        blame('N4', `door ${screen.nth} still shows ${tap.key} as ${tap.status}; the ledger says ${row?.status}`);
      }
      for (const row of bookings.rows()) {
        const tap = taps.of(row.key);
        if (row.kind !== 'book' || tap === null || isUnderWay(tap)) continue;
        const isSame = (tap.status === 'confirmed') === (row.status === 'confirmed');
        const wasShown = site.screens.some((screen) => screen.tap()?.key === row.key);
        if (wasShown && !isSame) blame('N2', `${row.key} was last shown as ${tap.status}, and it is ${row.status}`);
      }
    },
    /** What every door shows now, for whoever reads the trace. */
    describe: (): string[] =>
      site.screens.map((screen) => {
        const day = screen.day();
        const reading = day?.readAt == null ? 'never' : toIso(day.readAt).slice(11, 19);
        const entries = day?.occurrences.map(({ start, end, booking }) => {
          return `${toIso(start).slice(11, 16)}–${toIso(end).slice(11, 16)}${booking === null ? '' : ` ${booking.status}`}`;
        });
        const state = screen.isOn() ? (screen.state()?.kind ?? 'nothing') : 'off';
        const tap = screen.tap();
        const asked = tap === null ? '' : `; ${tap.kind} ${tap.key.slice(-4)} ${tap.status}`;
        const line = screen.isConnected() ? 'connected' : 'alone';
        return `door ${screen.nth}   ${screen.address} ${state}, ${line}, read ${reading}: ${entries?.join(', ') ?? ''}${asked}`;
      }),
  };
}
