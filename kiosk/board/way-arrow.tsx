/** Which way to go from the board. Left is left in every language: nothing here is turned for right-to-left. */

import type { Way } from '../../shared/wire/board.ts';
import style from './board-screen.module.css';

type Props = { readonly way: Way; readonly label: string };

/** Degrees from straight ahead, clockwise. Stairs are drawn as what they are, a step and an arrow. */
const TURNS: { readonly [way in Way]: number } = {
  ahead: 0,
  'ahead-right': 45,
  right: 90,
  back: 180,
  left: 270,
  'ahead-left': 315,
  up: 0,
  down: 180,
};

export function WayArrow({ way, label }: Props) {
  const onStairs = way === 'up' || way === 'down';
  return (
    <svg class={style['way']} viewBox="0 0 24 24" role="img" aria-label={label}>
      <path d="M12 20V5M6 11l6-6 6 6" transform={`rotate(${TURNS[way]} 12 12)`} />
      {onStairs && <path d="M2 22h5v-4h4" />}
    </svg>
  );
}
