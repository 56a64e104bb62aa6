/** What the console asks about the use of rooms: the figures, the same as a table for a spreadsheet, and who is mailed. */

import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { CSV_BEGINNING, writeCsv } from '../../shared/basics/csv.ts';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import { addDays, daysBetween, localDate, UTC } from '../../shared/basics/zone.ts';
import type { OperatorRole } from '../../shared/wire/console.ts';
import {
  MOST_REPORT_DAYS,
  parseDate,
  printDate,
  type ReportMail,
  reportMailCodec,
  type UseReport,
  useReportCodec,
} from '../../shared/wire/reports.ts';
import type { Audit } from '../http/audit.ts';
import { readJsonBody } from '../http/json-body.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { type Fault, problemResponse } from '../http/problem-response.ts';
import type { Clock } from '../ports/runtime.ts';
import { csvTables, reportRows } from '../reports/report-csv.ts';
import type { ReportQuery } from '../reports/use-report.ts';

type Needs = {
  readonly report: (asked: ReportQuery) => Promise<UseReport>;
  readonly mail: { read(): Promise<ReportMail>; change(mail: ReportMail): Promise<void> };
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  readonly audit: Audit;
  readonly clock: Clock;
};

const PATH = '/api/console/reports';
/** Where no time is asked for: four weeks, so that each weekday counts alike. */
const USUAL_DAYS = 28;

export function reportRoutes({ report, mail, requireOperator, audit, clock }: Needs) {
  function asked(c: Context): Result<ReportQuery, Fault> {
    const { from: first, to: last, building, floor } = c.req.query();
    const today = localDate(clock.now(), UTC);
    const to = last === undefined ? today : parseDate(last);
    const from = first === undefined ? (to === null ? null : addDays(to, 1 - USUAL_DAYS)) : parseDate(first);
    if (from === null || to === null) return no('from and to are dates such as 2026-11-24.');
    const days = daysBetween(from, to) + 1;
    if (days < 1) return no('from must not be after to.');
    if (days > MOST_REPORT_DAYS) return no(`From the first to the last day are at most ${MOST_REPORT_DAYS} days.`);
    return ok({ from, to, building: building ?? null, floor: floor ?? null });
  }

  return new Hono<WithOperator>()
    .get(`${PATH}/use`, requireOperator('Viewer'), async (c) => {
      const query = asked(c);
      if (!query.ok) return problemResponse(query.error);
      return Response.json(useReportCodec.encode(await report(query.value)));
    })
    .get(`${PATH}/use.csv`, requireOperator('Viewer'), async (c) => {
      const query = asked(c);
      if (!query.ok) return problemResponse(query.error);
      const table = csvTables.find((known) => known === (c.req.query('of') ?? 'rooms'));
      if (table === undefined)
        return problemResponse({ kind: 'bad-request', detail: `of is ${csvTables.join(', ')}.` });
      const rows = reportRows(await report(query.value), table);
      const { from, to } = query.value;
      return c.body(`${CSV_BEGINNING}${writeCsv(rows)}`, 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="doorlight-${table}-${printDate(from)}-${printDate(to)}.csv"`,
      });
    })
    .get(`${PATH}/mail`, requireOperator('Viewer'), async () =>
      Response.json(reportMailCodec.encode(await mail.read())),
    )
    .put(`${PATH}/mail`, requireOperator('Admin'), async (c) => {
      const wanted = await readJsonBody(c, reportMailCodec);
      if (!wanted.ok) return problemResponse(wanted.error);
      await mail.change(wanted.value);
      const { every, to } = wanted.value;
      await audit({
        actor: c.var.operator.username,
        action: 'report-mail.changed',
        subject: `${every}, ${to.length} recipients`,
      });
      return Response.json(reportMailCodec.encode(wanted.value));
    });
}

function no(detail: string): Result<never, Fault> {
  return err({ kind: 'bad-request', detail });
}
