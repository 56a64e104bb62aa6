import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../../edge-proxy/runtime/clock.ts';
import { DAY_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: at('09:00') });
});
afterEach(() => {
  vi.useRealTimers();
});

const clock = () => systemClock(() => undefined);

test('now is what the wall says', () => {
  expect(clock().now()).toBe(at('09:00'));
});

test('a wait runs once, and not before its time', () => {
  const run = vi.fn();
  clock().after(1_000, run);

  vi.advanceTimersByTime(999);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(5_000);
  expect(run).toHaveBeenCalledOnce();
});

test.for([10, 40 * DAY_MS])('a wait of %d ms that is called off never runs', (delayMs) => {
  const run = vi.fn();
  const callOff = clock().after(delayMs, run);
  vi.advanceTimersByTime(delayMs - 1);
  callOff();
  callOff();

  vi.advanceTimersByTime(DAY_MS);

  expect(run).not.toHaveBeenCalled();
});

test('a wait longer than a timer can be is kept whole', () => {
  const run = vi.fn();
  clock().after(60 * DAY_MS, run);

  vi.advanceTimersByTime(60 * DAY_MS - 1);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledOnce();
});

test('a wait of less than nothing runs soon, never within the call', () => {
  const run = vi.fn();
  clock().after(-5, run);

  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledOnce();
});

test('a run that throws is reported and ends nothing', () => {
  const thrown: unknown[] = [];
  const reporting = systemClock((cause) => thrown.push(cause));
  const fault = new Error('broken');
  reporting.after(1, () => {
    throw fault;
  });

  vi.advanceTimersByTime(2);

  expect(thrown).toEqual([fault]);
});
