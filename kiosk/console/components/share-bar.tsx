/** How a whole is shared out, as a bar: the first part solid, the second hatched, the rest empty. The words stand beside it. */

import { useId } from 'preact/hooks';
import { shareOf } from '../state/use-words.ts';
import style from './share-bar.module.css';

type Props = {
  solid: number;
  hatched?: number;
  whole: number;
  /** The same in words, for who does not see the bar. */
  words: string;
};

const LENGTH = 1_000;
const HEIGHT = 16;

export function ShareBar({ solid, hatched = 0, whole, words }: Props) {
  const hatch = useId();
  const solidTo = LENGTH * shareOf(solid, whole);
  const hatchedFor = LENGTH * shareOf(hatched, whole);
  return (
    <svg
      class={style['bar']}
      viewBox={`0 0 ${LENGTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={words}
    >
      <defs>
        <pattern id={hatch} width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class={style['solid']} width="5" height="12" />
        </pattern>
      </defs>
      <rect class={style['solid']} width={solidTo} height={HEIGHT} />
      <rect x={solidTo} width={hatchedFor} height={HEIGHT} fill={`url(#${hatch})`} />
      <rect class={style['edge']} width={LENGTH} height={HEIGHT} />
    </svg>
  );
}
