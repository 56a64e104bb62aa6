/** Alive (slow to fail), able to serve (fast to fail), and figures for Prometheus. */

import { Hono } from 'hono';

export type Metric = {
  /** After `doorlight_`, but for what is of any process; a counter's ends in `_total`. */
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly samples: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];
};

type Needs = {
  /** Rejects where the store cannot be used. */
  readonly askStore: () => Promise<unknown>;
  /** How many rooms are known, and whether the catalogue is at least being asked for. */
  readonly rooms: () => { readonly known: number; readonly trying: boolean };
  readonly metrics: () => readonly Metric[];
};

export function healthRoutes({ askStore, rooms, metrics }: Needs) {
  return new Hono()
    .get('/healthz', (c) => c.json({ alive: true }, 200, { 'Cache-Control': 'no-store' }))
    .get('/readyz', async (c) => {
      const store = await askStore().then(
        () => 'ok' as const,
        () => 'failing' as const,
      );
      const { known, trying } = rooms();
      // Exchange is not asked: without it we still serve the last days with their age, and a restart would mend nothing.
      const ready = store === 'ok' && (known > 0 || trying);
      return c.json({ ready, store, rooms: known }, ready ? 200 : 503, { 'Cache-Control': 'no-store' });
    })
    .get('/metrics', (c) =>
      c.body(metrics().map(print).join(''), 200, {
        'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
        'Cache-Control': 'no-store',
      }),
    );
}

/** Under these names dashboards already look for them. */
const OF_ANY_PROCESS = /^(process|nodejs)_/;

function print({ name, help, type, samples }: Metric): string {
  const full = OF_ANY_PROCESS.test(name) ? name : `doorlight_${name}`;
  const lines = samples.map(({ labels = {}, value }) => `${full}${printLabels(labels)} ${value}\n`);
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${lines.join('')}`;
}

function printLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeLabel(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}
