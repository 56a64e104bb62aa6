/** /api/console/boards: which boards there are, and what each shows. */

import { Hono, type MiddlewareHandler } from 'hono';
import type { BoardId } from '../../shared/basics/ids.ts';
import { boardCodec, boardListCodec, boardSettingsCodec } from '../../shared/wire/board.ts';
import type { OperatorRole } from '../../shared/wire/console.ts';
import type { Boards } from '../devices/boards.ts';
import type { Audit } from '../http/audit.ts';
import { readJsonBody } from '../http/json-body.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { problemResponse } from '../http/problem-response.ts';

type Needs = {
  readonly boards: Boards;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  readonly audit: Audit;
};

export function boardRoutes({ boards, requireOperator, audit }: Needs) {
  return new Hono<WithOperator>()
    .get('/api/console/boards', requireOperator('Viewer'), (c) =>
      c.json(boardListCodec.encode({ boards: boards.list() }) as object),
    )
    .post('/api/console/boards', requireOperator('Operator'), async (c) => {
      const settings = await readJsonBody(c, boardSettingsCodec);
      if (!settings.ok) return problemResponse(settings.error);
      const board = await boards.make(settings.value);
      await audit({ actor: c.var.operator.username, action: 'board.made', subject: `board ${board.id}` });
      return c.json(boardCodec.encode(board) as object, 201);
    })
    .put('/api/console/boards/:id', requireOperator('Operator'), async (c) => {
      const settings = await readJsonBody(c, boardSettingsCodec);
      if (!settings.ok) return problemResponse(settings.error);
      const board = await boards.change(c.req.param('id') as BoardId, settings.value);
      if (board === null) return problemResponse({ kind: 'not-found' });
      await audit({ actor: c.var.operator.username, action: 'board.changed', subject: `board ${board.id}` });
      return c.json(boardCodec.encode(board) as object);
    });
}
