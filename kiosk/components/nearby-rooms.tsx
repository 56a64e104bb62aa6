/** Rooms that are free instead, floor by floor, each to be taken from here. */

import { Lamp } from './lamp.tsx';
import style from './nearby-rooms.module.css';

export type NearbyRoom = {
  readonly key: string;
  readonly name: string;
  /** Seats and equipment, in words. */
  readonly facts: string;
  readonly until: string;
  /** Null where it can only be looked at. */
  readonly take: {
    readonly label: string;
    /** The label where no name stands beside it. */
    readonly named?: string;
    readonly detail: string;
    readonly onPress: () => void;
  } | null;
};

type Props = { readonly floors: readonly { readonly heading: string | null; readonly rooms: readonly NearbyRoom[] }[] };

export function NearbyRooms({ floors }: Props) {
  return (
    <div class={style['nearby']}>
      {floors.map(({ heading, rooms }) => (
        <section key={heading ?? ''}>
          {heading !== null && (
            <h3>
              <bdi>{heading}</bdi>
            </h3>
          )}
          <ul>
            {rooms.map(({ key, name, facts, until, take }) => (
              <li key={key}>
                <Lamp class={style['lamp']} mark={{ kind: 'ring' }} />
                <div>
                  <b>
                    <bdi>{name}</bdi>
                  </b>
                  <small>{facts}</small>
                </div>
                <span>{until}</span>
                {take !== null && (
                  <button type="button" aria-label={`${take.label} ${take.detail}: ${name}`} onClick={take.onPress}>
                    {take.label} <small>{take.detail}</small>
                  </button>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
