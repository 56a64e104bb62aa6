/**
 * Runs in the page, before its own scripts: a clock that stands still until it is driven, then runs each timer at its
 * moment, and stands while the network or the disk is at work, since those take real time. Playwright's own clock waits
 * some real milliseconds after each timer, and a month of a door has half a million of them.
 */

export type DrivenClock = {
  /** Until this moment, or until the page is left; the next one of this tab goes on from there. */
  driveTo(end: number): Promise<void>;
  now(): number;
  /** Timers that wait, intervals included; nobody else can tell. */
  waiting(): number;
};

declare global {
  var drivenClock: DrivenClock;
}

/** `start`: what the wall clock says when the first page of this tab begins. */
export function driveClock(start: number): void {
  type Timer = { readonly id: number; due: number; readonly run: () => void; readonly every: number | null };
  const KEPT = 'bench-clock';
  /** For what follows from an answer: its body, the promises behind it. */
  const SETTLING_TURNS = 12;
  const begun = Number(sessionStorage.getItem(KEPT) ?? start);
  const page = globalThis as unknown as Record<string, unknown>;
  let now = begun;
  let ids = 1;
  let atWork = 0;
  const timers = new Map<number, Timer>();

  function plan(run: () => void, ms: number | undefined, repeats: boolean): number {
    const wait = Math.max(repeats ? 1 : 0, Number(ms) || 0);
    const id = ids;
    ids += 1;
    timers.set(id, { id, due: now + wait, run, every: repeats ? wait : null });
    return id;
  }

  function firstDue(end: number): Timer | null {
    let first: Timer | null = null;
    for (const timer of timers.values()) {
      if (timer.due <= end && (first === null || timer.due < first.due)) first = timer;
    }
    return first;
  }

  /** A turn of the event loop, in microseconds. */
  const { port1, port2 } = new MessageChannel();
  let taken = () => {};
  port1.onmessage = () => taken();
  const turn = () =>
    new Promise<void>((resolve) => {
      taken = resolve;
      port2.postMessage(null);
    });

  async function settle(): Promise<void> {
    await turn();
    while (atWork > 0) for (let turns = 0; turns < SETTLING_TURNS; turns += 1) await turn();
  }

  function until(target: EventTarget, ...ends: string[]): void {
    atWork += 1;
    let over = false;
    for (const end of ends) {
      target.addEventListener(end, () => {
        if (!over) atWork -= 1;
        over = true;
      });
    }
  }

  const { open, deleteDatabase } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (...given) {
    const opening = open.apply(this, given);
    until(opening, 'success', 'error');
    return opening;
  };
  IDBFactory.prototype.deleteDatabase = function (...given) {
    const deleting = deleteDatabase.apply(this, given);
    until(deleting, 'success', 'error');
    return deleting;
  };
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...given) {
    const begun = transaction.apply(this, given);
    until(begun, 'complete', 'abort');
    return begun;
  };
  const realFetch = fetch;
  page['fetch'] = (...given: Parameters<typeof fetch>) => {
    atWork += 1;
    return realFetch(...given).finally(() => {
      atWork -= 1;
    });
  };
  page['EventSource'] = class extends EventSource {
    constructor(url: string | URL) {
      super(url);
      until(this, 'open', 'error', 'closed');
    }
    // Closed before it was open, it says nothing by itself.
    override close(): void {
      super.close();
      this.dispatchEvent(new Event('closed'));
    }
  };

  page['setTimeout'] = (run: () => void, ms?: number) => plan(run, ms, false);
  page['setInterval'] = (run: () => void, ms?: number) => plan(run, ms, true);
  page['clearTimeout'] = (id: number) => timers.delete(id);
  page['clearInterval'] = (id: number) => timers.delete(id);
  performance.now = () => now - begun;
  page['Date'] = new Proxy(Date, {
    construct: (target, given) => Reflect.construct(target, given.length === 0 ? [Math.floor(now)] : given),
    get: (target, name) => (name === 'now' ? () => Math.floor(now) : Reflect.get(target, name)),
  });
  addEventListener('pagehide', () => sessionStorage.setItem(KEPT, String(now)));

  globalThis.drivenClock = {
    async driveTo(end) {
      await settle();
      for (let timer = firstDue(end); timer !== null; timer = firstDue(end)) {
        now = Math.max(now, timer.due);
        if (timer.every === null) timers.delete(timer.id);
        else timer.due = now + timer.every;
        timer.run();
        await settle();
      }
      now = end;
    },
    now: () => now,
    waiting: () => timers.size,
  };
}
