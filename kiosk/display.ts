/** What main.tsx makes of a page: a door or a board, alike in how they are started, drawn, dressed and disturbed. */

import type { ReadonlySignal } from '@preact/signals-core';
import type { ComponentChild } from 'preact';
import type { Look } from '../shared/room/look.ts';
import type { ClockModel } from './state/clock-model.ts';
import type { LanguageModel } from './state/language-model.ts';
import type { Outfit } from './state/outfit.ts';
import type { TimeFormats } from './text/format-time.ts';
import type { Words } from './text/messages.ts';

export type Spoken = { readonly words: Words; readonly times: TimeFormats };

export type Display = {
  readonly clock: ClockModel;
  /** Null until it is known. */
  readonly look: ReadonlySignal<Look | null>;
  readonly outfit: ReadonlySignal<Outfit | null>;
  /** Resolves when what was kept is on the screen; the rest comes by itself. */
  start(): Promise<void>;
  draw(language: LanguageModel<Spoken>): ComponentChild;
  /** Somebody is here. */
  touched(): void;
  /** The page can be seen again: it may have slept, and what it shows may be old. */
  seen(): void;
  /** There may be a network again. */
  online(): void;
  /** Runs it when nobody is using the screen. */
  whenIdle(run: () => void): void;
};
