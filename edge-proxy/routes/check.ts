/** What the console asks of the check: the last result, and a run of it. */

import { Hono, type MiddlewareHandler } from 'hono';
import { type CheckStatus, checkStatusCodec } from '../../shared/wire/check.ts';
import type { OperatorRole } from '../../shared/wire/console.ts';
import type { CheckDesk } from '../check/check-desk.ts';
import type { Audit } from '../http/audit.ts';
import type { WithOperator } from '../http/operator-session.ts';

type Needs = {
  readonly desk: CheckDesk;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  readonly audit: Audit;
};

/** Shorter than any reverse proxy's patience. A thousand rooms take longer: the page then asks again by GET. */
const PATIENCE_MS = 25_000;

export function checkRoutes({ desk, requireOperator, audit }: Needs) {
  return new Hono<WithOperator>()
    .get('/api/console/check', requireOperator('Viewer'), () => json(desk.status()))
    .post('/api/console/check', requireOperator('Operator'), async (c) => {
      await audit({ actor: c.var.operator.username, action: 'check.run', subject: 'tenant' });
      return json(await desk.run(PATIENCE_MS));
    });
}

function json(status: CheckStatus): Response {
  return Response.json(checkStatusCodec.encode(status), { headers: { 'Cache-Control': 'no-store' } });
}
