/**
 * Knows what every calendar said at every moment, and judges the screens by it: N1, with no fault each equals Exchange;
 * N2, none shows what was not so at or after the moment that it gives as its reading, or promises anything past its
 * limit. Knows nothing of how the proxy works.
 */

import type { Clock } from '../../edge-proxy/ports/runtime.ts';
import type { Exchange } from '../../edge-proxy/sandbox/exchange/exchange.ts';
import { viewMeeting } from '../../edge-proxy/sandbox/outlook-page/meeting-view.ts';
import { addMs, DAY_MS, type Instant, instant, SECOND_MS, toIso } from '../../shared/basics/instant.ts';
import { type Interval, overlaps } from '../../shared/basics/interval.ts';
import { type Occurrence, occupies } from '../../shared/room/occurrence.ts';
import { freshnessLimits } from '../../shared/rules/freshness.ts';
import type { Screen } from './screen.ts';

/** What Exchange had in a room from `since` until the next of them. */
type Page = { readonly since: Instant; readonly taken: readonly Interval[] };

export type Oracle = {
  /** Why the screen is not the calendar, in words; null where it is. */
  untruth(screen: Screen): string | null;
  /** Why the screen lies about its age; null where it does not. */
  dishonesty(screen: Screen): string | null;
  close(): void;
};

/** A tablet's timers run a moment after their time. */
const GRACE_MS = SECOND_MS;
/** Far enough around now for any display window. */
const AROUND_MS = 4 * DAY_MS;

export function createOracle(exchange: Exchange, clock: Clock): Oracle {
  const history = new Map<string, Page[]>();
  for (const { mailbox } of exchange.rooms()) note(mailbox.address);
  // Also where several fall on one moment, since a reading may have come in between; but not between those that are made
  // in one breath, of which there may be thousands.
  const unnoted = new Set<string>();
  const stop = exchange.onChange(({ mailbox }) => {
    if (mailbox.kind !== 'room' || unnoted.has(mailbox.address)) return;
    unnoted.add(mailbox.address);
    queueMicrotask(() => {
      unnoted.delete(mailbox.address);
      note(mailbox.address);
    });
  });

  function note(address: string): void {
    const pages = history.get(address) ?? [];
    pages.push({ since: clock.now(), taken: takenIn(exchange, address, clock.now()) });
    history.set(address, pages);
  }

  function untruth(screen: Screen): string | null {
    const day = screen.day();
    if (day === null) return `${screen.address} has no day`;
    if (!screen.isConnected()) return `${screen.address} has lost its proxy`;
    if (day.health !== null) return `${screen.address} says ${day.health.cause}`;
    const kind = screen.state()?.kind;
    if (kind === 'stale' || kind === 'unknown') return `${screen.address} is ${kind}`;
    const truth = takenIn(exchange, screen.address, clock.now());
    // What came to nothing is told for a while, and takes no time.
    const difference = compare(truth, day.occurrences.filter(occupies), day.window);
    return difference === null ? null : `${screen.address} ${difference}`;
  }

  function dishonesty(screen: Screen): string | null {
    const day = screen.day();
    const now = clock.now();
    if (day === null || day.readAt === null) return null;
    const { readAt, window } = day;
    if (readAt > now) return `${screen.address} was read in the future`;
    const shown = day.occurrences.filter(({ id }) => !id.startsWith('intent:'));
    const pages = history.get(screen.address) ?? [];
    // The latest first: mostly that is what the door shows, and the whole history is long.
    let isSo = false;
    for (let n = pages.length - 1; n >= 0 && !isSo; n -= 1) {
      const until = pages[n + 1]?.since ?? now;
      if (until < readAt) break;
      isSo = compare(pages[n]?.taken ?? [], shown, window) === null;
    }
    if (!isSo) {
      const last = compare(pages.at(-1)?.taken ?? [], shown, window);
      return `${screen.address} claims ${toIso(readAt)} for what was never so since: ${last}`;
    }
    const { stale } = freshnessLimits(readAt, day.policy, day.room.timeZone);
    const kind = screen.state()?.kind;
    // What was asked for at a door says by itself that it is not confirmed.
    const isSaid = kind === 'stale' || kind === 'unknown' || kind === 'out-of-service' || kind === 'booking';
    if (now < addMs(stale, GRACE_MS) || isSaid) return null;
    return `${screen.address} says ${kind} by a reading of ${toIso(readAt)}`;
  }

  return { untruth, dishonesty, close: stop };
}

function takenIn(exchange: Exchange, address: string, now: Instant): Interval[] {
  const mailbox = exchange.mailbox(address);
  if (mailbox === null) return [];
  return exchange
    .calendar(address)
    .view(now - AROUND_MS, now + AROUND_MS)
    .map((instance) => viewMeeting(instance, mailbox))
    .filter(({ showAs, cancelled, response }) => showAs !== 'free' && !cancelled && response !== 'declined')
    .map(({ start, end }) => ({ start: instant(Date.parse(start)), end: instant(Date.parse(end)) }))
    .filter(({ start, end }) => start < end);
}

/** What a door says of a stretch; `unreadable` where it says that it does not know. */
type Said = Interval & Partial<Pick<Occurrence, 'unreadable'>>;

/** How the two differ, in words; null where they do not. Where a door says that it does not know, all is well. */
function compare(truth: readonly Interval[], shown: readonly Said[], window: Interval): string | null {
  const unknown = shown.filter(({ unreadable }) => unreadable === true);
  const isOpen = (one: Interval) => unknown.some(({ start, end }) => start <= one.start && one.end <= end);
  const wanted = printed(truth.filter((one) => !isOpen(one)).filter((one) => overlaps(one, window)));
  const said = printed(shown.filter(({ unreadable }) => unreadable !== true).filter((one) => overlaps(one, window)));
  if (wanted.join() === said.join()) return null;
  const missing = wanted.filter((one) => !said.includes(one));
  const wrong = said.filter((one) => !wanted.includes(one));
  return `lacks [${some(missing)}] and shows [${some(wrong)}] too much`;
}

function printed(taken: readonly Interval[]): string[] {
  return taken.map(({ start, end }) => `${start}–${end}`).sort();
}

function some(many: readonly string[]): string {
  const words = many.slice(0, 5).map((one) =>
    one
      .split('–')
      .map((moment) => toIso(instant(Number(moment))))
      .join('–'),
  );
  return many.length <= 5 ? words.join(', ') : `${words.join(', ')} and ${many.length - 5} more`;
}
