import { describe, expect, test } from 'vitest';
import { CalendarUnavailable } from '../../../edge-proxy/ports/calendar.ts';
import { SubscribedElsewhere } from '../../../edge-proxy/ports/subscriptions.ts';
import { LIFETIME_MS } from '../../../edge-proxy/sync/subscriptions.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { addMs, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { aRoom, at } from '../../support/builders.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { openSyncSite } from '../../support/sync-site.ts';

const room = aRoom();

async function startedSite(options: Parameters<typeof openSyncSite>[0] = {}) {
  const site = await openSyncSite(options);
  await site.start();
  await site.clock.advance(SECOND_MS);
  return site;
}

test('each room gets one subscription with a secret of its own, kept for the next start', async () => {
  const porto = aRoom({ id: 'room-porto' as RoomId, address: 'porto@northwind.example' });
  const { subscriptions, store, keepers, close } = await startedSite({ rooms: [room, porto] });
  close();

  const held = [...subscriptions.held.values()];
  expect(held.map(({ mailbox }) => mailbox).sort()).toEqual([room.address, porto.address]);
  expect(new Set(held.map(({ clientState }) => clientState)).size).toBe(2);
  for (const { clientState } of held) expect(clientState.length).toBeLessThanOrEqual(128);
  expect(store.subscriptions.size).toBe(2);
  expect(keepers.stats()).toMatchObject({ rooms: 2, subscribed: 2 });
});

test('it lives no longer than the shortest limit that Graph ever had, 4,230 minutes', async () => {
  const { subscriptions, clock, close } = await startedSite();
  close();

  for (const { expiresAt } of subscriptions.held.values()) {
    expect(expiresAt - clock.now()).toBeLessThanOrEqual(4_230 * MINUTE_MS);
  }
});

test('the room is read again once its subscription stands, lest a change before it go untold', async () => {
  const { calendar, close } = await startedSite();
  close();

  expect(calendar.readsOf(room.id)).toBe(2);
});

test('it is renewed at about half its life, for as long as the proxy lives', async () => {
  const { subscriptions, clock, close } = await startedSite();

  await clock.advance(10 * LIFETIME_MS);
  close();

  const renewals = subscriptions.calls.filter(({ call }) => call === 'renew');
  expect(subscriptions.count('create')).toBe(1);
  expect(renewals.length).toBeGreaterThanOrEqual(18);
  expect(renewals.length).toBeLessThanOrEqual(23);
  expect((renewals[0]?.at ?? 0) - at('09:00')).toBeGreaterThan(0.44 * LIFETIME_MS);
}, 20_000);

test('where Graph cannot reach us there is none, and the room is read more often instead', async () => {
  const { subscriptions, calendar, clock, close } = await startedSite({ isReachable: false });

  await clock.advance(10 * MINUTE_MS);
  close();

  expect(subscriptions.calls).toEqual([]);
  expect(calendar.readsOf(room.id)).toBeGreaterThan(15);
});

test('one that cannot be made is tried again, and the room is read more often until it stands', async () => {
  const site = await openSyncSite();
  site.subscriptions.fail(new CalendarUnavailable('access-denied'));
  await site.start();
  await site.clock.advance(10 * MINUTE_MS);
  const readsAlone = site.calendar.readsOf(room.id);
  site.subscriptions.fail(null);
  await site.clock.advance(10 * MINUTE_MS);
  const subscribed = site.keepers.stats().subscribed;
  const readsBefore = site.calendar.readsOf(room.id);
  await site.clock.advance(10 * MINUTE_MS);
  site.close();

  expect(readsAlone).toBeGreaterThan(15);
  expect(subscribed).toBe(1);
  expect(site.calendar.readsOf(room.id) - readsBefore).toBeLessThanOrEqual(10);
});

test('where another deployment of the app has the mailbox, the room is read more often and its status says why', async () => {
  const site = await openSyncSite();
  site.subscriptions.create = () => Promise.reject(new SubscribedElsewhere());
  await site.start();
  await site.clock.advance(10 * MINUTE_MS);
  site.close();

  expect(site.calendar.readsOf(room.id)).toBeGreaterThan(15);
  expect(site.subscriptions.count('remove')).toBe(0);
  expect(site.log.lines).toContainEqual(
    expect.objectContaining({
      event: 'subscription.not-kept',
      facts: { roomId: room.id, cause: 'subscribed-elsewhere' },
    }),
  );
});

