/** What facilities are told of rooms that nobody comes to, and of what is wrong in them. Ids and counts, never a title. */

import type { RoomId } from '../../shared/basics/ids.ts';
import type { RoomFault } from '../../shared/room/room-fault.ts';
import type { NoShows } from '../ports/attendance.ts';
import type { RoomReplies } from '../ports/bookings.ts';
import { CalendarUnavailable } from '../ports/calendar.ts';
import type { Alarms } from './alarms.ts';

export const FAULT_WORDS: { readonly [F in RoomFault]: string } = {
  screen: 'the screen',
  sound: 'sound or camera',
  temperature: 'too warm or too cold',
  cleaning: 'it needs cleaning',
  missing: 'something is missing',
  other: 'something else',
};

/** Of a series id its end: Graph's ids begin alike and an alarm's subject holds 200 characters. */
const SERIES_TAIL = 120;

export function createAttendanceAlarms(alarms: Pick<Alarms, 'raise' | 'clear' | 'isOpen'>) {
  const ofSeries = (roomId: RoomId, seriesId: string) => `${roomId} ${seriesId.slice(-SERIES_TAIL)}`;
  const ofFault = (roomId: RoomId, what: RoomFault) => `${roomId} ${what}`;

  return {
    seriesMissed({ roomId, seriesId, count }: NoShows & { readonly seriesId: string }): void {
      alarms.raise('series-no-show', ofSeries(roomId, seriesId), {
        severity: 'notice',
        cause: `a series was booked and nobody came, ${count} times in a row`,
        remedy:
          'Ask its organiser whether it is still needed. GET /api/console/no-shows names the room and the series.',
      });
    },
    seriesAttended: (roomId: RoomId, seriesId: string) => alarms.clear('series-no-show', ofSeries(roomId, seriesId)),

    /** Whether that is news: a door that says so all day long fills neither the list of alarms nor the trail. */
    faultReported(roomId: RoomId, what: RoomFault): boolean {
      const isNews = !alarms.isOpen('fault-reported', ofFault(roomId, what));
      alarms.raise('fault-reported', ofFault(roomId, what), {
        severity: 'notice',
        cause: `somebody at the door says: ${FAULT_WORDS[what]}`,
        remedy: 'See GET /api/console/fault-reports, and mark it done there once it is mended.',
      });
      return isNews;
    },
    faultDone: (roomId: RoomId, what: RoomFault) => alarms.clear('fault-reported', ofFault(roomId, what)),

    exchangeReleases(roomId: RoomId): void {
      alarms.raise('auto-release-suspected', roomId, {
        severity: 'notice',
        cause:
          'meetings go from this calendar equally long after their start: Exchange seems to release the room itself',
        remedy:
          'We leave the room to it. Look with Get-CalendarProcessing at EnableAutoRelease; either turn that off, or set the check-in of this room to "off", since people may check in by Outlook or Teams unseen by us.',
      });
    },

    /** The same replies, with an alarm while Exchange lets no room of ours say them. */
    watched(replies: RoomReplies): RoomReplies {
      return {
        async giveUp(room, occurrence, comment, notAfter) {
          try {
            await replies.giveUp(room, occurrence, comment, notAfter);
          } catch (cause) {
            if (cause instanceof CalendarUnavailable && cause.reason === 'access-denied') {
              alarms.raise('room-may-not-decline', room.id, {
                severity: 'warning',
                cause: 'Exchange does not let the app decline a meeting in the name of this room',
                remedy:
                  'Give it Calendars.ReadWrite over the rooms too, as docs/tenant-setup.md says, or turn off no-show release and the ending of others.',
              });
            }
            throw cause;
          }
          alarms.clear('room-may-not-decline', room.id);
        },
      };
    },
  };
}
