/** What happened in one night, in its order, and how much of what: for whoever has to understand a bad one. */

import { createHash } from 'node:crypto';
import { type Instant, toIso } from '../../shared/basics/instant.ts';

export type Story = ReturnType<typeof createStory>;

export function createStory(now: () => Instant) {
  const trace: string[] = [];
  const faults = new Map<string, number>();
  const deeds = new Map<string, number>();

  function tell(who: string, what: string): void {
    trace.push(`${toIso(now()).slice(11, 23)} ${who.padEnd(8)} ${what}`);
  }

  return {
    trace: trace as readonly string[],
    faults: faults as ReadonlyMap<string, number>,
    deeds: deeds as ReadonlyMap<string, number>,
    tell,
    fault(kind: string, where = ''): void {
      count(faults, kind);
      tell('fault', `${kind} ${where}`);
    },
    deed(who: string, kind: string, where = ''): void {
      count(deeds, kind);
      tell(who, `${kind} ${where}`);
    },
    /** The same for two nights only where every line is. */
    hash: (): string => createHash('sha256').update(trace.join('\n')).digest('hex').slice(0, 16),
  };
}

export function count(counts: Map<string, number>, what: string, by = 1): void {
  counts.set(what, (counts.get(what) ?? 0) + by);
}
