/** The lines of one run, counted and summed up in a sentence. */

import type { Instant } from '../../shared/basics/instant.ts';
import { type CheckLine, type CheckReport, MOST_CHECK_LINES } from '../../shared/wire/check.ts';
import { failed } from './check-lines.ts';

type Run = { readonly startedAt: Instant; readonly finishedAt: Instant; readonly lines: readonly CheckLine[] };

export function reportOn({ startedAt, finishedAt, lines: all }: Run): CheckReport {
  const lines = all.slice(0, MOST_CHECK_LINES);
  const count = (verdict: CheckLine['verdict']) => lines.filter((line) => line.verdict === verdict).length;
  const counts = { ok: count('ok'), warnings: count('warning'), failed: count('failed'), skipped: count('skipped') };
  return { startedAt, finishedAt, passed: counts.failed === 0, summary: summaryOf(counts), ...counts, lines };
}

function summaryOf({ ok, warnings, failed, skipped }: Pick<CheckReport, 'ok' | 'warnings' | 'failed' | 'skipped'>) {
  const parts = [
    ...(failed > 0 ? [`${things(failed)} ${failed === 1 ? 'needs' : 'need'} you`] : []),
    ...(warnings > 0 ? [`${failed > 0 ? number(warnings) : things(warnings)} could be better`] : []),
    `${number(ok)} ${ok === 1 ? 'is' : 'are'} well`,
    ...(skipped > 0 ? [`${number(skipped)} could not be tried`] : []),
  ];
  const sentence = `${parts.join(', ')}.`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

const WORDS = [
  'none',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

function number(count: number): string {
  return WORDS[count] ?? String(count);
}

function things(count: number): string {
  return `${number(count)} ${count === 1 ? 'thing' : 'things'}`;
}

/** What is wrong with the environment, as the first lines of a check that cannot go on. */
export function configurationLines(
  faults: readonly { readonly variable: string; readonly wrong: string; readonly remedy: string }[],
): CheckLine[] {
  return faults.map(({ variable, wrong, remedy }) =>
    failed('configuration', {
      of: variable,
      title: variable,
      tried: 'Read the environment.',
      cameBack: `${variable} ${wrong}.`,
      remedy,
    }),
  );
}
