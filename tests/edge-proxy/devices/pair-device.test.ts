import { expect, test } from 'vitest';
import { CODE_LIFETIME_MS } from '../../../edge-proxy/devices/code-tries.ts';
import { createPairDevice } from '../../../edge-proxy/devices/pair-device.ts';
import { hashSecret } from '../../../edge-proxy/http/secret-hash.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { at } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { createDeviceStore } from './device-store.ts';

const lisbon = 'room-lisbon' as RoomId;
const atLisbon = { roomId: lisbon, boardId: null };
const anna = { operator: 'anna', address: '10.0.0.1' };
const bert = { operator: 'bert', address: '10.0.0.2' };
const particulars = { model: 'Tab 8', browser: 'Chrome 120', screen: '1280x800' };

function aDesk() {
  const clock = createVirtualClock(at('10:00'));
  const store = createDeviceStore();
  const desk = createPairDevice({
    fanOut: { publish: () => undefined },
    store,
    clock,
    chance: createFixedChance(),
    hashSecret,
  });
  async function asked(address = '10.0.0.9') {
    const answer = await desk.request(particulars, address, null);
    if (!answer.ok) throw new Error(answer.error.kind);
    return answer.value;
  }
  return { clock, store, desk, asked };
}

test('a tablet asks, an operator sees which one and says yes, the tablet has its credential', async () => {
  const { desk, store, asked } = aDesk();
  const { code, requestSecret, expiresAt } = await asked();
  expect(await desk.news(requestSecret)).toEqual({ status: 'waiting' });

  const looked = await desk.look(` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)} `, anna);
  expect(looked).toMatchObject({ ok: true, value: { code, particulars, address: '10.0.0.9', expiresAt } });
  const device = await desk.confirm(code, atLisbon, anna, 'anna@northwind.example');
  const news = await desk.news(requestSecret);

  expect(device).toMatchObject({ ok: true, value: { roomId: lisbon, pairedBy: 'anna@northwind.example' } });
  if (news.status !== 'paired') throw new Error(news.status);
  const [kept] = [...store.devices.values()];
  expect(kept?.credentialHash).toBe(hashSecret(news.credential));
  expect(JSON.stringify([...store.pairings.values(), kept])).not.toContain(news.credential);
  expect(JSON.stringify([...store.pairings.values()])).not.toContain(requestSecret);
});

test('a code works once', async () => {
  const { desk, asked } = aDesk();
  const { code } = await asked();
  await desk.confirm(code, atLisbon, anna, 'anna');

  expect(await desk.confirm(code, atLisbon, bert, 'bert')).toEqual({ ok: false, error: { kind: 'code-run-out' } });
});

test('a tablet whose answer was lost asks again and has its credential, until it has used one', async () => {
  const { desk, asked, store, clock } = aDesk();
  const { code, requestSecret } = await asked();
  await desk.confirm(code, atLisbon, anna, 'anna');

  const lost = await desk.news(requestSecret);
  const second = await desk.news(requestSecret);
  if (lost.status !== 'paired' || second.status !== 'paired') throw new Error('not paired');
  expect(second.credential).not.toBe(lost.credential);
  expect(await store.findDeviceByCredential(hashSecret(lost.credential))).toBeNull();
  expect(await store.findDeviceByCredential(hashSecret(second.credential))).not.toBeNull();

  await store.touchDevice(second.device.id, clock.now());
  expect(await desk.news(requestSecret)).toEqual({ status: 'expired' });
});

test('a credential that nobody fetched is not to be had from an old backup', async () => {
  const { desk, asked, clock } = aDesk();
  const { code, requestSecret } = await asked();
  await desk.confirm(code, atLisbon, anna, 'anna');
  await clock.advance(21 * 60_000);

  expect(await desk.news(requestSecret)).toEqual({ status: 'expired' });
});

test('two operators confirm at once: one does', async () => {
  const { desk, store, asked } = aDesk();
  const { code } = await asked();

  const both = await Promise.all([desk.confirm(code, atLisbon, anna, 'a'), desk.confirm(code, atLisbon, bert, 'b')]);

  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(store.devices.size).toBe(1);
});

test('a code runs out after ten minutes, for the tablet and the operator alike', async () => {
  const { clock, desk, asked } = aDesk();
  const { code, requestSecret } = await asked();
  await clock.advance(CODE_LIFETIME_MS);

  expect(await desk.news(requestSecret)).toEqual({ status: 'expired' });
  expect(await desk.look(code, anna)).toEqual({ ok: false, error: { kind: 'code-run-out' } });
  expect(await desk.confirm(code, atLisbon, anna, 'anna')).toEqual({ ok: false, error: { kind: 'code-run-out' } });
});

