/** The trail: asked for with what one looks for, a page at a time, and older ones on demand. */

import { computed, signal } from '@preact/signals';
import { addMs, DAY_MS, type Instant, instant, toIso } from '../../../shared/basics/instant.ts';
import { type AuditLine, auditPageCodec } from '../../../shared/wire/audit.ts';
import type { ConsoleClient, Failure, RoomChoice } from '../console-client.ts';

/** As it stands in the fields; days as a field for dates writes them. Empty: any. */
export type AuditFilter = {
  readonly who: string;
  readonly what: string;
  readonly room: string;
  readonly from: string;
  readonly to: string;
};

export const noFilter: AuditFilter = { who: '', what: '', room: '', from: '', to: '' };

type Needs = {
  client: Pick<ConsoleClient, 'ask' | 'open' | 'listRooms'>;
  after(delayMs: number, run: () => void): () => void;
  /** The beginning of a day, "2026-11-21", where the operator is; null where it is none. */
  startOfDay(day: string): Instant | null;
};

/** Whoever types is let finish. */
const TYPED_MS = 300;

export type AuditModel = ReturnType<typeof createAuditModel>;

export function createAuditModel({ client, after, startOfDay }: Needs) {
  const filter = signal<AuditFilter>(noFilter);
  const entries = signal<readonly AuditLine[] | null>(null);
  const next = signal<number | null>(null);
  const failure = signal<Failure | null>(null);
  const busy = signal(false);
  const rooms = signal<readonly RoomChoice[]>([]);
  let callOff = () => {};
  /** Of the latest question: an answer to an older one comes too late. */
  let asked = 0;

  function query(): URLSearchParams {
    const { who, what, room, from, to } = filter.value;
    const [start, last] = [startOfDay(from), startOfDay(to)];
    // The last day counts whole. Where clocks change it is an hour longer or shorter, so: from noon to the next midnight.
    const end = last === null ? null : startOfDay(dayOf(addMs(last, DAY_MS + DAY_MS / 2)));
    return new URLSearchParams({
      ...(who !== '' && { who }),
      ...(what !== '' && { what }),
      ...(room !== '' && { room }),
      ...(start !== null && { from: toIso(start) }),
      ...(end !== null && { to: toIso(end) }),
    });
  }

  function dayOf(moment: Instant): string {
    const date = new Date(moment);
    return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
      .map((part) => String(part).padStart(2, '0'))
      .join('-');
  }

  async function ask(before: number | null): Promise<void> {
    callOff();
    asked += 1;
    const mine = asked;
    busy.value = true;
    const questions = query();
    if (before !== null) questions.set('before', String(before));
    const answer = await client.ask('GET', `/audit?${questions}`, auditPageCodec);
    if (mine !== asked) return;
    busy.value = false;
    failure.value = answer.ok ? null : answer.error;
    if (!answer.ok) return;
    entries.value = before === null ? answer.value.entries : [...(entries.value ?? []), ...answer.value.entries];
    next.value = answer.value.next;
  }

  return {
    filter,
    entries,
    more: computed(() => next.value !== null),
    failure,
    busy,
    rooms,
    isFiltered: computed(() => Object.values(filter.value).some((part) => part !== '')),
    nameOfRoom: (id: string) => rooms.value.find((room) => room.id === id)?.displayName ?? null,
    async load() {
      const [listed] = await Promise.all([client.listRooms(), ask(null)]);
      if (listed.ok) rooms.value = listed.value;
    },
    look(change: Partial<AuditFilter>) {
      filter.value = { ...filter.value, ...change };
      callOff();
      callOff = after(TYPED_MS, () => void ask(null));
    },
    lookAtAll() {
      filter.value = noFilter;
      return ask(null);
    },
    readOlder: () => (next.value === null ? Promise.resolve() : ask(next.value)),
    /** Of what is looked for, whole. */
    table: () => client.open(`/audit.csv?${query()}`, { method: 'GET' }),
    close: () => callOff(),
  };
}

/** In the browser's own zone. */
export function startOfLocalDay(day: string): Instant | null {
  const [year, month, date] = day.split('-').map(Number);
  if (year === undefined || month === undefined || date === undefined || Number.isNaN(year + month + date)) return null;
  return instant(new Date(year, month - 1, date).getTime());
}
