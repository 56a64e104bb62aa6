/** All that hangs at this door, in full; and the words around a single notice. */

import type { NoticeWords } from '../components/notice-card.tsx';
import { NoticeList } from '../components/notice-list.tsx';
import type { Hanging } from '../state/notices-model.ts';
import type { Speech } from './face-words.tsx';
import { closeAct, type SheetPage, type SheetParts } from './sheet-page.ts';

export function noticesPage(parts: SheetParts): SheetPage {
  const { speech, hanging } = parts;
  const { say } = speech.words;
  if (hanging.length === 0) return { heading: say('notices'), sentence: say('no-notices'), acts: [closeAct(parts)] };
  const list = hanging.map((notice) => ({ ...noticeWords(notice, hanging, speech), key: notice.id, src: notice.src }));
  return { heading: say('notices'), children: <NoticeList notices={list} />, acts: [closeAct(parts)] };
}

export function noticeWords(notice: Hanging, several: readonly Hanging[], { words, times, now }: Speech): NoticeWords {
  const { say } = words;
  return {
    name: say('notices'),
    text: notice.text,
    alt: notice.picture?.alt ?? null,
    signed: say('notice-signed', { time: times.moment(notice.until, now) }),
    place: several.length < 2 ? null : say('place-of', { place: several.indexOf(notice) + 1, count: several.length }),
  };
}
