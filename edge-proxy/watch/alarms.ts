/**
 * What is wrong, once: an alarm for each kind and subject, however often it is seen, kept over restarts. The log hears of
 * it when it begins and when it is over, so that a night of failures is two lines and not ten thousand.
 */

import { MINUTE_MS } from '../../shared/basics/instant.ts';
import { type Alarm, type AlarmKind, MOST_ALARMS, type Severity, severities } from '../../shared/wire/watch.ts';
import { type Cancel, type Clock, type Log, nameOf } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';

export type Alarms = {
  /** Seen, again or for the first time. A changed cause or severity is taken over; an acknowledgement outlasts repeats. */
  raise(kind: AlarmKind, subject: string, what: AlarmWords): void;
  /** Over; fine where it never was. */
  clear(kind: AlarmKind, subject: string): void;
  /** Somebody has seen it. Null where there is no such alarm. */
  acknowledge(id: string, by: string): Promise<Alarm | null>;
  /** Open ones first, the worst of them on top; then those that are over, latest first. */
  list(): Alarm[];
  isOpen(kind: AlarmKind, subject: string): boolean;
  openBySeverity(): Readonly<Record<Severity, number>>;
  /** Writes what was seen again and not kept yet. */
  close(): void;
};

export type AlarmWords = {
  readonly severity: Severity;
  readonly cause: string;
  readonly remedy?: string | null;
};

type Options = {
  readonly store: Pick<Store, 'saveAlarm' | 'dropAlarm' | 'listAlarms'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** Repeats only change a count: keeping them once a minute spares the disk a write for each failed reading. */
const KEEP_REPEATS_MS = MINUTE_MS;
const LONGEST = { subject: 200, cause: 500, remedy: 1_000, by: 300 };

/** Goes on from the alarms in the store. */
export async function createAlarms({ store, clock, log }: Options): Promise<Alarms> {
  const byId = new Map((await store.listAlarms()).map((alarm) => [alarm.id, alarm]));
  const unkept = new Set<string>();
  let cancelKeeping: Cancel | null = null;
  let isFullSaid = false;

  function keep(alarm: Alarm): Promise<void> {
    byId.set(alarm.id, alarm);
    unkept.delete(alarm.id);
    return store.saveAlarm(alarm).catch((fault: unknown) => {
      // It is in the log and on the console; what a restart forgets is seen again soon enough.
      log.error('alarm.not-kept', { alarm: alarm.id, fault: nameOf(fault) });
    });
  }

  function keepSoon(alarm: Alarm): void {
    byId.set(alarm.id, alarm);
    unkept.add(alarm.id);
    cancelKeeping ??= clock.after(KEEP_REPEATS_MS, keepRepeats);
  }

  function keepRepeats(): void {
    cancelKeeping = null;
    for (const id of [...unkept]) {
      const alarm = byId.get(id);
      if (alarm !== undefined) void keep(alarm);
    }
  }

  /** Makes room for one more by dropping what was over first. False where all are open: then only the worst comes in. */
  function makeRoom(): boolean {
    if (byId.size < MOST_ALARMS) return true;
    const over = [...byId.values()].filter(({ clearedAt }) => clearedAt !== null);
    const oldest = over.sort((a, b) => (a.clearedAt ?? 0) - (b.clearedAt ?? 0))[0];
    if (oldest === undefined) return false;
    drop(oldest);
    return true;
  }

  function drop({ id }: Alarm): void {
    byId.delete(id);
    unkept.delete(id);
    store.dropAlarm(id).catch((fault: unknown) => log.error('alarm.not-kept', { alarm: id, fault: nameOf(fault) }));
  }

  function begin(id: string, kind: AlarmKind, subject: string, words: Required<AlarmWords>): void {
    if (!byId.has(id) && !makeRoom()) {
      if (words.severity !== 'critical') {
        if (!isFullSaid) log.error('alarms.full', { alarms: byId.size });
        isFullSaid = true;
        return;
      }
      const least = [...byId.values()].sort(worstFirst).at(-1);
      if (least !== undefined) drop(least);
    }
    isFullSaid = false;
    const now = clock.now();
    const moments = { firstSeenAt: now, lastSeenAt: now, count: 1, acknowledgedBy: null, clearedAt: null };
    void keep({ id, kind, subject, ...words, ...moments });
    // Not as `subject`: by that name the log takes it for a meeting's, and hides it.
    const facts = { kind, about: subject, ...words };
    if (words.severity === 'critical') log.error('alarm.raised', facts);
    else log.warn('alarm.raised', facts);
  }

  return {
    raise(kind, about, { severity, cause, remedy = null }) {
      const subject = about.slice(0, LONGEST.subject);
      const words = {
        severity,
        cause: cause.slice(0, LONGEST.cause),
        remedy: remedy?.slice(0, LONGEST.remedy) ?? null,
      };
      const id = idOf(kind, subject);
      const known = byId.get(id);
      if (known === undefined || known.clearedAt !== null) return begin(id, kind, subject, words);
      const seen = { ...known, ...words, lastSeenAt: clock.now(), count: known.count + 1 };
      if (isSame(known, words)) keepSoon(seen);
      // Worse than what was acknowledged is something new to look at.
      else void keep(isWorse(words, known) ? unseen(seen) : seen);
    },

    clear(kind, about) {
      const known = byId.get(idOf(kind, about.slice(0, LONGEST.subject)));
      if (known === undefined || known.clearedAt !== null) return;
      const now = clock.now();
      void keep({ ...known, clearedAt: now });
      const { subject, count, firstSeenAt } = known;
      log.info('alarm.cleared', { kind, about: subject, count, seconds: Math.round((now - firstSeenAt) / 1_000) });
    },

    async acknowledge(id, by) {
      const known = byId.get(id);
      if (known === undefined) return null;
      // The first who saw to it stays the one whom others ask.
      if (known.acknowledgedBy !== null) return known;
      const seen = { ...known, acknowledgedBy: by.slice(0, LONGEST.by), acknowledgedAt: clock.now() };
      await keep(seen);
      return seen;
    },

    list: () => [...byId.values()].sort(worstFirst),
    isOpen: (kind, subject) => byId.get(idOf(kind, subject))?.clearedAt === null,

    openBySeverity() {
      const open = [...byId.values()].filter(({ clearedAt }) => clearedAt === null);
      const count = (severity: Severity) => open.filter((alarm) => alarm.severity === severity).length;
      return { notice: count('notice'), warning: count('warning'), critical: count('critical') };
    },

    close() {
      cancelKeeping?.();
      keepRepeats();
    },
  };
}

function idOf(kind: AlarmKind, subject: string): string {
  return `${kind}:${subject}`;
}

function isSame(known: Alarm, { severity, cause, remedy }: Required<AlarmWords>): boolean {
  return known.severity === severity && known.cause === cause && known.remedy === remedy;
}

function unseen({ acknowledgedAt, ...alarm }: Alarm): Alarm {
  return { ...alarm, acknowledgedBy: null };
}

function isWorse({ severity }: AlarmWords, known: Alarm): boolean {
  return severities.indexOf(severity) > severities.indexOf(known.severity);
}

function worstFirst(a: Alarm, b: Alarm): number {
  if (a.clearedAt !== null && b.clearedAt !== null) return b.clearedAt - a.clearedAt;
  if (a.clearedAt !== null || b.clearedAt !== null) return a.clearedAt === null ? -1 : 1;
  return severities.indexOf(b.severity) - severities.indexOf(a.severity) || b.firstSeenAt - a.firstSeenAt;
}
