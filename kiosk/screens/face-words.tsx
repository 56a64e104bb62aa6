/** A door's face in words: the sentence that word and phrase make, and the line below it. */

import type { ComponentChildren } from 'preact';
import type { Instant } from '../../shared/basics/instant.ts';
import type { Occurrence } from '../../shared/room/occurrence.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { FaceLine, FacePhrase } from '../state/door-face.ts';
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

/** A meeting as a sentence of its own; null where its name is nobody's business. */
export function firstSentence(meeting: Occurrence, { words, day }: Speech): ComponentChildren {
  const name = occurrenceName(meeting, day.policy, words, 'first');
  return name === null ? null : words.compose('sentence-end', { text: name });
}

/** As much of the line as the first picture has; whatever takes more words comes with the sheets (later-lines.ts). */
export function lineText(line: FaceLine, speech: Speech): ComponentChildren {
  const { words, times, day, now } = speech;
  const { say, compose } = words;
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
    case 'meeting-awaited':
      return firstSentence(line.current, speech);
    case 'extended':
      return say('extended', { time: times.moment(line.until, now) });
    case 'closed':
      return <bdi>{line.closure.reason}</bdi>;
    case 'was':
    case 'unknown':
      return null;
    default:
      return say(line.kind);
  }
}
