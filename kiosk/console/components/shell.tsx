/** What stands round every page: where one can go, in groups, and who is signed in. On a phone it unfolds. */

import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Place } from '../state/place-model.ts';
import { Brand } from './brand.tsx';
import style from './shell.module.css';
import { TextLink } from './text-link.tsx';

export type Destination = {
  readonly place: Place;
  readonly href: string;
  readonly label: string;
  readonly count: number | null;
  readonly current: boolean;
};

export type DestinationGroup = {
  /** Null for the first, which needs no heading. */
  readonly title: string | null;
  readonly destinations: readonly Destination[];
};

type Props = {
  groups: readonly DestinationGroup[];
  person: string;
  role: string;
  /** On a phone the ways give room to the one question that the page asks. */
  undistracted: boolean;
  onGo(place: Place): void;
  onSignOut(): void;
  children: ComponentChildren;
};

export function Shell({ groups, person, role, undistracted, onGo, onSignOut, children }: Props) {
  const [unfolded, setUnfolded] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const here = groups.flatMap(({ destinations }) => destinations).find(({ current }) => current)?.label;
  // Whoever has gone somewhere wants to see it.
  useEffect(() => setUnfolded(false), [here]);
  useEffect(() => {
    const fold = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape') return;
      setUnfolded(false);
      button.current?.focus();
    };
    if (unfolded) document.addEventListener('keydown', fold);
    return () => document.removeEventListener('keydown', fold);
  }, [unfolded]);
  const go = (place: Place) => {
    setUnfolded(false);
    onGo(place);
  };
  return (
    <div class={`${style['shell']} ${undistracted ? style['undistracted'] : ''}`}>
      <button type="button" class={style['skip']} onClick={() => document.getElementById('page')?.focus()}>
        Skip to the page
      </button>
      <header class={`${style['rail']} ${unfolded ? style['unfolded'] : ''}`}>
        <TextLink class={style['home']} href="/console" onGo={() => go({ page: 'doors' })}>
          <Brand />
        </TextLink>
        <button
          ref={button}
          type="button"
          class={style['menu']}
          aria-expanded={unfolded}
          aria-controls="ways"
          onClick={() => setUnfolded(!unfolded)}
        >
          Menu
        </button>
        <div id="ways" class={style['unfolding']}>
          <nav class={style['ways']} aria-label="Pages">
            {groups.map(({ title, destinations }) => (
              <div key={title ?? ''} class={style['group']}>
                {title !== null && <p id={`ways-${title}`}>{title}</p>}
                <ul aria-labelledby={title === null ? undefined : `ways-${title}`}>
                  {destinations.map(({ place, href, label, count, current }) => (
                    <li key={label}>
                      <TextLink href={href} current={current} onGo={() => go(place)}>
                        <span>{label}</span>
                        {count !== null && <span>{count}</span>}
                      </TextLink>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </nav>
          <div class={style['who']}>
            <p>
              <bdi>{person}</bdi>
              <br />
              {role}
            </p>
            <button type="button" onClick={onSignOut}>
              Sign out
            </button>
          </div>
        </div>
      </header>
      <main id="page" class={style['page']} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
