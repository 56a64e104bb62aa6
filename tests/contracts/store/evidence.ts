/** What every store must do with evidence and commands. A part of the store's contract, run with it. */

import { expect, test } from 'vitest';
import type { DeviceLink, RoomUse, TakenEvidence } from '../../../edge-proxy/ports/evidence.ts';
import type { CommandId, DeviceId } from '../../../shared/basics/ids.ts';
import { addMs, DAY_MS } from '../../../shared/basics/instant.ts';
import type { CommandReport } from '../../../shared/wire/device-commands.ts';
import type { Shown } from '../../../shared/wire/evidence.ts';
import { at } from '../../support/builders.ts';
import { aBatch } from '../../support/evidence-fixtures.ts';
import { lisbon, type OpenStore, porto } from './fixtures.ts';

const device = 'device-1' as DeviceId;
const day = { start: at('00:00'), end: addMs(at('00:00'), DAY_MS) };

export function evidenceContract(open: OpenStore): void {
  test('evidence is kept, and the same batch again changes and counts nothing', async () => {
    const { store, reopen } = await open();
    await store.takeEvidence([taken('batch-1')]);
    await store.takeEvidence([taken('batch-1'), taken('batch-2', { shown: [] })]);
    const second = await reopen();

    expect(await second.listDeviceStates()).toEqual([taken('batch-2').state]);
    expect(await second.listTallies(day)).toEqual([
      { deviceId: device, day: day.start, what: 'error:script', count: 4 },
    ]);
    expect(await second.listShown(device, day)).toEqual(taken('batch-1').shown);
  });

  test('what a screen showed in a time begins with what it showed already', async () => {
    const { store } = await open();
    const shown = ['08:00', '09:00', '10:00', '11:00'].map((since) => aStretch(since));
    await store.takeEvidence([taken('batch-1', { shown })]);

    expect(await store.listShown(device, { start: at('09:30'), end: at('11:00') })).toEqual(shown.slice(1, 3));
    expect(await store.listShown('device-2' as DeviceId, day)).toEqual([]);
  });

  test('what a screen showed is let go after a month', async () => {
    const { store } = await open();
    await store.takeEvidence([taken('batch-1')]);
    const later = addMs(at('10:00'), 31 * DAY_MS);
    await store.takeEvidence([
      { ...taken('batch-2', { shown: [] }), state: { ...taken('batch-2').state, receivedAt: later } },
    ]);

    expect(await store.listShown(device, { start: at('00:00'), end: later })).toEqual([]);
  });

  test('when screens were connected is found by the time that it touches', async () => {
    const { store, reopen } = await open();
    const links: DeviceLink[] = [
      { deviceId: device, start: at('08:00'), end: at('09:00'), endedBy: 'closed' },
      { deviceId: device, start: at('09:05'), end: at('12:00'), endedBy: 'broken' },
    ];
    await store.saveLinks(links);

    expect(await (await reopen()).listLinks({ start: at('09:00'), end: at('10:00') })).toEqual(links.slice(1));
  });

  test('what rooms were is kept stretch by stretch, and the last word on each counts', async () => {
    const { store, reopen } = await open();
    const booked: RoomUse = { roomId: lisbon, from: at('10:00'), to: null, state: 'booked', origin: 'planned' };
    const free: RoomUse = { roomId: porto, from: at('09:00'), to: at('10:00'), state: 'free', origin: null };
    await store.saveRoomUse([booked, free]);
    const used: RoomUse = { ...booked, to: at('10:30'), state: 'used' };
    const after: RoomUse = { roomId: lisbon, from: at('10:30'), to: null, state: 'free', origin: null };
    await store.saveRoomUse([used, after]);
    const second = await reopen();

    expect(await second.listRoomUse(day)).toEqual([used, after, free]);
    expect(await second.listRoomUse({ start: at('10:00'), end: at('10:30') }, lisbon)).toEqual([used]);
    expect(await second.listOpenRoomUse()).toEqual([after]);
  });

  test('commands come back, the latest sent first, each as it stands', async () => {
    const { store, reopen } = await open();
    const first = aCommand(1, { sentAt: at('09:00') });
    const second = aCommand(2, { sentAt: at('09:01'), order: { kind: 'message', words: 'Mind the step', minutes: 5 } });
    await store.saveCommands([first, second]);
    await store.saveCommands([{ ...first, state: 'failed', changedAt: at('09:02'), failure: 'no screen' }]);

    expect(await store.listCommands(0)).toEqual([]);
    expect(await (await reopen()).listCommands(10)).toEqual([
      second,
      { ...first, state: 'failed', changedAt: at('09:02'), failure: 'no screen' },
    ]);
  });
}

function taken(batch: string, change: Partial<TakenEvidence> = {}): TakenEvidence {
  const { vitals } = aBatch();
  const state = {
    deviceId: device,
    batch,
    receivedAt: at('10:00'),
    shown: aStretch('09:00'),
    release: 'abcd',
    vitals,
    lastTouchAt: at('09:30'),
  };
  return { state, shown: [aStretch('09:00')], tallies: [{ what: 'error:script', count: 2 }], ...change };
}

function aStretch(since: string): Shown {
  return { state: 'available', since: at(since), revision: 3, readAt: at('08:00') };
}

function aCommand(n: number, change: Partial<CommandReport> = {}): CommandReport {
  return {
    id: `command-${n}` as CommandId,
    batch: 'batch',
    device,
    order: { kind: 'reload' },
    state: 'sent',
    sentAt: at('09:00'),
    sentBy: 'ada',
    changedAt: at('09:00'),
    expiresAt: at('09:10'),
    failure: null,
    ...change,
  };
}
