/**
 * `npm run simulate`: nights of chaos, as many as asked for. `-- --seeds 2000` lives the nights 1 to 2,000; `--from 501`
 * begins there; `--hours 8` makes them longer; `--seed 17` lives that one alone and tells all that happened in it.
 * Ends with 1 where a promise was broken.
 */

import { parseArgs } from 'node:util';
import { liveNight, type Night } from './chaos.ts';

const DEFAULTS = { seeds: 200, from: 1, hours: 3 };
/** Of a failed night: what led to it, and not the whole of it. */
const TRACE_LINES = 60;
const TELL_EVERY = 100;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    from: { type: 'string' },
    hours: { type: 'string' },
    seed: { type: 'string' },
  },
});
const hours = positive('hours', values.hours, DEFAULTS.hours);
if (values.seed === undefined) await liveMany();
else await replay(positive('seed', values.seed, 1));

async function replay(seed: number): Promise<void> {
  const night = await liveNight({ seed, hours });
  process.stdout.write(`${night.trace.join('\n')}\n\n${night.failure ?? 'every promise was kept'}\n`);
  process.exitCode = night.failure === null ? 0 : 1;
}

async function liveMany(): Promise<void> {
  const seeds = positive('seeds', values.seeds, DEFAULTS.seeds);
  const from = positive('from', values.from, DEFAULTS.from);
  const begun = performance.now();
  const faults = new Map<string, number>();
  const failed: Night[] = [];
  let [reads, deeds] = [0, 0];
  for (let n = 0; n < seeds; n += 1) {
    const night = await liveNight({ seed: from + n, hours });
    for (const [kind, count] of night.faults) faults.set(kind, (faults.get(kind) ?? 0) + count);
    reads += night.reads;
    deeds += night.deeds;
    if (night.failure !== null) {
      failed.push(night);
      process.stdout.write(`seed ${night.seed} failed: ${night.failure}\n`);
    }
    if ((n + 1) % TELL_EVERY === 0) process.stderr.write(`${n + 1} of ${seeds}, ${failed.length} failed\n`);
  }

  const injected = [...faults.values()].reduce((sum, count) => sum + count, 0);
  const [first] = failed;
  if (first !== undefined) process.stdout.write(`\nThe end of night ${first.seed}:\n${tail(first)}\n`);
  process.stdout.write(
    [
      '',
      row('seeds', seeds),
      row('simulated hours', seeds * hours),
      row('deeds of people', deeds),
      row('readings of calendars', reads),
      row('faults injected', injected),
      ...[...faults].sort(([, a], [, b]) => b - a).map(([kind, count]) => row(`  ${kind}`, count)),
      row('real seconds', Math.round((performance.now() - begun) / 1_000)),
      row('nights with a broken promise', failed.length),
      ...failed.map(({ seed }) => `  npm run simulate -- --seed ${seed} --hours ${hours}`),
      '',
    ].join('\n'),
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
}

function tail({ trace }: Night): string {
  return trace.slice(-TRACE_LINES).join('\n');
}

function row(what: string, count: number): string {
  return `${what.padEnd(36)}${count.toLocaleString('en').padStart(12)}`;
}

function positive(name: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  process.stderr.write(`--${name} must be a whole number above 0.\n`);
  process.exit(1);
}
