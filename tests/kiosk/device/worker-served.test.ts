import { expect, test } from 'vitest';
import { isWorkerServed } from '../../../kiosk/device/worker-served.ts';
import { SECOND_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { aTabletClock } from '../../support/virtual-tablet.ts';

const answering = (status: number, type: string) =>
  (async () => new Response('', { status, headers: { 'Content-Type': type } })) as typeof fetch;

test.for([
  { what: 'our worker', asked: answering(200, 'text/javascript; charset=utf-8'), served: true },
  { what: 'a portal’s page', asked: answering(200, 'text/html'), served: false },
  { what: 'a gateway', asked: answering(502, 'text/javascript'), served: false },
  { what: 'nobody', asked: (() => Promise.reject(new TypeError())) as typeof fetch, served: false },
])('$what answers: served is $served', async ({ asked, served }) => {
  const clock = aTabletClock(at('09:00'));

  expect(await isWorkerServed(asked, clock.after)).toBe(served);
  expect(clock.timers()).toBe(0);
});

test('where packets are lost nobody waits longer than eight seconds', async () => {
  const clock = aTabletClock(at('09:00'));
  const silent = ((_url: string, { signal }: RequestInit) =>
    new Promise((_answer, fail) => signal?.addEventListener('abort', fail))) as typeof fetch;

  const asked = isWorkerServed(silent, clock.after);
  await clock.advance(8 * SECOND_MS);

  expect(await asked).toBe(false);
});

test('the rest of the answer is let go, since a browser would keep it for as long as the page lives', async () => {
  const clock = aTabletClock(at('09:00'));
  let signal: AbortSignal | null | undefined;
  const asked = (async (_url: string, init: RequestInit) => {
    signal = init.signal;
    return new Response('', { headers: { 'Content-Type': 'text/javascript' } });
  }) as typeof fetch;

  await isWorkerServed(asked, clock.after);

  expect(signal?.aborted).toBe(true);
});
