import { afterEach, expect, test, vi } from 'vitest';
import { Workbox } from 'workbox-window';
import { createUpdateFlow } from '../../../kiosk/device/update-flow.ts';
import { WORKER_URL } from '../../../kiosk/device/worker-served.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { aTabletChance, aTabletClock, settled, type VirtualTabletClock } from '../../support/virtual-tablet.ts';

afterEach(() => vi.unstubAllGlobals());

const PAGE = 'https://doors.example/';

/** A browser's service workers as far as the real Workbox asks for them. */
class Worker extends EventTarget {
  readonly scriptURL = new URL(WORKER_URL, PAGE).href;
  state = 'installing';
  readonly told: string[] = [];

  postMessage({ type }: { type: string }) {
    this.told.push(type);
  }

  become(state: string) {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

class Registration extends EventTarget {
  installing: Worker | null = null;
  waiting: Worker | null = null;
  updates = 0;

  async update() {
    this.updates += 1;
  }
}

class Workers extends EventTarget {
  controller: Worker | null = null;
  readonly registration = new Registration();

  async register() {
    return this.registration;
  }
}

/** Workbox finds browser and timers in the global scope. */
function standIn(workers: Workers, clock: VirtualTabletClock): void {
  vi.stubGlobal('navigator', { serviceWorker: workers });
  vi.stubGlobal('document', { readyState: 'complete' });
  vi.stubGlobal('location', { href: PAGE });
  vi.stubGlobal('self', { setTimeout: (run: () => void, ms: number) => clock.after(ms, run) });
  vi.stubGlobal('clearTimeout', (cancel?: () => void) => cancel?.());
  vi.stubGlobal(
    'MessageChannel',
    class {
      readonly port1 = {};
      readonly port2 = {};
    },
  );
}

async function aPage({ controlled = true, workerType = 'text/javascript' } = {}) {
  const clock = aTabletClock(at('10:00'));
  const workers = new Workers();
  if (controlled) workers.controller = new Worker();
  standIn(workers, clock);
  const { registration } = workers;
  const did: string[] = [];
  let idle = true;
  let waitingForIdle: (() => void)[] = [];
  const flow = createUpdateFlow({
    clock,
    chance: aTabletChance(0.5),
    workbox: new Workbox(WORKER_URL),
    controlled,
    async fetch() {
      did.push('fetched');
      return new Response('', { headers: { 'content-type': workerType } });
    },
    whenIdle: (run) => (idle ? run() : waitingForIdle.push(run)),
    reload: () => did.push('reloaded'),
    release: 'a1',
    forget: async () => void did.push('forgot'),
  });
  await settled();
  return {
    clock,
    did,
    flow,
    registration,
    takeOver(worker: Worker) {
      registration.waiting = null;
      workers.controller = worker;
      workers.dispatchEvent(new Event('controllerchange'));
    },
    /** The browser finds another worker; `torn` where its files could not all be fetched. */
    async bring({ torn = false } = {}): Promise<Worker> {
      const worker = new Worker();
      registration.installing = worker;
      registration.dispatchEvent(new Event('updatefound'));
      registration.installing = null;
      if (!torn) registration.waiting = worker;
      worker.become(torn ? 'redundant' : 'installed');
      await clock.advance(SECOND_MS);
      return worker;
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
  const page = await aPage();
  const worker = await page.bring();
  expect(worker.told).toEqual(['SKIP_WAITING']);
  expect(page.did).toEqual([]);

  page.takeOver(worker);
  page.takeOver(worker);
  expect(page.did).toEqual(['reloaded']);
});

test('a new release waits for whoever is at the door', async () => {
  const page = await aPage();
  page.touch();
  const worker = await page.bring();
  expect(worker.told).toEqual([]);

  page.leave();
  expect(worker.told).toEqual(['SKIP_WAITING']);
});

test('the first worker of all takes the page over without a reload, and the second one with', async () => {
  const page = await aPage({ controlled: false });

  page.takeOver(new Worker());
  expect(page.did).toEqual([]);
  page.takeOver(new Worker());
  expect(page.did).toEqual(['reloaded']);
});

test('a release that comes after a torn download is found within the hour', async () => {
  const page = await aPage();
  await page.bring();
  await page.bring({ torn: true });
  const whole = await page.bring();

  await page.clock.advance(HOUR_MS + 10 * MINUTE_MS);

  expect(whole.told).toContain('SKIP_WAITING');
});

test('a release is looked for about once an hour, at two requests each time', async () => {
  const page = await aPage();

  await page.clock.advance(DAY_MS);

  expect(page.registration.updates).toBe(22);
  expect(page.did).toEqual(Array(22).fill('fetched'));
  expect(page.clock.timers()).toBe(1);
});

test('a captive portal is not offered to the browser as our worker', async () => {
  const page = await aPage({ workerType: 'text/html' });

  await page.clock.advance(2 * HOUR_MS);

  expect(page.did).toEqual(['fetched']);
  expect(page.registration.updates).toBe(0);
});

test('a proxy that speaks a newer tongue is reason to look at once, but not again and again', async () => {
  const page = await aPage();

  for (let message = 0; message < 100; message += 1) page.flow.checkSoon();
  await page.clock.advance(MINUTE_MS);

  expect(page.did).toEqual(['fetched']);
  expect(page.registration.updates).toBe(1);
});

test('a proxy of another release is looked into at once, and only so often', async () => {
  const { did, flow, clock } = await aPage();

  flow.heard('a1');
  expect(did).toEqual([]);
  flow.heard('b2');
  flow.heard('b2');
  await clock.advance(SECOND_MS);
  expect(did).toEqual(['fetched']);
});

test('a page that stays behind for hours lets go of its worker and starts anew, once nobody is at the door', async () => {
  const page = await aPage();
  page.touch();
  page.flow.heard('b2');
  await page.clock.advance(6 * HOUR_MS);
  page.flow.heard('b2');
  page.flow.heard('b2');
  expect(page.did).not.toContain('forgot');

  page.leave();
  await settled();
  expect(page.did.filter((deed) => deed !== 'fetched')).toEqual(['forgot', 'reloaded']);
});

test('a page that has caught up, or one that nobody named, is never behind', async () => {
  const page = await aPage();
  page.flow.heard('b2');
  page.flow.heard('a1');
  await page.clock.advance(7 * HOUR_MS);
  page.flow.heard('b2');

  expect(page.did).not.toContain('forgot');
});

test('somebody who wants the newest release hears that this is it', async () => {
  const page = await aPage();

  expect(await page.flow.updateNow(() => {})).toBe('newest');
  expect(page.registration.updates).toBe(1);
});

test('a newer one that is found then comes once nobody is at the door, and is told of before the page goes', async () => {
  const page = await aPage();
  page.touch();
  const worker = await page.bring();
  void page.flow.updateNow(() => page.did.push('leaving'));
  await settled();
  expect(worker.told).toEqual([]);

  page.leave();
  page.takeOver(worker);
  expect(page.did.filter((deed) => deed !== 'fetched')).toEqual(['leaving', 'reloaded']);
});

test('where our own server does not answer, the newest release cannot be had now', async () => {
  const page = await aPage({ workerType: 'text/html' });

  expect(await page.flow.updateNow(() => {})).toBe('no-answer');
  expect(page.registration.updates).toBe(0);
});
