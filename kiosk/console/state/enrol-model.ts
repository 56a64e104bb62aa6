/** Pairing many tablets: links for many rooms, yes to those that wait under their names, and the list of names. */

import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Json, listOf, object, text } from '../../../shared/basics/codec.ts';
import { CSV_BEGINNING, writeCsv } from '../../../shared/basics/csv.ts';
import type { Result } from '../../../shared/basics/result.ts';
import {
  type EnrolmentSummary,
  enrolmentListCodec,
  enrolmentRequestCodec,
  LINK_HOURS,
  type MadeLink,
  MOST_LINKS_AT_ONCE,
  madeLinkCodec,
  madeLinksCodec,
  type NameLine,
  nameLinesCodec,
  nameSheetCodec,
  pairByNameCodec,
  pairedByNameCodec,
  type Waiter,
  waiterListCodec,
  withdrawalCodec,
} from '../../../shared/wire/enrolment.ts';
import type { ConsoleClient, Failure, RoomChoice } from '../console-client.ts';
import { placeOf } from './find-rooms.ts';
import { readSheet } from './read-sheet.ts';

export type EnrolModel = {
  /** By building and floor, in the order of a walk; null before they are read. */
  readonly places: ReadonlySignal<readonly RoomsOfPlace[] | null>;
  readonly chosen: ReadonlySignal<ReadonlySet<string>>;
  readonly hours: ReadonlySignal<number>;
  /** The links just made: they are told once. */
  readonly made: ReadonlySignal<readonly MadeLink[] | null>;
  readonly enrolments: ReadonlySignal<readonly EnrolmentSummary[]>;
  readonly waiting: ReadonlySignal<readonly Waiter[]>;
  /** How the last yes to many went. */
  readonly paired: ReadonlySignal<{ readonly paired: number; readonly left: number } | null>;
  readonly csv: ReadonlySignal<string>;
  /** Why a file is no list, in words. */
  readonly notAList: ReadonlySignal<string | null>;
  readonly preview: ReadonlySignal<readonly NameLine[] | null>;
  /** The list was taken as previewed. */
  readonly taken: ReadonlySignal<boolean>;
  /** Links that are told once and a list that was not taken yet would be lost. */
  readonly unsaved: ReadonlySignal<boolean>;
  readonly busy: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Failure | null>;
  look(): Promise<void>;
  /** What `draft` gave: links that were told once, and a list that was not taken. */
  restore(kept: Json): Promise<void>;
  draft(): Json;
  choose(ids: readonly string[], on: boolean): void;
  setHours(hours: number): void;
  make(): Promise<void>;
  /** For the lines of the list, each with its name. */
  makeForNames(): Promise<void>;
  putAway(): void;
  withdraw(ids: readonly EnrolmentSummary['id'][]): Promise<void>;
  pairByName(): Promise<void>;
  enterCsv(csv: string): Promise<void>;
  enterFile(bytes: Uint8Array): Promise<void>;
  takeCsv(): Promise<void>;
  readNames(): Promise<Result<Blob, Failure>>;
  close(): void;
};

export type RoomsOfPlace = { readonly place: string; readonly rooms: readonly RoomChoice[] };

type Needs = {
  client: Pick<ConsoleClient, 'ask' | 'open' | 'listRooms'>;
  after(delayMs: number, run: () => void): () => void;
  isWatched(): boolean;
};

const MOST_LETTERS = 2 * 1024 * 1024;
const draftCodec = object({
  csv: text({ max: MOST_LETTERS }),
  links: listOf(madeLinkCodec, { max: 20 * MOST_LINKS_AT_ONCE }),
});

const LOOK_EVERY_MS = 5_000;

