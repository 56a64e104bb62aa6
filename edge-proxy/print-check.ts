/** The check for a person at a terminal: what is wrong stands out, what is well takes one line. */

import { styleText } from 'node:util';
import type { CheckLine, CheckReport } from '../shared/wire/check.ts';

const MARKS = { ok: '✓', warning: '!', failed: '✗', skipped: '·' } as const;
const COLOURS = { ok: 'green', warning: 'yellow', failed: 'red', skipped: 'gray' } as const;
const TITLE_WIDTH = 32;
/** Fewer take no longer than a breath. */
const WORTH_WAITING = 40;
/** Back to the beginning of the line, and nothing on it (ECMA-48, EL). */
const CLEARED = '\r\u001b[K';
const INDENT = ' '.repeat(4);

/** Colour is never the only cue, and goes where nobody looks at it. */
export function printLine(line: CheckLine, { colour }: { colour: boolean }): string {
  const { verdict, title, tried, cameBack, remedy, command, guide } = line;
  const mark = colour ? styleText(COLOURS[verdict], MARKS[verdict], { validateStream: false }) : MARKS[verdict];
  const head = `${mark} ${title.padEnd(TITLE_WIDTH)} ${cameBack}`;
  if (verdict === 'ok' || verdict === 'skipped') return head;
  return [
    head,
    `${INDENT}Tried    ${tried}`,
    ...(remedy === null ? [] : [`${INDENT}To do    ${remedy}`]),
    ...(command === null
      ? []
      : command.split('\n').map((part, index) => `${INDENT}${index === 0 ? 'Command' : '       '}  ${part}`)),
    `${INDENT}More     ${guide}`,
  ].join('\n');
}

/** Written over itself as rooms are read. Null: this step is not worth a word. */
export function printProgress(read: number, rooms: number): string | null {
  if (rooms < WORTH_WAITING) return null;
  if (read >= rooms) return CLEARED;
  return read % Math.ceil(rooms / 100) === 0 ? `${CLEARED}  Reading rooms: ${read} of ${rooms}` : null;
}

export function printEnd({ summary, startedAt, finishedAt }: CheckReport): string {
  const seconds = Math.max(1, Math.round((finishedAt - startedAt) / 1_000));
  return `\n${summary} Checked in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
}
