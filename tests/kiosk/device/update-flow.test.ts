import { expect, test } from 'vitest';
import { createUpdateFlow, type WorkerLike } from '../../../kiosk/device/update-flow.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { aTabletChance, aTabletClock, settled } from '../../support/virtual-tablet.ts';

function aPage({ controlled = true, workerType = 'text/javascript' } = {}) {
  const clock = aTabletClock(at('10:00'));
  const listeners = new Map<string, () => void>();
  const did: string[] = [];
  let idle = true;
  let waitingForIdle: (() => void)[] = [];
  const worker: WorkerLike & { state: string } = {
    state: 'installing',
    postMessage: (message) => did.push(`posted ${(message as { type: string }).type}`),
    addEventListener: (name, listener) => listeners.set(name, listener),
  };
  const registration = {
    installing: null as WorkerLike | null,
    waiting: null as WorkerLike | null,
    async update() {
      did.push('updated');
    },
    addEventListener: (name: string, listener: () => void) => void listeners.set(name, listener),
  };
  const workers = {
    controller: controlled ? {} : null,
    register: async () => registration,
    addEventListener: (name: string, listener: () => void) => void listeners.set(name, listener),
  };
  const flow = createUpdateFlow({
    clock,
    chance: aTabletChance(0.5),
    workers,
    async fetch() {
      did.push('fetched');
      return new Response('', { headers: { 'content-type': workerType } });
    },
    whenIdle: (run) => (idle ? run() : waitingForIdle.push(run)),
    reload: () => did.push('reloaded'),
  });
  return {
    clock,
    did,
    flow,
    fire: (name: string) => listeners.get(name)?.(),
    takeOver() {
      workers.controller = {};
      listeners.get('controllerchange')?.();
    },
    async bring() {
      await settled();
      registration.installing = worker;
      listeners.get('updatefound')?.();
      registration.installing = null;
      registration.waiting = worker;
      worker.state = 'installed';
      listeners.get('statechange')?.();
    },
    touch() {
      idle = false;
    },
    leave() {
      idle = true;
      for (const run of waitingForIdle) run();
      waitingForIdle = [];
    },
  };
}

test('a new release takes over an idle door at once, and the page reloads into it', async () => {
  const page = aPage();
  await page.bring();
  expect(page.did).toEqual(['posted SKIP_WAITING']);

  page.takeOver();
  page.takeOver();
  expect(page.did).toEqual(['posted SKIP_WAITING', 'reloaded']);
});

test('a new release waits for whoever is at the door', async () => {
  const page = aPage();
  page.touch();
  await page.bring();
  expect(page.did).toEqual([]);

  page.leave();
  expect(page.did).toEqual(['posted SKIP_WAITING']);
});

test('the first worker of all takes the page over without a reload, and the second one with', async () => {
  const page = aPage({ controlled: false });
  await settled();

  page.takeOver();
  expect(page.did).toEqual([]);
  page.takeOver();
  expect(page.did).toEqual(['reloaded']);
});

test('a release is looked for about once an hour, at two requests each time', async () => {
  const page = aPage();

  await page.clock.advance(DAY_MS);

  expect(page.did.filter((what) => what === 'updated').length).toBe(22);
  expect(page.did.length).toBeLessThanOrEqual(2 * 24);
  expect(page.clock.timers()).toBe(1);
});

test('a captive portal is not offered to the browser as our worker', async () => {
  const page = aPage({ workerType: 'text/html' });

  await page.clock.advance(2 * HOUR_MS);

  expect(page.did).toEqual(['fetched']);
});

test('a proxy that speaks a newer tongue is reason to look at once, but not again and again', async () => {
  const page = aPage();
  await settled();

  for (let message = 0; message < 100; message += 1) page.flow.checkSoon();
  await page.clock.advance(MINUTE_MS);

  expect(page.did).toEqual(['fetched', 'updated']);
});
