/** What came to nothing and what one can do about it. Read out at once. */

import { useEffect, useRef } from 'preact/hooks';
import type { Notice } from '../text/notice.ts';
import style from './notice-box.module.css';

type Props = {
  notice: Notice;
  /** It came of what somebody just did, who may be far down the page: it is brought into their sight. */
  asked?: boolean;
};

export function NoticeBox({ notice: { heading, sentence }, asked = false }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (asked) box.current?.scrollIntoView({ block: 'nearest' });
  }, [asked, heading, sentence]);
  return (
    <div class={style['notice']} role="alert" ref={box}>
      <strong>{heading}</strong> {sentence}
    </div>
  );
}
