/** The audit trail, page by page and as a table. Nobody writes it here: what is done elsewhere leaves its own entry. */

import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { CSV_BEGINNING, writeCsv } from '../../shared/basics/csv.ts';
import type { RoomId } from '../../shared/basics/ids.ts';
import { type Instant, parseIso, toIso } from '../../shared/basics/instant.ts';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import type { Room } from '../../shared/room/room.ts';
import { auditPageCodec, MOST_AUDIT_LINES } from '../../shared/wire/audit.ts';
import type { OperatorRole } from '../../shared/wire/console.ts';
import type { Audit } from '../http/audit.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { type Fault, problemResponse } from '../http/problem-response.ts';
import type { AuditQuery } from '../ports/audit.ts';
import type { Store } from '../ports/store.ts';

type Needs = {
  readonly store: Pick<Store, 'listAudit'>;
  readonly findRoom: (addressOrId: string) => Room | null;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  readonly audit: Audit;
};

const PATH = '/api/console/audit';
const USUAL_LINES = 50;
/** So many at a time are read for a table, so that a large one holds up no door. */
const TABLE_BITE = 1_000;
const LONGEST_QUESTION = 200;

export function auditRoutes({ store, findRoom, requireOperator, audit }: Needs) {
  /** A room that is gone has left its entries: then its id is what it was. */
  function readQuery(c: Context): Result<Omit<AuditQuery, 'limit'>, Fault> {
    const asked = (name: string) => c.req.query(name) || null;
    const [who, what, room, from, to] = ['who', 'what', 'room', 'from', 'to'].map(asked);
    if ([who, what, room].some((text) => (text?.length ?? 0) > LONGEST_QUESTION))
      return bad('who, what and room', 'shorter');
    const period = { from: readMoment(from), to: readMoment(to) };
    if (period.from === undefined) return bad('from', 'an ISO 8601 time with its offset');
    if (period.to === undefined) return bad('to', 'an ISO 8601 time with its offset');
    const roomId = room ? (findRoom(room)?.id ?? (room as RoomId)) : null;
    return ok({ actor: who ?? null, what: what ?? null, roomId, from: period.from, to: period.to });
  }

  /** Read bite by bite, as fast as whoever asked takes it. */
  function table(query: Omit<AuditQuery, 'limit'>): ReadableStream<Uint8Array> {
    const encoder = new TextEncoder();
    let before: number | null = null;
    return new ReadableStream({
      start(controller) {
        const head = writeCsv([['time', 'who', 'what', 'room', 'about']]);
        controller.enqueue(encoder.encode(`${CSV_BEGINNING}${head}`));
      },
      async pull(controller) {
        const entries = await store.listAudit({ ...query, before, limit: TABLE_BITE });
        const rows = entries.map(({ at, actor, action, subject, roomId }) => {
          const room = roomId === null ? '' : (findRoom(roomId)?.displayName ?? roomId);
          return [toIso(at), actor, action, room, subject];
        });
        if (rows.length > 0) controller.enqueue(encoder.encode(writeCsv(rows)));
        before = entries.at(-1)?.id ?? null;
        if (entries.length < TABLE_BITE) controller.close();
      },
    });
  }

  return new Hono<WithOperator>()
    .get(PATH, requireOperator('Operator'), async (c) => {
      const query = readQuery(c);
      if (!query.ok) return problemResponse(query.error);
      const before = readNumber(c.req.query('before'), Number.MAX_SAFE_INTEGER);
      const limit = readNumber(c.req.query('limit'), MOST_AUDIT_LINES);
      if (before === undefined) return refused('before', 'the `next` of a page');
      if (limit === undefined) return refused('limit', `a whole number from 1 to ${MOST_AUDIT_LINES}`);
      const lines = limit ?? USUAL_LINES;
      // One more than asked, which tells whether there is another page.
      const found = await store.listAudit({ ...query.value, before, limit: lines + 1 });
      const entries = found.slice(0, lines).map(({ roomId, ...entry }) => ({ ...entry, room: roomId }));
      const next = found.length > lines ? (entries.at(-1)?.id ?? null) : null;
      return Response.json(auditPageCodec.encode({ entries, next }), { headers: { 'Cache-Control': 'no-store' } });
    })
    .get(`${PATH}.csv`, requireOperator('Operator'), async (c) => {
      const query = readQuery(c);
      if (!query.ok) return problemResponse(query.error);
      await audit({ actor: c.var.operator.username, action: 'audit.exported', subject: 'table' });
      return new Response(table(query.value), {
        headers: {
          'Content-Type': 'text/csv; charset=utf-8',
          'Content-Disposition': 'attachment; filename="doorlight-audit.csv"',
          'Cache-Control': 'no-store',
        },
      });
    });
}

/** Undefined where it is no moment. */
function readMoment(text: string | null | undefined): Instant | null | undefined {
  return text ? (parseIso(text) ?? undefined) : null;
}

/** Undefined where it is no number from 1 to `most`. */
function readNumber(text: string | undefined, most: number): number | null | undefined {
  if (text === undefined || text === '') return null;
  const count = Number(text);
  return Number.isInteger(count) && count >= 1 && count <= most ? count : undefined;
}

function bad(name: string, wanted: string): Result<never, Fault> {
  return err({ kind: 'bad-request', detail: `${name} has to be ${wanted}.` });
}

function refused(name: string, wanted: string): Response {
  return problemResponse({ kind: 'bad-request', detail: `${name} has to be ${wanted}.` });
}
