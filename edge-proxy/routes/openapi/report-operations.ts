/** What is counted and written down: the use of rooms, and who did what. */

import type { JsonSchema } from '../../../shared/basics/codec.ts';
import { auditPageCodec, MOST_AUDIT_LINES } from '../../../shared/wire/audit.ts';
import { reportMailCodec, useReportCodec } from '../../../shared/wire/reports.ts';
import type { Operations } from './describe-operations.ts';

const moment: JsonSchema = { type: 'string', format: 'date-time' };
const auditFilter = [
  ...['who', 'what', 'room'].map(
    (name) => ({ name, in: 'query', schema: { type: 'string', maxLength: 200 } }) as const,
  ),
  ...['from', 'to'].map((name) => ({ name, in: 'query', schema: moment }) as const),
];
const reportQuery = (['from', 'to', 'building', 'floor'] as const).map((name) => {
  const schema: JsonSchema = name === 'from' || name === 'to' ? { type: 'string', format: 'date' } : { type: 'string' };
  return { name, in: 'query' as const, schema };
});

export const reportOperations: Operations = {
  '/api/console/reports/use': {
    get: {
      id: 'readUse',
      says: 'How rooms were used between two days, both counted in, each in its own zone; four weeks until today unless told.',
      who: 'Viewer',
      status: 200,
      answer: useReportCodec,
      also: reportQuery,
    },
  },
  '/api/console/reports/use.csv': {
    get: {
      id: 'readUseAsTable',
      says: 'The same as a table for a spreadsheet.',
      who: 'Viewer',
      status: 200,
      answer: { text: 'text/csv' },
      also: [
        ...reportQuery,
        { name: 'of', in: 'query', schema: { type: 'string', enum: ['rooms', 'hours', 'screens'] } },
      ],
    },
  },
  '/api/console/reports/mail': {
    get: {
      id: 'readReportMail',
      says: 'Who is mailed about it, and how often.',
      who: 'Viewer',
      status: 200,
      answer: reportMailCodec,
    },
    put: {
      id: 'changeReportMail',
      says: 'Decides that.',
      who: 'Admin',
      status: 200,
      body: reportMailCodec,
      answer: reportMailCodec,
    },
  },
  '/api/console/audit': {
    get: {
      id: 'listAudit',
      says: 'Who did what, latest first. `who` and `what` are parts of the words; `to` is not included; `before` is the `next` of the page before.',
      who: 'Operator',
      status: 200,
      answer: auditPageCodec,
      also: [
        ...auditFilter,
        { name: 'before', in: 'query', schema: { type: 'integer', minimum: 1 } },
        { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: MOST_AUDIT_LINES } },
      ],
    },
  },
  '/api/console/audit.csv': {
    get: {
      id: 'downloadAudit',
      says: 'The same whole, as a table for spreadsheets; no cell of it is a formula.',
      who: 'Operator',
      status: 200,
      answer: { text: 'text/csv' },
      also: auditFilter,
    },
  },
};
