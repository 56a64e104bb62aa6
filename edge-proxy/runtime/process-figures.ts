/** What this process takes of its machine, under the names that dashboards for Node already know. */

import { monitorEventLoopDelay } from 'node:perf_hooks';

export type ProcessFigure = {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly samples: readonly { readonly value: number }[];
};

/** How fine the event loop's lag is measured: below the 20 ms that a person would notice, above what costs CPU. */
const RESOLUTION_MS = 10;
const PER_SECOND = { nanoseconds: 1e9, microseconds: 1e6 };

/** The lag is that since the figures were last asked for, so that an old pause does not stand for ever. */
export function createProcessFigures() {
  const lag = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  lag.enable();
  return {
    figures(): ProcessFigure[] {
      const { rss, heapUsed, external } = process.memoryUsage();
      const { user, system } = process.cpuUsage();
      const seconds = (nanoseconds: number) =>
        Number.isFinite(nanoseconds) ? nanoseconds / PER_SECOND.nanoseconds : 0;
      const [mean, p99, max] = [seconds(lag.mean), seconds(lag.percentile(99)), seconds(lag.max)];
      lag.reset();
      return [
        one(
          'process_cpu_seconds_total',
          'CPU time of this process.',
          (user + system) / PER_SECOND.microseconds,
          'counter',
        ),
        one('process_resident_memory_bytes', 'Memory of this process.', rss),
        one('nodejs_heap_size_used_bytes', "Memory of JavaScript's heap.", heapUsed),
        one('nodejs_external_memory_bytes', 'Memory beside the heap that it holds on to.', external),
        one('nodejs_eventloop_lag_mean_seconds', 'How late timers ran since the last scrape, on average.', mean),
        one('nodejs_eventloop_lag_p99_seconds', 'How late 99 of 100 timers ran at most since the last scrape.', p99),
        one('nodejs_eventloop_lag_max_seconds', 'How late the latest timer ran since the last scrape.', max),
      ];
    },
    close: () => lag.disable(),
  };
}

function one(name: string, help: string, value: number, type: 'counter' | 'gauge' = 'gauge'): ProcessFigure {
  return { name, help, type, samples: [{ value }] };
}
