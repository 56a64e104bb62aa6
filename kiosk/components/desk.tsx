/** Everything you touch, below everything you read; and, where there is little to touch, what comes next. */

import type { ComponentChildren } from 'preact';
import style from './desk.module.css';
import { Icon } from './icon.tsx';
import { Slab } from './slab.tsx';

export type Act = {
  readonly label: string;
  readonly detail?: string | undefined;
  readonly look: 'solid' | 'outlined';
  readonly onPress: () => void;
};

/** A way to another page of the door: always there, never the main thing. */
export type Way = { readonly icon: 'rooms' | 'more'; readonly label: string; readonly onPress: () => void };

export type AheadSpan = { readonly key: string; readonly when: string; readonly what: ComponentChildren };

type Props = {
  readonly name: string;
  /** Above or before the acts: "Book now". Null where they need no introduction. */
  readonly label: string | null;
  readonly acts: readonly Act[];
  readonly ways: readonly Way[];
  /** The door's code for people's own phones, where there is room for it. */
  readonly code: ComponentChildren;
  readonly aheadName: string;
  readonly ahead: readonly AheadSpan[];
};

/** With more, the whole width is theirs. */
const FEW_ACTS = 2;
/** With as many beside the ways, labels take two lines, and a smaller step to stand in them. */
const MANY_ACTS = 5;

export function Desk({ name, label, acts, ways, code, aheadName, ahead }: Props) {
  const few = acts.length <= FEW_ACTS;
  return (
    <section class={style['desk']} aria-label={name}>
      {acts.length > 0 && (
        <div
          class={`${style['acts']} ${few ? style['few'] : ''} ${acts.length >= MANY_ACTS ? style['many'] : ''} ${label === null ? '' : style['labelled']}`}
        >
          {label !== null && <p class={style['label']}>{label}</p>}
          {acts.map((act) => (
            <Slab key={`${act.look} ${act.label}`} {...act} />
          ))}
        </div>
      )}
      {few && ahead.length > 0 && (
        <ol class={style['ahead']} aria-label={aheadName}>
          {ahead.slice(0, 3 - acts.length).map(({ key, when, what }) => (
            <li key={key}>
              <b>{when}</b> <span>{what}</span>
            </li>
          ))}
        </ol>
      )}
      {ways.length > 0 && (
        <div class={style['ways']}>
          {ways.map(({ icon, label: says, onPress }) => (
            <button key={icon} type="button" onClick={onPress}>
              <Icon name={icon} />
              {says}
            </button>
          ))}
          {acts.length < MANY_ACTS && code}
        </div>
      )}
    </section>
  );
}
