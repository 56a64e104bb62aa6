/**
 * Knows every wish that was made at a door, what the ledger says of it and what Exchange has of it, and judges by them:
 * N3, a wish makes one event at the most; N4, none vanishes, and an end is an end; N5, no two of ours stand confirmed on
 * the same time, and against somebody in Outlook the earlier made stands. Knows nothing of how the proxy works.
 */

import type { LedgerRow } from '../../edge-proxy/ports/ledger.ts';
import type { Clock } from '../../edge-proxy/ports/runtime.ts';
import type { CalendarItem } from '../../edge-proxy/sandbox/exchange/calendar-item.ts';
import type { Exchange } from '../../edge-proxy/sandbox/exchange/exchange.ts';
import { decodeText } from '../../shared/basics/codec.ts';
import { addMs, DAY_MS, type Instant, instant, MINUTE_MS, SECOND_MS, toIso } from '../../shared/basics/instant.ts';
import { type Interval, overlaps } from '../../shared/basics/interval.ts';
import { bookedAs } from '../../shared/room/occurrence.ts';
import { type Intent, intentCodec } from '../../shared/wire/intent-request.ts';

export type Blame = (promise: string, words: string) => void;

/** What Exchange has, or had, of one wish. */
type Trail = {
  /** Every event that was ever made for it. */
  readonly born: Set<string>;
  /** The organiser's own, while it is there. */
  own: CalendarItem | null;
  /** The room's, which in a room booked directly is the same. */
  copy: CalendarItem | null;
  /** When the room first said yes; null where it never has. */
  acceptedAt: Instant | null;
  /** Somebody in Outlook laid hands on it: what became of it then is theirs. */
  isTouched: boolean;
};

export type BookingOracle = ReturnType<typeof createBookingOracle>;

type Needs = { readonly exchange: Exchange; readonly clock: Clock; readonly blame: Blame };

/** People stand there: by then it is called by its name, unless the whole way to Exchange is blocked. */
const PENDING_AT_MOST_MS = 3 * MINUTE_MS;
/** How long a confirmed booking is watched for rivals, less the time that a reading takes. */
const SURELY_WATCHED_MS = 100 * SECOND_MS;
/** Held, asked for, checked after each of a few crashes, opened again for a rival: far less than one that runs in circles. */
const MOST_MOVES = 20;
const KEY_PROPERTY = 'DoorlightIntent';

