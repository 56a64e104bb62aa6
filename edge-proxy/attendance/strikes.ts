/** Which series wastes its room: told once it has been missed so many times in a row, and over as soon as somebody comes. */

import type { OccurrenceId, RoomId } from '../../shared/basics/ids.ts';
import type { Policy } from '../../shared/room/policy.ts';
import type { Attendance, NoShows } from '../ports/attendance.ts';
import type { CalendarOccurrence } from '../ports/calendar.ts';
import type { Store } from '../ports/store.ts';

type Needs = {
  readonly store: Pick<Store, 'listNoShows'>;
  readonly policyOf: (roomId: RoomId) => Policy;
  readonly seriesOf: (roomId: RoomId, occurrence: OccurrenceId) => CalendarOccurrence['seriesId'];
  /** Must not throw, nor must `onAttended`. */
  readonly onStrikes: (missed: NoShows & { readonly seriesId: string }) => void;
  readonly onAttended: (roomId: RoomId, seriesId: string) => void;
};

export function createStrikes({ store, policyOf, seriesOf, onStrikes, onAttended }: Needs) {
  return {
    /** After it was written down. */
    async missed({ roomId, seriesId }: Pick<Attendance, 'roomId' | 'seriesId'>): Promise<void> {
      const { strikes } = policyOf(roomId).checkIn;
      if (seriesId === null || strikes === 0) return;
      const [missed] = await store.listNoShows({ roomId, seriesId });
      if (missed !== undefined && missed.count >= strikes) onStrikes({ ...missed, seriesId });
    },
    attended(roomId: RoomId, occurrence: OccurrenceId): void {
      const seriesId = seriesOf(roomId, occurrence);
      if (seriesId !== null) onAttended(roomId, seriesId);
    },
  };
}
