/**
 * `npm run simulate`: nights of chaos, as many as asked for. `-- --seeds 2000` lives the nights 1 to 2,000; `--from 501`
 * begins there; `--minutes 180` makes them longer; `--seed 17` lives that one alone and tells all that happened in it.
 * Ends with 1 where a promise was broken.
 */

import { parseArgs } from 'node:util';
import { liveNight, type Night } from './chaos.ts';
import { count } from './story.ts';

const DEFAULTS = { seeds: 200, from: 1, minutes: 30 };
/** Of a failed night: what led to it, and not the whole of it. */
const TRACE_LINES = 100;
const TELL_EVERY = 100;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    from: { type: 'string' },
    minutes: { type: 'string' },
    seed: { type: 'string' },
  },
});
const minutes = positive('minutes', values.minutes, DEFAULTS.minutes);
if (values.seed === undefined) await liveMany();
else await replay(positive('seed', values.seed, 1));

async function replay(seed: number): Promise<void> {
  const night = await liveNight({ seed, minutes });
  process.stdout.write(`${night.trace.join('\n')}\n\n${night.failure ?? 'every promise was kept'}\n`);
  process.stdout.write(`night ${night.hash}\n`);
  process.exitCode = night.failure === null ? 0 : 1;
}

async function liveMany(): Promise<void> {
  const seeds = positive('seeds', values.seeds, DEFAULTS.seeds);
  const from = positive('from', values.from, DEFAULTS.from);
  const begun = performance.now();
  const [faults, deeds, taps] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
  const failed: Night[] = [];
  let [reads, lives] = [0, 0];
  for (let n = 0; n < seeds; n += 1) {
    const night = await liveNight({ seed: from + n, minutes });
    for (const [kind, times] of night.faults) count(faults, kind, times);
    for (const [kind, times] of night.deeds) count(deeds, kind, times);
    for (const [kind, times] of night.taps) count(taps, kind, times);
    reads += night.reads;
    lives += night.lives;
    if (night.failure !== null) {
      failed.push(night);
      process.stdout.write(`seed ${night.seed} failed: ${night.failure.split('\n')[0]}\n`);
    }
    if ((n + 1) % TELL_EVERY === 0) process.stderr.write(`${n + 1} of ${seeds}, ${failed.length} failed\n`);
  }

  const [first] = failed;
  if (first !== undefined) process.stdout.write(`\nThe end of night ${first.seed}:\n${tail(first)}\n`);
  process.stdout.write(
    [
      '',
      row('seeds', seeds),
      row('simulated hours', Math.round((seeds * minutes) / 60)),
      row('readings of calendars', reads),
      row('lives of the proxy', lives),
      ...table('deeds of people', deeds),
      ...table('taps, by what the door last showed', taps),
      ...table('faults injected', faults),
      row('real seconds', Math.round((performance.now() - begun) / 1_000)),
      row('nights with a broken promise', failed.length),
      ...failed.map(({ seed }) => `  npm run simulate -- --seed ${seed} --minutes ${minutes}`),
      '',
    ].join('\n'),
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
}

function tail({ trace }: Night): string {
  return trace.slice(-TRACE_LINES).join('\n');
}

function table(title: string, counts: ReadonlyMap<string, number>): string[] {
  const all = [...counts.values()].reduce((sum, times) => sum + times, 0);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return [row(title, all), ...sorted.map(([kind, times]) => row(`  ${kind}`, times))];
}

function row(what: string, times: number): string {
  return `${what.padEnd(44)}${times.toLocaleString('en').padStart(12)}`;
}

function positive(name: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  process.stderr.write(`--${name} must be a whole number above 0.\n`);
  process.exit(1);
}
