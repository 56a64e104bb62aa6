/** What comes next today, free stretches included: whoever stands at a busy door asks when it is free again. */

import { addMinutes, type Instant, latest } from '../../shared/basics/instant.ts';
import { clip, type Interval } from '../../shared/basics/interval.ts';
import { dayOf } from '../../shared/basics/zone.ts';
import { type Occurrence, occupies } from '../../shared/room/occurrence.ts';
import { freeGaps, type RoomDay } from '../../shared/room/room-day.ts';
import type { RoomState } from '../../shared/rules/room-state.ts';
import type { AheadSpan } from '../components/desk.tsx';
import type { Speech } from './face-words.tsx';
import { occurrenceName, occurrenceText } from './occurrence-name.tsx';

/** Shorter gaps are no offer, only the way from one meeting to the next. */
const SHORTEST_GAP_MINUTES = 10;
/** More than a door has room for, and than anybody listens to. A day gone wrong has thousands, and each takes its time. */
const MOST_AHEAD = 12;
const MOST_IN_WORDS = 60;

type Stretch = Interval & { readonly occurrence: Occurrence | null };

/** Stretches of today from `after` on, earliest first, each an occurrence or a gap. */
export function stretchesAhead(day: RoomDay, after: Instant, now: Instant): Stretch[] {
  const today = dayOf(now, day.room.timeZone);
  const rest = clip({ start: after, end: today.end }, today);
  if (rest === null) return [];
  const meetings = day.occurrences.filter((one) => occupies(one) && one.start >= after && one.start < today.end);
  const gaps = freeGaps(day, rest).filter(({ start, end }) => end >= addMinutes(start, SHORTEST_GAP_MINUTES));
  return [
    ...meetings.map((occurrence) => ({ start: occurrence.start, end: occurrence.end, occurrence })),
    ...gaps.map((gap) => ({ ...gap, occurrence: null })),
  ].sort((a, b) => a.start - b.start);
}

export function aheadSpans(state: RoomState, speech: Speech): AheadSpan[] {
  const { day, now, words } = speech;
  if (state.kind === 'unknown' || state.kind === 'out-of-service') return [];
  const calendar = state.kind === 'stale' ? state.was : state;
  const after =
    'until' in calendar && calendar.kind !== 'available' && calendar.until !== null ? latest(calendar.until, now) : now;
  const end = dayOf(now, day.room.timeZone).end;
  return stretchesAhead(day, after, now)
    .filter(({ start, occurrence }) => occurrence !== null || start > now)
    .slice(0, MOST_AHEAD)
    .map((stretch) => ({
      key: `${stretch.start} ${stretch.occurrence?.id ?? 'free'}`,
      when: whenText(stretch, end, speech),
      what:
        stretch.occurrence === null
          ? words.say(stretch.end === end ? 'rest-free' : 'span-free')
          : (occurrenceName(stretch.occurrence, day.policy, words, 'first') ?? words.say('span-taken')),
    }));
}

/** Today's meetings as sentences, for whoever cannot see the ribbon. */
export function dayInWords(speech: Speech): string[] {
  const { day, now, words } = speech;
  const today = dayOf(now, day.room.timeZone);
  const told = day.occurrences.filter((one) => occupies(one) && clip(one, today) !== null);
  return (told.length > MOST_IN_WORDS ? told.filter(({ end }) => end > now) : told)
    .slice(0, MOST_IN_WORDS)
    .map((one) => `${whenText(one, today.end, speech)}: ${occurrenceText(one, day.policy, words)}`);
}

function whenText({ start, end }: Interval, endOfDay: Instant, { words, times, now }: Speech): string {
  const from = times.past(start, now);
  if (end === endOfDay) return words.say('span-open', { from });
  return words.say('span', { from, to: times.moment(end, now) });
}
