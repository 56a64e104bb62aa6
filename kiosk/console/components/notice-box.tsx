/** What came to nothing and what one can do about it. Read out at once. */

import type { Notice } from '../text/notice.ts';
import style from './notice-box.module.css';

export function NoticeBox({ notice }: { notice: Notice }) {
  return (
    <div class={style['notice']} role="alert">
      <strong>{notice.heading}</strong> {notice.sentence}
    </div>
  );
}
