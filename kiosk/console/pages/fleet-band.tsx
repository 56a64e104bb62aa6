/** A band as a mark that says the same without its colour: a disc, a half, a broken ring. */

import type { OnlineBand } from '../../../shared/wire/fleet.ts';
import style from './fleet-band.module.css';

export function BandMark({ band }: { band: OnlineBand }) {
  return (
    <svg class={`${style['mark']} ${style[band]}`} viewBox="0 0 20 20" aria-hidden="true">
      {band === 'red' ? <path d="M4 4L16 16M16 4L4 16" /> : <circle cx="10" cy="10" r="8" />}
      {band === 'green' && <path class={style['cut']} d="M6 10l3 3 5-6" />}
      {band === 'amber' && <path class={style['half']} d="M10 2a8 8 0 0 1 0 16z" />}
    </svg>
  );
}
