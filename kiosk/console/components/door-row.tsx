/** One paired tablet: its room, how it is, what it is; and taking it off, which asks once. */

import { useRef } from 'preact/hooks';
import { type Door, nameOf } from '../state/fleet-finding.ts';
import { Button } from './button.tsx';
import style from './door-row.module.css';

type Props = {
  door: Door;
  place: string | null;
  paired: string;
  seen: string | null;
  mayRemove: boolean;
  /** The question whether to take it off stands open. */
  asking: boolean;
  removing: boolean;
  onAsk(): void;
  onKeep(): void;
  onRemove(): void;
};

export function DoorRow({ door, place, paired, seen, mayRemove, asking, removing, onAsk, onKeep, onRemove }: Props) {
  const { room, particulars } = door.device;
  const name = nameOf(door.device);
  const asked = useRef(false);
  const keptJustNow = asked.current && !asking;
  asked.current = asking;
  const tablet = particulars === null ? 'A tablet that tells nothing of itself' : describe(particulars);
  return (
    <li class={`${style['door']} ${style[door.health]}`}>
      <svg class={style['lamp']} viewBox="0 0 100 100" aria-hidden="true">
        <circle cx="50" cy="50" r="43" pathLength="24" />
      </svg>
      <div class={style['room']}>
        <h2>
          <bdi>{name}</bdi>
        </h2>
        <p>
          <bdi>{place ?? room?.address ?? 'Board of many rooms'}</bdi>
        </p>
      </div>
      <div class={style['how']}>
        <p class={style['news']}>{door.news}</p>
        <p>
          <bdi>{tablet}</bdi>. <bdi>{seen === null ? paired : `${seen}. ${paired}`}</bdi>.
        </p>
      </div>
      {mayRemove && !asking && (
        <Button kind="line" small focused={keptJustNow} onPress={onAsk}>
          Take it off<span class="unseen"> {name}</span>
        </Button>
      )}
      {asking && (
        <section class={style['question']} aria-label={`Take the tablet off ${name}`}>
          <p>
            Take this tablet off <bdi>{name}</bdi>? It forgets {room === null ? 'its rooms' : 'the room'} and shows a
            new code.
          </p>
          <div>
            <Button kind="solid" small busy={removing} onPress={onRemove}>
              Yes, take it off
            </Button>
            <Button kind="line" small focused onPress={onKeep}>
              Keep it
            </Button>
          </div>
        </section>
      )}
    </li>
  );
}

function describe({ model, browser, screen }: { model: string; browser: string; screen: string }): string {
  return [model, screen, browser].filter((part) => part !== '').join(', ');
}
