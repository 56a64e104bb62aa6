/** A sheet beside the field, or under it: one question or one answer. The status never leaves the screen. */

import type { ComponentChildren } from 'preact';
import type { Act } from './desk.tsx';
import { DrawnList } from './drawn-list.tsx';
import style from './sheet.module.css';
import { Slab } from './slab.tsx';

type Props = {
  readonly heading: string;
  /** Smaller, beside the heading. */
  readonly aside?: string;
  readonly sentence?: ComponentChildren;
  readonly children?: ComponentChildren;
  /** What the choice is made with, above the acts and always in reach. */
  readonly picker?: ComponentChildren;
  readonly acts: readonly Act[];
  /** Said shortly before it closes by itself; null until then. */
  readonly closing: string | null;
  /** To the rest of a list that is longer than its place. */
  readonly more: string;
  readonly onClose: () => void;
};

export function Sheet({ heading, aside, sentence, children, picker, acts, closing, more, onClose }: Props) {
  return (
    <section
      class={style['sheet']}
      data-mood="paper"
      aria-labelledby="sheet-heading"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div>
        <h2 key={heading} id="sheet-heading" ref={takeFocus} tabIndex={-1} class={style['heading']}>
          {heading} {aside !== undefined && <small>{aside}</small>}
        </h2>
        {sentence !== undefined && <p class={style['sentence']}>{sentence}</p>}
      </div>
      <DrawnList more={more}>{children}</DrawnList>
      <div>
        <p class={style['closing']} role="status">
          {closing}
        </p>
        {picker !== undefined && <div class={style['picker']}>{picker}</div>}
        {acts.length > 0 && (
          <div class={`${style['foot']} ${layoutOf(acts.length)}`}>
            {acts.map((act) => (
              <Slab key={`${act.look} ${act.label}`} {...act} />
            ))}
          </div>
        )}
      </div>
    </section>
  );
}

/** Of three the first is the deed; more are choices, and none leads. */
function layoutOf(count: number): string {
  if (count <= 2) return '';
  return (count === 3 ? style['lead'] : style['many']) ?? '';
}

/** Each new question is read out: its heading is a new element, and comes with the focus. */
function takeFocus(heading: HTMLElement | null): void {
  heading?.focus();
}
