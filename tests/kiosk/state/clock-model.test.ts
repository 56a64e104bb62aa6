import { effect } from '@preact/signals-core';
import { expect, test } from 'vitest';
import { createClockModel } from '../../../kiosk/state/clock-model.ts';
import { HOUR_MS, instant, MINUTE_MS, SECOND_MS, toIso } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { aTabletClock } from '../../support/virtual-tablet.ts';

const clockTime = (moment: number) => toIso(instant(moment)).slice(11, 19);

test('the door moves on the minute and never in between', async () => {
  const tablet = aTabletClock(at('09:00:20'));
  const clock = createClockModel(tablet);
  const seen: string[] = [];
  effect(() => void seen.push(clockTime(clock.now.value)));

  await tablet.advance(2 * MINUTE_MS);

  expect(seen).toEqual(['09:00:20', '09:01:00', '09:02:00']);
});

test('the last minute before a meeting is told in steps of ten seconds, and its start to the millisecond', async () => {
  const tablet = aTabletClock(at('09:58:30'));
  const clock = createClockModel(tablet);
  clock.watch((now) => (now < at('10:00') ? at('10:00') : null));
  const seen: string[] = [];
  effect(() => void seen.push(clockTime(clock.now.value)));

  await tablet.advance(2 * MINUTE_MS);

  expect(seen).toEqual([
    '09:58:30',
    '09:59:00',
    '09:59:10',
    '09:59:20',
    '09:59:30',
    '09:59:40',
    '09:59:50',
    '10:00:00',
  ]);
});

test('a boundary that is no whole minute is met at its instant, without steps before it', async () => {
  const tablet = aTabletClock(at('10:00'));
  const clock = createClockModel(tablet);
  const limit = at('2026-11-24T10:00:42.250Z');
  clock.watch((now) => (now < limit ? limit : null));
  const seen: number[] = [];
  effect(() => void seen.push(clock.now.value));

  await tablet.advance(50 * SECOND_MS);

  expect(seen).toEqual([at('10:00'), limit]);
});

test.for([
  { error: 'an hour ahead', wallErrorMs: HOUR_MS },
  { error: 'eleven years behind', wallErrorMs: -11 * 365 * 24 * HOUR_MS },
])('a tablet whose clock is $error shows the time of the proxy', async ({ wallErrorMs }) => {
  const tablet = aTabletClock(at('09:00'), wallErrorMs);
  const clock = createClockModel(tablet);

  clock.correct(at('09:00'));
  await tablet.advance(90 * SECOND_MS);

  expect(clock.now.value).toBe(at('09:01'));
  expect(clock.present()).toBe(at('09:01:30'));
  expect(clock.offsetMs()).toBe(-wallErrorMs);
});

test('somebody who sets the wall clock in between changes nothing at the door', async () => {
  const tablet = aTabletClock(at('09:00'));
  const clock = createClockModel(tablet);
  clock.correct(at('09:00'));

  tablet.setWallClock(at('17:00'));
  await tablet.advance(MINUTE_MS);

  expect(clock.now.value).toBe(at('09:01'));
});

test('before the first heartbeat the offset of the last life is believed, and never after it', () => {
  const tablet = aTabletClock(at('09:00'), HOUR_MS);
  const clock = createClockModel(tablet);

  clock.assume(-HOUR_MS);
  expect(clock.now.value).toBe(at('09:00'));

  clock.correct(at('09:00:05'));
  clock.assume(0);
  expect(clock.now.value).toBe(at('09:00:05'));
});

test('a heartbeat that was long on its way does not turn the clock back', async () => {
  const tablet = aTabletClock(at('09:00'));
  const clock = createClockModel(tablet);
  clock.correct(at('09:00'));
  await tablet.advance(MINUTE_MS);

  clock.correct(at('2026-11-24T09:00:58.500Z'));

  expect(clock.now.value).toBe(at('09:01'));
  expect(at('09:01') - clock.present()).toBeLessThan(SECOND_MS);
});

test('a clock that is plainly wrong is set right, backwards too', async () => {
  const tablet = aTabletClock(at('09:00'));
  const clock = createClockModel(tablet);
  clock.correct(at('09:30'));
  await tablet.advance(MINUTE_MS);

  clock.correct(at('09:01'));

  expect(clock.now.value).toBe(at('09:01'));
});

test('a tablet whose clock runs quick is kept within a second for a month', async () => {
  const quickPerHeartbeatMs = 3;
  const tablet = aTabletClock(at('09:00'));
  const clock = createClockModel(tablet);
  let truth: number = at('09:00');
  let worst = 0;
  for (let heartbeat = 0; heartbeat < 30 * 24 * 360; heartbeat += 24) {
    // One heartbeat in 24 is looked at, bearing the drift of all of them: the harder case.
    await tablet.advance(10 * SECOND_MS + 24 * quickPerHeartbeatMs);
    truth += 10 * SECOND_MS;
    clock.correct(instant(truth));
    worst = Math.max(worst, Math.abs(clock.present() - truth));
  }

  expect(worst).toBeLessThan(SECOND_MS);
});

test('a tablet that slept shows the present when it wakes, before any heartbeat', async () => {
  const tablet = aTabletClock(at('09:00'), -HOUR_MS);
  const clock = createClockModel(tablet);
  clock.correct(at('09:00'));

  tablet.sleep(45 * MINUTE_MS);
  clock.wake();

  expect(clock.now.value).toBe(at('09:45'));
});

test('one timer is all it ever holds, and none when it is closed', async () => {
  const tablet = aTabletClock(at('09:00'));
  const clock = createClockModel(tablet);
  for (let turn = 0; turn < 100; turn += 1) {
    clock.correct(tablet.truth());
    await tablet.advance(10 * SECOND_MS);
  }

  expect(tablet.timers()).toBe(1);
  clock.close();
  expect(tablet.timers()).toBe(0);
});
