/** GET /api/stream: a tablet listens to its room, a board to all of its rooms. */

import { Hono, type MiddlewareHandler } from 'hono';
import type { WithScreen } from '../http/device-session.ts';
import { eventStream, type StreamBindings } from '../http/event-stream.ts';
import { problemResponse } from '../http/problem-response.ts';
import type { RoomHub } from '../relay/room-hub.ts';

type Options = {
  readonly hub: RoomHub;
  readonly requireScreen: MiddlewareHandler<WithScreen>;
};

/** Too many listen already: come back when some tablets may have gone. */
const FULL_RETRY_MS = 30_000;

export function roomStreamRoutes({ hub, requireScreen }: Options) {
  return new Hono<WithScreen & { Bindings: StreamBindings }>().get('/api/stream', requireScreen, (c) => {
    // Hono hands HEAD to the same place; it asks whether there is a stream, not for one.
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'Content-Type': 'text/event-stream' });
    const { id: deviceId, pairedAt, roomId, boardId } = c.var.device;
    if (!hub.admits(deviceId)) return problemResponse({ kind: 'not-ready', retryAfterMs: FULL_RETRY_MS });

    // An EventSource that was made anew has lost its header, so the tablet may say it in the address too.
    const held = c.req.header('Last-Event-ID') ?? c.req.query('last') ?? null;
    // Of another room, where it hung before it was moved: revisions of two rooms may well be the same.
    const isOfAnother = c.req.query('room') !== undefined && c.req.query('room') !== roomId;
    const lastEventId = isOfAnother ? null : held;
    const head = eventStream(c.env, (stream) => {
      if (roomId !== null) return hub.connect({ deviceId, pairedAt, roomId, lastEventId }, stream);
      return boardId === null ? () => undefined : hub.connectBoard({ deviceId, pairedAt, boardId }, stream);
    });
    return c.body(null, 200, head);
  });
}
