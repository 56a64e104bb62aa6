/**
 * Now, by the proxy's clock: a signal that moves on the minute and at whatever boundary somebody waits for. The proxy's
 * heartbeats set it and the tablet's monotonic clock carries it between them, because a tablet's wall clock drifts, is
 * set by hand, or wakes up in another decade.
 */

import { type ReadonlySignal, signal } from '@preact/signals-core';
import { addMs, type Instant, instant, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import type { TabletClock } from '../ports.ts';

export type ClockModel = {
  readonly now: ReadonlySignal<Instant>;
  /** This very moment, between the ticks of `now` too: for what a person does. */
  present(): Instant;
  /** The proxy's time as its heartbeat bore it, on arrival. */
  correct(proxyTime: Instant): void;
  /** A guess at how far the proxy's clock is ahead of the tablet's, from an earlier life; the first heartbeat overrules it. */
  assume(offsetMs: number): void;
  /** How far the proxy's clock is ahead of the tablet's, as far as we know. */
  offsetMs(): number;
  /**
   * Moves the signal at the moments that `next` names, too: asked for the first one after the instant it is given.
   */
  watch(next: (now: Instant) => Instant | null): () => void;
  /** Moves the signal to the present and asks all who watch again: for whoever brings news that has to be seen as of now. */
  look(): void;
  /** The tablet may have slept, during which its monotonic clock can have stood still. */
  wake(): void;
  close(): void;
};

/** Less is the network's jitter: a heartbeat arrives late by its journey, never early. */
const NOTICED_ERROR_MS = 2 * SECOND_MS;
/** The share of a small lead that is taken back with each heartbeat: about two minutes to believe a quick clock. */
const LEAD_TAKEN_BACK = 1 / 8;
/** The lamp steps this often in the minute before a meeting begins or ends. */
const LAST_MINUTE_STEP_MS = 10 * SECOND_MS;

export function createClockModel(clock: TabletClock): ClockModel {
  /** The proxy's time is the monotonic clock and this. */
  let aheadOfMonotonicMs = clock.wallClock() - clock.monotonicMs();
  /** What the wall clock said beside it, to find out later whether the tablet has slept. */
  let wallAheadMs = aheadOfMonotonicMs;
  let corrected = false;
  let cancelTick = () => {};
  const watchers = new Set<(now: Instant) => Instant | null>();
  const now = signal(read());

  function read(): Instant {
    return instant(Math.floor(clock.monotonicMs() + aheadOfMonotonicMs));
  }

  /** Time on a wall never runs backwards, unless it was plainly wrong. */
  function look(): void {
    const time = read();
    if (time > now.peek() || time < now.peek() - NOTICED_ERROR_MS) now.value = time;
    plan();
  }

  function plan(): void {
    cancelTick();
    const time = read();
    // Never further than the next whole minute, so a timer that a sleeping page lost is a minute late at most.
    cancelTick = clock.after(nextTick(time, watchers) - time, look);
  }

  plan();
  return {
    now,
    present: read,
    correct(proxyTime) {
      const errorMs = proxyTime - read();
      const jitter = corrected && errorMs <= 0 && errorMs > -NOTICED_ERROR_MS;
      aheadOfMonotonicMs += jitter ? errorMs * LEAD_TAKEN_BACK : errorMs;
      wallAheadMs = clock.wallClock() - clock.monotonicMs();
      corrected = true;
      // A second's worth is not worth a render; the next tick is planned by the better time all the same.
      if (Math.abs(errorMs) < SECOND_MS) plan();
      else look();
    },
    assume(offsetMs) {
      if (corrected) return;
      aheadOfMonotonicMs = clock.wallClock() + offsetMs - clock.monotonicMs();
      now.value = read();
      plan();
    },
    offsetMs: () => read() - clock.wallClock(),
    watch(next) {
      watchers.add(next);
      plan();
      return () => watchers.delete(next);
    },
    look,
    wake() {
      const wallNowAheadMs = clock.wallClock() - clock.monotonicMs();
      const sleptMs = wallNowAheadMs - wallAheadMs;
      // Only forwards: a wall clock that was set back has not undone any time.
      if (sleptMs > NOTICED_ERROR_MS) aheadOfMonotonicMs += sleptMs;
      wallAheadMs = wallNowAheadMs;
      look();
    },
    close() {
      cancelTick();
      watchers.clear();
    },
  };
}

function nextTick(time: Instant, watchers: Iterable<(now: Instant) => Instant | null>): Instant {
  let soonest = addMs(time, MINUTE_MS - (time % MINUTE_MS));
  for (const next of watchers) {
    const boundary = next(time);
    if (boundary === null) continue;
    const step = stepTowards(boundary, time);
    if (step < soonest) soonest = step;
  }
  return soonest;
}

/** Meetings begin and end on whole minutes, and are seen coming; other boundaries just happen. */
function stepTowards(boundary: Instant, time: Instant): Instant {
  const leftMs = boundary - time;
  if (boundary % MINUTE_MS !== 0 || leftMs > MINUTE_MS) return boundary;
  const stepsLeft = Math.ceil(leftMs / LAST_MINUTE_STEP_MS) - 1;
  return addMs(boundary, -stepsLeft * LAST_MINUTE_STEP_MS);
}