export function createBookingOracle({ exchange, clock, blame }: Needs) {
  const wishes = new Map<string, Intent>();
  const rows = new Map<string, LedgerRow>();
  /** For the first time. */
  const confirmedAt = new Map<string, Instant>();
  /** To the status that it has. */
  const movedAt = new Map<string, Instant>();
  const trails = new Map<string, Trail>();
  const keyOf = new Map<string, string>();
  const moves = new Map<string, number>();
  /** Since when one of ours and a rival have shared time, by both their names. */
  const sharedSince = new Map<string, Instant>();
  /** Written before a backup was put back, and forgotten with it. */
  const forgotten = new Set<string>();

  const stop = exchange.onChange(({ mailbox, changeType, item }) => {
    const key = markOf(item) ?? keyOf.get(item.iCalUId) ?? null;
    if (key === null) return;
    keyOf.set(item.iCalUId, key);
    const trail = trailOf(key);
    const isThere = changeType !== 'deleted';
    if (item.isOrganizer) {
      if (changeType === 'created') noteBirth(key, trail, item);
      trail.own = isThere ? item : null;
    }
    if (mailbox.kind !== 'room') return;
    trail.copy = isThere ? item : null;
    if (isThere && stands(item)) trail.acceptedAt ??= clock.now();
  });

  function trailOf(key: string): Trail {
    const known = trails.get(key);
    if (known !== undefined) return known;
    const made: Trail = { born: new Set(), own: null, copy: null, acceptedAt: null, isTouched: false };
    trails.set(key, made);
    return made;
  }

  function noteBirth(key: string, trail: Trail, item: CalendarItem): void {
    trail.born.add(item.id);
    if (trail.born.size > 1) blame('N3', `${key} has made ${trail.born.size} events`);
    const row = rows.get(key);
    if (row === undefined && !forgotten.has(key)) blame('N3', `${key} was written to Exchange before the ledger`);
    if (row !== undefined && isOver(row)) blame('N4', `${key} was made after it was ${row.status}`);
  }

  function noteRow(row: LedgerRow): void {
    const before = rows.get(row.key);
    rows.set(row.key, row);
    if (row.refusal?.kind === 'undone' && before?.refusal?.kind !== 'undone') judgeUndoing(row);
    if (before?.status === row.status) return;
    if (before !== undefined && isOver(before)) {
      blame('N4', `${row.key} was ${before.status} and is ${row.status}`);
    }
    movedAt.set(row.key, clock.now());
    moves.set(row.key, (moves.get(row.key) ?? 0) + 1);
    if (moves.get(row.key) === MOST_MOVES) blame('N7', `${row.key} does not come to rest`);
    if (row.status === 'confirmed' && !confirmedAt.has(row.key)) confirmedAt.set(row.key, clock.now());
    if (row.kind !== 'book') return;
    const trail = trailOf(row.key);
    if (row.status === 'confirmed' && trail.acceptedAt === null) {
      blame('N2', `${row.key} is confirmed, and its room never said yes`);
    }
    if (isOver(row) && trail.own !== null && !trail.own.isCancelled) {
      blame('N4', `${row.key} is ${row.status} (${row.refusal?.kind}), and its meeting still stands`);
    }
    if (isOver(row) && row.refusal === null) blame('N4', `${row.key} is ${row.status} without a reason`);
    if (row.refusal?.kind === 'gave-way' && !trail.isTouched && !hasEarlierRival(trail, row.mode)) {
      blame('N5', `${row.key} gave way to nobody who was earlier`);
    }
  }

  /** From here on it is on its way out, however long that takes: so it must be wanted now. */
  function judgeUndoing({ key }: LedgerRow): void {
    const wanted = [...rows.values()].filter(({ kind, intent }) => {
      return kind === 'cancel' && 'occurrence' in intent && bookedAs(intent.occurrence) === key;
    });
    if (!wanted.some((row) => clock.now() <= (wishes.get(row.key) ?? row.intent).notAfter)) {
      blame('late', `${key} was undone after the time of every wish for that`);
    }
  }

  /**
   * Another of ours may have been moved there by hand: then either may give way, and neither was wrong. To what nobody but
   * ourselves agreed to, an earlier invitation is a rival before it is answered.
   */
  function hasEarlierRival({ copy }: Trail, mode: LedgerRow['mode']): boolean {
    if (copy === null) return true;
    const counts = mode === 'direct' ? isWanted : stands;
    const near = others(copy, counts).filter((other) => overlaps(spanOf(other), spanOf(copy)));
    return near.some((other) => keyOf.has(other.iCalUId) || other.createdAt <= copy.createdAt);
  }

  /** Whoever else has time in the same room, unless for free. What was shortened to nothing takes none. */
  function others(copy: CalendarItem, counts = stands): CalendarItem[] {
    const near = spanOf(copy);
    return exchange
      .calendar(copy.mailboxId)
      .view(near.start, near.end)
      .filter(({ item, change }) => item.iCalUId !== copy.iCalUId && change?.isCancelled !== true && counts(item))
      .map(({ item, span }) => ({ ...item, span }))
      .filter((other) => spanOf(other).start < spanOf(other).end);
  }

  function lookAtRooms(): void {
    const standing = [...trails].flatMap(([key, { copy, isTouched }]) => {
      const isConfirmed = rows.get(key)?.status === 'confirmed' && rows.get(key)?.kind === 'book';
      return isConfirmed && copy !== null && stands(copy) && !isTouched ? [{ key, copy }] : [];
    });
    for (const [n, { key, copy }] of standing.entries()) {
      for (const other of standing.slice(n + 1)) {
        if (other.copy.mailboxId !== copy.mailboxId || !overlaps(spanOf(copy), spanOf(other.copy))) continue;
        blame('N5', `${key} and ${other.key} are both confirmed from ${printed(copy)} and ${printed(other.copy)}`);
      }
      for (const rival of others(copy)) {
        const pair = `${key} ${rival.iCalUId}`;
        if (keyOf.has(rival.iCalUId) || rival.createdAt >= copy.createdAt) continue;
        if (!sharedSince.has(pair)) sharedSince.set(pair, clock.now());
      }
    }
  }

  function lookAtRows(): void {
    const longAgo = addMs(clock.now(), -PENDING_AT_MOST_MS);
    for (const row of rows.values()) {
      const since = movedAt.get(row.key) ?? clock.now();
      if (row.status === 'pending' && since < longAgo) {
        blame('N4', `${row.key} has been pending since ${toIso(since)}`);
      }
    }
  }

  return {
    wishes: wishes as ReadonlyMap<string, Intent>,
    row: (key: string): LedgerRow | null => rows.get(key) ?? null,
    rows: () => [...rows.values()],
    isForgotten: (key: string): boolean => forgotten.has(key),
    wasAccepted: (key: string): boolean => trails.get(key)?.acceptedAt != null,
    keyOf: (iCalUId: string): string | null => keyOf.get(iCalUId) ?? null,

    /** A tablet has posted this. */
    notePost(body: string): void {
      const intent = decodeText(intentCodec, body);
      if (intent.ok) wishes.set(intent.value.key, intent.value);
    },
    /** The store has answered this to a write. */
    noteKept(answer: unknown): void {
      for (const row of rowsIn(answer)) noteRow(row);
    },
    /** The proxy sends this to Graph. */
    noteSent(method: string, body: unknown): void {
      if (method !== 'POST' || typeof body !== 'string' || !body.includes('transactionId')) return;
      const key = String((JSON.parse(body) as { transactionId?: unknown }).transactionId).toLowerCase();
      const wish = wishes.get(key);
      if (wish !== undefined && clock.now() > wish.notAfter) blame('N4', `${key} was sent to Exchange too late`);
    },
    /** Somebody in Outlook has changed this meeting. */
    noteTouched(iCalUId: string): void {
      const key = keyOf.get(iCalUId);
      if (key !== undefined) trailOf(key).isTouched = true;
    },
    /** A backup was put back: what the ledger has is `kept`. */
    noteRestored(kept: readonly LedgerRow[]): void {
      for (const key of rows.keys()) forgotten.add(key);
      rows.clear();
      for (const row of kept) {
        rows.set(row.key, row);
        movedAt.set(row.key, clock.now());
      }
    },
    /** At each step. */
    look(): void {
      lookAtRooms();
      lookAtRows();
    },
    /** Once nothing has been wrong for a while; `isExcused` where a room itself has not answered. */
    judgeAtLast(isExcused: (row: LedgerRow) => boolean): void {
      for (const row of rows.values()) {
        const isOpen = row.status === 'pending' || row.status === 'checking' || row.status === 'held';
        if (isOpen && !isExcused(row)) blame('N4', `${row.key} (${row.kind}) is still ${row.status}`);
      }
      for (const [pair, since] of sharedSince) {
        const [key = '', rival = ''] = pair.split(' ');
        const stood = confirmedAt.get(key);
        const { copy = null } = trails.get(key) ?? {};
        const isStill =
          rows.get(key)?.status === 'confirmed' &&
          copy !== null &&
          others(copy).some(({ iCalUId }) => iCalUId === rival);
        if (stood === undefined || !isStill || since > addMs(stood, SURELY_WATCHED_MS)) continue;
        blame('N5', `${key} stands over a meeting that was made before it, since ${toIso(since)}`);
      }
    },
    close: stop,
  };
}

