/** What a stream says beside room days: the present, whole, whenever it differs from what was said last. */

import { encodeText } from '../../shared/basics/codec.ts';
import type { FreeRoomNearby } from '../../shared/wire/free-rooms.ts';
import { laterCodecs } from '../../shared/wire/later-message.ts';
import type { Notice } from '../../shared/wire/notices.ts';
import { eventFrame, type StreamFrame } from './stream-frame.ts';

export type Aside = {
  /** Null where it is as it was told last. */
  news(): StreamFrame | null;
  /** As it was told last. */
  present(): StreamFrame;
};

/** `event`: the event as it reads by now. Encoded once for all who listen. */
export function createAside(event: () => string): Aside {
  let told: { readonly event: string; readonly frame: StreamFrame } | null = null;

  function news(): StreamFrame | null {
    const now = event();
    if (told?.event === now) return null;
    told = { event: now, frame: eventFrame(now) };
    return told.frame;
  }

  return { news, present: () => told?.frame ?? news() ?? eventFrame(event()) };
}

export function noticeEvent(notices: readonly Notice[]): string {
  return `event: notice\ndata: ${encodeText(laterCodecs.notice, { notices })}\n\n`;
}

export function nearestEvent(nearest: FreeRoomNearby | null): string {
  return `event: nearest\ndata: ${encodeText(laterCodecs.nearest, { nearest })}\n\n`;
}
