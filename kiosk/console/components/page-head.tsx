/** The title of a page, which is its finding; also the title of the tab, and where reading begins after a change of page. */

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import style from './page-head.module.css';

type Props = { title: string; children?: ComponentChildren; actions?: ComponentChildren };

export function PageHead({ title, children, actions }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // A field that asked for the focus keeps it; else whoever listens hears the new page's title.
    if (document.activeElement?.tagName !== 'INPUT') heading.current?.focus();
  }, []);
  useEffect(() => {
    document.title = `${title} · Doorlight`;
  }, [title]);
  return (
    <header class={style['head']}>
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </div>
      {actions !== undefined && <div class={style['actions']}>{actions}</div>}
    </header>
  );
}
