/** GET /api/rooms/free: where else one could go, near this tablet's own room, now or later. */

import { Hono, type MiddlewareHandler } from 'hono';
import { integer, isoInstant } from '../../shared/basics/codec.ts';
import type { Room } from '../../shared/room/room.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import { freeRooms, isNearby } from '../../shared/rules/availability.ts';
import { freeRoomsCodec, MOST_FREE_ROOMS } from '../../shared/wire/free-rooms.ts';
import type { WithDevice } from '../http/device-session.ts';
import { problemResponse } from '../http/problem-response.ts';
import type { Clock } from '../ports/runtime.ts';
import { withParticulars } from '../relay/nearest-room.ts';

type Needs = {
  readonly currentDays: () => readonly RoomDay[];
  readonly findRoom: (addressOrId: string) => Room | null;
  readonly requireDevice: MiddlewareHandler<WithDevice>;
  readonly clock: Clock;
};

const minutesCodec = integer({ min: 1, max: 24 * 60 });

export function freeRoomRoutes({ currentDays, findRoom, requireDevice, clock }: Needs) {
  return new Hono<WithDevice>().get('/api/rooms/free', requireDevice, (c) => {
    const { minutes: askedMinutes, start: askedStart } = c.req.query();
    const minutes = askedMinutes === undefined ? null : minutesCodec.decode(Number(askedMinutes));
    if (minutes !== null && !minutes.ok) return notUnderstood('minutes', minutes.error.wanted);
    const start = askedStart === undefined ? null : isoInstant.decode(askedStart);
    if (start !== null && !start.ok) return notUnderstood('start', start.error.wanted);
    const from = findRoom(c.var.device.roomId);
    if (from === null) return problemResponse({ kind: 'room-not-known' });

    const now = clock.now();
    const nearby = currentDays().filter(({ room }) => isNearby(from, room));
    const wanted = { start: start?.value ?? null, ...(minutes !== null && { minutes: minutes.value }) };
    const rooms = freeRooms(nearby, from, now, wanted).slice(0, MOST_FREE_ROOMS).map(withParticulars);
    return c.json(freeRoomsCodec.encode({ from: start?.value ?? now, rooms }) as object);
  });
}

function notUnderstood(name: string, wanted: string): Response {
  return problemResponse({ kind: 'bad-request', detail: `${name} has to be ${wanted}.` });
}
