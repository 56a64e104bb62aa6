/** One word, one time, one line, one lamp: what the colour field says. */

import type { ComponentChildren } from 'preact';
import { FittedText } from './fitted-text.tsx';
import { Lamp, type LampMark } from './lamp.tsx';
import style from './state-banner.module.css';

type Props = {
  readonly word: string;
  readonly phrase: string;
  readonly line: ComponentChildren;
  readonly lamp: LampMark;
  /** Beside a sheet: smaller, and without the line. */
  readonly compact: boolean;
};

const WORD_STEPS = 6;
const PHRASE_STEPS = 3;

export function StateBanner({ word, phrase, line, lamp, compact }: Props) {
  return (
    <main class={`${style['banner']} ${compact ? style['compact'] : style['full']}`}>
      <div class={style['status']} role="status" aria-atomic="true">
        <FittedText class={style['word']} text={word} steps={WORD_STEPS} />{' '}
        <FittedText class={style['phrase']} text={phrase} steps={PHRASE_STEPS} /> <p class={style['line']}>{line}</p>
      </div>
      <Lamp class={style['lamp']} mark={lamp} />
    </main>
  );
}
