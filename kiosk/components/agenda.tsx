/** A day as a list: meetings are lines, gaps are things to press. */

import type { ComponentChildren } from 'preact';
import style from './agenda.module.css';
import { Icon } from './icon.tsx';

export type AgendaLine = {
  readonly key: string;
  readonly span: string;
  readonly what: ComponentChildren;
  /** Null for a meeting. */
  readonly gap: { readonly chosen: boolean; readonly onPress: () => void } | null;
};

export function Agenda({ name, lines }: { readonly name: string; readonly lines: readonly AgendaLine[] }) {
  return (
    <ul class={style['agenda']} aria-label={name}>
      {lines.map(({ key, span, what, gap }) => (
        <li key={key}>
          {gap === null ? (
            <p>
              <b>{span}</b>
              <span>{what}</span>
            </p>
          ) : (
            <button
              ref={gap.chosen ? intoView : null}
              type="button"
              data-mood={gap.chosen ? 'free' : undefined}
              aria-pressed={gap.chosen}
              onClick={gap.onPress}
            >
              <b>{span}</b>
              <span>{what}</span>
              <Icon name={gap.chosen ? 'tick' : 'plus'} />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Where the list is longer than its place, what was chosen is seen first. */
function intoView(chosen: HTMLElement | null): void {
  chosen?.scrollIntoView({ block: 'nearest' });
}
