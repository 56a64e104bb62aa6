/** Looks at every room once: a window of its calendar and its zone. What the room lines are made of. */

import { addMs, DAY_MS } from '../../shared/basics/instant.ts';
import type { Result } from '../../shared/basics/result.ts';
import type { Zone } from '../../shared/basics/zone.ts';
import type { ProbedMeeting, ProbedRoom, ProbeFault } from '../ports/check-probe.ts';
import type { CheckNeeds } from './check-setup.ts';

export type SeenRoom = ProbedRoom & {
  readonly meetings: Result<readonly ProbedMeeting[], ProbeFault>;
  readonly zone: Result<Zone | null, ProbeFault>;
};

/** A month back for habits, two weeks ahead for invitations that wait. */
const WINDOW = { beforeMs: 30 * DAY_MS, afterMs: 14 * DAY_MS };
/** The doors' own reading goes on meanwhile. */
const AT_ONCE = 8;

export async function readRooms(
  { probe, clock, onProgress }: Pick<CheckNeeds, 'probe' | 'clock' | 'onProgress'>,
  rooms: readonly ProbedRoom[],
): Promise<SeenRoom[]> {
  const now = clock.now();
  const window = { start: addMs(now, -WINDOW.beforeMs), end: addMs(now, WINDOW.afterMs) };
  const waiting = rooms.entries();
  const seen: SeenRoom[] = [];
  let read = 0;

  async function work(): Promise<void> {
    for (const [index, room] of waiting) {
      const [meetings, zone] = await Promise.all([
        probe.readMeetings(room.address, window),
        probe.readZone(room.address),
      ]);
      seen[index] = { ...room, meetings, zone };
      read += 1;
      onProgress?.(read, rooms.length);
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return seen;
}
