/** A way to another place of the console: within the page, unless somebody asks for a new tab. */

import type { ComponentChildren } from 'preact';

type Props = { href: string; current?: boolean; class?: string | undefined; onGo(): void; children: ComponentChildren };

export function TextLink({ href, current = false, class: name, onGo, children }: Props) {
  return (
    <a
      href={href}
      class={name}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
        event.preventDefault();
        onGo();
      }}
    >
      {children}
    </a>
  );
}
