/** What every store must do with who came to a meeting, and with what is broken in a room. A part of the store's contract, run with it. */

import { describe, expect, test } from 'vitest';
import type { Attendance, FaultReport } from '../../../edge-proxy/ports/attendance.ts';
import type { DeviceId, OccurrenceId } from '../../../shared/basics/ids.ts';
import { addMs } from '../../../shared/basics/instant.ts';
import { aKey, at } from '../../support/builders.ts';
import { lisbon, type OpenStore, porto } from './fixtures.ts';

export function attendanceContract(open: OpenStore): void {
  describe('attendance', () => {
    test('is kept once for each occurrence and start, the last word of each, over a restart', async () => {
      const { store, reopen } = await open();
      await store.saveAttendance(anAttendance({ state: 'exempt', cause: 'no-screen' }));
      await store.saveAttendance(anAttendance({ state: 'present', at: at('10:05') }));
      await store.saveAttendance(anAttendance({ start: at('11:00'), end: at('11:30') }));
      const second = await reopen();

      expect(await second.findAttendance(lisbon, OCCURRENCE, at('10:00'))).toEqual(
        anAttendance({ state: 'present', at: at('10:05') }),
      );
      expect(await second.findAttendance(lisbon, OCCURRENCE, at('10:30'))).toBeNull();
      expect(await second.findAttendance(porto, OCCURRENCE, at('10:00'))).toBeNull();
    });

    test('is listed by the room and by what touches a window', async () => {
      const { store } = await open();
      for (const start of ['09:00', '10:00', '11:00']) {
        await store.saveAttendance(anAttendance({ start: at(start), end: addMs(at(start), 3_600_000) }));
      }
      await store.saveAttendance(anAttendance({ roomId: porto }));

      const found = await store.listAttendance(lisbon, { start: at('10:00'), end: at('11:00') });

      expect(found.map(({ start }) => start)).toEqual([at('10:00')]);
    });

    test('counts no-shows of a series since somebody last came, and the minutes given back', async () => {
      const { store } = await open();
      const days = [
        { day: '20', state: 'no-show' },
        { day: '21', state: 'present' },
        { day: '22', state: 'no-show' },
        { day: '23', state: 'released' },
        { day: '24', state: 'exempt' },
      ] as const;
      for (const { day, state } of days) {
        const start = at(`2026-11-${day}T10:00:00Z`);
        const [end, decided] = [addMs(start, 3_600_000), addMs(start, 600_000)];
        await store.saveAttendance(anAttendance({ start, end, at: decided, state, seriesId: 'series-1' }));
      }
      await store.saveAttendance(anAttendance({ roomId: porto, state: 'no-show' }));

      const missed = { roomId: lisbon, seriesId: 'series-1', count: 2, minutesGivenBack: 50 };
      expect(await store.listNoShows()).toEqual([
        { ...missed, lastAt: at('2026-11-23T10:00:00Z') },
        { roomId: porto, seriesId: null, count: 1, minutesGivenBack: 0, lastAt: at('10:00') },
      ]);
      expect(await store.listNoShows({ roomId: lisbon, seriesId: 'series-1' })).toMatchObject([missed]);
      expect(await store.listNoShows({ roomId: porto, seriesId: 'series-1' })).toEqual([]);
    });

    test('of a quarter of a year ago is forgotten', async () => {
      const { store } = await open();
      const start = at('2026-06-01T09:00:00Z');
      await store.saveAttendance(anAttendance({ start, end: addMs(start, 1), at: start }));
      await store.saveAttendance(anAttendance());

      expect(await store.findAttendance(lisbon, OCCURRENCE, start)).toBeNull();
      expect(await store.findAttendance(lisbon, OCCURRENCE, at('10:00'))).not.toBeNull();
    });
  });

  test('a fault report is kept once, open ones first, and done once with who first said so', async () => {
    const { store, reopen } = await open();
    await store.saveFaultReport(aReport(1));
    await store.saveFaultReport(aReport(1, { words: 'again' }));
    await store.saveFaultReport(aReport(2, { what: 'other', words: null, reportedAt: at('11:00') }));
    await store.closeFaultReport(aKey(2), 'ada', at('12:00'));
    await store.closeFaultReport(aKey(2), 'bob', at('13:00'));
    const second = await reopen();

    expect(await second.listFaultReports(10)).toEqual([
      aReport(1),
      aReport(2, { what: 'other', words: null, reportedAt: at('11:00'), doneAt: at('12:00'), doneBy: 'ada' }),
    ]);
    expect(await second.listFaultReports(1)).toHaveLength(1);
    expect(await second.closeFaultReport(aKey(9), 'ada', at('12:00'))).toBeNull();
  });
}

const OCCURRENCE = 'occurrence-1' as OccurrenceId;

function anAttendance(change: Partial<Attendance> = {}): Attendance {
  return {
    roomId: lisbon,
    occurrence: OCCURRENCE,
    start: at('10:00'),
    end: at('10:30'),
    seriesId: null,
    state: 'no-show',
    cause: null,
    at: at('10:10'),
    ...change,
  };
}

function aReport(n: number, change: Partial<FaultReport> = {}): FaultReport {
  return {
    id: aKey(n),
    roomId: lisbon,
    deviceId: 'device-1' as DeviceId,
    what: 'screen',
    words: 'No picture',
    reportedAt: at('10:00'),
    doneAt: null,
    doneBy: null,
    ...change,
  };
}
