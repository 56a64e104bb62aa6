/** The use of rooms in some time and place, as the proxy counts it, and who is mailed about it. */

import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Instant } from '../../../shared/basics/instant.ts';
import { addDays, daysBetween, type LocalDate, localDate, type Zone } from '../../../shared/basics/zone.ts';
import {
  MOST_REPORT_DAYS,
  parseDate,
  printDate,
  type ReportMail,
  reportMailCodec,
  type UseReport,
  useReportCodec,
} from '../../../shared/wire/reports.ts';
import type { ConsoleClient, Failure } from '../console-client.ts';

/** Dates as a field has them, which may be half typed. Empty: every building, every floor. */
export type UseFilter = {
  readonly from: string;
  readonly to: string;
  readonly building: string;
  readonly floor: string;
};
export type UseTable = 'rooms' | 'hours' | 'screens';

export type UseModel = {
  readonly filter: ReadonlySignal<UseFilter>;
  /** Why nothing is counted for these days, in words. */
  readonly fault: ReadonlySignal<string | null>;
  /** Of the filter, or of the one before while the next is counted. Null before the first answer. */
  readonly report: ReadonlySignal<UseReport | null>;
  readonly busy: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Failure | null>;
  /** What there is to choose from; known from the first report of everything. */
  readonly buildings: ReadonlySignal<readonly string[]>;
  readonly floors: ReadonlySignal<readonly string[]>;
  readonly mail: ReadonlySignal<ReportMail | null>;
  readonly mailSaved: ReadonlySignal<boolean>;
  load(): Promise<void>;
  choose(change: Partial<UseFilter>): Promise<void>;
  download(table: UseTable): Promise<void>;
  changeMail(mail: ReportMail): Promise<void>;
};

type Needs = {
  client: Pick<ConsoleClient, 'ask' | 'open'>;
  now(): Instant;
  /** The operator's own: it decides which four weeks are asked for first. */
  zone: Zone;
  save(name: string, content: Blob): void;
};

/** Four weeks, so that each weekday counts alike. */
const FIRST_DAYS = 28;
/** Nothing was counted before, so a year below is still being typed. */
const FIRST_YEAR = 2_000;

export function createUseModel({ client: { ask, open }, now, zone, save }: Needs): UseModel {
  const today = localDate(now(), zone);
  const filter = signal<UseFilter>({
    from: printDate(addDays(today, 1 - FIRST_DAYS)),
    to: printDate(today),
    building: '',
    floor: '',
  });
  const fault = computed(() => daysFault(filter.value));
  const report = signal<UseReport | null>(null);
  const busy = signal(false);
  const failure = signal<Failure | null>(null);
  const buildings = signal<readonly string[]>([]);
  const floors = signal<readonly string[]>([]);
  const mail = signal<ReportMail | null>(null);
  const mailSaved = signal(false);
  let latest = 0;

  async function count(): Promise<void> {
    const { from, to } = filter.value;
    if (dateOf(from) === null || dateOf(to) === null || fault.value !== null) return;
    latest += 1;
    const mine = latest;
    busy.value = true;
    const counted = await ask('GET', `/reports/use?${queryOf(filter.value)}`, useReportCodec);
    // Somebody has chosen on meanwhile: that answer is the one to wait for.
    if (mine !== latest) return;
    busy.value = false;
    failure.value = counted.ok ? null : counted.error;
    if (!counted.ok) return;
    report.value = counted.value;
    const { building, floor } = filter.value;
    if (building === '' && floor === '') buildings.value = known(counted.value.rooms.map((room) => room.building));
    if (floor === '') floors.value = known(counted.value.rooms.map((room) => room.floor));
  }

  return {
    filter,
    fault,
    report,
    busy,
    failure,
    buildings,
    floors,
    mail,
    mailSaved,
    async load() {
      const [, decided] = await Promise.all([count(), ask('GET', '/reports/mail', reportMailCodec)]);
      if (decided.ok) mail.value = decided.value;
    },
    async choose(change) {
      // A floor of one building may not be in another.
      const cleared = change.building !== undefined ? { floor: '' } : {};
      filter.value = { ...filter.value, ...cleared, ...change };
      await count();
    },
    async download(table) {
      const { from, to } = filter.value;
      const answer = await open(`/reports/use.csv?${queryOf(filter.value)}&of=${table}`, {});
      failure.value = answer.ok ? null : answer.error;
      if (answer.ok) save(`doorlight-${table}-${from}-${to}.csv`, await answer.value.blob());
    },
    async changeMail(next) {
      mailSaved.value = false;
      const decided = await ask('PUT', '/reports/mail', reportMailCodec, reportMailCodec.encode(next));
      failure.value = decided.ok ? null : decided.error;
      if (!decided.ok) return;
      mail.value = decided.value;
      mailSaved.value = true;
    },
  };
}

/** In words what is wrong with the days; null while one of them is half typed, too: a year begins as 0002. */
function daysFault({ from, to }: UseFilter): string | null {
  const [first, last] = [dateOf(from), dateOf(to)];
  if (first === null || last === null) return null;
  const days = daysBetween(first, last) + 1;
  if (days < 1) return 'The first day is after the last one.';
  return days > MOST_REPORT_DAYS ? `Choose ${MOST_REPORT_DAYS} days at most.` : null;
}

function dateOf(typed: string): LocalDate | null {
  const date = parseDate(typed);
  return date !== null && date.year >= FIRST_YEAR ? date : null;
}

function queryOf({ from, to, building, floor }: UseFilter): URLSearchParams {
  return new URLSearchParams({ from, to, ...(building !== '' && { building }), ...(floor !== '' && { floor }) });
}

function known(all: readonly (string | null)[]): string[] {
  const named = new Set(all.filter((name) => name !== null));
  return [...named].sort(new Intl.Collator('en', { numeric: true }).compare);
}
