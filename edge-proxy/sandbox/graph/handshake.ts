/**
 * Before anything is delivered to an address, it has to say back what it was told.
 * @see https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
 */

import type { SandboxChance } from '../sandbox-chance.ts';
import type { SandboxClock } from '../sandbox-clock.ts';
import { type GraphAnswer, problem } from './graph-answer.ts';
import type { Post } from './post.ts';

const PATIENCE_MS = 10_000;

type Needs = { clock: SandboxClock; chance: SandboxChance; post: Post };

/** The answer that refuses the subscription, or null where the address has proved itself. */
export async function refuseAddress(url: string, { clock, chance, post }: Needs): Promise<GraphAnswer | null> {
  const token = `Validation: Testing client application reachability for subscription Request-Id: ${chance.guid()}`;
  const enough = new AbortController();
  const callOff = clock.after(PATIENCE_MS, () => enough.abort());
  try {
    const headers = { 'Content-Type': 'text/plain; charset=utf-8', Accept: 'text/plain' };
    const answer = await post(withToken(url, token), { headers, body: '' }, enough.signal);
    if (answer.status !== 200) {
      return problem(
        400,
        'ValidationError',
        'Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.',
      );
    }
    const isEcho = answer.text === token && /^text\/plain\b/i.test(answer.contentType);
    return isEcho
      ? null
      : failed('Subscription validation request failed. Response must exactly match validationToken query parameter.');
  } catch {
    // Refused, unreachable, cut off or too slow.
    return enough.signal.aborted
      ? failed('Subscription validation request timed out.')
      : problem(
          400,
          'ValidationError',
          'Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.',
        );
  } finally {
    callOff();
  }
}

function failed(message: string): GraphAnswer {
  return problem(400, 'InvalidRequest', message);
}

/** As the service encodes it: blanks as plus signs, escapes in lower case. */
function withToken(url: string, token: string): string {
  const encoded = encodeURIComponent(token)
    .replaceAll('%20', '+')
    .replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  return `${url}${url.includes('?') ? '&' : '?'}validationToken=${encoded}`;
}