test('five wrong codes, and an operator has to wait, even with the right one; others do not', async () => {
  const { clock, desk, asked } = aDesk();
  const { code } = await asked();
  for (let n = 0; n < 5; n++) {
    expect(await desk.look('BBBBBBBB', anna)).toEqual({ ok: false, error: { kind: 'no-such-code' } });
  }

  expect(await desk.confirm(code, atLisbon, anna, 'anna')).toMatchObject({ error: { kind: 'too-many-requests' } });
  expect((await desk.look(code, bert)).ok).toBe(true);
  await clock.advance(CODE_LIFETIME_MS);
  const fresh = await asked();
  expect((await desk.look(fresh.code, anna)).ok).toBe(true);
});

test('a tablet that asks again gives up its first code, so that reloading fills nothing', async () => {
  const { desk, asked } = aDesk();
  let { code, requestSecret } = await asked();
  const first = code;
  for (let n = 0; n < 300; n++) {
    const again = await desk.request(null, '10.0.0.9', requestSecret);
    if (!again.ok) throw new Error('full');
    ({ code, requestSecret } = again.value);
  }

  expect(await desk.look(first, anna)).toEqual({ ok: false, error: { kind: 'code-run-out' } });
  expect((await desk.look(code, anna)).ok).toBe(true);
});

test.for([
  { what: 'one address', addressOf: () => '10.0.0.9', most: 600 },
  // Two thousand together, and each of them its first five.
  { what: 'five hundred addresses', addressOf: (n: number) => `10.0.${n % 4}.${n % 250}`, most: 2_500 },
])('$what asking again and again is stopped, and what it left behind is forgotten', async ({ addressOf, most }) => {
  const { clock, desk, store } = aDesk();
  let secret: string | null = null;
  let given = 0;
  for (let n = 0; n < 2 * most; n++) {
    const answer = await desk.request(null, addressOf(n), secret);
    if (!answer.ok) continue;
    given += 1;
    secret = answer.value.requestSecret;
  }
  expect(given).toBe(most);

  await clock.advance(2 * CODE_LIFETIME_MS);
  expect((await desk.request(null, '10.0.0.9', null)).ok).toBe(true);
  expect(store.pairings.size).toBeLessThanOrEqual(2);
});

test('one address cannot have more than its share of codes waiting, and time frees them', async () => {
  const { clock, desk, asked } = aDesk();
  for (let n = 0; n < 100; n++) await asked();

  expect(await desk.request(null, '10.0.0.9', null)).toMatchObject({ error: { kind: 'too-many-requests' } });
  expect((await desk.request(null, '10.0.0.8', null)).ok).toBe(true);
  await clock.advance(CODE_LIFETIME_MS);
  expect((await desk.request(null, '10.0.0.9', null)).ok).toBe(true);
});

test('all addresses together cannot fill the store', async () => {
  const { desk, store } = aDesk();
  const answers = await Promise.all(
    Array.from({ length: 3_000 }, (_, n) => desk.request(null, `10.1.${n >> 8}.${n & 255}`, null)),
  );

  expect(answers.filter(({ ok }) => ok)).toHaveLength(1_000);
  expect(store.pairings.size).toBe(1_000);
});

test('a waiting tablet hears the yes at once', async () => {
  const { clock, desk, asked } = aDesk();
  const { code, requestSecret } = await asked();
  const { signal } = new AbortController();
  await desk.awaitNews(requestSecret, 25_000, signal);
  let heard = false;
  const waiting = desk.awaitNews(requestSecret, 25_000, signal).then(() => {
    heard = true;
  });
  await clock.settle();
  expect(heard).toBe(false);

  await desk.confirm(code, atLisbon, anna, 'anna');
  await waiting;

  expect(await desk.news(requestSecret)).toMatchObject({ status: 'paired' });
  expect(clock.pending()).toBe(0);
});

test.for([
  { ends: 'after its longest time', ms: 25_000 },
  { ends: 'when it is called off', ms: 0 },
])('a wait ends $ends and leaves no timer', async ({ ms }) => {
  const { clock, desk, asked } = aDesk();
  const { requestSecret } = await asked();
  const calledOff = new AbortController();
  await desk.awaitNews(requestSecret, 25_000, calledOff.signal);
  const waiting = desk.awaitNews(requestSecret, 25_000, calledOff.signal);
  await clock.settle();

  if (ms === 0) calledOff.abort();
  await clock.advance(ms);
  await waiting;

  expect(clock.pending()).toBe(0);
});
