import { expect, test } from 'vitest';
import { createLocalFanOut } from '../../../edge-proxy/fan-out/local.ts';
import type { SiteMessage } from '../../../edge-proxy/ports/fan-out.ts';
import type { DeviceId } from '../../../shared/basics/ids.ts';

const message: SiteMessage = { kind: 'device-revoked', deviceId: 'device-1' as DeviceId };

test('whoever listens is told, until leaving', () => {
  const fanOut = createLocalFanOut(() => undefined);
  const told: SiteMessage[] = [];
  const leave = fanOut.subscribe((one) => told.push(one));
  fanOut.publish(message);
  leave();
  leave();

  fanOut.publish(message);

  expect(told).toEqual([message]);
});

test('a listener that throws is reported and keeps the news from nobody', () => {
  const thrown: unknown[] = [];
  const fanOut = createLocalFanOut((cause) => thrown.push(cause));
  const told: SiteMessage[] = [];
  fanOut.subscribe(() => {
    throw new Error('broken');
  });
  fanOut.subscribe((one) => told.push(one));

  fanOut.publish(message);

  expect(told).toEqual([message]);
  expect(thrown).toHaveLength(1);
});

test('one that leaves while the news goes round hears no more of it', () => {
  const fanOut = createLocalFanOut(() => undefined);
  const told: string[] = [];
  let leaveSecond = () => undefined as unknown;
  fanOut.subscribe(() => leaveSecond());
  leaveSecond = fanOut.subscribe(() => told.push('second'));

  fanOut.publish(message);

  expect(told).toEqual([]);
});

test('the same function may listen twice and leave once', () => {
  const fanOut = createLocalFanOut(() => undefined);
  let times = 0;
  const listener = () => {
    times += 1;
  };
  const leave = fanOut.subscribe(listener);
  fanOut.subscribe(listener);
  leave();

  fanOut.publish(message);

  expect(times).toBe(1);
});
