/** GET /api/rooms/free: where else one could go, near this tablet's own room. */

import { Hono, type MiddlewareHandler } from 'hono';
import { integer } from '../../shared/basics/codec.ts';
import type { Room } from '../../shared/room/room.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import { freeRooms } from '../../shared/rules/availability.ts';
import { freeRoomsCodec, MOST_FREE_ROOMS } from '../../shared/wire/free-rooms.ts';
import type { WithDevice } from '../http/device-session.ts';
import { problemResponse } from '../http/problem-response.ts';
import type { Clock } from '../ports.ts';

type Needs = {
  readonly currentDays: () => readonly RoomDay[];
  readonly findRoom: (addressOrId: string) => Room | null;
  readonly requireDevice: MiddlewareHandler<WithDevice>;
  readonly clock: Clock;
};

const minutesCodec = integer({ min: 1, max: 24 * 60 });

export function freeRoomRoutes({ currentDays, findRoom, requireDevice, clock }: Needs) {
  return new Hono<WithDevice>().get('/api/rooms/free', requireDevice, (c) => {
    const asked = c.req.query('minutes');
    const minutes = asked === undefined ? null : minutesCodec.decode(Number(asked));
    if (minutes !== null && !minutes.ok) {
      return problemResponse({ kind: 'bad-request', detail: `minutes has to be ${minutes.error.wanted}.` });
    }
    const from = findRoom(c.var.device.roomId);
    if (from === null) return problemResponse({ kind: 'room-not-known' });

    // Another building is no help to people who stand here; where nobody says which is which, all are one.
    const nearby = currentDays().filter(({ room }) => from.building === null || room.building === from.building);
    const rooms = freeRooms(nearby, from, clock.now(), minutes?.value).slice(0, MOST_FREE_ROOMS);
    return c.json(freeRoomsCodec.encode({ rooms }) as object);
  });
}
