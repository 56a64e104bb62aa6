/** Counts what goes to Graph and what comes back, beside the sending itself. */

import type { Meter } from '../ports/runtime.ts';
import { operationOf } from './graph-operation.ts';
import type { Outcome, SendToGraph } from './graph-request.ts';

/** Graph's two ways to ask for quiet. */
const THROTTLED: readonly number[] = [429, 509];

export function countRequests(sendToGraph: SendToGraph, meter: Meter): SendToGraph {
  return async (call, token) => {
    const operation = operationOf(call);
    try {
      const outcome = await sendToGraph(call, token);
      meter.count('graph_requests_total', { operation, status: statusOf(outcome) });
      if (outcome.kind === 'answer' && THROTTLED.includes(outcome.answer.status))
        meter.count('graph_throttled_total', {});
      return outcome;
    } catch (thrown) {
      // An answer that was too large to be read.
      meter.count('graph_requests_total', { operation, status: 'none' });
      throw thrown;
    }
  };
}

function statusOf(outcome: Outcome): string {
  return outcome.kind === 'lost' ? 'none' : `${Math.floor(outcome.answer.status / 100)}xx`;
}
