/** What a tablet would show that connects at this moment, over HTTP: the day it is sent, and what it makes of it. */

import { decodeText } from '../../shared/basics/codec.ts';
import { type RoomDay, roomDayCodec } from '../../shared/room/room-day.ts';
import { type RoomState, roomState } from '../../shared/rules/room-state.ts';
import type { ComposedSite } from './composed-site.ts';
import { openStreamClient } from './event-stream-client.ts';
import { type HttpTablet, pairTablet } from './http-tablet.ts';

export type HttpDoor = HttpTablet & {
  readonly room: string;
  /** Time does not pass meanwhile. */
  look(): Promise<{ readonly day: RoomDay; readonly state: RoomState }>;
};

export async function hangHttpDoor(site: ComposedSite, room: string): Promise<HttpDoor> {
  const tablet = await pairTablet(site.origin, site.token, room);
  return {
    ...tablet,
    room,
    async look() {
      const stream = await openStreamClient(`${site.origin}/api/stream`, { Cookie: tablet.cookie });
      const frames = await stream.until('room-day');
      stream.close();
      const day = decodeText(roomDayCodec, frames.at(-1)?.data ?? '');
      if (!day.ok) throw new Error(`no room day: ${day.error.path}`);
      return { day: day.value, state: roomState(day.value, site.clock.now()) };
    },
  };
}