/** Refused or withdrawn: there is no way back from it. */
function isOver({ status }: LedgerRow): boolean {
  return status === 'refused' || status === 'withdrawn';
}

function markOf({ isOrganizer, transactionId, extendedProperties }: CalendarItem): string | null {
  if (!isOrganizer) return null;
  const marked = [...extendedProperties].find(([name]) => name.includes(KEY_PROPERTY))?.[1];
  return (marked ?? transactionId)?.toLowerCase() ?? null;
}

function stands(item: CalendarItem): boolean {
  return isWanted(item) && (item.isOrganizer || item.response.response === 'accepted');
}

function isWanted({ isCancelled, content, response }: CalendarItem): boolean {
  return !isCancelled && content.showAs !== 'free' && response.response !== 'declined';
}

/** Ours are never all-day; of a rival that is, the days are enough. */
function spanOf({ span }: CalendarItem): Interval {
  if (span.kind === 'timed') return { start: instant(span.start), end: instant(span.end) };
  return { start: instant(span.firstDay * DAY_MS), end: instant(span.endDay * DAY_MS) };
}

function printed(item: CalendarItem): string {
  const { start, end } = spanOf(item);
  return `${toIso(start).slice(11, 16)}–${toIso(end).slice(11, 16)}`;
}

/** The ledger's writes answer with the row, alone or beside something. */
function rowsIn(answer: unknown): LedgerRow[] {
  if (typeof answer !== 'object' || answer === null) return [];
  if (Array.isArray(answer)) return answer.flatMap(rowsIn);
  if ('fingerprint' in answer && 'status' in answer) return [answer as LedgerRow];
  return 'row' in answer ? rowsIn(answer.row) : [];
}
