/** The lines that take more words than the first picture has: why a door is not sure, and what comes after a meeting. */

import type { ComponentChildren } from 'preact';
import type { BaseState } from '../../shared/rules/room-state.ts';
import type { FaceLine, Unsure } from '../state/door-face.ts';
import { closedText } from './closed-words.tsx';
import { firstSentence, type Speech } from './face-words.tsx';
import { occurrenceName } from './occurrence-name.tsx';

/** Null for a line that the first picture had whole. */
export function laterLine(line: FaceLine, speech: Speech): ComponentChildren {
  switch (line.kind) {
    case 'closed':
      return closedText(line, speech);
    case 'was':
    case 'unknown':
      return unsureText(line, speech);
    case 'meeting-ending':
      return [firstSentence(line.current, speech), ' ', afterwards(line, speech)];
    case 'meeting-awaited':
      return [firstSentence(line.current, speech), ' ', speech.words.say('free-if-nobody', { count: line.minutes })];
    default:
      return null;
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

function unsureText(line: Extract<FaceLine, { kind: 'was' | 'unknown' }>, speech: Speech): string {
  const { say } = speech.words;
  const why = whyText(line.why, line.silentMinutes, speech);
  if (line.kind === 'unknown') return [why, say('look-inside-or-outlook')].join(' ');
  return [why, say('it-said', { said: saidText(line.said, speech) }), say('look-inside')].join(' ');
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
