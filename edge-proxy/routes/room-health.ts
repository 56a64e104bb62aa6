/** What the console asks about how well rooms are kept, and what an operator may do about one. */

import { Hono, type MiddlewareHandler } from 'hono';
import type { Codec } from '../../shared/basics/codec.ts';
import type { RoomId } from '../../shared/basics/ids.ts';
import type { Room } from '../../shared/room/room.ts';
import type { OperatorRole } from '../../shared/wire/console.ts';
import {
  type RoomAction,
  type RoomHealth,
  roomActionCodec,
  roomHealthCodec,
  roomZoneCodec,
  type SiteHealth,
  siteHealthCodec,
} from '../../shared/wire/room-health.ts';
import type { Audit } from '../http/audit.ts';
import { readJsonBody } from '../http/json-body.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { problemResponse } from '../http/problem-response.ts';
import { CalendarUnavailable } from '../ports/calendar.ts';
import type { Clock } from '../ports/runtime.ts';
import type { Keepers } from '../sync/keepers.ts';
import type { RoomCatalogue } from '../sync/room-catalogue.ts';
import type { RoomSettings } from '../sync/room-settings.ts';

type Needs = {
  readonly health: { room(idOrAddress: string): RoomHealth | null; site(): SiteHealth };
  readonly keepers: Pick<Keepers, 'readNow' | 'pauseChanged' | 'resubscribe'>;
  readonly settings: Pick<RoomSettings, 'of' | 'change'>;
  /** Null until the start. */
  readonly catalogue: () => Pick<RoomCatalogue, 'find' | 'readAgain' | 'settingChanged'> | null;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  readonly audit: Audit;
  readonly clock: Clock;
};

/** For the audit: what has been done. */
const DONE: { readonly [A in RoomAction]: string } = {
  'read-now': 'room.read',
  resubscribe: 'room.resubscribed',
  pause: 'room.paused',
  resume: 'room.resumed',
};

export function roomHealthRoutes(needs: Needs) {
  const { health, settings, catalogue, requireOperator, audit } = needs;
  const findRoom = (idOrAddress: string): Room | null => catalogue()?.find(idOrAddress) ?? null;

  return new Hono<WithOperator>()
    .get('/api/console/health', requireOperator('Viewer'), () => json(siteHealthCodec, health.site()))
    .get('/api/console/rooms/:id/health', requireOperator('Viewer'), (c) => answer(health.room(c.req.param('id'))))
    .post('/api/console/rooms/refresh', requireOperator('Operator'), async (c) => {
      await catalogue()?.readAgain();
      await audit({ actor: c.var.operator.username, action: 'rooms.refreshed', subject: 'catalogue' });
      return json(siteHealthCodec, health.site());
    })
    .post('/api/console/rooms/:id/actions', requireOperator('Operator'), async (c) => {
      const room = findRoom(c.req.param('id'));
      if (room === null) return problemResponse({ kind: 'room-not-known' });
      const asked = await readJsonBody(c, roomActionCodec);
      if (!asked.ok) return problemResponse(asked.error);
      const { action } = asked.value;
      if (action === 'read-now' && settings.of(room.id).pausedSince !== null) {
        return problemResponse({ kind: 'room-paused' });
      }
      await act(needs, room.id, action);
      await audit({ actor: c.var.operator.username, action: DONE[action], subject: `room ${room.id}` });
      return answer(health.room(room.id));
    })
    .put('/api/console/rooms/:id/zone', requireOperator('Operator'), async (c) => {
      const room = findRoom(c.req.param('id'));
      if (room === null) return problemResponse({ kind: 'room-not-known' });
      const asked = await readJsonBody(c, roomZoneCodec);
      if (!asked.ok) return problemResponse(asked.error);
      const { timeZone } = asked.value;
      await settings.change(room.id, { timeZone });
      catalogue()?.settingChanged(room.id);
      const subject = `room ${room.id}: ${timeZone ?? 'as its mailbox says'}`;
      await audit({ actor: c.var.operator.username, action: 'room.zone-set', subject });
      return answer(health.room(room.id));
    });

  function answer(room: RoomHealth | null): Response {
    return room === null ? problemResponse({ kind: 'room-not-known' }) : json(roomHealthCodec, room);
  }
}

/** Resolves when it is done as far as it goes. A calendar that cannot be read shows in the room's health. */
async function act({ keepers, settings, clock }: Needs, roomId: RoomId, action: RoomAction): Promise<void> {
  const { pausedSince } = settings.of(roomId);
  switch (action) {
    case 'read-now':
      try {
        await keepers.readNow(roomId);
      } catch (cause) {
        if (!(cause instanceof CalendarUnavailable)) throw cause;
      }
      return;
    case 'resubscribe':
      return keepers.resubscribe(roomId);
    case 'pause':
      if (pausedSince === null) await settings.change(roomId, { pausedSince: clock.now() });
      return keepers.pauseChanged(roomId);
    case 'resume':
      if (pausedSince === null) return;
      await settings.change(roomId, { pausedSince: null });
      return keepers.pauseChanged(roomId);
    default:
      return action satisfies never;
  }
}

function json<T>(codec: Codec<T>, value: T): Response {
  return Response.json(codec.encode(value), { headers: { 'Cache-Control': 'no-store' } });
}
