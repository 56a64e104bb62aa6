/** A thousand tries a second, and one honest operator among them. */

import { expect, test } from 'vitest';
import { createPairDevice } from '../../../edge-proxy/devices/pair-device.ts';
import { hashSecret } from '../../../edge-proxy/http/secret-hash.ts';
import type { DeviceId, RoomId } from '../../../shared/basics/ids.ts';
import { MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { createDeviceStore } from './device-store.ts';

const atLisbon = { roomId: 'room-lisbon' as RoomId, boardId: null };
const ADDRESS = '192.0.2.1';
const anna = { operator: 'anna', address: ADDRESS };
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';

/** Another with each number; none of them is a code that is shown here. */
const guess = (n: number) =>
  n
    .toString(20)
    .padStart(8, '0')
    .replace(/./g, (digit) => LETTERS[Number.parseInt(digit, 20)] ?? '');

function aDesk() {
  const clock = createVirtualClock(at('10:00'));
  const store = createDeviceStore();
  let wrong = 0;
  const desk = createPairDevice({
    fanOut: { publish: () => undefined },
    store,
    clock,
    chance: createFixedChance(),
    hashSecret,
    onWrongCode: () => {
      wrong += 1;
    },
  });
  async function shown(address = '10.0.0.9'): Promise<{ code: string; requestSecret: string }> {
    const answer = await desk.request(null, address, null);
    if (!answer.ok) throw new Error(answer.error.kind);
    return answer.value;
  }
  /** How often a guess was looked at, and how often it was told to wait. */
  async function storm(tries: number, who: (n: number) => { operator: string; address: string }) {
    const told: Record<string, number> = {};
    for (let n = 0; n < tries; n += 1) {
      const answer = await desk.look(guess(n), who(n));
      const kind = answer.ok ? 'ok' : answer.error.kind;
      told[kind] = (told[kind] ?? 0) + 1;
      if (n % 1_000 === 999) await clock.advance(SECOND_MS);
    }
    return told;
  }
  return { clock, store, desk, shown, storm, wrongTold: () => wrong };
}

test('one operator who tries a thousand codes a second for ten minutes has tried five in each', async () => {
  const { desk, shown, storm, wrongTold } = aDesk();

  const told = await storm(60_000, () => ({ operator: 'thief', address: ADDRESS }));

  expect(told).toEqual({ 'no-such-code': 5, 'too-many-requests': 59_995 });
  expect(wrongTold()).toBe(5);
  const { code } = await shown();
  expect((await desk.confirm(code, atLisbon, anna, 'anna')).ok).toBe(true);
});

test('a thousand stolen sign-ins in one office get a try each past the first few, and a colleague there pairs at the first', async () => {
  const { desk, shown, storm } = aDesk();
  const { code } = await shown();

  const told = await storm(20_000, (n) => ({ operator: `thief-${n % 1_000}`, address: ADDRESS }));

  // 25 of the office; then each of those who have not been wrong yet, once.
  expect(told['no-such-code']).toBe(1_000);
  expect((await desk.look(code, anna)).ok).toBe(true);
  expect((await desk.confirm(code, atLisbon, anna, 'anna')).ok).toBe(true);
});

test('a thousand stolen sign-ins from as many addresses have a thousand tries together and one each after that', async () => {
  const { desk, shown, storm } = aDesk();
  const { code } = await shown();

  const told = await storm(20_000, (n) => ({ operator: `thief-${n % 1_000}`, address: `10.1.${n % 250}.${n % 199}` }));

  expect(told['no-such-code']).toBe(1_000);
  expect((await desk.confirm(code, atLisbon, anna, 'anna')).ok).toBe(true);
});

test('an address beyond its limit leaves each of those behind it one try, and its limit ends with the ten minutes', async () => {
  const { clock, desk, shown, storm } = aDesk();
  await storm(25, (n) => ({ operator: `thief-${n % 5}`, address: ADDRESS }));

  expect(await desk.look('BBBBBBBB', anna)).toMatchObject({ error: { kind: 'no-such-code' } });
  const { code } = await shown();
  expect(await desk.look(code, anna), 'who mistyped in an office that is guessed from waits').toMatchObject({
    error: { kind: 'too-many-requests', until: at('10:10') },
  });
  expect((await desk.look(code, { ...anna, address: '10.0.0.7' })).ok, 'but not elsewhere').toBe(true);
  await clock.advance(10 * MINUTE_MS);
  const later = await shown();
  expect((await desk.look(later.code, anna)).ok).toBe(true);
});

test('whoever has a network of IPv6 has as many addresses as they like, and one limit', async () => {
  const { storm } = aDesk();
  const address = (n: number) => `2001:db8:1:2:${n.toString(16)}::1`;

  const told = await storm(5_000, (n) => ({ operator: `thief-${n % 10}`, address: address(n) }));

  expect(told).toEqual({ 'no-such-code': 25, 'too-many-requests': 4_975 });
});

test('a thousand tries at the same instant are no more than five, however slow the store', async () => {
  const { desk, store } = aDesk();
  let asked = 0;
  const gate = Promise.withResolvers<void>();
  store.findPairingByCode = async () => {
    asked += 1;
    await gate.promise;
    return null;
  };

  const all = Array.from({ length: 1_000 }, (_, n) => desk.look(guess(n), { operator: 'thief', address: ADDRESS }));
  gate.resolve();
  const answers = await Promise.all(all);

  expect(asked).toBe(5);
  expect(answers.filter((answer) => !answer.ok && answer.error.kind === 'too-many-requests')).toHaveLength(995);
});

test('a try that the disk could not answer costs nothing', async () => {
  const { desk, store, shown } = aDesk();
  const { code } = await shown();
  const find = store.findPairingByCode;
  store.findPairingByCode = async () => {
    throw new Error('disk');
  };
  for (let n = 0; n < 20; n += 1) await expect(desk.look(code, anna)).rejects.toThrow('disk');
  store.findPairingByCode = find;

  expect((await desk.look(code, anna)).ok).toBe(true);
});

test('the same letters are tried five times, whoever tries them', async () => {
  const { desk } = aDesk();
  const answers: string[] = [];
  for (let n = 0; n < 8; n += 1) {
    const answer = await desk.look('BBBBBBBB', { operator: `operator-${n}`, address: `10.0.1.${n}` });
    answers.push(answer.ok ? 'ok' : answer.error.kind);
  }

  expect(answers).toEqual([...Array<string>(5).fill('no-such-code'), ...Array<string>(3).fill('too-many-requests')]);
});

test('looking who shows a code is no try of it, however often', async () => {
  const { desk, shown } = aDesk();
  const { code } = await shown();

  for (let n = 0; n < 200; n += 1) expect((await desk.look(code, anna)).ok).toBe(true);
});

test('a code that was claimed in vain five times is shown no more, and its tablet asks for another', async () => {
  const { desk, shown } = aDesk();
  const { code, requestSecret } = await shown();
  const gone = { replaces: 'device-gone' as DeviceId };
  for (let n = 0; n < 4; n += 1) await desk.confirm(code, gone, anna, 'anna');
  expect(await desk.news(requestSecret)).toEqual({ status: 'waiting' });

  await desk.confirm(code, gone, anna, 'anna');

  expect(await desk.news(requestSecret)).toEqual({ status: 'expired' });
  expect(await desk.confirm(code, atLisbon, anna, 'anna')).toMatchObject({ error: { kind: 'code-run-out' } });
});

test('ten who claim a code at once do not take it from the one who has it', async () => {
  const { desk, shown } = aDesk();
  const { code, requestSecret } = await shown();

  const all = Array.from({ length: 10 }, (_, n) =>
    desk.confirm(code, atLisbon, { operator: `operator-${n}`, address: `10.0.1.${n}` }, 'somebody'),
  );
  const answers = await Promise.all(all);

  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await desk.news(requestSecret)).toMatchObject({ status: 'paired' });
});

test('whoever fills all places with codes leaves room for a tablet that has none yet', async () => {
  const { desk, shown, store } = aDesk();
  const first = await shown('203.0.113.0');
  for (let n = 1; n < 1_000; n += 1) await shown(`203.0.113.${n % 10}`);

  const { code } = await shown('10.0.0.9');

  expect((await desk.look(code, anna)).ok).toBe(true);
  expect(await desk.news(first.requestSecret), 'it was the oldest of those who held most').toEqual({
    status: 'expired',
  });
  expect([...store.pairings.values()].filter(({ status }) => status === 'waiting')).toHaveLength(1_000);
});

test('two thousand requests for codes from a few addresses leave a tablet elsewhere its own', async () => {
  const { desk } = aDesk();
  let secret: string | null = null;
  for (let n = 0; n < 4_000; n += 1) {
    const answer = await desk.request(null, `203.0.113.${n % 8}`, secret);
    if (answer.ok) secret = answer.value.requestSecret;
  }

  expect(await desk.request(null, '203.0.113.1', secret)).toMatchObject({ error: { kind: 'too-many-requests' } });
  for (let n = 0; n < 5; n += 1) expect((await desk.request(null, '10.0.0.9', null)).ok).toBe(true);
});