describe('lifecycle', () => {
  test('one that Graph removed is made anew under another secret, then the room is read', async () => {
    const { subscriptions, calendar, keepers, clock, close } = await startedSite();
    await clock.advance(MINUTE_MS);
    const [old] = [...subscriptions.held.values()];
    subscriptions.held.clear();
    const reads = calendar.readsOf(room.id);

    keepers.onLifecycle(room.id, 'subscriptionRemoved');
    await clock.advance(SECOND_MS);
    close();

    const [made] = [...subscriptions.held.values()];
    expect(made?.clientState).not.toBe(old?.clientState);
    expect(keepers.findSubscription(old?.id ?? '')).toBeNull();
    expect(keepers.findSubscription(made?.id ?? '')?.roomId).toBe(room.id);
    expect(calendar.readsOf(room.id)).toBeGreaterThan(reads);
  });

  test('"removed" said of one that lives is checked and makes no second', async () => {
    const { subscriptions, keepers, clock, close } = await startedSite();
    await clock.advance(MINUTE_MS);

    for (let said = 0; said < 100; said += 1) keepers.onLifecycle(room.id, 'subscriptionRemoved');
    await clock.advance(MINUTE_MS);
    close();

    expect(subscriptions.count('create')).toBe(1);
    expect(subscriptions.count('renew')).toBe(1);
    expect(keepers.stats().subscribed).toBe(1);
  });

  test('a renewal that Graph asks for every minute happens once in ten', async () => {
    const { subscriptions, keepers, clock, close } = await startedSite();
    await clock.advance(20 * MINUTE_MS);

    for (let minute = 0; minute < 60; minute += 1) {
      keepers.onLifecycle(room.id, 'reauthorizationRequired');
      await clock.advance(MINUTE_MS);
    }
    close();

    const renewals = subscriptions.calls.filter(({ call }) => call === 'renew').map(({ at: when }) => when);
    expect(renewals.length).toBeGreaterThanOrEqual(5);
    expect(renewals.length).toBeLessThanOrEqual(7);
    for (const [index, when] of renewals.entries()) {
      expect(when - (renewals[index - 1] ?? 0)).toBeGreaterThanOrEqual(10 * MINUTE_MS);
    }
  });

  test('"missed" means read again', async () => {
    const { calendar, keepers, clock, close } = await startedSite();
    const reads = calendar.readsOf(room.id);

    keepers.onLifecycle(room.id, 'missed');
    await clock.advance(SECOND_MS);
    close();

    expect(calendar.readsOf(room.id)).toBe(reads + 1);
  });

  test('one that ran out while Graph was away is made anew', async () => {
    const { subscriptions, calendar, keepers, clock, close } = await startedSite();
    subscriptions.fail(new CalendarUnavailable('graph-unreachable'));
    calendar.fail(new CalendarUnavailable('graph-unreachable'));
    await clock.advance(LIFETIME_MS + HOUR_MS);
    expect(keepers.stats().subscribed).toBe(0);

    subscriptions.fail(null);
    calendar.fail(null);
    await clock.advance(11 * MINUTE_MS);
    close();

    expect(subscriptions.count('create')).toBe(2);
    expect(keepers.stats().subscribed).toBe(1);
  }, 20_000);
});

describe('after a restart', () => {
  test('the one that Graph still has is taken up, and nothing is made', async () => {
    const first = await startedSite();
    first.close();
    const second = await openSyncSite({ store: first.store });
    for (const held of first.subscriptions.held.values()) second.subscriptions.plant(held);

    await second.start();
    await second.clock.advance(MINUTE_MS);
    second.close();

    expect(second.subscriptions.count('create')).toBe(0);
    expect(second.keepers.stats().subscribed).toBe(1);
  });

  test('strays are removed: made just before a crash, doubled, or of a room that is gone', async () => {
    const store = createMemoryStore();
    const expiresAt = addMs(at('09:00'), 60 * HOUR_MS);
    const stored = { roomId: room.id, clientState: 'ours', expiresAt };
    await store.saveSubscription({ ...stored, id: 'kept' });
    await store.saveSubscription({ ...stored, id: 'double', expiresAt: addMs(expiresAt, -HOUR_MS) });
    await store.saveSubscription({ ...stored, id: 'of-gone-room', roomId: 'room-gone' as RoomId });
    await store.saveSubscription({ ...stored, id: 'graph-forgot' });
    const site = await openSyncSite({ store });
    for (const [id, ends] of [
      ['kept', expiresAt],
      ['double', addMs(expiresAt, -HOUR_MS)],
      ['of-gone-room', expiresAt],
      ['never-stored', expiresAt],
    ] as const) {
      site.subscriptions.plant({ id, mailbox: room.address, clientState: 'ours', expiresAt: ends });
    }

    await site.start();
    site.close();

    expect([...site.subscriptions.held.keys()]).toEqual(['kept']);
    expect([...store.subscriptions.keys()]).toEqual(['kept']);
  });

  test('one that we made at an earlier PUBLIC_URL is removed, lest it stand in the way of the next', async () => {
    const store = createMemoryStore();
    const expiresAt = addMs(at('09:00'), 60 * HOUR_MS);
    await store.saveSubscription({ id: 'at-old-address', roomId: room.id, clientState: 'ours', expiresAt });
    const site = await openSyncSite({ store });

    await site.start();
    await site.clock.advance(MINUTE_MS);
    site.close();

    expect(site.subscriptions.calls.map(({ call }) => call)).toEqual(['list', 'remove', 'create']);
    expect([...store.subscriptions.keys()]).toEqual(['subscription-1']);
  });

  test('nothing is taken for a stray as long as no room is known', async () => {
    const first = await startedSite();
    first.close();
    const second = await openSyncSite({ store: first.store });
    for (const held of first.subscriptions.held.values()) second.subscriptions.plant(held);

    second.keepers.follow({ added: [], changed: [], gone: [] });
    await second.clock.advance(MINUTE_MS);
    await second.start();
    await second.clock.advance(MINUTE_MS);
    second.close();

    expect(second.subscriptions.count('remove')).toBe(0);
    expect(second.subscriptions.count('create')).toBe(0);
  });

  test('hints by a stored subscription are believed before Graph has listed it', async () => {
    const first = await startedSite();
    first.close();
    const [stored] = [...first.store.subscriptions.values()];

    const second = await openSyncSite({ store: first.store });

    expect(second.keepers.findSubscription(stored?.id ?? '')).toEqual(stored);
  });
});

test('a room that left the catalogue loses its subscription', async () => {
  const { subscriptions, store, keepers, calendar, clock, close } = await startedSite();

  keepers.follow({ added: [], changed: [], gone: [room] });
  await clock.advance(0);
  const reads = calendar.readsOf(room.id);
  await clock.advance(HOUR_MS);
  close();

  expect(subscriptions.held.size).toBe(0);
  expect(store.subscriptions.size).toBe(0);
  expect(calendar.readsOf(room.id)).toBe(reads);
});
