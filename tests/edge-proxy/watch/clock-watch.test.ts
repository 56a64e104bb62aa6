import { expect, test } from 'vitest';
import { createAlarms } from '../../../edge-proxy/watch/alarms.ts';
import { createClockWatch } from '../../../edge-proxy/watch/clock-watch.ts';
import { addMs, MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

async function open() {
  const clock = createVirtualClock(at('09:00'));
  const alarms = await createAlarms({ store: createMemoryStore(), clock, log: createMemoryLog() });
  const watch = createClockWatch({ alarms, clock });
  return {
    open: () =>
      alarms.list().flatMap(({ kind, clearedAt, cause }) => (clearedAt === null ? [`${kind}: ${cause}`] : [])),
    /** An answer each half minute, by a clock so far ahead of ours. */
    async hear(minutes: number, ...aheadS: number[]) {
      for (let n = 0; n < minutes * 2; n += 1) {
        await clock.advance(MINUTE_MS / 2);
        watch.onGraphTime(addMs(clock.now(), (aheadS[n % aheadS.length] ?? 0) * SECOND_MS));
      }
    },
  };
}

test.for([
  { ahead: [0], open: [], because: 'it is right' },
  { ahead: [-5], open: [], because: 'no door is wrong by what people see' },
  { ahead: [-20, -1, -15], open: [], because: 'two of the answers were slow, and one was not' },
  {
    ahead: [90],
    open: ["clock-wrong: the clock of this machine is 90 seconds behind Microsoft's"],
    because: 'it is slow',
  },
  {
    ahead: [-3_600],
    open: ["clock-wrong: the clock of this machine is 3600 seconds ahead of Microsoft's"],
    because: 'it is fast',
  },
])('answers $ahead seconds ahead of our clock open $open, because $because', async ({ ahead, open: expected }) => {
  const site = await open();
  await site.hear(6, ...ahead);

  expect(site.open()).toEqual(expected);
});

test('a clock that is set right ends the alarm within minutes', async () => {
  const site = await open();
  await site.hear(6, 90);
  await site.hear(6, 0);

  expect(site.open()).toEqual([]);
});
