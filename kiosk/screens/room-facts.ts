/** What a room offers, a word for each; and how old the reading is, once that is worth a word or cannot be mended. */

import type { Room } from '../../shared/room/room.ts';
import { freshness } from '../../shared/rules/freshness.ts';
import type { Words } from '../text/messages.ts';
import type { Speech } from './face-words.tsx';

/** `isLost`: nobody tells this screen any more how its room is. */
export function roomFacts(speech: Speech, { isLost }: { readonly isLost: boolean }): string[] {
  const { day, times, words, now } = speech;
  const facts = offers(day.room, words);
  const age = freshness(day, now);
  const aged = age === 'late' || (isLost && age === 'fresh');
  if (aged && day.readAt !== null) facts.push(words.say('as-of', { time: times.past(day.readAt, now) }));
  return facts;
}

/** "Floor 3" where the catalogue has a number, else the floor's own name. */
export function floorText(floor: string, { say }: Words): string {
  return /^[1-9]\d*$/.test(floor.trim()) ? say('floor', { floor: Number(floor) }) : floor;
}

function offers({ floor, capacity, wheelchairAccessible }: Room, words: Words): string[] {
  const found: string[] = [];
  if (floor !== null && floor.trim() !== '') found.push(floorText(floor, words));
  if (capacity !== null && capacity > 0) found.push(words.say('seats', { count: capacity }));
  if (wheelchairAccessible) found.push(words.say('step-free'));
  return found;
}
