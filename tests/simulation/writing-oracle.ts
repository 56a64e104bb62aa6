/**
 * What the proxy may write into Exchange, judged on the wire. Nothing after the time of the wish that it is for, save what
 * takes back a wish that came to nothing; and no end of a meeting over one that somebody in Outlook has set meanwhile.
 */

import type { LedgerRow } from '../../edge-proxy/ports/ledger.ts';
import type { Clock } from '../../edge-proxy/ports/runtime.ts';
import type { Instance } from '../../edge-proxy/sandbox/exchange/calendar-item.ts';
import type { Exchange } from '../../edge-proxy/sandbox/exchange/exchange.ts';
import { etagOf } from '../../edge-proxy/sandbox/graph/event-json.ts';
import { toIso } from '../../shared/basics/instant.ts';
import type { Blame, BookingOracle } from './booking-oracle.ts';

type Needs = {
  readonly exchange: Exchange;
  readonly clock: Clock;
  readonly bookings: BookingOracle;
  readonly blame: Blame;
};

/** As it leaves the proxy; `ifMatch`: which version alone is to be changed. */
export type SentWrite = {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly ifMatch: string | null;
};

const EVENT = /\/users\/([^/]+)\/events\/([^/]+)(?:\/(cancel|decline))?$/;

export function createWritingOracle({ exchange, clock, bookings, blame }: Needs) {
  /** When a meeting of ours was to end, by each version of it that ever was. */
  const ends = new Map<string, number>();

  const stop = exchange.onChange(({ mailbox, changeType, item }) => {
    if (changeType === 'deleted' || bookings.keyOf(item.iCalUId) === null) return;
    const found = exchange.event(mailbox.address, item.id);
    if (found.ok && found.value.span.kind === 'timed') ends.set(etagOf(found.value), found.value.span.end);
  });

  function isLate(row: LedgerRow): boolean {
    return clock.now() > (bookings.wishes.get(row.key) ?? row.intent).notAfter;
  }

  function judgeChange({ span, ...instance }: Instance, id: string, { body, ifMatch }: SentWrite): void {
    const wantedEnd = endIn(body);
    if (wantedEnd === null || span.kind !== 'timed') {
      blame('trample', 'something else than an end was changed');
      return;
    }
    const asked = bookings
      .rows()
      .filter(({ kind, eventId }) => (kind === 'extend' || kind === 'end') && eventId === id);
    const isPutBack = asked.some(
      ({ kind, start, end }) => kind === 'extend' && start === wantedEnd && end === span.end,
    );
    if (isPutBack) return;
    const forIt = asked.filter((row) => isOpen(row) && row.end === wantedEnd);
    const inTime = forIt.find((row) => !isLate(row));
    if (inTime === undefined) {
      blame('late', `an end was changed, and ${lateness(forIt)}`);
      return;
    }
    const takesEffect = ifMatch === null || ifMatch === etagOf({ span, ...instance });
    const decidedOn = ends.get(inTime.etag ?? '');
    if (!takesEffect || decidedOn === undefined || decidedOn === span.end || span.end === wantedEnd) return;
    blame('trample', `${inTime.key} writes over an end that was set in Outlook meanwhile`);
  }

  function judgeTaking({ item }: Instance, id: string): void {
    const key = bookings.keyOf(item.iCalUId);
    const booking = key === null ? null : bookings.row(key);
    // A wish of ours that comes to nothing is taken back whenever that can be done.
    if (booking !== null && booking.refusal !== null) return;
    if (key !== null && bookings.isForgotten(key)) return;
    const forIt = bookings.rows().filter((row) => {
      const isMeant = 'occurrence' in row.intent && row.intent.occurrence === id;
      return isOpen(row) && (row.kind === 'end' || row.kind === 'release') && (isMeant || row.iCalUId === item.iCalUId);
    });
    if (forIt.some((row) => !isLate(row))) return;
    if (forIt.length > 0) blame('late', `a meeting was given up, and ${lateness(forIt)}`);
    else if (key !== null) blame('late', `${key} was taken away, and nobody wants that any more`);
  }

  return {
    noteSent(write: SentWrite): void {
      const [, address = '', id = '', verb] = EVENT.exec(decodeURIComponent(write.path)) ?? [];
      if (id === '') return;
      const found = exchange.event(address, id);
      if (!found.ok) return;
      if (write.method === 'PATCH') judgeChange(found.value, id, write);
      else if (verb !== undefined || write.method === 'DELETE') judgeTaking(found.value, id);
    },
    close: stop,
  };
}

function isOpen({ status }: LedgerRow): boolean {
  return status === 'pending' || status === 'checking' || status === 'held';
}

/** Times come as Graph wants them: UTC, without saying so. */
function endIn(body: unknown): number | null {
  const change = typeof body === 'string' ? (JSON.parse(body) as { end?: { dateTime?: string } }) : {};
  const { dateTime } = change.end ?? {};
  if (dateTime === undefined || Object.keys(change).length > 1) return null;
  return Date.parse(`${dateTime.slice(0, 23)}Z`);
}

function lateness(rows: readonly LedgerRow[]): string {
  const words = rows.map(({ key, kind, intent }) => `${key} (${kind}) was wanted until ${toIso(intent.notAfter)}`);
  return words.length === 0 ? 'nobody has asked for it' : words.join(', ');
}
