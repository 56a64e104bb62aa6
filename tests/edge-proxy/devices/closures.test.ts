import { expect, test } from 'vitest';
import { createClosures } from '../../../edge-proxy/devices/closures.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { addMs, DAY_MS } from '../../../shared/basics/instant.ts';
import type { ClosureWish, RoomClosure } from '../../../shared/wire/closures.ts';
import { aRoom, at } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const lisbon = aRoom();
const porto = aRoom({ id: 'room-porto' as RoomId, address: 'porto@northwind.example', displayName: 'Porto' });

async function open(kept: readonly RoomClosure[] = []) {
  const clock = createVirtualClock(at('10:00'));
  const rows = new Map(kept.map((one) => [one.id, one]));
  const told: RoomId[] = [];
  const store = {
    saveClosure: async (closure: RoomClosure) => void rows.set(closure.id, closure),
    listClosures: async () => [...rows.values()],
    dropClosures: async () => undefined,
  };
  const closures = await createClosures({
    store,
    clock,
    chance: createFixedChance(),
    findRoom: (asked) => [lisbon, porto].find(({ id, address }) => id === asked || address === asked) ?? null,
    onChange: async (roomId) => void told.push(roomId),
  });
  return { clock, closures, rows, told };
}

const wish: ClosureWish = {
  room: lisbon.address,
  from: null,
  until: at('15:00'),
  reason: 'The projector is being replaced',
  instead: porto.id,
};

test('a room that facilities close is closed from now on, kept before it is told', async () => {
  const { closures, rows, told } = await open();

  const made = await closures.make(wish);

  expect(made).toMatchObject({
    ok: true,
    value: {
      room: lisbon.id,
      from: at('10:00'),
      until: at('15:00'),
      instead: { room: porto.address, displayName: 'Porto' },
    },
  });
  expect(closures.of(lisbon.id)).toHaveLength(1);
  expect(closures.of(porto.id)).toEqual([]);
  expect([...rows.values()]).toEqual(closures.list());
  expect(told).toEqual([lisbon.id]);
});

test.for([
  { change: { room: 'nowhere@northwind.example' }, fault: 'room-not-known' },
  { change: { instead: 'nowhere@northwind.example' }, fault: 'no-such-room-instead' },
  { change: { instead: lisbon.address }, fault: 'not-instead-of-itself' },
  { change: { from: at('15:00') }, fault: 'ends-before-it-begins' },
  { change: { from: at('08:00'), until: at('09:00') }, fault: 'is-over' },
])('a wish is refused as $fault', async ({ change, fault }) => {
  const { closures, told } = await open();

  expect(await closures.make({ ...wish, ...change })).toEqual({ ok: false, error: fault });
  expect(told).toEqual([]);
});

test('a change keeps the room and when it began; opening ends it now, once', async () => {
  const { clock, closures } = await open();
  const made = await closures.make(wish);
  const id = made.ok ? made.value.id : '';
  await clock.advance(90_000);

  const changed = await closures.change(id, { ...wish, room: porto.address, until: null, instead: null });
  expect(changed).toMatchObject({ ok: true, value: { room: lisbon.id, from: at('10:00'), until: null } });

  expect(await closures.end(id)).toMatchObject({ until: at('10:01') });
  await clock.advance(60_000);
  expect(await closures.end(id)).toMatchObject({ until: at('10:01') });
  expect(await closures.change(id, wish)).toBeNull();
  expect(await closures.end('nothing')).toBeNull();
});

test('what is over stays listed last for a month, and another life knows all of it', async () => {
  const first = await open();
  const over = await first.closures.make(wish);
  await first.closures.end(over.ok ? over.value.id : '');
  await first.closures.make({ ...wish, from: at('12:00'), until: null });

  const second = await open([...first.rows.values()]);
  expect(second.closures.list().map(({ until }) => until)).toEqual([null, at('10:00')]);

  await second.clock.advance(31 * DAY_MS);
  await second.closures.make({ ...wish, until: addMs(at('15:00'), 40 * DAY_MS) });
  expect(second.closures.list().filter(({ until }) => until === at('10:00'))).toEqual([]);
});

test('twenty closings of a room are enough', async () => {
  const { closures } = await open();
  for (let n = 0; n < 20; n += 1) expect((await closures.make(wish)).ok).toBe(true);

  expect(await closures.make(wish)).toEqual({ ok: false, error: 'too-many' });
  expect((await closures.make({ ...wish, room: porto.id, instead: null })).ok).toBe(true);
});
