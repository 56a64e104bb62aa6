/** Whom facilities want to hear of doors and rooms that go quiet; and a message to try it. */

import { Hono, type MiddlewareHandler } from 'hono';
import type { Codec } from '../../shared/basics/codec.ts';
import { alertChangeCodec, alertStateCodec, alertTryCodec } from '../../shared/wire/alerts.ts';
import type { OperatorRole } from '../../shared/wire/console.ts';
import type { Audit } from '../http/audit.ts';
import { readJsonBody } from '../http/json-body.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { problemResponse } from '../http/problem-response.ts';
import type { Alerts } from '../watch/alerts.ts';

type Needs = {
  readonly alerts: Pick<Alerts, 'state' | 'change' | 'tryNow'>;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  readonly audit: Audit;
};

const PATH = '/api/console/alerts';

export function alertRoutes({ alerts, requireOperator, audit }: Needs) {
  return new Hono<WithOperator>()
    .get(PATH, requireOperator('Viewer'), () => json(alertStateCodec, alerts.state()))
    .put(PATH, requireOperator('Admin'), async (c) => {
      const asked = await readJsonBody(c, alertChangeCodec);
      if (!asked.ok) return problemResponse(asked.error);
      const { settings, newSecret = false } = asked.value;
      const state = await alerts.change(settings, newSecret);
      const hook = settings.webhook === null ? 'no webhook' : 'a webhook';
      const subject = `${settings.to.length} by mail, ${hook}, ${settings.quiet === null ? 'no' : 'with'} quiet hours`;
      await audit({ actor: c.var.operator.username, action: 'alerts.changed', subject });
      return json(alertStateCodec, state);
    })
    .post(`${PATH}/try`, requireOperator('Admin'), async (c) => {
      const outcome = await alerts.tryNow();
      const subject = `mail ${outcome.mail}, webhook ${outcome.webhook}`;
      await audit({ actor: c.var.operator.username, action: 'alerts.tried', subject });
      return json(alertTryCodec, outcome);
    });
}

/** A secret may be in it: nothing on the way may keep it. */
function json<T>(codec: Codec<T>, value: T): Response {
  return Response.json(codec.encode(value), { headers: { 'Cache-Control': 'no-store' } });
}
