/** What main.tsx makes of a page: a door or a board, alike in how they are started, drawn, dressed and disturbed. */

import type { ReadonlySignal } from '@preact/signals-core';
import type { ComponentChild } from 'preact';
import type { Zone } from '../shared/basics/zone.ts';
import type { Look } from '../shared/room/look.ts';
import type { Policy } from '../shared/room/policy.ts';
import type { LanguageChoice } from './screens/sheet-page.ts';
import type { ClockModel } from './state/clock-model.ts';
import type { AskProxy } from './sync/ask-proxy.ts';
import type { TabletModels } from './tablet.ts';
import type { TimeFormats } from './text/format-time.ts';
import type { Words } from './text/messages.ts';

export type Spoken = { readonly words: Words; readonly times: TimeFormats };

export type Hours = Pick<Policy, 'openingHours' | 'afterHours'> & { readonly zone: Zone };

/** What a page has on, once its look has come. */
export type Worn = {
  readonly spoken: ReadonlySignal<Spoken>;
  /** Empty where there is nothing to choose. */
  readonly languages: ReadonlySignal<readonly LanguageChoice[]>;
  /** Somebody is here. */
  touched(): void;
};

export type Display = {
  readonly clock: ClockModel;
  /** Null for a board. */
  readonly models: TabletModels | null;
  readonly ask: AskProxy;
  /** Null until it is known. */
  readonly look: ReadonlySignal<Look | null>;
  /** When the building is open, and by which clock. To be asked where signals are followed. */
  hours(): Hours;
  /** Resolves when what was kept is on the screen; the rest comes by itself. */
  start(): Promise<void>;
  /** Neither kept nor told yet what it is to show. */
  readonly starting: ReadonlySignal<boolean>;
  draw(spoken: Spoken, languages: readonly LanguageChoice[]): ComponentChild;
  /** Fetches what the first picture did without: what a touch needs, then the rest. Each rejects where it could not be had. */
  fetchTouch(): Promise<void>;
  fetchRest(): Promise<void>;
  /** Somebody is here. */
  touched(): void;
  /** Somebody came near, as the host's camera saw it: the screen wakes, and no sheet stays open longer for it. True where
   * something else covered it until now. */
  moved(): boolean;
  /** The page can be seen again: it may have slept, and what it shows may be old. */
  seen(): void;
  /** There may be a network again. */
  online(): void;
  /** Runs it when nobody is using the screen. */
  whenIdle(run: () => void): void;
};
