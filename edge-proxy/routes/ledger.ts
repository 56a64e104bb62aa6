/** GET /api/console/intents: what became of a tap, for whoever is called because of it. */

import { Hono, type MiddlewareHandler } from 'hono';
import { parseIntentKey } from '../../shared/basics/ids.ts';
import type { Room } from '../../shared/room/room.ts';
import type { OperatorRole } from '../../shared/wire/console.ts';
import { type LedgerReport, ledgerReportsCodec, MOST_REPORTED } from '../../shared/wire/ledger.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { problemResponse } from '../http/problem-response.ts';
import type { LedgerEntry } from '../ports/ledger.ts';
import type { Store } from '../ports/store.ts';

type Needs = {
  readonly store: Pick<Store, 'listLedger'>;
  readonly findRoom: (addressOrId: string) => Room | null;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
};

const REPORTED = 100;

export function ledgerRoutes({ store, findRoom, requireOperator }: Needs) {
  return new Hono<WithOperator>().get('/api/console/intents', requireOperator('Viewer'), async (c) => {
    const { room: askedRoom, key: askedKey, limit: askedLimit } = c.req.query();
    const limit = askedLimit === undefined ? REPORTED : Number(askedLimit);
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST_REPORTED) {
      return problemResponse({ kind: 'bad-request', detail: `limit is a whole number from 1 to ${MOST_REPORTED}.` });
    }
    const key = askedKey === undefined ? null : parseIntentKey(askedKey);
    if (askedKey !== undefined && key === null) {
      return problemResponse({ kind: 'bad-request', detail: 'key is a UUID.' });
    }
    const room = askedRoom === undefined ? null : findRoom(askedRoom);
    if (askedRoom !== undefined && room === null) return problemResponse({ kind: 'room-not-known' });

    const entries = await store.listLedger(limit, { roomId: room?.id ?? null, key });
    return Response.json(ledgerReportsCodec.encode({ intents: entries.map(report) }));
  });
}

/** Named one by one: what a later kind of intent carries is not let out by itself. */
function report({ row, steps }: LedgerEntry): LedgerReport {
  const { intent } = row;
  return {
    key: row.key,
    device: row.deviceId,
    room: row.roomId,
    kind: row.kind,
    notAfter: intent.notAfter,
    askedStart: 'start' in intent ? (intent.start ?? null) : null,
    askedEnd: 'end' in intent ? intent.end : null,
    occurrence: 'occurrence' in intent ? intent.occurrence : null,
    status: row.status,
    reason: row.refusal,
    start: row.start,
    end: row.end,
    iCalUId: row.iCalUId,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    steps,
  };
}
