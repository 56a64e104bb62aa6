import { expect, test } from 'vitest';
import { createPolicies } from '../../../edge-proxy/sync/policies.ts';
import type { DeviceId, RoomId } from '../../../shared/basics/ids.ts';
import { defaultPolicy } from '../../../shared/room/policy.ts';
import { createMemoryStore } from '../../support/memory-store.ts';

const lisbon = 'room-lisbon' as RoomId;
const porto = 'room-porto' as RoomId;

test('where nobody decided anything, our defaults hold', async () => {
  const policies = await createPolicies(createMemoryStore());

  expect(policies.of(lisbon)).toEqual(defaultPolicy);
});

test('a room decides for itself, and the tenant for the rest', async () => {
  const store = createMemoryStore();
  await store.savePolicy(null, { mayBook: false, startingSoonMinutes: 5 });
  await store.savePolicy(lisbon, { mayBook: true });

  const policies = await createPolicies(store);

  expect(policies.of(lisbon)).toEqual({ ...defaultPolicy, mayBook: true, startingSoonMinutes: 5 });
  expect(policies.of(porto)).toEqual({ ...defaultPolicy, mayBook: false, startingSoonMinutes: 5 });
});

test('a change holds once it is read again', async () => {
  const store = createMemoryStore();
  const policies = await createPolicies(store);
  await store.savePolicy(null, { showTitles: true });

  await policies.reload();

  expect(policies.of(lisbon).showTitles).toBe(true);
});

test('a tablet decides its look alone, and one that gave that up is told so', async () => {
  const store = createMemoryStore();
  const device = 'device-1' as DeviceId;
  await store.changePolicies([{ kind: 'device', device }], () => ({ look: { lowReach: true } }));
  const policies = await createPolicies(store);

  expect([policies.lookOf(device), policies.lookOf('other' as DeviceId)]).toEqual([{ lowReach: true }, null]);
  await store.changePolicies([{ kind: 'device', device }], () => ({}));
  await policies.reload();
  expect(policies.lookOf(device)).toEqual({});
});

test('who is told of faults is decided like all else, and is nothing that a door is told', async () => {
  const store = createMemoryStore();
  await store.savePolicy(null, { faultRecipients: ['desk@northwind.example'] });
  await store.savePolicy(lisbon, { faultRecipients: [] });
  const policies = await createPolicies(store);

  expect([policies.faultRecipients(lisbon), policies.faultRecipients(porto)]).toEqual([[], ['desk@northwind.example']]);
  expect(policies.of(porto)).toEqual(defaultPolicy);
});
