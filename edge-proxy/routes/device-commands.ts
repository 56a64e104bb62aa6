/** What operators have tablets do, what became of it, and the tablets' own word on that. */

import { Hono, type MiddlewareHandler } from 'hono';
import type { CommandId } from '../../shared/basics/ids.ts';
import type { OperatorRole } from '../../shared/wire/console.ts';
import {
  type CommandReport,
  commandListCodec,
  commandProgressCodec,
  commandRequestCodec,
  MOST_COMMANDS_LISTED,
} from '../../shared/wire/device-commands.ts';
import type { Commands, Told } from '../devices/commands.ts';
import type { Audit } from '../http/audit.ts';
import type { WithScreen } from '../http/device-session.ts';
import { readJsonBody } from '../http/json-body.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { problemResponse } from '../http/problem-response.ts';

type Needs = {
  readonly commands: Pick<Commands, 'send' | 'progress' | 'recent'>;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  readonly requireScreen: MiddlewareHandler<WithScreen>;
  readonly audit: Audit;
};

/** Two thousand ids. */
const MOST_BYTES = 256 * 1024;

export function deviceCommandRoutes({ commands, requireOperator, requireScreen, audit }: Needs) {
  const asked = new Hono<WithOperator>()
    .get('/api/console/commands', requireOperator('Viewer'), (c) => {
      const device = c.req.query('device');
      const batch = c.req.query('batch');
      const found = commands
        .recent(Number.POSITIVE_INFINITY)
        .filter(
          (one) => (device === undefined || one.device === device) && (batch === undefined || one.batch === batch),
        );
      return listed(found, 200);
    })
    .post('/api/console/commands', requireOperator('Operator'), async (c) => {
      const request = await readJsonBody(c, commandRequestCodec, { mostBytes: MOST_BYTES });
      if (!request.ok) return problemResponse(request.error);
      if (request.value.devices.length === 0) {
        return problemResponse({ kind: 'bad-request', detail: '/devices has to name one at least.' });
      }
      const actor = c.var.operator.username;
      const sent = await commands.send(request.value, actor);
      if (!sent.ok) {
        return problemResponse({ kind: 'bad-request', detail: '/order has to name a room or a board that there is.' });
      }
      for (const { action, subject } of trailOf(sent.value)) await audit({ actor, action, subject });
      return listed(
        sent.value.map(({ report }) => report),
        202,
      );
    });

  const answered = new Hono<WithScreen>().post('/api/device/commands/:id', requireScreen, async (c) => {
    const progress = await readJsonBody(c, commandProgressCodec);
    if (!progress.ok) return problemResponse(progress.error);
    const report = commands.progress(c.var.device.id, c.req.param('id') as CommandId, progress.value);
    return report === null ? problemResponse({ kind: 'not-found' }) : c.json({});
  });

  return new Hono().route('/', asked).route('/', answered);
}

function listed(found: readonly CommandReport[], status: number): Response {
  return Response.json(commandListCodec.encode({ commands: found.slice(0, MOST_COMMANDS_LISTED) }), { status });
}

/** As many as anybody reads one by one. */
const MOST_SINGLE = 20;

/** Each tablet that now hangs elsewhere or nowhere; of what passes by itself one line for a whole site is enough. */
function trailOf(told: readonly Told[]): { readonly action: string; readonly subject: string }[] {
  const [first] = told;
  if (first === undefined) return [];
  const { order, batch } = first.report;
  const lasts = order.kind === 'move' || order.kind === 'revoke';
  if (!lasts && told.length > MOST_SINGLE) {
    return [{ action: 'device.told', subject: `${told.length} devices ${order.kind} batch ${batch}` }];
  }
  return told.map((one) => ({ action: actionOf(one.report), subject: subjectOf(one) }));
}

/** Taking a tablet off its room is the same deed, whichever way it was asked for. */
function actionOf({ order, state }: CommandReport): string {
  if (order.kind === 'revoke' && state === 'done') return 'device.revoked';
  return order.kind === 'move' && state === 'done' ? 'device.moved' : 'device.told';
}

/** Without the words of a message: they may name people. */
function subjectOf({ report: { device, order }, device: known }: Told): string {
  const place = known === null ? '' : known.roomId === null ? ` board ${known.boardId}` : ` room ${known.roomId}`;
  const to =
    order.kind === 'move' ? ` to ${order.room === undefined ? `board ${order.board}` : `room ${order.room}`}` : '';
  return `device ${device}${place} ${order.kind}${to}`;
}
