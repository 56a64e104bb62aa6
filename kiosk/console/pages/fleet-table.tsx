/**
 * The rows of the fleet. Only those that can be seen are in the document, whether there are ten or ten thousand; the page
 * scrolls as any other, and each row says which of how many it is.
 */

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { DeviceId } from '../../../shared/basics/ids.ts';
import type { Instant } from '../../../shared/basics/instant.ts';
import type { FleetDevice } from '../../../shared/wire/fleet.ts';
import { Tick } from '../components/tick.tsx';
import type { FleetModel } from '../state/fleet-model.ts';
import type { FleetRow } from '../state/fleet-rows.ts';
import {
  BAND_WORDS,
  nameOf,
  sayBattery,
  sayConnection,
  sayRelease,
  sayShown,
  sayTrouble,
  sayWifi,
  whereOf,
} from '../state/fleet-words.ts';
import { plural, sayAgo } from '../text/say-time.ts';
import { BandMark } from './fleet-band.tsx';
import style from './fleet-table.module.css';

type Props = {
  fleet: FleetModel;
  mayAct: boolean;
  open: DeviceId | null;
  onOpen(id: DeviceId | null): void;
  now: () => Instant;
};

/** In pixels, as the style sheet has them; on a phone a row holds more lines. */
const HEIGHTS = { wide: { device: 72, floor: 48 }, narrow: { device: 164, floor: 48 } };
const NARROW = '(max-width: 59.99rem)';
/** Above and below the window, so that a quick thumb does not outrun the drawing. */
const MARGIN_PX = 400;

export function FleetTable({ fleet, mayAct, open, onOpen, now }: Props) {
  const rows = fleet.rows.value;
  const chosen = fleet.chosen.value;
  const list = useRef<HTMLUListElement>(null);
  const seen = useSeen(list);
  const heights = seen.narrow ? HEIGHTS.narrow : HEIGHTS.wide;
  const tops = topsOf(rows, heights);
  const whole = tops[rows.length] ?? 0;
  const first = firstAt(tops, seen.from);
  const shown: FleetRow[] = [];
  for (let at = first; at < rows.length && (tops[at] ?? 0) < seen.to; at += 1) {
    const row = rows[at];
    if (row !== undefined) shown.push(row);
  }
  const ids = rows.flatMap((row) => (row.kind === 'device' ? row.device.id : []));
  const areAll = ids.length > 0 && ids.every((id) => chosen.has(id));
  return (
    <div class={`${style['table']} ${open === null ? '' : style['slim']}`}>
      <div class={`${style['row']} ${style['heads']}`}>
        <span>
          {mayAct && (
            <Tick checked={areAll} some={!areAll && chosen.size > 0} onTick={() => fleet.choose(ids, !areAll)}>
              <span class="unseen">All {ids.length} of this list</span>
            </Tick>
          )}
        </span>
        <span>Door</span>
        <span>Shows</span>
        <span>Tablet</span>
        <span>Last touch</span>
      </div>
      <ul aria-label="Every door as it stands" class={style['rows']} ref={list} style={{ height: `${whole}px` }}>
        {shown.map((row, index) => {
          const place = {
            style: { transform: `translateY(${tops[first + index] ?? 0}px)` },
            'aria-posinset': first + index + 1,
            'aria-setsize': rows.length,
          };
          if (row.kind === 'floor')
            return <FloorRow key={row.key} row={row} fleet={fleet} mayAct={mayAct} place={place} />;
          const { device } = row;
          return (
            <DeviceRow
              key={row.key}
              device={device}
              place={place}
              release={fleet.release.value}
              isOpen={open === device.id}
              isSlim={open !== null}
              isChosen={chosen.has(device.id)}
              mayAct={mayAct}
              onChoose={() => fleet.choose([device.id], !chosen.has(device.id))}
              onOpen={() => onOpen(device.id)}
              now={now()}
            />
          );
        })}
      </ul>
      {rows.length === 0 && <p class={style['rest']}>No door is like that. Look for less, or for another band.</p>}
    </div>
  );
}

/** Where in the list it is, for the eye and for whoever listens. */
type Place = { style: { transform: string }; 'aria-posinset': number; 'aria-setsize': number };

type FloorProps = {
  row: FleetRow & { kind: 'floor' };
  fleet: FleetModel;
  mayAct: boolean;
  place: Place;
};

