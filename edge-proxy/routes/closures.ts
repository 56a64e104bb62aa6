/** /api/console/closures: rooms out of service. Who may look, looks; operators close, change and open. */

import { Hono, type MiddlewareHandler } from 'hono';
import { closureListCodec, closureWishCodec, type RoomClosure, roomClosureCodec } from '../../shared/wire/closures.ts';
import type { OperatorRole } from '../../shared/wire/console.ts';
import type { ClosureFault, Closures } from '../devices/closures.ts';
import type { Audit } from '../http/audit.ts';
import { readJsonBody } from '../http/json-body.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { problemResponse } from '../http/problem-response.ts';

type Needs = {
  readonly closures: Closures;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  readonly audit: Audit;
};

const PATH = '/api/console/closures';

export function closureRoutes({ closures, requireOperator, audit }: Needs) {
  /** Which room and which closure: the reason is words, and words are for doors. */
  const note = (actor: string, action: string, { room, id }: RoomClosure) =>
    audit({ actor, action, subject: `room ${room} closure ${id}` });

  return new Hono<WithOperator>()
    .get(PATH, requireOperator('Viewer'), (c) =>
      c.json(closureListCodec.encode({ closures: closures.list() }) as object),
    )
    .post(PATH, requireOperator('Operator'), async (c) => {
      const wish = await readJsonBody(c, closureWishCodec);
      if (!wish.ok) return problemResponse(wish.error);
      const made = await closures.make(wish.value);
      if (!made.ok) return refused(made.error);
      await note(c.var.operator.username, 'room.closed', made.value);
      return c.json(roomClosureCodec.encode(made.value) as object, 201);
    })
    .put(`${PATH}/:id`, requireOperator('Operator'), async (c) => {
      const wish = await readJsonBody(c, closureWishCodec);
      if (!wish.ok) return problemResponse(wish.error);
      const changed = await closures.change(c.req.param('id'), wish.value);
      if (changed === null) return problemResponse({ kind: 'not-found' });
      if (!changed.ok) return refused(changed.error);
      await note(c.var.operator.username, 'closure.changed', changed.value);
      return c.json(roomClosureCodec.encode(changed.value) as object);
    })
    .post(`${PATH}/:id/end`, requireOperator('Operator'), async (c) => {
      const ended = await closures.end(c.req.param('id'));
      if (ended === null) return problemResponse({ kind: 'not-found' });
      await note(c.var.operator.username, 'room.opened', ended);
      return c.json(roomClosureCodec.encode(ended) as object);
    });
}

const details: { readonly [F in Exclude<ClosureFault, 'room-not-known'>]: string } = {
  'no-such-room-instead': '/instead: there is no such room.',
  'not-instead-of-itself': '/instead has to be another room than the closed one.',
  'ends-before-it-begins': '/until has to come after /from.',
  'is-over': '/until has passed already.',
  'too-many': 'There are too many to come already; end those that are not needed.',
};

function refused(fault: ClosureFault): Response {
  if (fault === 'room-not-known') return problemResponse({ kind: 'room-not-known' });
  return problemResponse({ kind: 'bad-request', detail: details[fault] });
}
