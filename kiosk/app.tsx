/** Picks the screen. */

import type { ReadonlySignal } from '@preact/signals-core';
import { RoomScreen } from './screens/room-screen.tsx';
import type { LanguageChoice } from './screens/sheet-page.ts';
import { StartingScreen } from './screens/starting-screen.tsx';
import type { Sheets } from './sheets.tsx';
import type { TabletModels } from './tablet.ts';
import type { TimeFormats } from './text/format-time.ts';
import type { Words } from './text/messages.ts';
import type { Waiting } from './waiting.tsx';

type Props = {
  readonly models: TabletModels;
  readonly words: Words;
  readonly times: TimeFormats;
  readonly languages: readonly LanguageChoice[];
  /** Each null until its chunk has come. */
  readonly waiting: ReadonlySignal<Waiting | null>;
  readonly sheets: ReadonlySignal<Sheets | null>;
};

export function App({ models, words, times, languages, waiting, sheets }: Props) {
  const { clock, room, booking, pairing, view } = models;
  const screen = view.screen.value;
  switch (screen.kind) {
    case 'starting':
      return <StartingScreen words={words} />;
    case 'pairing':
      return waiting.value?.draw(screen.pairing, pairing.value, words) ?? <StartingScreen words={words} />;
    case 'room':
      return (
        <RoomScreen
          clock={clock}
          room={room}
          booking={booking}
          view={view}
          words={words}
          times={times}
          sheets={sheets.value}
          languages={languages}
        />
      );
    default:
      return screen satisfies never;
  }
}
