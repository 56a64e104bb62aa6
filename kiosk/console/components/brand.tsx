/** The lamp, a quarter full, and the name. */

import style from './brand.module.css';

export function Brand() {
  return (
    <span class={style['brand']}>
      <svg class={style['lamp']} viewBox="0 0 100 100" aria-hidden="true">
        <circle class={style['ring']} cx="50" cy="50" r="43" />
        <path class={style['fill']} d="M50 50V0A50 50 0 0 1 100 50Z" />
      </svg>
      Doorlight
    </span>
  );
}
