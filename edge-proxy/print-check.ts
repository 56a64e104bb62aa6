/** The check for a person at a terminal: what is wrong stands out, what is well takes one line. */

import { styleText } from 'node:util';
import type { CheckLine, CheckReport } from '../shared/wire/check.ts';

const MARKS = { ok: '✓', warning: '!', failed: '✗', skipped: '·' } as const;
const COLOURS = { ok: 'green', warning: 'yellow', failed: 'red', skipped: 'gray' } as const;
const TITLE_WIDTH = 32;
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

export function printEnd({ summary, startedAt, finishedAt }: CheckReport): string {
  const seconds = Math.max(1, Math.round((finishedAt - startedAt) / 1_000));
  return `\n${summary} Checked in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
}
