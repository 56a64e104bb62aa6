/** What every sheet is made from, and what it is given to make it. */

import type { ComponentChildren } from 'preact';
import type { Act } from '../components/desk.tsx';
import type { BookingModel } from '../state/booking-model.ts';
import type { FindModel } from '../state/find-model.ts';
import type { Hanging } from '../state/notices-model.ts';
import type { Tap } from '../state/tap.ts';
import type { ViewModel } from '../state/view-model.ts';
import type { Deed } from './desk-acts.ts';
import type { Speech } from './face-words.tsx';

export type SheetPage = {
  readonly heading: string;
  readonly aside?: string;
  readonly sentence?: ComponentChildren;
  readonly children?: ComponentChildren;
  readonly picker?: ComponentChildren;
  readonly acts: readonly Act[];
};

export type SheetParts = {
  readonly tap: Tap | null;
  readonly speech: Speech;
  readonly booking: Pick<BookingModel, Deed>;
  readonly view: Pick<ViewModel, 'openSheet' | 'closeSheet'>;
  readonly find: FindModel;
  /** What facilities have put here, the latest first. */
  readonly hanging: readonly Hanging[];
  /** The languages that this door may speak; empty where there is nothing to choose. */
  readonly languages: readonly LanguageChoice[];
};

export type LanguageChoice = { readonly name: string; readonly chosen: boolean; readonly onPress: () => void };

export function closeAct({ speech, view }: Pick<SheetParts, 'speech' | 'view'>): Act {
  return { label: speech.words.say('close'), look: 'outlined', onPress: view.closeSheet };
}
