/** Shares by day and hour, each printed on its shade: a table, so that whoever does not see it reads the same. */

import type { UseCell } from '../../../shared/wire/reports.ts';
import { hoursOf, shade, shareOf, WEEK, WEEKDAYS } from '../state/use-words.ts';
import style from './heat-map.module.css';

export function HeatMap({ cells }: { cells: readonly UseCell[] }) {
  const hours = hoursOf(cells);
  const byPlace = new Map(cells.map((cell) => [cell.weekday * 24 + cell.hour, cell]));
  const days = WEEK.filter((weekday) => cells.some((cell) => cell.weekday === weekday));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone it is pushed along, by the keyboard too.
    <section class={style['frame']} aria-label="By weekday and hour" tabIndex={0}>
      <table class={style['map']}>
        <caption class="unseen">Share of the open time that rooms were taken, in per cent, by weekday and hour</caption>
        <thead>
          <tr>
            <td />
            {hours.map((hour) => (
              <th key={hour} scope="col">
                {hour}
                <span class="unseen"> o’clock</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((weekday) => (
            <tr key={weekday}>
              <th scope="row">{WEEKDAYS[weekday]}</th>
              {hours.map((hour) => (
                <Cell key={hour} cell={byPlace.get(weekday * 24 + hour)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ cell }: { cell: UseCell | undefined }) {
  if (cell === undefined || cell.open === 0) {
    return (
      <td class={style['none']}>
        <span aria-hidden="true">–</span>
        <span class="unseen">not seen</span>
      </td>
    );
  }
  return <td class={style[`s${shade(cell)}`]}>{Math.round(100 * shareOf(cell.taken, cell.open))}</td>;
}
