import { expect, test } from 'vitest';
import { seemsReleasedByExchange } from '../../../edge-proxy/attendance/auto-release.ts';
import type { Attendance } from '../../../edge-proxy/ports/attendance.ts';
import type { OccurrenceId, RoomId } from '../../../shared/basics/ids.ts';
import { addMinutes } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';

function aRow(start: string, minutesLater: number, state: Attendance['state'] = 'vanished'): Attendance {
  return {
    roomId: 'room-lisbon' as RoomId,
    occurrence: `meeting-${start}` as OccurrenceId,
    start: at(start),
    end: addMinutes(at(start), 60),
    seriesId: null,
    state,
    cause: null,
    at: addMinutes(at(start), minutesLater),
  };
}

test.for([
  { rows: [], seems: false, because: 'nothing has happened' },
  { rows: [aRow('08:00', 10), aRow('10:00', 10)], seems: false, because: 'two may be a coincidence' },
  { rows: [aRow('08:00', 10), aRow('10:00', 11), aRow('12:00', 10)], seems: true, because: 'people are less punctual' },
  { rows: [aRow('08:00', 10), aRow('10:00', 11), aRow('12:00', 13)], seems: false, because: 'three minutes apart' },
  {
    rows: [aRow('08:00', 10), aRow('10:00', 10), aRow('11:00', 10, 'released'), aRow('12:00', 40)],
    seems: false,
    because: 'the last was cancelled by a person',
  },
  {
    rows: [aRow('07:00', 40), aRow('08:00', 10), aRow('10:00', 10), aRow('12:00', 11)],
    seems: true,
    because: 'the last three count',
  },
])('Exchange seems to release the room: $seems, because $because', ({ rows, seems }) => {
  expect(seemsReleasedByExchange(rows)).toBe(seems);
});
