/**
 * The Meter port: counters in memory, for Prometheus to fetch. Ours and not a library's: of what a library brings beside
 * them (histograms, a registry for the whole process), nobody here asks for anything.
 */

import type { Counters, Meter } from '../ports/runtime.ts';

export type Counted = {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter';
  readonly samples: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
};

const HELP: { readonly [N in keyof Counters]: string } = {
  graph_requests_total: 'Requests to Microsoft Graph, by what was asked and the class of the answer (none: no answer).',
  graph_retries_total: 'Requests to Graph that repeated an earlier one.',
  graph_throttled_total: 'Answers of Graph that asked for quiet.',
  graph_lane_wait_seconds_total: 'Time that requests to Graph waited for their turn.',
  token_requests_total: 'Requests to Entra for a token, by how they ended.',
  room_reads_total: 'Readings of a room, by how they ended.',
  room_revisions_total: 'Changes of what a door shows.',
  intents_total: 'Taps that came to their end, by what was asked and how it ended.',
};

export function createMeter(): Meter & { counted(): Counted[] } {
  const values = new Map<string, Map<string, { labels: Readonly<Record<string, string>>; value: number }>>();
  return {
    count(name, labels, by = 1) {
      const samples = values.get(name) ?? new Map();
      values.set(name, samples);
      const key = JSON.stringify(labels);
      const sample = samples.get(key) ?? { labels, value: 0 };
      sample.value += by;
      samples.set(key, sample);
    },
    counted: () =>
      Object.entries(HELP).map(([name, help]) => ({
        name,
        help,
        type: 'counter',
        samples: [...(values.get(name)?.values() ?? [])].map(({ labels, value }) => ({ labels, value })),
      })),
  };
}
