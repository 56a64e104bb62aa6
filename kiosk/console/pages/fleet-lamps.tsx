/** Every door as its lamp, floor by floor: three hundred are seen at a glance, and whoever needs somebody is a black square. */

import type { ReadonlySignal } from '@preact/signals';
import { useState } from 'preact/hooks';
import type { DeviceId } from '../../../shared/basics/ids.ts';
import type { ShownState } from '../../../shared/wire/evidence.ts';
import type { FleetDevice } from '../../../shared/wire/fleet.ts';
import { Lamp, type LampMark } from '../../components/lamp.tsx';
import { countMoods, type LampFloor, type LampMood } from '../state/fleet-lamps.ts';
import { nameOf, SHOWN_WORDS } from '../state/fleet-words.ts';
import style from './fleet-lamps.module.css';

type Props = {
  /** How many doors there are. */
  count: number;
  /** Read only where the wall is shown. */
  lamps: ReadonlySignal<readonly LampFloor[]>;
  onOpen(id: DeviceId): void;
};

/** More are no longer seen at a glance, and cost a slow machine its breath at every news: shown on request. */
const AT_A_GLANCE = 400;

/** As on the glass, but in one share each: a lamp of a few pixels tells no minutes. */
const MARKS: Readonly<Record<ShownState, LampMark>> = {
  starting: { kind: 'broken' },
  available: { kind: 'ring' },
  'starting-soon': { kind: 'filling', share: 0.4 },
  'awaiting-check-in': { kind: 'draining', share: 0.4 },
  'in-use': { kind: 'disc' },
  'ending-soon': { kind: 'draining', share: 0.7 },
  booking: { kind: 'asking' },
  stale: { kind: 'broken' },
  unknown: { kind: 'broken' },
  'out-of-service': { kind: 'closed' },
  board: { kind: 'ring' },
};

/** What is said beside each, in the order of the page. */
const LEGEND: readonly { readonly mood: LampMood; readonly says: string; readonly mark: LampMark | null }[] = [
  { mood: 'free', says: 'free', mark: MARKS.available },
  { mood: 'expected', says: 'expecting someone', mark: MARKS['starting-soon'] },
  { mood: 'used', says: 'in use', mark: MARKS['in-use'] },
  { mood: 'none', says: 'closed, boards or not sure', mark: MARKS['out-of-service'] },
  { mood: 'needs', says: 'need you', mark: null },
];

export function FleetLamps({ count, lamps, onOpen }: Props) {
  const [wanted, setWanted] = useState<boolean | null>(null);
  const isOpen = wanted ?? count <= AT_A_GLANCE;
  return (
    <details class={style['lamps']} open={isOpen} onToggle={({ currentTarget }) => setWanted(currentTarget.open)}>
      <summary>At a glance</summary>
      {isOpen && <Wall floors={lamps.value} onOpen={onOpen} />}
    </details>
  );
}

function Wall({ floors, onOpen }: { floors: readonly LampFloor[] } & Pick<Props, 'onOpen'>) {
  const counts = countMoods(floors);
  return (
    <>
      <ul class={style['wall']} aria-label="Every door as a lamp">
        {floors.map(({ name, doors }) => (
          <li key={name}>
            <bdi>{name}</bdi>
            <ul>
              {doors.map(({ device, mood }) => (
                <li key={device.id}>
                  <Door device={device} mood={mood} onOpen={onOpen} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <p class={style['legend']}>
        {LEGEND.filter(({ mood }) => counts[mood] > 0).map(({ mood, says, mark }) => (
          <span key={mood}>
            {mark === null ? <b aria-hidden="true">!</b> : <Lamp mark={mark} class={style['mark']} />}
            {`${counts[mood]} ${mood === 'needs' && counts[mood] === 1 ? 'needs you' : says}`}
          </span>
        ))}
      </p>
    </>
  );
}

function Door({ device, mood, onOpen }: { device: FleetDevice; mood: LampMood } & Pick<Props, 'onOpen'>) {
  const state = device.shown?.state ?? 'unknown';
  const words = `${nameOf(device)}: ${SHOWN_WORDS[state]}${mood === 'needs' ? ', needs you' : ''}`;
  return (
    <button
      type="button"
      class={style['door']}
      data-lamp={mood}
      aria-label={words}
      title={words}
      onClick={() => onOpen(device.id)}
    >
      {mood === 'needs' ? '!' : <Lamp mark={MARKS[state]} class={style['mark']} />}
    </button>
  );
}
