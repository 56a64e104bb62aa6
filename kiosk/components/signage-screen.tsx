/**
 * A quiet notice that fills the screen while nobody needs the door, with the status in a strip below. It stands still,
 * changes its corner now and then lest it burn in, and the first touch takes it down and does nothing else.
 */

import { type Instant, MINUTE_MS } from '../../shared/basics/instant.ts';
import { Lamp, type LampMark } from './lamp.tsx';
import type { NoticeWords } from './notice-card.tsx';
import style from './signage-screen.module.css';

type Props = NoticeWords & {
  readonly src: string | null;
  readonly room: string;
  readonly time: string;
  /** The field's, as tokens.css names them. */
  readonly mood: string;
  readonly word: string;
  readonly phrase: string;
  readonly lamp: LampMark;
  readonly wakeLabel: string;
  readonly now: Instant;
  readonly onWake: () => void;
};

const STAYS_MS = 5 * MINUTE_MS;
const CORNERS = ['start', 'end'] as const;

export function SignageScreen(props: Props) {
  const { text, alt, signed, place, src, room, time, mood, word, phrase, lamp, wakeLabel, now, onWake } = props;
  const turn = Math.floor(now / STAYS_MS);
  const [across, down] = [CORNERS[turn % 2], CORNERS[Math.floor(turn / 2) % 2]];
  return (
    <main class={style['signage']}>
      <div class={style['notice']} data-mood="paper" data-across={across} data-down={down}>
        {src !== null && <img src={src} alt={alt ?? ''} />}
        {(text !== '' || src === null) && (
          <p class={src === null ? style['large'] : ''}>
            <bdi>{text === '' ? alt : text}</bdi>
          </p>
        )}
        <small>{[signed, place].filter((one) => one !== null).join(' · ')}</small>
      </div>
      <div class={style['strip']} data-mood={mood}>
        <Lamp class={style['lamp']} mark={lamp} />
        <p class={style['status']} role="status">
          <b>{word}</b> {phrase}
        </p>
        <h1>
          <bdi>{room}</bdi>
        </h1>
        <p class={style['clock']}>
          <time>{time}</time> <small>{wakeLabel}</small>
        </p>
      </div>
      <button type="button" class={style['wake']} aria-label={wakeLabel} onClick={onWake} />
    </main>
  );
}
