/** What stands around every page: the brand, the ways, and who is signed in. */

import type { ComponentChildren } from 'preact';
import type { Place } from '../state/place-model.ts';
import { Brand } from './brand.tsx';
import style from './shell.module.css';

export type Destination = {
  readonly place: Place;
  readonly href: string;
  readonly label: string;
  readonly count: number | null;
  readonly current: boolean;
};

type Props = {
  destinations: readonly Destination[];
  person: string;
  role: string;
  /** On a phone the ways give room to the one question that the page asks. */
  undistracted: boolean;
  onGo(place: Place): void;
  onSignOut(): void;
  children: ComponentChildren;
};

export function Shell({ destinations, person, role, undistracted, onGo, onSignOut, children }: Props) {
  return (
    <div class={`${style['shell']} ${undistracted ? style['undistracted'] : ''}`}>
      <header class={style['rail']}>
        <a class={style['home']} href="/console" onClick={(event) => follow(event, () => onGo({ page: 'doors' }))}>
          <Brand />
        </a>
        <nav class={style['ways']} aria-label="Pages">
          {destinations.map(({ place, href, label, count, current }) => (
            <a
              key={label}
              href={href}
              aria-current={current ? 'page' : undefined}
              onClick={(event) => follow(event, () => onGo(place))}
            >
              <span>{label}</span>
              {count !== null && <span>{count}</span>}
            </a>
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
      </header>
      <main class={style['page']}>{children}</main>
    </div>
  );
}

/** Within the page, unless somebody asks for a new tab: then the link is a link. */
function follow(event: MouseEvent, go: () => void): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
  event.preventDefault();
  go();
}
