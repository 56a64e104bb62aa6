/**
 * What may be longer than its place. A finger draws it on; and a button does so too, for whoever cannot draw, and for
 * whoever would not guess that there is more where the last row that fits is a whole one.
 */

import type { ComponentChildren } from 'preact';
import style from './drawn-list.module.css';
import { Icon } from './icon.tsx';

export function DrawnList({ more, children }: { readonly more: string; readonly children: ComponentChildren }) {
  return (
    <div class={style['drawn']}>
      <div class={style['body']} ref={(body) => (body === null ? undefined : watchRest(body))}>
        {children}
      </div>
      <button type="button" class={style['further']} aria-label={more} onClick={drawOn}>
        <Icon name="down" />
      </button>
    </div>
  );
}

/** Parts of a pixel are no rest. */
const SLACK_PX = 2;

/** Says in `data-rest` where there is more; the button is there only then, and turns round at the end. */
function watchRest(body: HTMLElement): () => void {
  const look = () => {
    const { scrollTop } = body;
    // Without the button, which takes some of the place: it must not be its own reason to be there.
    delete body.dataset['rest'];
    body.removeAttribute('tabindex');
    if (body.scrollHeight <= body.clientHeight + SLACK_PX) return;
    body.dataset['rest'] = 'below';
    // A full day has nothing in it that takes the keys, by which it is drawn too.
    if (body.querySelector('button, input, [tabindex]') === null) body.tabIndex = 0;
    body.scrollTop = scrollTop;
    if (body.scrollTop + body.clientHeight >= body.scrollHeight - SLACK_PX) body.dataset['rest'] = 'above';
  };
  look();
  body.addEventListener('scroll', look, { passive: true });
  // Pictures come later than the words they stand with.
  const watcher = new ResizeObserver(look);
  for (const part of [body, ...body.children]) watcher.observe(part);
  return () => {
    body.removeEventListener('scroll', look);
    watcher.disconnect();
  };
}

/** On to the first row that is not seen whole; from the end back to the beginning. */
function drawOn({ currentTarget }: { readonly currentTarget: HTMLElement }): void {
  const body = currentTarget.previousElementSibling as HTMLElement;
  if (body.dataset['rest'] === 'above') {
    body.scrollTop = 0;
    return;
  }
  const { top, bottom } = body.getBoundingClientRect();
  const rows = [...body.querySelectorAll('li')].map((row) => row.getBoundingClientRect());
  const next = rows.find((row) => row.bottom > bottom + SLACK_PX && row.top > top + SLACK_PX);
  body.scrollTop += next === undefined ? body.clientHeight : next.top - top;
}
