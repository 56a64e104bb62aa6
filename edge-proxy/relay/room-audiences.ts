/** Who listens at the doors of each room: what they are sent is encoded once, unless a tablet decides its own look. */

import type { DeviceId, RoomId } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import type { Look } from '../../shared/room/look.ts';
import { type RoomDay, revisionId } from '../../shared/room/room-day.ts';
import type { Aside } from './asides.ts';
import type { Audience, Listener } from './listeners.ts';
import { roomDayFrame, type StreamFrame } from './stream-frame.ts';

export type RoomAudience = Audience & { frame: { readonly id: string; readonly frame: StreamFrame } | null };

type Needs = {
  readonly currentDay: (roomId: RoomId) => RoomDay | null;
  /** What a tablet decides of its look; null where it wears its room's. */
  readonly ownLook: (deviceId: DeviceId) => Partial<Look> | null;
  readonly asides: (roomId: RoomId) => readonly Aside[];
  readonly heartbeat: (readAt: Instant | null) => StreamFrame;
  readonly nextStep: () => number;
  readonly send: (listener: Listener, frame: StreamFrame) => void;
};

export function createRoomAudiences({ currentDay, ownLook, asides, heartbeat, nextStep, send }: Needs) {
  const rooms = new Map<RoomId, RoomAudience>();

  /** Its id is the room's revision whatever the look: a tablet that comes back is told the day in any case. */
  function frameFor({ deviceId }: Listener, audience: RoomAudience, day: RoomDay): StreamFrame {
    const own = ownLook(deviceId);
    if (own === null) return frameOf(audience, day);
    return roomDayFrame({ ...day, policy: { ...day.policy, look: { ...day.policy.look, ...own } } });
  }

  /** Encoded once for each revision, however many look at it. */
  function frameOf(audience: RoomAudience, day: RoomDay): StreamFrame {
    const id = revisionId(day);
    if (audience.frame?.id !== id) audience.frame = { id, frame: roomDayFrame(day) };
    return audience.frame.frame;
  }

  function make(roomId: RoomId): RoomAudience {
    const made: RoomAudience = {
      step: nextStep(),
      listeners: new Set(),
      frame: null,
      beat: () => [heartbeat(currentDay(roomId)?.readAt ?? null)],
      asides: asides(roomId),
      spareBytes: () => 0,
      tellPresent(listener) {
        const day = currentDay(roomId);
        if (day !== null) send(listener, frameFor(listener, made, day));
      },
      forget: () => rooms.delete(roomId),
    };
    rooms.set(roomId, made);
    return made;
  }

  return {
    of: (roomId: RoomId): RoomAudience => rooms.get(roomId) ?? make(roomId),
    all: (): readonly RoomAudience[] => [...rooms.values()],
    tellDay(day: RoomDay): void {
      const audience = rooms.get(day.room.id);
      if (audience === undefined) return;
      for (const listener of [...audience.listeners]) send(listener, frameFor(listener, audience, day));
    },
    screensOf: (roomId: RoomId): readonly DeviceId[] =>
      [...(rooms.get(roomId)?.listeners ?? [])].map(({ deviceId }) => deviceId),
  };
}
