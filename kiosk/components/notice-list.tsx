/** Notices below each other, each whole. */

import type { NoticeWords } from './notice-card.tsx';
import style from './notice-list.module.css';

type Shown = NoticeWords & { readonly key: string; readonly src: string | null };

export function NoticeList({ notices }: { readonly notices: readonly Shown[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be scrolled by keys too
    <ul class={style['list']} tabIndex={0} aria-label={notices[0]?.name}>
      {notices.map(({ key, text, alt, signed, src }) => (
        <li key={key}>
          {src !== null && <img src={src} alt={alt ?? ''} />}
          {(text !== '' || src === null) && (
            <p>
              <bdi>{text === '' ? alt : text}</bdi>
            </p>
          )}
          <small>{signed}</small>
        </li>
      ))}
    </ul>
  );
}
