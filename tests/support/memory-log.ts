/** A log that keeps its lines for the test to look at. */

import type { Facts, Log } from '../../edge-proxy/ports/runtime.ts';

export type LogLine = { readonly level: 'info' | 'warn' | 'error'; readonly event: string; readonly facts: Facts };

export function createMemoryLog(): Log & { readonly lines: LogLine[]; events(): string[] } {
  const lines: LogLine[] = [];
  const keep =
    (level: LogLine['level']) =>
    (event: string, facts: Facts = {}) => {
      lines.push({ level, event, facts });
    };
  return {
    lines,
    events: () => lines.map(({ event }) => event),
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
  };
}
