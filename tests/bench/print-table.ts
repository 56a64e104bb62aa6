/** The figures as a table that reads as well in a terminal as in an issue. */

import { availableParallelism, loadavg } from 'node:os';
import type { Figure } from './figure.ts';

const HEADER = `Times are of this machine at this moment and noisy: what counts is their ratio to other figures of the same run.
The CPU throttle of Chromium slows the page's main thread, not its service worker; its slow network delays requests,
not connections. Webhook, taps and loads run on loopback, against a sandbox tenant of their own.
`;

const COLUMNS = ['what', 'measured', 'budget', 'within?'] as const;

export function printTable(figures: readonly Figure[]): string {
  const rows = [
    COLUMNS,
    ...figures.map(({ what, measured, budget, within }) => [what, measured, budget ?? '', said(within)]),
  ];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => pad(cell, widths[column] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  const [head = COLUMNS, ...body] = rows;
  return `\n${HEADER}${machineNow()}\n\n${[line(head), rule, ...body.map(line)].join('\n')}\n`;
}

/** A machine that is busy with something else makes every time longer. */
function machineNow(): string {
  return `Load of the last minute: ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} processors.`;
}

function said(within: boolean | null): string {
  if (within === null) return '';
  return within ? 'yes' : 'missed';
}

function pad(cell: string, width: number): string {
  return cell + ' '.repeat(width - [...cell].length);
}
