/**
 * Names of items. An occurrence has no record of its own until it is changed, so its id is its series' with the day
 * added; and every item has two ids, the immutable one and the one that clients get who do not ask for it.
 * @see https://learn.microsoft.com/graph/outlook-immutable-id
 */

import type { SandboxChance } from '../sandbox-chance.ts';
import { type Day, printDay } from './wall-time.ts';

const IMMUTABLE = 'AAkALg';
const MUTABLE = 'AAMkAG';
const DAY_RADIX = 36;

export function newItemId(chance: SandboxChance): string {
  return `${IMMUTABLE}${chance.id()}=`;
}

export function instanceId(itemId: string, day: Day | null): string {
  return day === null ? itemId : `${itemId.slice(0, -1)}-${day.toString(DAY_RADIX).toUpperCase()}=`;
}

/** The id for a client that did not ask for immutable ones. */
export function mutableId(id: string): string {
  return id.startsWith(IMMUTABLE) ? MUTABLE + id.slice(IMMUTABLE.length) : id;
}

/** Either id is taken, as the service does. */
export function immutableId(id: string): string {
  return id.startsWith(MUTABLE) ? IMMUTABLE + id.slice(MUTABLE.length) : id;
}

/** The series and the day that an occurrence's id is made of; null for an id of another make. */
export function splitInstanceId(id: string): { itemId: string; day: Day } | null {
  const match = /^(.+)-([0-9A-Z]{1,6})=$/.exec(id);
  return match === null ? null : { itemId: `${match[1]}=`, day: Number.parseInt(match[2] ?? '', DAY_RADIX) };
}

/** A global object id as Outlook makes them: a fixed head, the day of the occurrence, then what is unique. */
const UID_HEAD = '040000008200E00074C5B7101A82E008';
const NO_DAY = '00000000';

export function newICalUId(chance: SandboxChance): string {
  const unique = chance.guid().replaceAll('-', '').toUpperCase();
  return `${UID_HEAD}${NO_DAY}${unique.slice(0, 16)}000000000000000010000000${unique}`;
}

/** Occurrences differ in the day alone; the series itself has none. */
export function instanceICalUId(iCalUId: string, day: Day | null): string {
  if (day === null) return iCalUId;
  const [year, month, date] = printDay(day).split('-').map(Number) as [number, number, number];
  const hex = (value: number, width: number) => value.toString(16).toUpperCase().padStart(width, '0');
  return UID_HEAD + hex(year, 4) + hex(month, 2) + hex(date, 2) + iCalUId.slice(UID_HEAD.length + NO_DAY.length);
}

export function newChangeKey(chance: SandboxChance): string {
  return `${chance.id()}==`;
}
