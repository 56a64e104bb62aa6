/** A notice beside the status, never over it: three lines and whose they are. A touch opens all that hang. */

import style from './notice-card.module.css';

export type NoticeWords = {
  /** What all of them are, for whoever has it read out. */
  readonly name: string;
  readonly text: string;
  /** What the picture shows; null where there is none. */
  readonly alt: string | null;
  /** "Facilities, until 15:00" */
  readonly signed: string;
  /** "1 of 3"; null for a single one. */
  readonly place: string | null;
};

type Props = NoticeWords & { readonly src: string | null; readonly onPress: () => void };

export function NoticeCard({ name, text, alt, signed, place, src, onPress }: Props) {
  return (
    <section class={style['card']} data-mood="paper" aria-label={name}>
      <button type="button" onClick={onPress}>
        {src !== null && <img class={text === '' ? style['alone'] : style['beside']} src={src} alt={alt ?? ''} />}
        {(text !== '' || src === null) && (
          <span class={style['text']}>
            <bdi>{text === '' ? alt : text}</bdi>
          </span>
        )}
        <small>
          {signed}
          {place !== null && <span>{place}</span>}
        </small>
      </button>
    </section>
  );
}
