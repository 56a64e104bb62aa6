/** /api/console/boards: which boards there are, and what each shows. */

import { Hono, type MiddlewareHandler } from 'hono';
import type { BoardId } from '../../shared/basics/ids.ts';
import {
  type BoardSettings,
  boardCodec,
  boardListCodec,
  boardSettingsCodec,
  PLAN_PICTURES,
} from '../../shared/wire/board.ts';
import type { OperatorRole } from '../../shared/wire/console.ts';
import { MOST_PLAN_BYTES, planReceiptCodec, type RoomStates, roomStatesCodec } from '../../shared/wire/plan-desk.ts';
import type { Boards } from '../devices/boards.ts';
import type { PlanPictures } from '../devices/plan-pictures.ts';
import type { Audit } from '../http/audit.ts';
import { readBytes } from '../http/body.ts';
import { readJsonBody } from '../http/json-body.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { problemResponse } from '../http/problem-response.ts';

type Needs = {
  readonly boards: Boards;
  readonly pictures: PlanPictures;
  /** What every room is now. */
  readonly states: () => RoomStates;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  readonly audit: Audit;
};

export function boardRoutes({ boards, pictures, states, requireOperator, audit }: Needs) {
  /** A drawing that nobody has sent would be an empty wall. */
  const isDrawn = async ({ plan }: BoardSettings) => plan === undefined || (await pictures.find(plan.picture)) !== null;
  const notDrawn = { kind: 'bad-request', detail: '/plan/picture has to be one that was sent before.' } as const;

  return new Hono<WithOperator>()
    .get('/api/console/rooms/states', requireOperator('Viewer'), (c) =>
      c.json(roomStatesCodec.encode(states()) as object),
    )
    .post('/api/console/boards/pictures', requireOperator('Operator'), async (c) => {
      const bytes = await readBytes(c.req.raw, MOST_PLAN_BYTES);
      if (!bytes.ok) return problemResponse({ kind: bytes.error === 'too-large' ? 'too-large' : 'bad-request' });
      const picture = await pictures.take(bytes.value);
      if (picture === null) return problemResponse({ kind: 'bad-request', detail: NO_DRAWING });
      const { hash, width, height } = picture;
      await audit({
        actor: c.var.operator.username,
        action: 'board.picture-sent',
        subject: `picture ${hash.slice(0, 12)}`,
      });
      return c.json(planReceiptCodec.encode({ hash, width, height }) as object, 201);
    })
    .get(`${PLAN_PICTURES}:hash`, async (c) => {
      const picture = await pictures.find(c.req.param('hash'));
      if (picture === null) return problemResponse({ kind: 'not-found' });
      return c.body(new Uint8Array(picture.bytes), 200, {
        'Content-Type': picture.mediaType,
        // Whoever opens it by itself sees it drawn, and nothing in it runs, is fetched or reaches us.
        'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
        'Cache-Control': 'public, max-age=31536000, immutable',
      });
    })
    .get('/api/console/boards', requireOperator('Viewer'), (c) =>
      c.json(boardListCodec.encode({ boards: boards.list() }) as object),
    )
    .post('/api/console/boards', requireOperator('Operator'), async (c) => {
      const settings = await readJsonBody(c, boardSettingsCodec);
      if (!settings.ok) return problemResponse(settings.error);
      if (!(await isDrawn(settings.value))) return problemResponse(notDrawn);
      const board = await boards.make(settings.value);
      await audit({ actor: c.var.operator.username, action: 'board.made', subject: `board ${board.id}` });
      return c.json(boardCodec.encode(board) as object, 201);
    })
    .put('/api/console/boards/:id', requireOperator('Operator'), async (c) => {
      const settings = await readJsonBody(c, boardSettingsCodec);
      if (!settings.ok) return problemResponse(settings.error);
      if (!(await isDrawn(settings.value))) return problemResponse(notDrawn);
      const board = await boards.change(c.req.param('id') as BoardId, settings.value);
      if (board === null) return problemResponse({ kind: 'not-found' });
      await audit({ actor: c.var.operator.username, action: 'board.changed', subject: `board ${board.id}` });
      return c.json(boardCodec.encode(board) as object);
    });
}

const NO_DRAWING =
  'Send a PNG, JPEG or WebP picture, or an SVG that only draws: without scripts, links, styles from elsewhere or embedded pages.';
