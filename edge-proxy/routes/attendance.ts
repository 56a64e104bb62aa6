/** What the console asks about rooms that nobody came to, and about what people at the doors said is wrong. */

import { Hono, type MiddlewareHandler } from 'hono';
import type { Codec } from '../../shared/basics/codec.ts';
import type { RoomId } from '../../shared/basics/ids.ts';
import type { RoomFault } from '../../shared/room/room-fault.ts';
import {
  type FaultReportLine,
  faultReportCodec,
  faultReportListCodec,
  MOST_REPORTS_LISTED,
  noShowReportCodec,
} from '../../shared/wire/attendance.ts';
import type { OperatorRole } from '../../shared/wire/console.ts';
import type { Audit } from '../http/audit.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { problemResponse } from '../http/problem-response.ts';
import type { FaultReport } from '../ports/attendance.ts';
import type { Clock } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';

type Needs = {
  readonly store: Pick<Store, 'listNoShows' | 'listFaultReports' | 'closeFaultReport'>;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  readonly audit: Audit;
  readonly clock: Clock;
  /** No report of that kind is open for the room any more. */
  readonly onAllDone: (roomId: RoomId, what: RoomFault) => void;
};

export function attendanceRoutes({ store, requireOperator, audit, clock, onAllDone }: Needs) {
  return new Hono<WithOperator>()
    .get('/api/console/no-shows', requireOperator('Viewer'), async () => {
      const lines = (await store.listNoShows()).map(({ roomId, seriesId, count, minutesGivenBack, lastAt }) => {
        return { room: roomId, series: seriesId, count, minutesGivenBack, lastAt };
      });
      return json(noShowReportCodec, { lines });
    })
    .get('/api/console/fault-reports', requireOperator('Viewer'), async () => {
      const reports = await store.listFaultReports(MOST_REPORTS_LISTED);
      return json(faultReportListCodec, { reports: reports.map(lineOf) });
    })
    .post('/api/console/fault-reports/:id/done', requireOperator('Operator'), async (c) => {
      const actor = c.var.operator.username;
      const done = await store.closeFaultReport(c.req.param('id'), actor, clock.now());
      if (done === null) return problemResponse({ kind: 'not-found' });
      await audit({ actor, action: 'fault.done', subject: `${done.what} room ${done.roomId} report ${done.id}` });
      const open = (await store.listFaultReports(MOST_REPORTS_LISTED)).filter(({ doneAt }) => doneAt === null);
      if (!open.some(({ roomId, what }) => roomId === done.roomId && what === done.what)) {
        onAllDone(done.roomId, done.what);
      }
      return json(faultReportCodec, lineOf(done));
    });
}

function lineOf(report: FaultReport): FaultReportLine {
  const { id, roomId, deviceId, what, words, reportedAt, doneAt, doneBy } = report;
  const state = doneAt === null ? 'open' : 'done';
  return { id, room: roomId, device: deviceId, what, words, reportedAt, state, doneAt, doneBy };
}

function json<T>(codec: Codec<T>, value: T): Response {
  return Response.json(codec.encode(value));
}
