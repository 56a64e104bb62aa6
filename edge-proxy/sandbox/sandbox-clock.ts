/** The sandbox's one way to time. Nothing in it reads the clock or sets a timer otherwise, so that tests can own the day. */

export type SandboxClock = {
  /** UTC epoch milliseconds. */
  now(): number;
  /** Runs `run` once, `ms` from now; those due at the same moment run in the order they were asked for. Gives the way to call it off. */
  after(ms: number, run: () => void): () => void;
};

/** The most that a Node timer can wait; a subscription of seven days fits, a careless caller might not. */
const LONGEST_TIMER_MS = 2_147_483_647;

export function systemClock(): SandboxClock {
  return { now: () => Date.now(), after };
}

function after(ms: number, run: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (left: number) => {
    const step = Math.min(left, LONGEST_TIMER_MS);
    timer = setTimeout(() => (left > step ? wait(left - step) : run()), Math.max(0, step));
    // A calendar with meetings still to come must not keep a stopped sandbox alive.
    timer.unref();
  };
  wait(ms);
  return () => clearTimeout(timer);
}
