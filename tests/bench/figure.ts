/** One measured thing beside what we promise of it (the budgets of the design), and the little statistics it takes. */

export type Figure = {
  readonly what: string;
  readonly measured: string;
  /** Null where nothing is promised: told for comparison. */
  readonly budget: string | null;
  readonly within: boolean | null;
};

type Promised = { readonly atMost?: number };

/** Judged by its median, or by its 99th percentile, which of fewer than a hundred samples is the slowest. */
export function timeFigure(
  what: string,
  samplesMs: readonly number[],
  { atMost, by = 'median' }: Promised & { readonly by?: 'median' | 'p99' } = {},
): Figure {
  const judged = by === 'median' ? median(samplesMs) : percentile(samplesMs, 99);
  const spread = `${round(Math.min(...samplesMs))} to ${round(Math.max(...samplesMs))}, ${samplesMs.length} runs`;
  const first = by === 'median' ? '' : `p99 ${round(judged)} ms, `;
  return {
    what,
    measured: `${first}median ${round(median(samplesMs))} ms (${spread})`,
    budget: atMost === undefined ? null : `≤ ${atMost} ms${by === 'median' ? '' : ' at p99'}`,
    within: atMost === undefined ? null : judged <= atMost,
  };
}

/** Kilobytes of a thousand bytes. */
export function sizeFigure(what: string, bytes: number, { atMost }: Promised = {}): Figure {
  return {
    what,
    measured: `${(bytes / 1_000).toFixed(1)} kB`,
    budget: atMost === undefined ? null : `≤ ${atMost / 1_000} kB`,
    within: atMost === undefined ? null : bytes <= atMost,
  };
}

/** Judged by the largest of them. */
export function countFigure(
  what: string,
  counts: readonly number[],
  { atMost, exactly }: Promised & { readonly exactly?: number } = {},
): Figure {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const promised = exactly === undefined ? atMost : exactly;
  const isKept = exactly === undefined ? most <= (atMost ?? 0) : least === exactly && most === exactly;
  return {
    what,
    measured: least === most ? round(most) : `mean ${round(mean)}, most ${round(most)} (of ${counts.length})`,
    budget: promised === undefined ? null : `${exactly === undefined ? '≤' : 'exactly'} ${promised}`,
    within: promised === undefined ? null : isKept,
  };
}

/** The same thing read at several moments: none of the later may be above the first by more than this share of it. */
export function flatFigure(what: string, readings: readonly number[], mayGrow: number): Figure {
  const [first = Number.NaN, ...later] = readings;
  return {
    what,
    measured: readings.map((reading) => reading.toFixed(0)).join(', '),
    budget: mayGrow === 0 ? 'flat' : `flat, within ${mayGrow * 100} %`,
    within: later.every((reading) => reading <= first * (1 + mayGrow)),
  };
}

export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The smallest sample that `percent` of all do not exceed. */
export function percentile(samples: readonly number[], percent: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? Number.NaN;
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, '');
}
