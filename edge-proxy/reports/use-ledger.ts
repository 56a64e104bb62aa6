/** Writes down, minute by minute, what each room was: what utilisation is counted from. */

import type { RoomId } from '../../shared/basics/ids.ts';
import { addMs, MINUTE_MS } from '../../shared/basics/instant.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { Attendance } from '../ports/attendance.ts';
import type { RoomUse } from '../ports/evidence.ts';
import { type Cancel, type Clock, type Log, nameOf } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import { followUse, type OpenUse, useNow } from './room-use.ts';

type Needs = {
  readonly store: Pick<Store, 'saveRoomUse' | 'listRoomUse' | 'listOpenRoomUse' | 'listAttendance'>;
  readonly currentDays: () => readonly RoomDay[];
  readonly clock: Clock;
  readonly log: Log;
};

const LOOK_MS = MINUTE_MS;
/** A restart or an update takes less, and a meeting that goes on over it is one meeting. */
const RESTART_MS = 10 * MINUTE_MS;

export async function createUseLedger({ store, currentDays, clock, log }: Needs) {
  const open = await lastKnown();
  let cancelNext: Cancel = () => undefined;
  let isClosed = false;

  async function lastKnown(): Promise<Map<RoomId, OpenUse>> {
    const now = clock.now();
    const recent = await store.listRoomUse({ start: addMs(now, -RESTART_MS), end: now });
    const left = await store.listOpenRoomUse();
    // The later of a room replaces the earlier.
    return new Map([...left, ...recent].map((use) => [use.roomId, { use, key: null, ends: null }]));
  }

  /** Only of rooms that ask people to check in is anything known. */
  async function attendanceOf({ room, policy }: RoomDay): Promise<readonly Attendance[]> {
    if (policy.checkIn.mode === 'off') return [];
    const now = clock.now();
    return await store.listAttendance(room.id, { start: now, end: addMs(now, 1) });
  }

  async function look(): Promise<void> {
    const days = currentDays();
    const next = new Map<RoomId, OpenUse>();
    const write: RoomUse[] = [];
    for (const day of days) {
      const now = clock.now();
      const followed = followUse(
        open.get(day.room.id) ?? null,
        useNow(day, await attendanceOf(day), now),
        day.room.id,
        now,
      );
      next.set(day.room.id, followed.open);
      write.push(...followed.write);
    }
    if (write.length > 0) await store.saveRoomUse(write);
    // Only what is kept counts as known: a disk that takes nothing is asked again in a minute.
    for (const [roomId, one] of next) open.set(roomId, one);
  }

  function lookAgain(): void {
    if (isClosed) return;
    look()
      .catch((cause: unknown) => {
        log.warn('use.not-kept', { cause: nameOf(cause) });
      })
      .finally(() => {
        cancelNext();
        if (!isClosed) cancelNext = clock.after(LOOK_MS, lookAgain);
      });
  }

  cancelNext = clock.after(LOOK_MS, lookAgain);
  return {
    look,
    /** What goes on ends here, so that the time in which nobody looked is not taken for use. */
    async close(): Promise<void> {
      isClosed = true;
      cancelNext();
      const now = clock.now();
      const write = [...open.values()].flatMap(({ use, key }) => (key === null ? [] : [{ ...use, to: now }]));
      if (write.length === 0) return;
      await store.saveRoomUse(write).catch((cause: unknown) => {
        log.warn('use.not-kept', { cause: nameOf(cause) });
      });
    },
  };
}
