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
};

/** `refusal` null: it came to nothing and nobody said why. */
export function refusalWords(
  refusal: Refusal | null,
  { say }: Words,
  times: TimeFormat,
  { kind, room, now, silentSince }: RefusalContext,
): RefusalWords {
  const booked = kind === 'book';
  switch (refusal?.kind) {
    case undefined:
      return { heading: say('no-answer'), sentence: say(booked ? 'no-answer-why' : 'no-answer-change') };
    case 'room-busy': {
      if (!booked) {
        return { heading: say('no-longer'), sentence: say('no-longer-why', { time: times.moment(refusal.from, now) }) };
      }
      if (refusal.from > now) {
        const heading = say('no-booked-from', { time: times.moment(refusal.from, now) });
        return { heading, sentence: say('no-booked-from-why') };
      }
      const sentence = say('no-quicker-why', { room, time: times.moment(refusal.until, now) });
      return { heading: say('no-quicker'), sentence };
    }
    case 'room-declined':
      return { heading: say('no-declined'), sentence: say(booked ? 'no-declined-why' : 'no-declined-change') };
    case 'gave-way':
      return { heading: say('no-gave-way'), sentence: say('no-gave-way-why', { room }) };
    case 'calendar-away': {
      const heading = say(booked ? 'no-calendar' : 'no-calendar-change');
      if (silentSince === null) return { heading, sentence: say('no-calendar-why') };
      return { heading, sentence: say('no-calendar-since', { time: times.past(silentSince, now) }) };
    }
    case 'too-late':
      return { heading: say('no-late'), sentence: say(booked ? 'no-late-why' : 'no-late-change') };
    case 'too-short':
      return {
        heading: say('no-short'),
        sentence: say('no-short-why', { length: times.length(SHORTEST_BOOKING_MINUTES) }),
      };
    case 'too-long':
      return {
        heading: say('no-long'),
        sentence: say('no-long-why', { length: times.length(refusal.longestMinutes) }),
      };
    case 'too-far-ahead':
      return { heading: say('no-far'), sentence: say('no-far-why', { time: times.moment(refusal.until, now) }) };
    case 'in-the-past':
      return { heading: say('no-past'), sentence: say('no-past-why') };
    case 'occurrence-gone':
      return { heading: say('no-gone'), sentence: say('no-gone-why') };
    case 'changed-meanwhile':
      return { heading: say('no-changed'), sentence: say('no-changed-why', { time: times.moment(refusal.end, now) }) };
    case 'not-booked-here':
      return {
        heading: say(kind === 'end' ? 'no-organizer-end' : 'no-organizer-extend'),
        sentence: say('no-organizer-why'),
      };
    case 'booking-switched-off':
      return { heading: say('no-switched-off'), sentence: say('no-switched-off-why') };
    case 'room-not-known':
      return { heading: say('no-room'), sentence: say('no-room-why') };
    case 'out-of-service':
      return { heading: say('no-service'), sentence: say('no-service-why') };
    default:
      return refusal satisfies never;
  }
}
