/**
 * What the proxy may take from anybody: its own bookings, a meeting that somebody ended at the door where facilities
 * allow that, and one that nobody came to. Never more; a meeting that was deleted by mistake comes back by no retry.
 */

import type { LedgerRow } from '../../edge-proxy/ports/ledger.ts';
import type { Clock } from '../../edge-proxy/ports/runtime.ts';
import type { Instance } from '../../edge-proxy/sandbox/exchange/calendar-item.ts';
import type { Exchange } from '../../edge-proxy/sandbox/exchange/exchange.ts';
import { MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import type { CheckInPolicy } from '../../shared/room/policy.ts';
import type { Blame, BookingOracle } from './booking-oracle.ts';

type Needs = {
  readonly exchange: Exchange;
  readonly clock: Clock;
  readonly bookings: BookingOracle;
  readonly checkIn: CheckInPolicy;
  readonly mayEndOthers: boolean;
  readonly blame: Blame;
};

const EVENT = /\/users\/([^/]+)\/events\/([^/]+)(?:\/(cancel|decline))?$/;
/** What was changed so lately may have been read before that; Graph's decline has no precondition. */
const JUST_CHANGED_MS = 10 * SECOND_MS;

export function createTakingOracle({ exchange, clock, bookings, checkIn, mayEndOthers, blame }: Needs) {
  function judge(instance: Instance, id: string, deed: string): void {
    const isOurs = bookings.keyOf(instance.item.iCalUId) !== null;
    const asked = bookings.rows().filter(({ intent }) => 'occurrence' in intent && intent.occurrence === id);
    const wanted = asked.filter(({ status }) => status === 'pending' || status === 'checking' || status === 'held');
    if (wanted.some(({ kind }) => kind === 'release') && !wanted.some(({ kind }) => kind === 'end')) {
      judgeRelease(instance, asked);
      return;
    }
    if (isOurs) return;
    if (deed !== 'decline' && !(deed === 'cancel' && instance.item.isOrganizer)) {
      blame('trespass', `${deed} of a meeting that is not ours`);
    } else if (!wanted.some(({ kind }) => kind === 'end')) {
      blame('trespass', 'a meeting was given up that nobody asked to end');
    } else if (!mayEndOthers) {
      blame('trespass', "somebody else's meeting was ended, and facilities forbid it");
    }
  }

  function judgeRelease({ item, span, change }: Instance, asked: readonly LedgerRow[]): void {
    if (checkIn.mode !== 'release') blame('release', 'a meeting was released, and no room may release any');
    if (span.kind === 'all-day') blame('release', 'an all-day meeting was released');
    if (span.kind === 'all-day') return;
    if (clock.now() - (change?.modifiedAt ?? item.modifiedAt) < JUST_CHANGED_MS) return;
    const present = asked.filter(({ kind, status }) => kind === 'check-in' && status === 'confirmed');
    const opensAt = span.start - checkIn.opensMinutes * MINUTE_MS;
    if (present.some(({ createdAt }) => createdAt >= opensAt && createdAt < span.end)) {
      blame('release', 'a meeting was released to which somebody has checked in');
    }
    if (span.end - span.start >= checkIn.exemptFromMinutes * MINUTE_MS) blame('release', 'a long meeting was released');
    if (clock.now() < span.start + checkIn.graceMinutes * MINUTE_MS) {
      blame('release', 'a meeting was released before its time');
    }
  }

  return {
    /** The proxy sends this to Graph. */
    noteSent(method: string, path: string): void {
      const [, address = '', id = '', verb] = EVENT.exec(decodeURIComponent(path)) ?? [];
      if (id === '') return;
      const found = exchange.event(address, id);
      if (found.ok) judge(found.value, id, verb ?? method);
    },
  };
}
