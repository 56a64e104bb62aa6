/** Where a room has tablets already: is the new one more, or instead of one of them? */

import type { Instant } from '../../../shared/basics/instant.ts';
import type { DeviceSummary } from '../../../shared/wire/pairing.ts';
import { plural, type SayTime } from '../text/say-time.ts';
import style from './room-picker.module.css';

type Props = {
  room: string;
  there: readonly DeviceSummary[];
  replaces: DeviceSummary['id'] | null;
  onReplace(id: DeviceSummary['id'] | null): void;
  now: Instant;
  say: SayTime;
};

export function ReplaceChoice({ room, there, replaces, onReplace, now, say }: Props) {
  return (
    <fieldset class={style['under']}>
      <legend>
        {room} has {plural(there.length, 'tablet')} already
      </legend>
      <label class={style['room']}>
        <input type="radio" name="replaces" checked={replaces === null} onChange={() => onReplace(null)} />
        <span class={style['name']}>
          <b>This is one more</b>
          <small>Both stay lit</small>
        </span>
      </label>
      {there.map((device) => (
        <label key={device.id} class={style['room']}>
          <input type="radio" name="replaces" checked={replaces === device.id} onChange={() => onReplace(device.id)} />
          <span class={style['name']}>
            <b>
              It replaces <bdi>{device.name ?? device.particulars?.model ?? 'the other one'}</bdi>
            </b>
            <small>
              Paired {say.clock(device.pairedAt, now)}. It takes over its name and its settings; the old one goes off.
            </small>
          </span>
          <small>{standing(device, now, say)}</small>
        </label>
      ))}
    </fieldset>
  );
}

function standing({ connected, lastSeenAt }: DeviceSummary, now: Instant, say: SayTime): string {
  if (connected) return 'on now';
  return lastSeenAt === null ? 'never seen' : `last seen ${say.clock(lastSeenAt, now)}`;
}
