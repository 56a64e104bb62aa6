/** A sheet beside the field, or under it: one question or one answer. The status never leaves the screen. */

import type { ComponentChildren } from 'preact';
import type { Act } from './desk.tsx';
import style from './sheet.module.css';
import { Slab } from './slab.tsx';

type Props = {
  readonly heading: string;
  readonly sentence: ComponentChildren;
  readonly children?: ComponentChildren;
  readonly acts: readonly Act[];
  /** Said shortly before it closes by itself; null until then. */
  readonly closing: string | null;
  readonly onClose: () => void;
};

export function Sheet({ heading, sentence, children, acts, closing, onClose }: Props) {
  return (
    <section
      class={style['sheet']}
      data-mood="paper"
      aria-labelledby="sheet-heading"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div>
        <h2 key={heading} id="sheet-heading" ref={takeFocus} tabIndex={-1} class={style['heading']}>
          {heading}
        </h2>
        <p class={style['sentence']}>{sentence}</p>
      </div>
      <div class={style['body']}>{children}</div>
      <div>
        <p class={style['closing']} role="status">
          {closing}
        </p>
        <div class={style['foot']}>
          {acts.map((act) => (
            <Slab key={`${act.look} ${act.label}`} {...act} />
          ))}
        </div>
      </div>
    </section>
  );
}

/** Each new question is read out: its heading is a new element, and comes with the focus. */
function takeFocus(heading: HTMLElement | null): void {
  heading?.focus();
}
