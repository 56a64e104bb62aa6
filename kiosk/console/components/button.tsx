/** A deed. Solid for the one that the page is about, a line for the others. */

import type { ComponentChildren } from 'preact';
import style from './button.module.css';

type Props = {
  kind: 'solid' | 'line';
  children: ComponentChildren;
  /** Left out: the button submits its form. */
  onPress?: () => void;
  /** Under way: it stays where it is and takes no second press. */
  busy?: boolean;
  small?: boolean;
  focused?: boolean;
  /** For one that opens and closes something. */
  expanded?: boolean;
};

export function Button({ kind, children, onPress, busy = false, small = false, focused = false, expanded }: Props) {
  return (
    <button
      type={onPress === undefined ? 'submit' : 'button'}
      class={`${style['button']} ${style[kind]} ${small ? style['small'] : ''}`}
      aria-busy={busy}
      aria-expanded={expanded}
      ref={focused ? focusOnce : null}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onPress?.();
      }}
    >
      {children}
    </button>
  );
}

/** A question that opens takes the focus to its harmless answer, and gives it back when it closes. */
function focusOnce(button: HTMLButtonElement | null): void {
  button?.focus();
}
