/** One thing and how it stands: a mark, its name, a sentence, and what one can do. What is well stands back. */

import type { ComponentChildren } from 'preact';
import { Lamp, type LampMark } from '../../components/lamp.tsx';
import type { Standing } from '../state/health-words.ts';
import style from './said-row.module.css';

type Props = {
  standing: Standing;
  name: string;
  words: string;
  /** Under the sentence: a command, facts. */
  children?: ComponentChildren;
  actions?: ComponentChildren;
};

const MARKS: Readonly<Record<Standing, LampMark>> = {
  well: { kind: 'tick' },
  look: { kind: 'held' },
  bad: { kind: 'question' },
};
/** The mark in words, for those who do not see it. */
const UNSEEN: Readonly<Record<Standing, string>> = { well: 'Well: ', look: 'Look at this: ', bad: 'Needs you: ' };

export function SaidRow({ standing, name, words, children, actions }: Props) {
  return (
    <li class={`${style['row']} ${style[standing]}`}>
      <Lamp class={style['lamp']} mark={MARKS[standing]} />
      <h3>
        <span class="unseen">{UNSEEN[standing]}</span>
        <bdi>{name}</bdi>
      </h3>
      <div class={style['said']}>
        <p>{words}</p>
        {children}
      </div>
      {actions !== undefined && actions !== false && <div class={style['actions']}>{actions}</div>}
    </li>
  );
}

export function SaidList({ children }: { children: ComponentChildren }) {
  return <ul class={style['list']}>{children}</ul>;
}
