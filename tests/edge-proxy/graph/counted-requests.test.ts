import { afterEach, expect, test } from 'vitest';
import type { AppCredential } from '../../../edge-proxy/graph/app-credential.ts';
import { createGraphClient } from '../../../edge-proxy/graph/graph-client.ts';
import { createLanes } from '../../../edge-proxy/graph/lanes.ts';
import { createMeter } from '../../../edge-proxy/runtime/meter.ts';
import { at } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createLeapingClock } from '../../support/leaping-clock.ts';
import { type Answer, type StandIn, startStandIn } from '../../support/stand-in.ts';

let server: StandIn | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

/** A client whose requests are counted, over a Graph that gives these answers in turn. */
async function open(...answers: Answer[]) {
  server = await startStandIn((_, nth) => answers[nth - 1] ?? { json: { value: [] } });
  const meter = createMeter();
  const credential: AppCredential = { token: async () => 'token', renew: async () => 'other', refusal: () => null };
  const client = createGraphClient({
    endpoint: server.origin,
    credential,
    lanes: createLanes({ inAll: 1 }),
    clock: createLeapingClock(at('09:00')),
    chance: createFixedChance(),
    meter,
  });
  const read = (mailbox: string) =>
    client.call({ path: `/users/${mailbox}/calendarView`, mailbox, urgency: 'background' }).catch(() => null);
  const samplesOf = (name: string) => meter.counted().find((one) => one.name === name)?.samples ?? [];
  return { read, samplesOf };
}

test('a throttled request is one throttled, one retry and two requests, and names no mailbox', async () => {
  const { read, samplesOf } = await open({ status: 429, headers: { 'Retry-After': '1' }, json: {} });

  await read('lisbon@northwind.example');

  expect(samplesOf('graph_requests_total')).toEqual([
    { labels: { operation: 'GET calendarView', status: '4xx' }, value: 1 },
    { labels: { operation: 'GET calendarView', status: '2xx' }, value: 1 },
  ]);
  expect(samplesOf('graph_throttled_total')).toEqual([{ labels: {}, value: 1 }]);
  expect(samplesOf('graph_retries_total')).toEqual([{ labels: {}, value: 1 }]);
});

test('a request without an answer is counted as one without', async () => {
  const { read, samplesOf } = await open({ fault: 'cut' });

  await read('lisbon@northwind.example');

  expect(samplesOf('graph_requests_total')).toContainEqual({
    labels: { operation: 'GET calendarView', status: 'none' },
    value: 1,
  });
});

test('a thousand mailboxes are as many figures as one', async () => {
  const { read, samplesOf } = await open();

  for (let n = 0; n < 50; n += 1) await read(`room-${n}@northwind.example`);

  expect(samplesOf('graph_requests_total')).toEqual([
    { labels: { operation: 'GET calendarView', status: '2xx' }, value: 50 },
  ]);
  expect(samplesOf('graph_lane_wait_seconds_total')).toHaveLength(1);
});
