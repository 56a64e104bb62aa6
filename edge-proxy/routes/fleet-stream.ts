/** GET /api/console/stream: an operator watches the fleet for as long as the token is good, which a new one prolongs. */

import { Hono, type MiddlewareHandler } from 'hono';
import { addMs, earliest, MINUTE_MS } from '../../shared/basics/instant.ts';
import type { OperatorRole } from '../../shared/wire/console.ts';
import { eventStream, type StreamBindings } from '../http/event-stream.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { problemResponse } from '../http/problem-response.ts';
import type { Clock } from '../ports/runtime.ts';
import { FLEET_RETRY_MS, type FleetHub } from '../relay/fleet-hub.ts';

type Needs = {
  readonly hub: Pick<FleetHub, 'admits' | 'connect'>;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  readonly clock: Clock;
};

/** A role that was taken away is noticed by then, whatever the token still says. */
const LONGEST_MS = 60 * MINUTE_MS;

export function fleetStreamRoutes({ hub, requireOperator, clock }: Needs) {
  return new Hono<WithOperator & { Bindings: StreamBindings }>().get(
    '/api/console/stream',
    requireOperator('Viewer'),
    (c) => {
      if (c.req.method === 'HEAD') return c.body(null, 200, { 'Content-Type': 'text/event-stream' });
      const { id: operator } = c.var.operator;
      if (!hub.admits(operator)) return problemResponse({ kind: 'not-ready', retryAfterMs: FLEET_RETRY_MS });
      const longest = addMs(clock.now(), LONGEST_MS);
      const until = earliest(longest, c.var.operator.until ?? longest);
      const head = eventStream(c.env, (stream) => {
        const leave = hub.connect(stream, { operator, until });
        return () => leave();
      });
      return c.body(null, 200, head);
    },
  );
}
