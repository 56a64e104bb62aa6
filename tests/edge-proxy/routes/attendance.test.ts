import { expect, test } from 'vitest';
import type { FaultReport, NoShows } from '../../../edge-proxy/ports/attendance.ts';
import type { AuditEntry } from '../../../edge-proxy/ports/audit.ts';
import { attendanceRoutes } from '../../../edge-proxy/routes/attendance.ts';
import type { DeviceId, RoomId } from '../../../shared/basics/ids.ts';
import type { OperatorRole } from '../../../shared/wire/console.ts';
import { aKey, at } from '../../support/builders.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const lisbon = 'room-lisbon' as RoomId;

function aReport(n: number): FaultReport {
  return {
    id: aKey(n),
    roomId: lisbon,
    deviceId: 'device-1' as DeviceId,
    what: 'screen',
    words: null,
    reportedAt: at('09:00'),
    doneAt: null,
    doneBy: null,
  };
}

function aSite(...reports: FaultReport[]) {
  const asked: OperatorRole[] = [];
  const audited: Omit<AuditEntry, 'at' | 'roomId'>[] = [];
  const done: string[] = [];
  const missed: NoShows[] = [
    { roomId: lisbon, seriesId: 'series-1', count: 3, minutesGivenBack: 100, lastAt: at('08:00') },
  ];
  const routes = attendanceRoutes({
    store: {
      listNoShows: async () => missed,
      listFaultReports: async () => reports,
      async closeFaultReport(id, doneBy, doneAt) {
        const index = reports.findIndex((report) => report.id === id);
        const found = reports[index];
        if (found === undefined) return null;
        const closed = { ...found, doneBy, doneAt };
        reports[index] = closed;
        return closed;
      },
    },
    requireOperator: (role) => async (c, next) => {
      asked.push(role);
      c.set('operator', { id: 'ada', name: 'Ada', username: 'ada@northwind.example', roles: ['Operator'] });
      await next();
    },
    audit: async (entry) => void audited.push(entry),
    clock: createVirtualClock(at('10:00')),
    onAllDone: (roomId, what) => done.push(`${roomId} ${what}`),
  });
  return { routes, asked, audited, done };
}

test('a viewer sees which series wastes its room, by ids and counts alone', async () => {
  const { routes, asked } = aSite();
  const answer = await routes.request('/api/console/no-shows');

  expect(await answer.json()).toEqual({
    lines: [{ room: lisbon, series: 'series-1', count: 3, minutesGivenBack: 100, lastAt: '2026-11-24T08:00:00.000Z' }],
  });
  expect(asked).toEqual(['Viewer']);
});

test('an operator marks a report done; the alarm is over with the last of its kind, and the trail says who', async () => {
  const { routes, asked, audited, done } = aSite(aReport(1), aReport(2));
  const mark = (n: number) => routes.request(`/api/console/fault-reports/${aKey(n)}/done`, { method: 'POST' });

  const first = await mark(1);
  expect(await first.json()).toMatchObject({ state: 'done', doneBy: 'ada@northwind.example' });
  expect(done).toEqual([]);
  await mark(2);

  expect(done).toEqual([`${lisbon} screen`]);
  expect(asked).toEqual(['Operator', 'Operator']);
  expect(audited.map(({ actor, action }) => [actor, action])).toEqual([
    ['ada@northwind.example', 'fault.done'],
    ['ada@northwind.example', 'fault.done'],
  ]);
});

test('reports are listed with their state, and one that nobody made is not found', async () => {
  const { routes } = aSite(aReport(1));
  const list = await (await routes.request('/api/console/fault-reports')).json();

  expect(list).toMatchObject({ reports: [{ id: aKey(1), room: lisbon, what: 'screen', state: 'open' }] });
  expect((await routes.request('/api/console/fault-reports/nobody/done', { method: 'POST' })).status).toBe(404);
});