export function createEnrolModel({ client, after, isWatched }: Needs): EnrolModel {
  const rooms = signal<readonly RoomChoice[] | null>(null);
  const chosen = signal<ReadonlySet<string>>(new Set());
  const hours = signal(LINK_HOURS.usual);
  const made = signal<readonly MadeLink[] | null>(null);
  const enrolments = signal<readonly EnrolmentSummary[]>([]);
  const waiting = signal<readonly Waiter[]>([]);
  const paired = signal<{ paired: number; left: number } | null>(null);
  const csv = signal('');
  const notAList = signal<string | null>(null);
  const preview = signal<readonly NameLine[] | null>(null);
  const taken = signal(false);
  const busy = signal(false);
  const failure = signal<Failure | null>(null);
  let closed = false;
  let callOff = () => {};

  /** One deed at a time: a second press while one is under way is the same press. */
  async function once(deed: () => Promise<Failure | null>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    failure.value = await deed();
    busy.value = false;
  }

  async function look(): Promise<void> {
    callOff();
    const [known, links, tablets] = await Promise.all([
      rooms.value === null ? client.listRooms() : null,
      client.ask('GET', '/enrolments', enrolmentListCodec),
      client.ask('GET', '/pairings', waiterListCodec),
    ]);
    if (closed) return;
    if (known?.ok) rooms.value = known.value;
    if (links.ok) enrolments.value = links.value.enrolments;
    if (tablets.ok) waiting.value = tablets.value.waiting;
    const fault = [known, links, tablets].find((answer) => answer !== null && !answer.ok);
    if (fault != null && !fault.ok) failure.value = fault.error;
    callOff();
    callOff = after(LOOK_EVERY_MS, again);
  }

  function again(): void {
    if (isWatched()) void look();
    else callOff = after(LOOK_EVERY_MS, again);
  }

  async function makeLinks(
    links: readonly { room?: string; board?: string; name?: string }[],
  ): Promise<Failure | null> {
    const told: MadeLink[] = [];
    let failed: Failure | null = null;
    for (let at = 0; at < links.length && failed === null; at += MOST_LINKS_AT_ONCE) {
      const some = links.slice(at, at + MOST_LINKS_AT_ONCE);
      const body = enrolmentRequestCodec.encode({ links: some, hours: hours.value });
      const answer = await client.ask('POST', '/enrolments', madeLinksCodec, body);
      if (answer.ok) told.push(...answer.value.links);
      else failed = answer.error;
    }
    // Those that were made are told in any case: nobody could ask for them again.
    if (told.length > 0) made.value = told;
    if (failed === null) chosen.value = new Set();
    void look();
    return failed;
  }

  async function enter(text: string): Promise<Failure | null> {
    batch(() => {
      csv.value = text;
      notAList.value = null;
      taken.value = false;
      preview.value = null;
    });
    if (text.trim() === '') return null;
    const answer = await client.ask(
      'POST',
      '/device-names/preview',
      nameLinesCodec,
      nameSheetCodec.encode({ csv: text }),
    );
    if (answer.ok) preview.value = answer.value.lines;
    return answer.ok ? null : answer.error;
  }

  return {
    places: computed(() => (rooms.value === null ? null : byPlace(rooms.value))),
    chosen,
    hours,
    made,
    enrolments,
    waiting,
    paired,
    csv,
    notAList,
    preview,
    taken,
    unsaved: computed(() => made.value !== null || (csv.value.trim() !== '' && !taken.value)),
    busy,
    failure,
    look,
    async restore(kept) {
      const draft = draftCodec.decode(kept);
      if (!draft.ok) return;
      if (draft.value.links.length > 0) made.value = draft.value.links;
      await once(() => enter(draft.value.csv));
    },
    draft: () =>
      made.value === null && (csv.value.trim() === '' || taken.value)
        ? null
        : draftCodec.encode({ csv: csv.value, links: made.value ?? [] }),
    choose(ids, on) {
      const next = new Set(chosen.value);
      for (const id of ids) {
        if (on) next.add(id);
        else next.delete(id);
      }
      chosen.value = next;
    },
    setHours(next) {
      hours.value = next;
    },
    make: () =>
      once(() => {
        const inOrder = byPlace(rooms.value ?? []).flatMap((place) => place.rooms);
        return makeLinks(inOrder.filter(({ id }) => chosen.value.has(id)).map(({ id }) => ({ room: id })));
      }),
    makeForNames: () =>
      once(() => {
        // A pattern is no tablet, and nobody could open its link.
        const lines = (preview.value ?? []).filter(({ verdict, name }) => verdict !== 'fault' && !name.includes('*'));
        return makeLinks(
          lines.map(({ name, room, board }) => ({ name, ...(room === null ? { board: board ?? '' } : { room }) })),
        );
      }),
    putAway() {
      made.value = null;
    },
    withdraw: (ids) =>
      once(async () => {
        const answer = await client.ask(
          'POST',
          '/enrolments/withdraw',
          withdrawalCodec,
          withdrawalCodec.encode({ ids }),
        );
        void look();
        return answer.ok ? null : answer.error;
      }),
    pairByName: () =>
      once(async () => {
        const ready = waiting.value.filter(isReady).map(({ id }) => id);
        const body = pairByNameCodec.encode({ waiting: ready });
        const answer = await client.ask('POST', '/pairings/by-name', pairedByNameCodec, body);
        if (answer.ok) paired.value = { paired: answer.value.paired.length, left: answer.value.left.length };
        void look();
        return answer.ok ? null : answer.error;
      }),
    enterCsv: (text) => once(() => enter(text)),
    async enterFile(bytes) {
      const read = readSheet(bytes);
      if (read.ok) return await once(() => enter(read.value));
      batch(() => {
        csv.value = '';
        preview.value = null;
        notAList.value = read.error;
      });
    },
    takeCsv: () =>
      once(async () => {
        const answer = await client.ask(
          'PUT',
          '/device-names',
          nameLinesCodec,
          nameSheetCodec.encode({ csv: csv.value }),
        );
        if (!answer.ok) return answer.error;
        preview.value = answer.value.lines;
        taken.value = true;
        void look();
        return null;
      }),
    async readNames() {
      const answer = await client.open('/device-names/csv', {});
      return answer.ok ? { ok: true, value: await answer.value.blob() } : answer;
    },
    close() {
      closed = true;
      callOff();
    },
  };
}

/** Whose name says where it belongs, and nothing speaks against it. */
export function isReady({ place, doubt }: Waiter): boolean {
  return place !== null && doubt === null;
}

/** For whoever manages the tablets: each start address beside its room. */
export function linksAsCsv(links: readonly MadeLink[]): string {
  const rows = links.map(({ enrolment: { name, place, building, floor, expiresAt }, url }) => [
    name ?? '',
    place,
    building ?? '',
    floor ?? '',
    new Date(expiresAt).toISOString(),
    url,
  ]);
  return `${CSV_BEGINNING}${writeCsv([['device', 'room', 'building', 'floor', 'good until', 'start address'], ...rows])}`;
}

function byPlace(rooms: readonly RoomChoice[]): RoomsOfPlace[] {
  const places = new Map<string, RoomChoice[]>();
  for (const room of rooms) {
    const place = placeOf(room) ?? '';
    places.set(place, [...(places.get(place) ?? []), room]);
  }
  return [...places]
    .sort(([a], [b]) => inOrder(a, b))
    .map(([place, those]) => ({ place, rooms: those.sort((a, b) => inOrder(a.displayName, b.displayName)) }));
}

/** Floor 10 after floor 9. */
const { compare: inOrder } = new Intl.Collator('en', { numeric: true });
