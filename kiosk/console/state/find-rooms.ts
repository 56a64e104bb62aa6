/** Rooms by a few typed letters: by name first, then by where they are, whatever the accents. */

import type { RoomChoice } from '../console-client.ts';

export type FoundRooms = {
  readonly rooms: readonly RoomChoice[];
  /** How many more there are than we show; nobody reads the five hundredth row. */
  readonly more: number;
};

const MOST_SHOWN = 50;

/**
 * Every word typed must begin a word of the room's name, building, floor or address. Names that begin so come first;
 * while nothing is typed, rooms stand as on a walk through the building.
 */
export function findRooms(rooms: readonly RoomChoice[], typed: string): FoundRooms {
  const wanted = wordsOf(typed);
  const inOrder = wanted.length === 0 ? byPlace : byName;
  const matching = rooms
    .map((room) => ({ room, rank: rankOf(room, wanted) }))
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || inOrder(a.room, b.room));
  return {
    rooms: matching.slice(0, MOST_SHOWN).map(({ room }) => room),
    more: Math.max(0, matching.length - MOST_SHOWN),
  };
}

/** Building and floor in one phrase, "Hafen 2" or "Hafen, ground floor"; null where Exchange knows neither. */
export function placeOf({ building, floor }: Pick<RoomChoice, 'building' | 'floor'>): string | null {
  if (!building || !floor) return building || floor || null;
  return /^\d/.test(floor) ? `${building} ${floor}` : `${building}, ${floor}`;
}

function rankOf(room: RoomChoice, wanted: readonly string[]): number | null {
  const name = wordsOf(room.displayName);
  const anywhere = [...name, ...wordsOf(placeOf(room) ?? ''), ...wordsOf(room.address)];
  if (!wanted.every((word) => anywhere.some((own) => own.startsWith(word)))) return null;
  const [first] = wanted;
  if (first === undefined) return 0;
  return name[0]?.startsWith(first) ? 0 : name.some((own) => own.startsWith(first)) ? 1 : 2;
}

function byName(a: RoomChoice, b: RoomChoice): number {
  return collator.compare(a.displayName, b.displayName);
}

function byPlace(a: RoomChoice, b: RoomChoice): number {
  return collator.compare(placeOf(a) ?? '', placeOf(b) ?? '') || byName(a, b);
}

/** Lower case and without accents: nobody types the ã of São Paulo on a phone in a corridor. */
export function wordsOf(text: string): string[] {
  return text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((word) => word !== '');
}

/** So that floor 10 comes after floor 9. */
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
