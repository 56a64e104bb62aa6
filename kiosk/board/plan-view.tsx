/** A board's rooms on the drawing of their floor, each in the colour of its door; the same as a list for who does not see. */

import { type FloorPlan, PLAN_PICTURES } from '../../shared/wire/board.ts';
import { Lamp } from '../components/lamp.tsx';
import type { BoardRow } from './board-rows.ts';
import { planSize, SIGN_HEIGHT, signBox, signName } from './plan-layout.ts';
import style from './plan-view.module.css';

type Props = {
  readonly plan: FloorPlan;
  readonly rows: readonly BoardRow[];
  readonly says: (row: BoardRow) => string;
};

export function PlanView({ plan, rows, says }: Props) {
  const { width, height } = planSize(plan);
  const placed = plan.places.flatMap((place) => {
    const row = rows.find(({ id }) => id === place.room);
    return row === undefined ? [] : [{ place, row }];
  });
  return (
    <main class={style['plan']}>
      <svg class={style['drawing']} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        <rect class={style['paper']} width={width} height={height} rx="12" />
        <image href={`${PLAN_PICTURES}${plan.picture}`} width={width} height={height} preserveAspectRatio="none" />
        {placed.map(({ place, row }) => {
          const box = signBox(plan, place, row.name);
          return (
            <g key={row.id} class={style['sign']} data-mood={row.mood} transform={`translate(${box.left} ${box.top})`}>
              <rect width={box.width} height={SIGN_HEIGHT} rx="10" />
              <svg x="14" y="14" width="36" height="36" aria-hidden="true">
                <Lamp mark={row.lamp} />
              </svg>
              <text x="62" y="42">
                {signName(row.name)}
              </text>
            </g>
          );
        })}
      </svg>
      <ul class={style['list']}>
        {rows.map((row) => (
          <li key={row.id}>
            <bdi>{row.name}</bdi>: {says(row)}
          </li>
        ))}
      </ul>
    </main>
  );
}
