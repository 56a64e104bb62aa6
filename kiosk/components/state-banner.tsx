/** One word, one time, one line, one lamp: what the colour field says. */

import type { ComponentChildren, RefCallback } from 'preact';
import { FittedText, fitInto } from './fitted-text.tsx';
import { Lamp, type LampMark } from './lamp.tsx';
import style from './state-banner.module.css';

type Props = {
  readonly word: string;
  readonly phrase: string;
  readonly line: ComponentChildren;
  readonly lamp: LampMark;
  /** Beside a sheet: smaller, and without the line. */
  readonly compact: boolean;
  /** Gives the line as many lines as there is room for, once it is here. */
  readonly fitLine?: RefCallback<HTMLElement> | undefined;
  /** A notice, which has a place of its own and takes none from word, time and lamp. */
  readonly aside?: ComponentChildren;
};

const fitWord = fitInto(6);
const fitPhrase = fitInto(3);

export function StateBanner({ word, phrase, line, lamp, compact, fitLine, aside }: Props) {
  return (
    <main
      class={`${style['banner']} ${compact ? style['compact'] : style['full']}`}
      data-noticed={aside ? '' : undefined}
    >
      <div class={style['status']} role="status" aria-atomic="true">
        <FittedText class={style['word']} text={word} fit={fitWord} />{' '}
        <FittedText class={style['phrase']} text={phrase} fit={fitPhrase} />{' '}
        {/* Anew at each drawing, as the words are others. */}
        <p class={style['line']} ref={fitLine ? (box) => fitLine(box) : null}>
          {line}
        </p>
      </div>
      <Lamp class={style['lamp']} mark={lamp} />
      {aside}
    </main>
  );
}
