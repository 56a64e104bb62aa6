/**
 * Where tablets of which name belong, and the list of names that facilities keep in a spreadsheet: read line by line, with
 * what each would do, before any of it is done.
 */

import { asItWas, CSV_BEGINNING, type CsvRow, parseCsv, writeCsv } from '../../shared/basics/csv.ts';
import type { DeviceId } from '../../shared/basics/ids.ts';
import type { Room } from '../../shared/room/room.ts';
import type { Board } from '../../shared/wire/board.ts';
import type { NamedPlace, NameLine } from '../../shared/wire/enrolment.ts';
import { deviceNameCodec } from '../../shared/wire/pairing.ts';
import type { Device } from '../ports/devices.ts';
import type { Store } from '../ports/store.ts';

type Needs = {
  readonly store: Pick<Store, 'listDevicePlaces' | 'saveDevicePlaces' | 'dropDevicePlaces' | 'listDevices'>;
  readonly listRooms: () => readonly Room[];
  readonly listBoards: () => readonly Board[];
  readonly move: (id: DeviceId, place: Pick<Device, 'roomId' | 'boardId'>) => Promise<Device | null>;
};

type Place = Pick<Device, 'roomId' | 'boardId'>;
type ReadLine = NameLine & { readonly to: Place | null };

export type DeviceNames = ReturnType<typeof createDeviceNames>;

export function createDeviceNames({ store, listRooms, listBoards, move }: Needs) {
  function nameOf({ roomId, boardId }: Place): string {
    if (roomId !== null) return listRooms().find(({ id }) => id === roomId)?.displayName ?? roomId;
    return listBoards().find(({ id }) => id === boardId)?.name ?? boardId ?? '';
  }

  /** As people write it: an address, a name, or `board:` and a board's name. In words where it is none. */
  function readPlace(written: string): Place | string {
    const wanted = written.toLowerCase();
    if (wanted === '') return 'It names no room.';
    const board = /^board:\s*(.+)$/.exec(wanted)?.[1];
    if (board !== undefined) {
      const found = listBoards().find(({ id, name }) => id === board || name.toLowerCase() === board);
      return found === undefined ? 'There is no such board. Make it first.' : { roomId: null, boardId: found.id };
    }
    const rooms = listRooms();
    const exact = rooms.find(({ id, address }) => id.toLowerCase() === wanted || address.toLowerCase() === wanted);
    const called = rooms.filter(({ displayName }) => displayName.toLowerCase() === wanted);
    const room = exact ?? called[0];
    if (room === undefined) return 'There is no such room. Write its name or its address.';
    if (exact === undefined && called.length > 1) return `${called.length} rooms are called so. Write the address.`;
    return { roomId: room.id, boardId: null };
  }

  async function readSheet(csv: string): Promise<ReadLine[]> {
    const known = new Map((await store.listDevicePlaces()).map((one) => [one.name.toLowerCase(), one]));
    const devices = (await store.listDevices()).filter(({ revokedAt }) => revokedAt === null);
    const firstLine = new Map<string, number>();
    return rowsOf(csv).map(({ line, name: written, place }) => {
      const name = deviceNameCodec.decode(written);
      const fault = (words: string): ReadLine => {
        return {
          line,
          name: written.slice(0, 100),
          place: place.slice(0, 500),
          verdict: 'fault',
          room: null,
          board: null,
          words,
          moves: [],
          to: null,
        };
      };
      if (written === '') return fault('It names no tablet.');
      if (!name.ok) return fault('The name is longer than 100 letters.');
      if (/^\*+$/.test(name.value)) return fault('A star alone would be every tablet there is.');
      const key = name.value.toLowerCase();
      const before = firstLine.get(key);
      if (before !== undefined) return fault(`The same name stands in line ${before}.`);
      firstLine.set(key, line);
      const to = readPlace(place);
      if (typeof to === 'string') return fault(to);
      const present = known.get(key);
      const verdict = present === undefined ? 'set' : isSame(present, to) ? 'same' : 'change';
      const moves = devices
        .filter((device) => device.name?.toLowerCase() === key && !isSame(device, to))
        .map(({ id }) => id);
      const words = present !== undefined && verdict === 'change' ? `Until now ${nameOf(present)}.` : null;
      return {
        line,
        name: present?.name ?? name.value,
        place: nameOf(to),
        room: to.roomId,
        board: to.boardId,
        verdict,
        words,
        moves,
        to,
      };
    });
  }

  async function placeOf(name: string | null): Promise<Place | null> {
    if (name === null) return null;
    const place = bestMatch(name, await store.listDevicePlaces());
    // A room that left Exchange is nowhere to hang.
    const isThere =
      place !== null &&
      (place.roomId === null || listRooms().some(({ id }) => id === place.roomId)) &&
      (place.boardId === null || listBoards().some(({ id }) => id === place.boardId));
    return isThere ? place : null;
  }

  return {
    placeOf,
    nameOf,
    preview: async (csv: string): Promise<NameLine[]> => (await readSheet(csv)).map(toLine),

    /** Does what the preview said, but for the lines with faults; paired tablets of these names go along. */
    async apply(csv: string): Promise<{ readonly lines: NameLine[]; readonly moved: readonly Device[] }> {
      const lines = await readSheet(csv);
      await store.saveDevicePlaces(
        lines.flatMap(({ name, to, verdict }) => (to === null || verdict === 'same' ? [] : [{ name, ...to }])),
      );
      const moved: Device[] = [];
      for (const { to, moves } of lines) {
        for (const id of to === null ? [] : moves) {
          const device = to === null ? null : await move(id, to);
          if (device !== null) moved.push(device);
        }
      }
      return { lines: lines.map(toLine), moved };
    },

    forget: (names: readonly string[]): Promise<string[]> => store.dropDevicePlaces(names),

    async list(): Promise<NamedPlace[]> {
      const devices = (await store.listDevices()).filter(({ revokedAt }) => revokedAt === null);
      return (await store.listDevicePlaces()).map((place) => ({
        name: place.name,
        place: nameOf(place),
        devices: devices.filter(({ name }) => name !== null && matches(name, place.name)).length,
      }));
    },

    /** Every name that is decided about, and every paired tablet that has one; to be read in again as it is. */
    async sheet(): Promise<string> {
      const places = await store.listDevicePlaces();
      const known = new Set(places.map(({ name }) => name.toLowerCase()));
      const devices = (await store.listDevices()).filter(({ revokedAt }) => revokedAt === null);
      const others = devices.flatMap(({ name, roomId, boardId }) =>
        name === null || known.has(name.toLowerCase()) ? [] : [{ name, roomId, boardId }],
      );
      const rows = [...places, ...others].map((place) => {
        const room = listRooms().find(({ id }) => id === place.roomId);
        const paired = devices.filter(({ name }) => name?.toLowerCase() === place.name.toLowerCase()).length;
        const where = place.roomId === null ? `board:${nameOf(place)}` : (room?.address ?? place.roomId);
        return [place.name, where, nameOf(place), room?.building ?? '', room?.floor ?? '', paired > 0 ? 'yes' : 'no'];
      });
      return `${CSV_BEGINNING}${writeCsv([['device', 'room', 'room name', 'building', 'floor', 'paired'], ...rows])}`;
    },
  };
}

