/** What every store must do with what was decided at each level. A part of the store's contract, run with it. */

import { expect, test } from 'vitest';
import type { DeviceId } from '../../../shared/basics/ids.ts';
import { defaultPolicy } from '../../../shared/room/policy.ts';
import { lisbon, type OpenStore } from './fixtures.ts';

export function policiesContract(open: OpenStore): void {
  test('policies are kept for the tenant and for each room, the last word of each', async () => {
    const { store, reopen } = await open();
    await store.savePolicy(null, { showTitles: true, openingHours: { from: 420, to: 1_080 } });
    await store.savePolicy(lisbon, { mayBook: false });
    await store.savePolicy(lisbon, { bookingLengths: defaultPolicy.bookingLengths });

    expect(await (await reopen()).listPolicies()).toEqual([
      { roomId: null, override: { showTitles: true, openingHours: { from: 420, to: 1_080 } } },
      { roomId: lisbon, override: { bookingLengths: defaultPolicy.bookingLengths } },
    ]);
  });

  test('a change of policy is made at every place at once, and an empty decision is none', async () => {
    const { store, reopen } = await open();
    const building = { kind: 'building', building: 'Hafen' } as const;
    const floor = { kind: 'floor', building: null, floor: '3' } as const;
    const room = { kind: 'room', room: lisbon } as const;
    await store.savePolicy(lisbon, { mayBook: false });
    await store.changePolicies([{ kind: 'tenant' }, building, floor], () => ({ holds: false }));

    const changed = await store.changePolicies([building, room], (present, scope) =>
      scope.kind === 'room' ? {} : { ...present, checkIn: { mode: 'ask' } },
    );

    expect(changed).toEqual([
      { scope: building, before: { holds: false }, after: { holds: false, checkIn: { mode: 'ask' } } },
      { scope: room, before: { mayBook: false }, after: {} },
    ]);
    expect(await (await reopen()).listPolicyDecisions()).toEqual([
      { scope: { kind: 'tenant' }, override: { holds: false } },
      { scope: floor, override: { holds: false } },
      { scope: building, override: { holds: false, checkIn: { mode: 'ask' } } },
    ]);
  });

  test('a change of policy that fails at one place is made at none', async () => {
    const { store } = await open();
    const change = store.changePolicies([{ kind: 'tenant' }, { kind: 'room', room: lisbon }], (_, { kind }) => {
      if (kind === 'room') throw new Error('no');
      return { holds: false };
    });

    await expect(change).rejects.toThrow();
    expect(await store.listPolicyDecisions()).toEqual([]);
  });

  test('a change of policy upon what others have changed meanwhile is made at no place', async () => {
    const { store } = await open();
    await store.changePolicies([{ kind: 'tenant' }], () => ({ holds: false }));
    const seen: unknown[] = [];

    const refused = await store.changePolicies(
      [{ kind: 'tenant' }],
      () => ({ holds: true }),
      (present) => {
        seen.push(present);
        return false;
      },
    );

    expect(refused).toBeNull();
    expect(seen).toEqual([[{ scope: { kind: 'tenant' }, override: { holds: false } }]]);
    expect(await store.listPolicyDecisions()).toEqual(seen[0]);
  });

  test('a tablet keeps a look of its own, after the rooms', async () => {
    const { store, reopen } = await open();
    const device = { kind: 'device', device: 'device-1' as DeviceId } as const;
    await store.changePolicies([device, { kind: 'room', room: lisbon }], () => ({ look: { lowReach: true } }));

    expect((await (await reopen()).listPolicyDecisions()).map(({ scope }) => scope)).toEqual([
      { kind: 'room', room: lisbon },
      device,
    ]);
  });
}
