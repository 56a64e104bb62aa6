/** Picks the screen. */

import type { ReadonlySignal } from '@preact/signals-core';
import { RoomScreen } from './screens/room-screen.tsx';
import { StartingScreen } from './screens/starting-screen.tsx';
import type { LanguageModel } from './state/language-model.ts';
import type { TabletModels } from './tablet.ts';
import type { TimeFormats } from './text/format-time.ts';
import type { Words } from './text/messages.ts';
import type { Waiting } from './waiting.tsx';

type Props = {
  readonly models: TabletModels;
  readonly language: LanguageModel<{ readonly words: Words; readonly times: TimeFormats }>;
  /** Null until its chunk has come. */
  readonly waiting: ReadonlySignal<Waiting | null>;
};

export function App({ models, language, waiting }: Props) {
  const { words, times } = language.spoken.value;
  const { clock, room, booking, pairing, view } = models;
  const screen = view.screen.value;
  switch (screen.kind) {
    case 'starting':
      return <StartingScreen words={words} />;
    case 'pairing':
      return waiting.value?.draw(screen.pairing, pairing.value, words) ?? <StartingScreen words={words} />;
    case 'room':
      return <RoomScreen clock={clock} room={room} booking={booking} view={view} words={words} times={times} />;
    default:
      return screen satisfies never;
  }
}