/** The name itself before any pattern; of patterns the one that says most. */
export function bestMatch<P extends { readonly name: string }>(name: string, places: readonly P[]): P | null {
  const found = places.filter((place) => matches(name, place.name));
  const literal = ({ name: pattern }: P) => (pattern.includes('*') ? pattern.replaceAll('*', '').length : 1_000);
  return found.sort((a, b) => literal(b) - literal(a))[0] ?? null;
}

/** Whatever the case; each star stands for any letters, or none. */
function matches(name: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  let left = name.toLowerCase();
  if (rest.length === 0) return left === first;
  if (!left.startsWith(first)) return false;
  left = left.slice(first.length);
  // Part by part, and no regular expression: a pattern of many stars must not take an hour.
  const last = rest.pop() ?? '';
  for (const part of rest) {
    const at = left.indexOf(part);
    if (at < 0) return false;
    left = left.slice(at + part.length);
  }
  return left.length >= last.length && left.endsWith(last);
}

type SheetRow = { readonly line: number; readonly name: string; readonly place: string };

const NAME_HEADS = new Set(['device', 'device name', 'name', 'serial', 'serial number', 'tablet']);
const PLACE_HEADS = new Set(['room', 'room address', 'address', 'place', 'where', 'board']);

function rowsOf(csv: string): SheetRow[] {
  const rows = parseCsv(csv);
  const heads = rows[0]?.cells.map((cell) => cell.toLowerCase()) ?? [];
  const name = heads.findIndex((head) => NAME_HEADS.has(head));
  const place = heads.findIndex((head) => PLACE_HEADS.has(head));
  const hasHeads = name >= 0 && place >= 0;
  const columns = hasHeads ? { name, place, isBoard: heads[place] === 'board' } : { name: 0, place: 1, isBoard: false };
  return (hasHeads ? rows.slice(1) : rows).map((row) => readRow(row, columns));
}

function readRow({ line, cells }: CsvRow, at: { name: number; place: number; isBoard: boolean }): SheetRow {
  const place = asItWas(cells[at.place] ?? '');
  return { line, name: asItWas(cells[at.name] ?? ''), place: at.isBoard && place !== '' ? `board:${place}` : place };
}

function isSame(a: Place, b: Place): boolean {
  return a.roomId === b.roomId && a.boardId === b.boardId;
}

function toLine({ to, ...line }: ReadLine): NameLine {
  return line;
}
