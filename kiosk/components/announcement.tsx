/** What facilities say on this very tablet: words beside the status, never over it; and its own place, to be found by. */

import style from './announcement.module.css';

type MessageProps = { readonly words: string; readonly close: string; readonly onClose: () => void };

export function Message({ words, close, onClose }: MessageProps) {
  return (
    <div class={style['message']} role="status">
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
  return (
    <div class={style['identified']} role="alert">
      <bdi>{words}</bdi>
    </div>
  );
}
