/** Draws what facilities tell this tablet beside the display, which need not know of it. */

import { render } from 'preact';
import { Identified, Message } from './components/announcement.tsx';
import type { TabletClock } from './ports.ts';

type Parts = {
  readonly page: Pick<Document, 'createElement' | 'body' | 'documentElement'>;
  readonly glass: Pick<Window, 'addEventListener'>;
  readonly clock: Pick<TabletClock, 'after'>;
  /** The word on its button, in the language of now. */
  readonly closeWord: () => string;
};

export function createAnnouncer({ page, glass, clock, closeWord }: Parts) {
  const place = page.createElement('div');
  page.body.append(place);
  let message: string | null = null;
  let name: string | null = null;
  let cancelMessage = () => {};
  let cancelName = () => {};
  // Turned, its words take more lines or fewer.
  glass.addEventListener('resize', makeRoom);

  /** The display is as high as the glass; what is told takes its share of that, so that nothing lies under it. */
  function makeRoom(): void {
    const { style } = page.documentElement;
    const height = message === null ? 0 : Math.ceil(place.firstElementChild?.getBoundingClientRect().height ?? 0);
    for (const property of ['--glass', 'padding-top']) style.removeProperty(property);
    if (height === 0) return;
    style.setProperty('--glass', `calc(100vh - ${height}px)`);
    style.setProperty('padding-top', `${height}px`);
  }

  function draw(): void {
    render(
      <>
        {message !== null && <Message words={message} close={closeWord()} onClose={closeMessage} />}
        {name !== null && <Identified words={name} />}
      </>,
      place,
    );
    makeRoom();
  }

  function closeMessage(): void {
    cancelMessage();
    message = null;
    draw();
  }

  return {
    say(words: string, ms: number): void {
      cancelMessage();
      message = words;
      cancelMessage = clock.after(ms, closeMessage);
      draw();
    },
    identify(words: string, ms: number): void {
      cancelName();
      name = words;
      cancelName = clock.after(ms, () => {
        name = null;
        draw();
      });
      draw();
    },
  };
}
