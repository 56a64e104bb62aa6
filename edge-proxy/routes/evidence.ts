/** POST /api/evidence: a screen tells what it showed and how it fares; the answer is that it is kept. */

import { Hono, type MiddlewareHandler } from 'hono';
import { evidenceBatchCodec, evidenceTakenCodec } from '../../shared/wire/evidence.ts';
import { EVIDENCE_RETRY_MS, type EvidenceDesk } from '../devices/evidence-desk.ts';
import { createTries } from '../devices/tries.ts';
import type { WithScreen } from '../http/device-session.ts';
import { readJsonBody } from '../http/json-body.ts';
import { problemResponse } from '../http/problem-response.ts';
import type { Clock } from '../ports/runtime.ts';
import { StoreUnavailable } from '../ports/store.ts';

type Needs = {
  readonly desk: Pick<EvidenceDesk, 'take'>;
  readonly requireScreen: MiddlewareHandler<WithScreen>;
  readonly clock: Clock;
};

/** A busy door has one in a minute or two; one that comes back from a day without network, a few at once. */
const MOST_IN_A_MINUTE = { most: 30, withinMs: 60_000 };
/** As many stretches as a batch may have, at some 150 bytes each. */
const MOST_BYTES = 128 * 1024;

export function evidenceRoutes({ desk, requireScreen, clock }: Needs) {
  const told = createTries(clock, MOST_IN_A_MINUTE);

  return new Hono<WithScreen>().post('/api/evidence', requireScreen, async (c) => {
    const { id } = c.var.device;
    const until = told.blockedUntil(id);
    if (until !== null) return problemResponse({ kind: 'too-many-requests', retryAfterMs: until - clock.now() });
    told.use(id);
    const batch = await readJsonBody(c, evidenceBatchCodec, { mostBytes: MOST_BYTES });
    if (!batch.ok) return problemResponse(batch.error);
    const kept = desk.take(id, batch.value);
    if (kept === null) return problemResponse({ kind: 'not-ready', retryAfterMs: EVIDENCE_RETRY_MS });
    try {
      await kept;
    } catch (cause) {
      if (!(cause instanceof StoreUnavailable)) throw cause;
      return problemResponse({ kind: 'not-ready', retryAfterMs: EVIDENCE_RETRY_MS });
    }
    return c.json(evidenceTakenCodec.encode({}) as object);
  });
}
