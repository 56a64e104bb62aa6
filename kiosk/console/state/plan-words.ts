/** What the rooms on a floor plan are, in words and in the four moods that colour a door. */

import type { Board } from '../../../shared/wire/board.ts';
import type { PlanState } from './plan-model.ts';

export type PlanMood = 'free' | 'expected' | 'used' | 'none';

const MOODS: Readonly<Record<PlanState, PlanMood>> = {
  available: 'free',
  'starting-soon': 'expected',
  'awaiting-check-in': 'expected',
  booking: 'expected',
  'in-use': 'used',
  'ending-soon': 'used',
  starting: 'none',
  stale: 'none',
  unknown: 'none',
  'out-of-service': 'none',
  board: 'none',
};

export const STATE_WORDS: Readonly<Record<PlanState, string>> = {
  available: 'Free',
  'starting-soon': 'Booked soon',
  'awaiting-check-in': 'Waits for check-in',
  booking: 'Being booked',
  'in-use': 'In use',
  'ending-soon': 'Ending soon',
  starting: 'Not known yet',
  stale: 'Not known: old news',
  unknown: 'Not known',
  'out-of-service': 'Out of service',
  board: 'Not known',
};

export const moodOf = (state: PlanState | undefined): PlanMood => MOODS[state ?? 'unknown'];

/** The title of the page. */
export function planFinding({ name, plan }: Board, states: ReadonlyMap<string, PlanState>): string {
  const places = plan?.places ?? [];
  if (places.length === 0) return `${name} has no rooms on it yet`;
  const free = places.filter(({ room }) => moodOf(states.get(room)) === 'free').length;
  return `${free} of ${places.length} ${places.length === 1 ? 'room is' : 'rooms are'} free`;
}
