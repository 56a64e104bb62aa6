/** A few strokes on a grid of 24 (the look, section 2). */

import style from './icon.module.css';

const paths = {
  minus: 'M5 12h14',
  plus: 'M5 12h14M12 5v14',
  tick: 'M4.5 12.5l5 5 10-11',
  down: 'M5 9l7 7 7-7',
  rooms: 'M3 4h8v16H3zM13 4h8v16h-8zM8 12h.01M16 12h.01',
  more: 'M4 11h2v2H4zM11 11h2v2h-2zM18 11h2v2h-2z',
} as const;

export function Icon({ name }: { readonly name: keyof typeof paths }) {
  return (
    <svg class={style['icon']} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
