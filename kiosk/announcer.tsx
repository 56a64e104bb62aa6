/** Draws what facilities tell this tablet beside the display, which need not know of it. */

import { render } from 'preact';
import { Identified, Message } from './components/announcement.tsx';
import type { TabletClock } from './ports.ts';

type Parts = {
  readonly page: Pick<Document, 'createElement' | 'body' | 'documentElement'>;
  readonly clock: Pick<TabletClock, 'after'>;
  /** The word on its button, in the language of now. */
  readonly closeWord: () => string;
};

/** Of the height of the glass, for the words. */
const ROOM = '5.5rem';

export function createAnnouncer({ page, clock, closeWord }: Parts) {
  const place = page.createElement('div');
  page.body.append(place);
  let message: string | null = null;
  let name: string | null = null;
  let cancelMessage = () => {};
  let cancelName = () => {};

  function draw(): void {
    const { style } = page.documentElement;
    // The display is as high as the glass; what is told takes its share of that, so that nothing lies under it.
    if (message === null) for (const property of ['--told', '--glass', 'padding-top']) style.removeProperty(property);
    else {
      style.setProperty('--told', ROOM);
      style.setProperty('--glass', `calc(100vh - ${ROOM})`);
      style.setProperty('padding-top', ROOM);
    }
    render(
      <>
        {message !== null && <Message words={message} close={closeWord()} onClose={closeMessage} />}
        {name !== null && <Identified words={name} />}
      </>,
      place,
    );
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

export type Announcer = ReturnType<typeof createAnnouncer>;
