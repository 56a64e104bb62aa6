/** What the console asks of the watch: the alarms, and whether the app's scope is proven. */

import { Hono, type MiddlewareHandler } from 'hono';
import type { Codec } from '../../shared/basics/codec.ts';
import type { OperatorRole } from '../../shared/wire/console.ts';
import { alarmCodec, alarmListCodec, MOST_ALARMS, scopeReportCodec } from '../../shared/wire/watch.ts';
import type { Audit } from '../http/audit.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { problemResponse } from '../http/problem-response.ts';
import type { Alarms } from '../watch/alarms.ts';
import type { Canary } from '../watch/canary.ts';

type Needs = {
  readonly alarms: Pick<Alarms, 'list' | 'acknowledge'>;
  readonly canary: Pick<Canary, 'report' | 'tryNow'>;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  readonly audit: Audit;
};

export function watchRoutes({ alarms, canary, requireOperator, audit }: Needs) {
  return new Hono<WithOperator>()
    .get('/api/console/alarms', requireOperator('Viewer'), () =>
      json(alarmListCodec, { alarms: alarms.list().slice(0, MOST_ALARMS) }),
    )
    .post('/api/console/alarms/:id/acknowledge', requireOperator('Operator'), async (c) => {
      const actor = c.var.operator.username;
      const alarm = await alarms.acknowledge(c.req.param('id'), actor);
      if (alarm === null) return problemResponse({ kind: 'not-found' });
      await audit({ actor, action: 'alarm.acknowledged', subject: alarm.id });
      return json(alarmCodec, alarm);
    })
    .get('/api/console/canary', requireOperator('Viewer'), () => json(scopeReportCodec, canary.report()))
    .post('/api/console/canary/try', requireOperator('Operator'), async (c) => {
      const report = await canary.tryNow();
      await audit({ actor: c.var.operator.username, action: 'canary.tried', subject: report.verdict });
      return json(scopeReportCodec, report);
    });
}

function json<T>(codec: Codec<T>, value: T): Response {
  return Response.json(codec.encode(value));
}
