/** Which room this is, what it offers, and what time it is. */

import style from './door-head.module.css';

type Props = {
  readonly room: string;
  /** "Floor 3", "8 seats", "step-free": none of them is broken over two lines where it can be helped. */
  readonly facts: readonly string[];
  /** Between facts, as the language writes it. */
  readonly comma: string;
  readonly date: string;
  readonly time: string;
  readonly compact: boolean;
};

/** Past the first the name is set one step smaller; past the second it needs both lines, and the facts give way. */
const LONG_NAME = 24;
const TWO_LINE_NAME = 46;

export function DoorHead({ room, facts, comma, date, time, compact }: Props) {
  const letters = [...room].length;
  const long = letters > LONG_NAME;
  return (
    <header class={`${style['head']} ${compact ? style['compact'] : style['full']} ${long ? style['long'] : ''}`}>
      <div class={style['names']}>
        <h1 class={style['room']}>
          <bdi>{room}</bdi>
        </h1>{' '}
        {!compact && facts.length > 0 && (
          <p class={`${style['facts']} ${letters > TWO_LINE_NAME ? style['spare'] : ''}`}>
            {facts.map((fact, place) => [
              place > 0 && ' ',
              <bdi key={fact}>{place < facts.length - 1 ? `${fact}${comma}` : fact}</bdi>,
            ])}
          </p>
        )}
      </div>
      <p class={style['clock']}>
        {!compact && <span class={style['date']}>{date}</span>} <time>{time}</time>
      </p>
    </header>
  );
}
