/** The day as a ruler laid along the sill: meetings are blocks, what has passed is tint, now is a bar through the line. */

import style from './day-ribbon.module.css';
import type { RibbonLayout } from './ribbon-layout.ts';

type Props = {
  readonly layout: RibbonLayout;
  readonly label: string;
  readonly hourLabel: (hour: number) => string;
  /** The same day in words, for whoever cannot see the ruler. */
  readonly inWords: readonly string[];
  /** Opens the day; null where there is nothing to open. */
  readonly onPress: (() => void) | null;
};

export function DayRibbon({ layout, label, hourLabel, inWords, onPress }: Props) {
  return (
    <nav class={style['ribbon']} aria-label={label}>
      <div class={style['track']} aria-hidden="true">
        {layout.blocks.map(({ from, to, look }) => (
          <i key={`${from} ${look}`} class={style[look]} style={{ '--a': from, '--z': to }} />
        ))}
        {layout.now !== null && <i class={style['now']} style={{ '--a': layout.now }} />}
      </div>
      <ul class={style['hours']} aria-hidden="true">
        {layout.hours.map(({ hour, place }) => (
          <li key={place} class={edge(place)} style={{ '--a': place }}>
            {hourLabel(hour)}
          </li>
        ))}
      </ul>
      <ul class={style['words']}>
        {inWords.map((line) => (
          <li key={line}>
            <bdi>{line}</bdi>
          </li>
        ))}
      </ul>
      {onPress !== null && <button type="button" class={style['touch']} aria-label={label} onClick={onPress} />}
    </nav>
  );
}

/** Labels at the very ends are set flush, so that the ruler keeps the page's edges. */
function edge(place: number): string | undefined {
  if (place === 0) return style['first'];
  return place === 1 ? style['last'] : undefined;
}
