/** A no in two sentences: what happened, then what holds now. The list of reasons is closed, and so is this one. */

import type { Instant } from '../../shared/basics/instant.ts';
import type { IntentKind } from '../../shared/room/booking-status.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import { SHORTEST_BOOKING_MINUTES } from '../../shared/rules/booking.ts';
import type { TimeFormat } from './format-time.ts';
import type { Words } from './messages.ts';

export type RefusalWords = { readonly heading: string; readonly sentence: string };

export type RefusalContext = {
  readonly kind: IntentKind;
  readonly room: string;
  readonly now: Instant;
  /** Since when the calendar has been silent, where that is known. */
  readonly silentSince: Instant | null;
  /** Whether the room was held meanwhile. */
  readonly wasHeld?: boolean;
};

/** `refusal` null: it came to nothing and nobody said why. */
export function refusalWords(
  refusal: Refusal | null,
  { say }: Words,
  times: TimeFormat,
  { kind, room, now, silentSince, wasHeld = false }: RefusalContext,
): RefusalWords {
  const booked = kind === 'book';
  if (refusal === null) {
    return { heading: say('no-answer'), sentence: say(booked ? 'no-answer-why' : 'no-answer-change') };
  }
  switch (refusal.kind) {
    case 'room-busy': {
      if (!booked) {
        return { heading: say('no-longer'), sentence: say('no-longer-why', { time: times.moment(refusal.from, now) }) };
      }
      if (refusal.from > now) {
        const heading = say('no-booked-from', { time: times.moment(refusal.from, now) });
        return { heading, sentence: say('no-booked-from-why') };
      }
      const why = wasHeld ? 'no-hold' : 'no-quicker';
      return { heading: say(why), sentence: say(`${why}-why`, { room, time: times.moment(refusal.until, now) }) };
    }
    case 'calendar-away': {
      const heading = say(booked ? 'no-calendar' : 'no-calendar-change');
      if (silentSince === null) return { heading, sentence: say('no-calendar-why') };
      return { heading, sentence: say('no-calendar-since', { time: times.past(silentSince, now) }) };
    }
    case 'room-declined':
    case 'too-late':
      if (wasHeld && refusal.kind === 'too-late') {
        return { heading: say('no-hold-late'), sentence: say('no-hold-late-why') };
      }
      return {
        heading: say(`no-${refusal.kind}`),
        sentence: say(`no-${refusal.kind}-${booked ? 'why' : 'change'}`),
      };
    case 'not-booked-here':
      return {
        heading: say(kind === 'end' ? 'no-organizer-end' : 'no-organizer-extend'),
        sentence: say('no-organizer-why'),
      };
    case 'room-closed': {
      const { until, reason } = refusal;
      const why =
        until === null ? say('no-room-closed-why') : say('no-room-closed-until', { time: times.moment(until, now) });
      return { heading: say('no-room-closed', { room }), sentence: `${reason.replace(/[.。۔]$/, '')}. ${why}` };
    }
    default: {
      const moment =
        'until' in refusal
          ? refusal.until
          : 'end' in refusal
            ? refusal.end
            : 'opensAt' in refusal
              ? refusal.opensAt
              : now;
      const minutes = 'longestMinutes' in refusal ? refusal.longestMinutes : SHORTEST_BOOKING_MINUTES;
      const filling = { room, time: times.moment(moment, now), length: times.length(minutes) };
      return { heading: say(`no-${refusal.kind}`), sentence: say(`no-${refusal.kind}-why`, filling) };
    }
  }
}
