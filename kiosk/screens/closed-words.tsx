/** What a closed door says and offers beyond the reason: when it opens, where to go instead, and a booking for after that. */

import type { ComponentChildren } from 'preact';
import { DAY_MS } from '../../shared/basics/instant.ts';
import { dayOf } from '../../shared/basics/zone.ts';
import type { RoomState } from '../../shared/rules/room-state.ts';
import { bookableGaps } from '../../shared/rules/slots.ts';
import type { Act } from '../components/desk.tsx';
import { type FaceLine, isFarAhead } from '../state/door-face.ts';
import type { ViewModel } from '../state/view-model.ts';
import type { Speech } from './face-words.tsx';

/** In the words of facilities first, whichever way they are written. */
export function closedText(
  { closure, until }: Extract<FaceLine, { kind: 'closed' }>,
  { words: { say, compose }, times, day, now }: Speech,
): ComponentChildren {
  const { reason, instead } = closure;
  const isFar = until !== null && isFarAhead(until, now, day.room.timeZone);
  return [
    compose('sentence-end', { text: <bdi>{reason.replace(/[.。۔]$/, '')}</bdi> }),
    ' ',
    isFar && `${say('open-again', { date: times.date(until), time: times.time(until) })} `,
    instead !== null && compose('use-instead', { room: <bdi>{instead.displayName}</bdi> }),
  ];
}

/** Where the day it opens again can be booked from here already. */
export function aheadActs(
  state: RoomState,
  { words, times, day, now }: Speech,
  view: Pick<ViewModel, 'openSheet'>,
): Act[] {
  if (state.kind !== 'out-of-service' || state.closure === null || state.until === null) return [];
  const opens = state.until;
  if (bookableGaps(day, { start: opens, end: day.window.end }, now).length === 0) return [];
  const zone = day.room.timeZone;
  const offset = Math.round((dayOf(opens, zone).start - dayOf(now, zone).start) / DAY_MS);
  const detail = words.say('from', { time: times.moment(opens, now) });
  const onPress = () => view.openSheet({ kind: 'day', chosen: { offset, start: opens, minutes: null } });
  return [{ label: words.say('book-ahead'), detail, look: 'outlined', onPress }];
}