function FloorRow({ row, fleet, mayAct, place }: FloorProps) {
  const ids = row.devices.map(({ id }) => id);
  const all = ids.every((id) => fleet.chosen.value.has(id));
  const unwell = row.devices.filter(({ band }) => band !== 'green').length;
  return (
    <li class={style['floor']} {...place}>
      <span>
        {mayAct && (
          <Tick checked={all} onTick={() => fleet.choose(ids, !all)}>
            <span class="unseen">All of {row.name}</span>
          </Tick>
        )}
        <b>
          <bdi>{row.name}</bdi>
        </b>
        {' · '}
        {plural(ids.length, 'door')}
        {unwell > 0 && `, ${unwell} not well`}
      </span>
    </li>
  );
}

type RowProps = {
  device: FleetDevice;
  place: Place;
  release: string | null;
  isOpen: boolean;
  /** Its column is not there, so that its name stands with its place. */
  isSlim: boolean;
  isChosen: boolean;
  mayAct: boolean;
  onChoose(): void;
  onOpen(): void;
  now: Instant;
};

function DeviceRow({ device, place, release, isOpen, isSlim, isChosen, mayAct, onChoose, onOpen, now }: RowProps) {
  const name = nameOf(device);
  const trouble = sayTrouble(device, now);
  const facts = [device.name ?? '', sayRelease(device.release, release), sayBattery(device), sayWifi(device)];
  return (
    <li class={`${style['row']} ${isOpen ? style['open'] : ''}`} {...place}>
      <span class={style['mark']}>
        {mayAct && (
          <Tick checked={isChosen} onTick={onChoose}>
            <span class="unseen">Choose {name}</span>
          </Tick>
        )}
        <BandMark band={device.band} />
        <span class="unseen">{BAND_WORDS[device.band].name}</span>
      </span>
      <span class={style['door']}>
        <button type="button" aria-expanded={isOpen} onClick={onOpen}>
          <bdi>{name}</bdi>
        </button>
        <small>
          <bdi>{[isSlim ? (device.name ?? '') : '', whereOf(device)].filter((one) => one !== '').join(' · ')}</bdi>
        </small>
      </span>
      <span class={style['shows']}>
        {trouble === null ? <span>{sayShown(device, now)}</span> : <b>{trouble}</b>}
        <small>{trouble === null ? sayReading(device, now) : device.shown !== null && sayShown(device, now)}</small>
      </span>
      <span class={style['tablet']}>
        <span>
          <bdi>{facts.filter((one) => one !== '').join(' · ')}</bdi>
        </span>
        <small>{sayConnection(device, now)}</small>
      </span>
      <span class={style['touch']}>{device.lastTouchAt === null ? '' : sayAgo(device.lastTouchAt, now)}</span>
    </li>
  );
}

/** How old what it shows is, and which of the room's days that is. */
function sayReading({ shown }: FleetDevice, now: Instant): string {
  if (shown === null || shown.readAt === null) return '';
  const revision = shown.revision === null ? '' : `, revision ${shown.revision}`;
  return `read ${sayAgo(shown.readAt, now)}${revision}`;
}

/** Which stretch of the list can be seen, in pixels from its top. */
function useSeen(list: { readonly current: HTMLElement | null }) {
  const [seen, setSeen] = useState({ from: 0, to: 1_600, narrow: matchMedia(NARROW).matches });
  useLayoutEffect(() => {
    let frame = 0;
    const look = () => {
      frame = 0;
      const top = list.current?.getBoundingClientRect().top ?? 0;
      const from = Math.max(0, -top - MARGIN_PX);
      const to = innerHeight - top + MARGIN_PX;
      setSeen((before) => {
        const narrow = matchMedia(NARROW).matches;
        // A few pixels change nothing that the margin does not cover.
        const isSame =
          Math.abs(before.from - from) < MARGIN_PX / 2 &&
          Math.abs(before.to - to) < MARGIN_PX / 2 &&
          before.narrow === narrow;
        return isSame ? before : { from, to, narrow };
      });
    };
    const soon = () => {
      if (frame === 0) frame = requestAnimationFrame(look);
    };
    look();
    addEventListener('scroll', soon, { passive: true });
    addEventListener('resize', soon);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('scroll', soon);
      removeEventListener('resize', soon);
    };
  }, [list]);
  return seen;
}

/** Where each row begins, and where the last one ends. */
function topsOf(rows: readonly FleetRow[], heights: { device: number; floor: number }): number[] {
  const tops = [0];
  let top = 0;
  for (const { kind } of rows) {
    top += heights[kind];
    tops.push(top);
  }
  return tops;
}

/** The last row that begins at or above `from`. */
function firstAt(tops: readonly number[], from: number): number {
  let low = 0;
  let high = tops.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tops[middle] ?? 0) <= from) low = middle;
    else high = middle - 1;
  }
  return low;
}
