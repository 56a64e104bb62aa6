/** What facilities say on this very tablet: words beside the status, never over it; and its own place, to be found by. */

import style from './announcement.module.css';

type MessageProps = { readonly words: string; readonly close: string; readonly onClose: () => void };

/** As many letters as stand on a phone in three lines of the larger type. */
const SHORT = 140;

export function Message({ words, close, onClose }: MessageProps) {
  return (
    <div class={`${style['message']} ${words.length > SHORT ? style['long'] : ''}`} role="status">
      <p>
        <bdi>{words}</bdi>
      </p>
      <button type="button" class={style['close']} onClick={onClose}>
        {close}
      </button>
    </div>
  );
}

/** Covers all for some seconds: whoever asked stands in a corridor and looks for the one that says so. */
export function Identified({ words }: { readonly words: string }) {
  // As large as its longest word lets it be: a letter of this type is some six tenths as wide as it is high.
  const longest = Math.max(4, ...words.split(/\s+/).map(({ length }) => length));
  return (
    <div class={style['identified']} role="alert" style={{ fontSize: `min(30vmin, ${Math.round(150 / longest)}vw)` }}>
      <bdi>{words}</bdi>
    </div>
  );
}
