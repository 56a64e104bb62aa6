/** POST /api/intents: a tablet asks for something; the answer is "taken" or a problem, and the stream tells the rest. */

import { Hono, type MiddlewareHandler } from 'hono';
import { intentAnswerCodec, intentCodec } from '../../shared/wire/intent-request.ts';
import type { SubmitIntent } from '../booking/submit-intent.ts';
import { createTries } from '../devices/tries.ts';
import type { WithDevice } from '../http/device-session.ts';
import { readJsonBody } from '../http/json-body.ts';
import { problemResponse } from '../http/problem-response.ts';
import type { Clock } from '../ports/runtime.ts';

type Needs = {
  readonly submitIntent: SubmitIntent;
  readonly requireDevice: MiddlewareHandler<WithDevice>;
  readonly clock: Clock;
};

/** A finger makes a few; an outbox that empties itself, some dozens. */
const MOST_IN_A_MINUTE = { most: 300, withinMs: 60_000 };
/** Too many taps of one room under way, or a proxy just started: both are over within seconds. */
const RETRY_MS = 5_000;

export function bookingIntentRoutes({ submitIntent, requireDevice, clock }: Needs) {
  const taps = createTries(clock, MOST_IN_A_MINUTE);

  return new Hono<WithDevice>().post('/api/intents', requireDevice, async (c) => {
    const { device } = c.var;
    const until = taps.blockedUntil(device.id);
    if (until !== null) return problemResponse({ kind: 'too-many-requests', retryAfterMs: until - clock.now() });
    taps.use(device.id);
    const intent = await readJsonBody(c, intentCodec);
    if (!intent.ok) return problemResponse(intent.error);

    const outcome = await submitIntent(device, intent.value);
    if (outcome.ok) return c.json(intentAnswerCodec.encode(outcome.value) as object, 202);
    const { error } = outcome;
    if (error.kind === 'too-many-requests' || error.kind === 'not-ready') {
      return problemResponse({ kind: error.kind, retryAfterMs: RETRY_MS });
    }
    return problemResponse(error, 'alternatives' in error ? error.alternatives : undefined);
  });
}
