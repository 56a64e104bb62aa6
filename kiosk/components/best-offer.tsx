/** The next best thing inside a refusal: a free room in free's own colour, with the deed on its button. */

import style from './best-offer.module.css';
import type { NearbyRoom } from './nearby-rooms.tsx';
import { Slab } from './slab.tsx';

type Props = {
  readonly room: NearbyRoom;
  /** "Porto is free until 12:00" */
  readonly sentence: string;
};

export function BestOffer({ room: { facts, take }, sentence }: Props) {
  return (
    <div class={style['offer']} data-mood="free">
      <p>
        <b>{sentence}</b>
        <small>{facts}</small>
      </p>
      {take !== null && (
        <Slab label={take.named ?? take.label} detail={take.detail} look="solid" onPress={take.onPress} />
      )}
    </div>
  );
}
