/** How a bad night at Microsoft falls on one request. */

import type { RequestFault } from '../../edge-proxy/sandbox/graph/faults.ts';

export type Weather = { readonly name: string; readonly fault: RequestFault };

/** Longer than the proxy waits for any answer (graph-request.ts). */
const NEVER_MS = 31_000;

const KINDS: readonly { readonly name: string; fault(fraction: number): RequestFault }[] = [
  {
    name: 'throttled',
    fault: (fraction) => ({ kind: 'status', status: 429, retryAfter: { seconds: 1 + Math.floor(fraction * 9) } }),
  },
  {
    name: 'throttled until a date',
    fault: (fraction) => ({
      kind: 'status',
      status: 429,
      retryAfter: { seconds: 1 + Math.floor(fraction * 9), form: 'date' },
    }),
  },
  { name: 'throttled without a word', fault: () => ({ kind: 'status', status: 429 }) },
  { name: 'not available', fault: () => ({ kind: 'status', status: 503 }) },
  { name: 'gateway gave up', fault: () => ({ kind: 'status', status: 504 }) },
  { name: 'done, and said to have failed', fault: () => ({ kind: 'status-after', status: 500 }) },
  { name: 'never answered', fault: () => ({ kind: 'delay', ms: NEVER_MS }) },
  { name: 'cut off before', fault: () => ({ kind: 'drop', when: 'before' }) },
  { name: 'cut off after', fault: () => ({ kind: 'drop', when: 'after' }) },
  { name: 'half an answer', fault: () => ({ kind: 'truncated' }) },
  { name: 'a page for people', fault: () => ({ kind: 'html' }) },
  { name: 'slow', fault: (fraction) => ({ kind: 'delay', ms: Math.floor(fraction * 10_000) }) },
];

/** Null where all is well; `share` of the requests meet something. */
export function drawFault(fraction: () => number, share: number): Weather | null {
  if (fraction() >= share) return null;
  const kind = KINDS[Math.floor(fraction() * KINDS.length)];
  return kind === undefined ? null : { name: kind.name, fault: kind.fault(fraction()) };
}
