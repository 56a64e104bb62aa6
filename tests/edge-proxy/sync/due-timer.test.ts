import { expect, test } from 'vitest';
import { createDueTimer } from '../../../edge-proxy/sync/due-timer.ts';
import { addMs } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const START = at('10:00');

function aTimer() {
  const clock = createVirtualClock(START);
  const done: number[] = [];
  const timer = createDueTimer(clock, () => {
    timer.forget();
    done.push(clock.now() - START);
  });
  return { clock, timer, done };
}

test('what was asked for several times is done once, at the soonest', async () => {
  const { clock, timer, done } = aTimer();
  timer.by(addMs(START, 5_000));
  timer.by(addMs(START, 2_000));
  timer.by(addMs(START, 9_000));
  expect(timer.due()).toBe(addMs(START, 2_000));

  await clock.advance(20_000);

  expect(done).toEqual([2_000]);
  expect(timer.due()).toBeNull();
});

test('what is overdue already is done at once', async () => {
  const { clock, timer, done } = aTimer();
  timer.by(addMs(START, -1_000));
  await clock.advance(0);

  expect(done).toEqual([0]);
});

test('what was forgotten is not done', async () => {
  const { clock, timer, done } = aTimer();
  timer.by(addMs(START, 1_000));
  timer.forget();
  await clock.advance(5_000);

  expect(done).toEqual([]);
});
