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
  active: Worker | null = null;
  installing: Worker | null = null;
  waiting: Worker | null = null;
  updates = 0;

  async update() {
    this.updates += 1;
  }
}

class Workers extends EventTarget {
  controller: Worker | null = null;
  registration = new Registration();
  refuses = false;

  async register() {
    if (this.refuses) throw new TypeError('the script could not be had');
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

type Options = { controlled?: boolean; workerType?: string; before?: (workers: Workers) => void };

/** `before`: what the browser's workers went through before this page listened. */
async function aPage({ controlled = true, workerType = 'text/javascript', before }: Options = {}) {
  const clock = aTabletClock(at('10:00'));
  const workers = new Workers();
  if (controlled) workers.controller = workers.registration.active = new Worker();
  before?.(workers);
  standIn(workers, clock);
  let kept: string | null = 'a1';
  const { registration } = workers;
  const did: string[] = [];
  let idle = true;
  let waitingForIdle: (() => void)[] = [];
  const flow = createUpdateFlow({
    clock,
    chance: aTabletChance(0.5),
    workbox: new Workbox(WORKER_URL),
    isControlled: () => workers.controller !== null,
    keptRelease: async () => kept,
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
    workers,
    registration,
    keep(release: string | null) {
      kept = release;
    },
    takeOver(worker: Worker) {
      registration.waiting = null;
      workers.controller = registration.active = worker;
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

test('a release that waited before the page listened is taken up at once', async () => {
  const early = new Worker();

  await aPage({
    before({ registration }) {
      registration.waiting = early;
    },
  });

  expect(early.told).toEqual(['SKIP_WAITING']);
});

test('a release that Workbox is deaf to is taken up with the next heartbeat', async () => {
  const page = await aPage();
  await page.bring();
  await page.bring({ torn: true });
  const whole = await page.bring();
  expect(whole.told).toEqual([]);

  page.flow.heard('a1');

  expect(whole.told).toEqual(['SKIP_WAITING']);
});

test('a word that the new worker did not hear is said again, but waits for an idle door only once', async () => {
  const page = await aPage();
  const worker = await page.bring();
  page.flow.heard('a1');
  expect(worker.told).toEqual(['SKIP_WAITING', 'SKIP_WAITING']);

  page.touch();
  for (let beat = 0; beat < 100; beat += 1) page.flow.heard('a1');
  page.leave();
  expect(worker.told).toHaveLength(3);
});

test('a worker that took over unheard is followed once the proxy names its release, when nobody is at the door', async () => {
  const page = await aPage();
  page.touch();
  page.flow.heard('b2');
  await settled();
  page.keep('b2');
  page.flow.heard('b2');
  page.flow.heard('b2');
  await settled();
  expect(page.did).not.toContain('reloaded');

  page.leave();
  expect(page.did.filter((deed) => deed !== 'fetched')).toEqual(['reloaded']);
});

test.for([
  { kept: 'b2', controlled: false, because: 'no worker would bring it' },
  { kept: 'a1', controlled: true, because: 'the worker has the page’s own' },
  { kept: 'c3', controlled: true, because: 'the worker has a third one, and it might go on for ever' },
  { kept: null, controlled: true, because: 'nothing is kept' },
])('no reload follows another release where $because', async ({ kept, controlled }) => {
  const page = await aPage({ controlled });
  page.keep(kept);

  page.flow.heard('b2');
  await settled();

  expect(page.did).not.toContain('reloaded');
});

test('a worker that could not be had at first is registered within the hour', async () => {
  const page = await aPage({
    controlled: false,
    before(workers) {
      workers.refuses = true;
    },
  });
  await page.clock.advance(HOUR_MS + 10 * MINUTE_MS);
  expect(page.registration.updates).toBe(0);

  page.workers.refuses = false;
  await page.clock.advance(HOUR_MS + 10 * MINUTE_MS);
  expect(page.registration.updates).toBe(1);
});

test('a worker that was wiped under the page comes again within the hour, and the page stays', async () => {
  const page = await aPage();
  page.workers.registration = new Registration();

  await page.clock.advance(HOUR_MS + 10 * MINUTE_MS);
  expect(page.workers.registration.updates).toBe(1);
  page.takeOver(new Worker());
  expect(page.did).not.toContain('reloaded');
});

test('the worker sees to its files when the page comes, and each hour', async () => {
  const page = await aPage();
  expect(page.registration.active?.told).toEqual(['KEEP_SHELL']);

  await page.clock.advance(HOUR_MS + 10 * MINUTE_MS);
  expect(page.registration.active?.told).toEqual(['KEEP_SHELL', 'KEEP_SHELL']);
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

test('who heard that this was the newest is not told of the one after it', async () => {
  const page = await aPage();
  await page.flow.updateNow(() => page.did.push('leaving'));

  page.takeOver(await page.bring());

  expect(page.did).not.toContain('leaving');
});

test('where our own server does not answer, the newest release cannot be had now', async () => {
  const page = await aPage({ workerType: 'text/html' });

  expect(await page.flow.updateNow(() => {})).toBe('no-answer');
  expect(page.registration.updates).toBe(0);
});
