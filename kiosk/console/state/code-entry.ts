/** The code as somebody types or pastes it: which letters we take, and whether something was there that no code has. */

import { CODE_ALPHABET, CODE_LENGTH, normaliseCode } from '../../../shared/wire/pairing.ts';

export type CodeEntry = {
  /** The letters so far, at most eight. */
  readonly letters: string;
  /** Something was typed that is neither a letter of a code nor a way to write one down. */
  readonly strange: boolean;
};

export const emptyEntry: CodeEntry = { letters: '', strange: false };

/** Dashes and blanks are how people write a code down, so they are no mistake. */
const SEPARATORS = /[\s\p{Dash_Punctuation}._:]/gu;

export function readEntry(typed: string): CodeEntry {
  // Letter by letter: the whole in capitals would make two of an ß, and both look like a code's.
  const bare = codeInLink(typed) ?? typed.replace(SEPARATORS, '').replace(/[a-z]/g, (letter) => letter.toUpperCase());
  const letters = [...bare].filter((letter) => CODE_ALPHABET.includes(letter));
  const strange = letters.length < [...bare].length || letters.length > CODE_LENGTH;
  return { letters: letters.slice(0, CODE_LENGTH).join(''), strange };
}

export function isComplete(entry: CodeEntry): boolean {
  return entry.letters.length === CODE_LENGTH;
}

/** As the tablet writes it, in two groups. */
export function groupCode(code: string): readonly [string, string] {
  return [code.slice(0, CODE_LENGTH / 2), code.slice(CODE_LENGTH / 2)];
}

/** The code that the square on the tablet holds, where somebody pastes that link whole. */
function codeInLink(typed: string): string | null {
  const found = /[?&]code=([^&#\s]+)/.exec(typed)?.[1];
  return found === undefined ? null : normaliseCode(found);
}
