/** A box to tick, with its words beside it. */

import type { ComponentChildren } from 'preact';
import style from './tick.module.css';

/** `some`: of what it stands for a part is chosen. */
type Props = { checked: boolean; some?: boolean; onTick(): void; children: ComponentChildren };

export function Tick({ checked, some = false, onTick, children }: Props) {
  return (
    <label class={style['tick']}>
      <input type="checkbox" checked={checked} indeterminate={some} onChange={onTick} />
      {children}
    </label>
  );
}
