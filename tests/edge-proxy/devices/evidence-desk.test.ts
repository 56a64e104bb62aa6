import { expect, test } from 'vitest';
import { createEvidenceDesk } from '../../../edge-proxy/devices/evidence-desk.ts';
import type { DeviceState, DeviceTally, TakenEvidence } from '../../../edge-proxy/ports/evidence.ts';
import type { DeviceId } from '../../../shared/basics/ids.ts';
import { addMs, DAY_MS, HOUR_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { aBatch } from '../../support/evidence-fixtures.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const tablet = (n: number) => `device-${n}` as DeviceId;

async function aDesk({ states = [] as DeviceState[], tallies = [] as DeviceTally[] } = {}) {
  const clock = createVirtualClock(at('10:00'));
  const writes: (readonly TakenEvidence[])[] = [];
  const changed: string[] = [];
  const store = { fails: false };
  const desk = await createEvidenceDesk({
    clock,
    onChange: (id) => changed.push(id),
    store: {
      async takeEvidence(taken) {
        if (store.fails) throw new Error('disk full');
        writes.push(taken);
      },
      listDeviceStates: async () => states,
      listTallies: async () => tallies,
    },
  });
  return { clock, desk, writes, changed, store };
}

test('a thousand doors that change at once are one write', async () => {
  const { clock, desk, writes } = await aDesk();
  const kept = Array.from({ length: 1_000 }, (_, n) => desk.take(tablet(n), aBatch()));
  await clock.advance(SECOND_MS);
  await Promise.all(kept);

  expect(writes.map(({ length }) => length)).toEqual([1_000]);
});

test('what could not be written is known to nobody, and the tablet is told so', async () => {
  const { clock, desk, store, changed } = await aDesk();
  store.fails = true;
  const refused = expect(desk.take(tablet(1), aBatch())).rejects.toThrow('disk full');
  await clock.advance(SECOND_MS);
  await refused;

  expect(changed).toEqual([]);
  expect(desk.stateOf(tablet(1))).toBeNull();
});

test('a tablet is not believed what is yet to come, nor what is long over', async () => {
  const { clock, desk, writes } = await aDesk();
  const stretch = (since: ReturnType<typeof at>) => ({ state: 'available', since, revision: 1, readAt: null }) as const;
  const shown = [stretch(addMs(at('10:00'), HOUR_MS)), stretch(at('09:00')), stretch(addMs(at('10:00'), -40 * DAY_MS))];
  void desk.take(tablet(1), aBatch({ shown, lastTouchAt: addMs(at('10:00'), HOUR_MS) }));
  await clock.advance(SECOND_MS);

  expect(writes[0]?.[0]?.shown.map(({ since }) => since)).toEqual([at('09:00')]);
  expect(desk.stateOf(tablet(1))?.lastTouchAt).toBe(at('10:00'));
});

test('errors are counted by the day, once for each batch, and go on from those of an earlier life', async () => {
  const earlier: DeviceTally = { deviceId: tablet(1), day: at('00:00'), what: 'error:script', count: 3 };
  const { clock, desk } = await aDesk({ tallies: [earlier] });
  for (const key of ['batch-a1', 'batch-a1', 'batch-a2']) {
    void desk.take(tablet(1), aBatch({ key }));
    await clock.advance(SECOND_MS);
  }
  expect(desk.errorsToday(tablet(1))).toEqual([{ kind: 'script', count: 7 }]);

  await clock.advance(DAY_MS);
  expect(desk.errorsToday(tablet(1))).toEqual([]);
});

test('a batch that only tells of errors leaves what was shown as it was', async () => {
  const { clock, desk } = await aDesk();
  void desk.take(tablet(1), aBatch());
  await clock.advance(SECOND_MS);
  void desk.take(tablet(1), aBatch({ key: 'batch-0002', shown: [] }));
  await clock.advance(SECOND_MS);

  expect(desk.stateOf(tablet(1))?.shown?.state).toBe('available');
});

test('when too many wait for the disk, the next is told to come again', async () => {
  const { desk } = await aDesk();
  let taken = 0;
  while (desk.take(tablet(taken), aBatch()) !== null) taken += 1;

  expect(taken).toBe(5_000);
});
