/** A door's face in words: the sentence that word and phrase make, and the line below it. */

import type { ComponentChildren } from 'preact';
import type { Instant } from '../../shared/basics/instant.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { BaseState } from '../../shared/rules/room-state.ts';
import type { FaceLine, FacePhrase, Unsure } from '../state/door-face.ts';
import type { TimeFormat } from '../text/format-time.ts';
import type { Words } from '../text/messages.ts';
import { occurrenceName } from './occurrence-name.tsx';

export type Speech = {
  readonly words: Words;
  readonly times: TimeFormat;
  readonly day: RoomDay;
  readonly now: Instant;
};

export function phraseText(phrase: FacePhrase, { words: { say }, times, now }: Speech): string {
  switch (phrase.kind) {
    case 'all-day':
    case 'right-now':
      return say(phrase.kind);
    case 'since':
      return say('since', { time: times.past(phrase.moment, now) });
    case 'was-at':
      return say('at', { time: times.past(phrase.moment, now) });
    default:
      return say(phrase.kind, { time: times.moment(phrase.moment, now) });
  }
}

export function lineText(line: FaceLine, speech: Speech): ComponentChildren {
  const { words, times, day, now } = speech;
  const { say, compose } = words;
  const first = (occurrence: Parameters<typeof occurrenceName>[0]) => {
    const name = occurrenceName(occurrence, day.policy, words, 'first');
    return name === null ? null : compose('sentence-end', { text: name });
  };
  const then = (occurrence: Parameters<typeof occurrenceName>[0]) => {
    const name = occurrenceName(occurrence, day.policy, words, 'later');
    return name === null ? null : compose('then-meeting', { meeting: name });
  };

  switch (line.kind) {
    case 'nothing':
      return null;
    case 'then':
      return then(line.next);
    case 'free-for': {
      const text = say('free-for', { count: line.minutes });
      const next = then(line.next);
      return next === null ? compose('sentence-end', { text }) : compose('and-then', { text, next });
    }
    case 'meeting':
      return occurrenceName(line.current, day.policy, words, 'first');
    case 'meeting-ending':
      return [first(line.current), ' ', afterwards(line, speech)];
    case 'meeting-awaited':
      return [first(line.current), ' ', say('free-if-nobody', { count: line.minutes })];
    case 'extended':
      return say('extended', { time: times.moment(line.until, now) });
    case 'was':
      return [
        whyText(line.why, line.silentMinutes, speech),
        say('it-said', { said: saidText(line.said, speech) }),
        say('look-inside'),
      ].join(' ');
    case 'closed':
      // The rest of the sentence comes with the sheets, and the reason is the most of it.
      return <bdi>{line.closure.reason}</bdi>;
    case 'unknown':
      return [whyText(line.why, line.silentMinutes, speech), say('look-inside-or-outlook')].join(' ');
    default:
      return say(line.kind);
  }
}

function afterwards(line: Extract<FaceLine, { kind: 'meeting-ending' }>, speech: Speech): ComponentChildren {
  const { words, times, day, now } = speech;
  const { say, compose } = words;
  if (line.next !== null) {
    const name = occurrenceName(line.next, day.policy, words, 'later');
    return name === null ? say('next-at-once-nameless') : compose('next-at-once', { meeting: name });
  }
  if (line.freeUntil === null) return say('free-after');
  return say('free-after-until', { time: times.moment(line.freeUntil, now) });
}

/** Always with when, never a cause that we guess. */
function whyText(why: Unsure, silentMinutes: number, { words: { say }, times }: Speech): string {
  switch (why) {
    case 'silent':
    case 'graph-unreachable':
      // Under a minute happens only while a reading is torn from us; then "0 minutes" would be a riddle.
      return say('why-silent', { length: times.longLength(Math.max(1, silentMinutes)) });
    default:
      return say(`why-${why}`);
  }
}

function saidText(said: BaseState, { words: { say }, times, now }: Speech): string {
  switch (said.kind) {
    case 'available':
      return said.until === null ? say('said-free-all-day') : say('said-free', { time: times.moment(said.until, now) });
    case 'starting-soon':
      return say('said-booked-from', { time: times.moment(said.from, now) });
    case 'unknown':
      return say('why-bad-answer');
    default:
      return say('said-taken', { time: times.moment(said.until, now) });
  }
}
