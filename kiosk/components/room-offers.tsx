/** Rooms that are free instead, as plain lines. */

import { Lamp } from './lamp.tsx';
import style from './room-offers.module.css';

type Props = {
  readonly rooms: readonly { readonly key: string; readonly says: string; readonly where: string | null }[];
};

export function RoomOffers({ rooms }: Props) {
  return (
    <ul>
      {rooms.map(({ key, says, where }) => (
        <li key={key} class={style['room']}>
          <Lamp class={style['lamp']} mark={{ kind: 'ring' }} />
          <div>
            <b>
              <bdi>{says}</bdi>
            </b>
            {where !== null && <small>{where}</small>}
          </div>
        </li>
      ))}
    </ul>
  );
}
