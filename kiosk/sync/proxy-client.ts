/** What every screen asks of the proxy. */

import { object, text } from '../../shared/basics/codec.ts';
import { PROBLEM_TYPE_BASE, type Problem } from '../../shared/wire/problem.ts';
import type { NoAnswer, Pairedness, ProxyClient } from '../ports.ts';
import { type AskProxy, isProblem } from './ask-proxy.ts';

export function createProxyClient(ask: AskProxy): ProxyClient {
  return {
    async askWhetherPaired(): Promise<Pairedness> {
      const answer = await ask({ path: '/api/device', codec: ownDeviceCodec });
      if (answer.ok) return 'paired';
      if (isNotPaired(answer.error)) return 'unpaired';
      // Any other refusal that is not the proxy's passing trouble leaves the stream itself to be tried.
      return isProblem(answer.error) && !isPassing(answer.error) ? 'paired' : 'no-answer';
    },
  };
}

/** The proxy is overrun, starting or unwell: the same request may fare better soon. A refusal is final, whatever its status. */
export function isPassing({ status, refusal }: Problem): boolean {
  return refusal === undefined && (status === 429 || status >= 500);
}

/** The proxy's own word that this tablet has no room. */
export function isNotPaired(error: Problem | NoAnswer): boolean {
  return isProblem(error) && error.status === 401 && error.type === `${PROBLEM_TYPE_BASE}not-paired`;
}

/** What it is does not matter here, only that it is one of ours: there are portals that say `{}` to whatever they are asked. */
const ownDeviceCodec = object({ id: text({ min: 1 }) });
