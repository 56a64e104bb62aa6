/** What every store must do with the ledger of intents. A part of the store's contract, run with it. */

import { describe, expect, test } from 'vitest';
import type { LedgerRow } from '../../../edge-proxy/ports/ledger.ts';
import type { Store } from '../../../edge-proxy/ports/store.ts';
import type { DeviceId } from '../../../shared/basics/ids.ts';
import { aKey, at } from '../../support/builders.ts';
import { lisbon, type OpenStore, porto } from './fixtures.ts';

export function ledgerContract(open: OpenStore): void {
  describe('the ledger', () => {
    test('records a key once, whatever comes under it later', async () => {
      const { store } = await open();
      const row = anIntent();
      expect(await store.recordIntent(row)).toEqual({ row, isNew: true });

      const again = await store.recordIntent({ ...row, fingerprint: 'other', status: 'confirmed' });
      expect(again).toEqual({ row, isNew: false });
    });

    test('records a key once when it comes many times at once', async () => {
      const { store } = await open();
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) => store.recordIntent(anIntent({ fingerprint: `f${n}` }))),
      );

      expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
      expect(new Set(answers.map(({ row }) => row.fingerprint)).size).toBe(1);
    });

    test('keeps what was changed and leaves the rest, over a restart', async () => {
      const { store, reopen } = await open();
      await store.recordIntent(anIntent());
      const refusal = { kind: 'room-busy', from: at('10:00'), until: at('11:00') } as const;
      const changed = await store.updateIntent(aKey(1), { status: 'refused', refusal, updatedAt: at('10:01') });
      await store.updateIntent(aKey(1), { eventId: 'e1', iCalUId: 'u1', end: at('10:45'), updatedAt: at('10:02') });

      expect(changed).toEqual(anIntent({ status: 'refused', refusal, updatedAt: at('10:01') }));
      expect(await (await reopen()).findIntent(aKey(1))).toEqual(
        anIntent({
          status: 'refused',
          refusal,
          eventId: 'e1',
          iCalUId: 'u1',
          end: at('10:45'),
          updatedAt: at('10:02'),
        }),
      );
    });

    test('has nothing under a key that it never saw, and changes nothing there', async () => {
      const { store } = await open();

      expect(await store.findIntent(aKey(9))).toBeNull();
      await expect(store.updateIntent(aKey(9), { status: 'confirmed', updatedAt: at('10:00') })).rejects.toThrow();
    });

    test('lists what has come to no end, oldest first', async () => {
      const { store } = await open();
      const statuses = ['pending', 'confirmed', 'held', 'refused', 'checking', 'withdrawn'] as const;
      for (const [n, status] of statuses.entries()) {
        await store.recordIntent(anIntent({ key: aKey(n), status, createdAt: at(`09:0${9 - n}`) }));
      }

      expect((await store.listUnsettledIntents()).map(({ status }) => status)).toEqual(['checking', 'held', 'pending']);
    });

    test.for([
      { start: '09:00', end: '10:00', updated: '09:00', listed: false, because: 'it ended as the window began' },
      { start: '09:00', end: '10:01', updated: '09:00', listed: true, because: 'it reaches into the window' },
      { start: '11:59', end: '13:00', updated: '09:00', listed: true, because: 'it begins within' },
      { start: '12:00', end: '13:00', updated: '09:00', listed: false, because: 'it begins as the window ends' },
      { start: '14:00', end: '15:00', updated: '09:30', listed: true, because: 'somebody has to hear of it yet' },
    ])('lists $start to $end of a room for 10:00 to 12:00: $listed, because $because', async (row) => {
      const { store } = await open();
      await store.recordIntent(anIntent({ start: at(row.start), end: at(row.end), updatedAt: at(row.updated) }));
      await store.recordIntent(anIntent({ key: aKey(2), roomId: porto, start: at('10:00'), end: at('11:00') }));

      const window = { start: at('10:00'), end: at('12:00') };
      const found = await store.listIntents(lisbon, window, at('09:30'));

      expect(found).toHaveLength(row.listed ? 1 : 0);
    });

    test('forgets what was typed at the door when it is told to', async () => {
      const { store, reopen } = await open();
      const row = anIntent();
      await store.recordIntent({ ...row, intent: { ...row.intent, title: 'Merger' } as LedgerRow['intent'] });

      await store.updateIntent(row.key, { intent: row.intent, updatedAt: at('10:00') });

      expect((await (await reopen()).findIntent(row.key))?.intent).toEqual(row.intent);
    });

    test('lists no refusal that everybody has heard of, however many there were in the window', async () => {
      const { store } = await open();
      const times = { start: at('10:00'), end: at('11:00'), updatedAt: at('09:00') };
      await store.recordIntent(anIntent({ key: aKey(1), status: 'refused', ...times }));
      await store.recordIntent(anIntent({ key: aKey(2), status: 'withdrawn', ...times }));
      await store.recordIntent(anIntent({ key: aKey(3), status: 'confirmed', ...times }));
      await store.recordIntent(anIntent({ key: aKey(4), status: 'refused', ...times, updatedAt: at('09:30') }));

      const found = await store.listIntents(lisbon, { start: at('10:00'), end: at('12:00') }, at('09:30'));

      expect(found.map(({ key }) => key)).toEqual([aKey(3), aKey(4)]);
    });

    test('keeps each step in its order, also those that change nothing, over a restart', async () => {
      const { store, reopen } = await open();
      await store.recordIntent(anIntent());
      const step = { what: 'decided', reason: null };
      await store.updateIntent(aKey(1), { end: at('10:45'), updatedAt: at('10:01') }, step);
      await store.noteIntentStep(aKey(1), at('10:02'), { what: 'exchange-away', reason: 'throttled' });
      const refusal = { kind: 'too-late' } as const;
      await store.updateIntent(aKey(1), { status: 'refused', refusal, updatedAt: at('10:03') });

      const [entry] = await (await reopen()).listLedger(10);
      expect(entry?.row.status).toBe('refused');
      expect(entry?.steps).toEqual([
        { at: anIntent().createdAt, what: 'pending', reason: null },
        { at: at('10:01'), what: 'decided', reason: null },
        { at: at('10:02'), what: 'exchange-away', reason: 'throttled' },
        { at: at('10:03'), what: 'refused', reason: 'too-late' },
      ]);
    });

    test('keeps some dozens of steps for one tap, and how it ended among them', async () => {
      const { store } = await open();
      await store.recordIntent(anIntent());
      for (let n = 0; n < 200; n += 1) {
        await store.noteIntentStep(aKey(1), at('10:02'), { what: 'taken-up', reason: null });
      }
      await store.updateIntent(aKey(1), { status: 'confirmed', updatedAt: at('10:03') });

      const [entry] = await store.listLedger(1);
      expect(entry?.steps.length).toBeLessThanOrEqual(100);
      expect(entry?.steps.at(-1)).toEqual({ at: at('10:03'), what: 'confirmed', reason: null });
    });

    test('lists the latest moved first, of one room or under one key where that is asked', async () => {
      const { store } = await open();
      await store.recordIntent(anIntent({ key: aKey(1), updatedAt: at('09:03') }));
      await store.recordIntent(anIntent({ key: aKey(2), updatedAt: at('09:05'), roomId: porto }));
      await store.recordIntent(anIntent({ key: aKey(3), updatedAt: at('09:04') }));
      const keys = async (...asked: Parameters<Store['listLedger']>) =>
        (await store.listLedger(...asked)).map(({ row }) => row.key);

      expect(await keys(10)).toEqual([aKey(2), aKey(3), aKey(1)]);
      expect(await keys(1)).toEqual([aKey(2)]);
      expect(await keys(10, { roomId: lisbon })).toEqual([aKey(3), aKey(1)]);
      expect(await keys(10, { key: aKey(1) })).toEqual([aKey(1)]);
      expect(await keys(10, { roomId: porto, key: aKey(1) })).toEqual([]);
    });

    test('lists the confirmed bookings that are not over', async () => {
      const { store } = await open();
      await store.recordIntent(anIntent({ key: aKey(1), status: 'confirmed', end: at('10:30') }));
      await store.recordIntent(anIntent({ key: aKey(2), status: 'confirmed', end: at('10:15') }));
      await store.recordIntent(anIntent({ key: aKey(3), status: 'pending', end: at('10:30') }));

      expect((await store.listStandingBookings(at('10:15'))).map(({ key }) => key)).toEqual([aKey(1)]);
    });

    const longAgo = at('2026-06-01T09:00:00Z');
    const bound = { settledBefore: at('2026-08-25T09:00:00Z'), now: at('10:00'), mostRows: 100, atMost: 50 };

    test.for([
      { status: 'pending', updated: '09:00', told: true, because: 'it is under way' },
      { status: 'confirmed', updated: '09:30', told: true, because: 'whoever asked has to hear of it yet' },
      { status: 'confirmed', updated: '09:29', told: false, because: 'everybody has heard of it' },
    ] as const)('lists $status of another room for the door that asked: $told, because $because', async (row) => {
      const { store } = await open();
      const { status, updated } = row;
      const asked = anIntent({ roomId: porto, askedFrom: lisbon, status, updatedAt: at(updated) });
      await store.recordIntent(asked);

      const window = { start: at('09:00'), end: at('12:00') };

      expect(await store.listIntents(lisbon, window, at('09:30'))).toEqual(row.told ? [asked] : []);
      expect(await store.listIntents(porto, window, at('09:30'))).toEqual([asked]);
    });

    test('keeps whose calendar it was written to, and no other intent’s', async () => {
      const { store, reopen } = await open();
      await store.recordIntent(anIntent());
      await store.recordIntent(anIntent({ key: aKey(2) }));

      await store.updateIntent(aKey(1), { mode: 'direct', updatedAt: at('10:00') });

      const later = await reopen();
      expect((await later.findIntent(aKey(1)))?.mode).toBe('direct');
      expect(await later.findIntent(aKey(2))).not.toHaveProperty('mode');
    });

    test('forgets what was settled before a day, with its steps, and nothing that was not settled', async () => {
      const { store } = await open();
      const old = { createdAt: longAgo, updatedAt: longAgo };
      await store.recordIntent(anIntent({ key: aKey(1), status: 'confirmed', ...old }));
      await store.recordIntent(anIntent({ key: aKey(2), status: 'checking', ...old }));
      await store.recordIntent(anIntent({ key: aKey(3) }));

      expect(await store.forgetIntents(bound)).toBe(1);
      expect(await store.findIntent(aKey(1))).toBeNull();
      expect((await store.listLedger(10)).map(({ row }) => row.key).sort()).toEqual([aKey(2), aKey(3)]);
      expect(await store.forgetIntents(bound)).toBe(0);
    });

    test('forgets in bites', async () => {
      const { store } = await open();
      for (let n = 1; n <= 5; n += 1) {
        await store.recordIntent(anIntent({ key: aKey(n), status: 'refused', createdAt: longAgo, updatedAt: longAgo }));
      }

      expect(await store.forgetIntents({ ...bound, atMost: 3 })).toBe(3);
      expect(await store.forgetIntents({ ...bound, atMost: 3 })).toBe(2);
    });

    test.for([
      { change: { status: 'refused' }, goes: true, because: 'it made nothing' },
      { change: { status: 'confirmed', end: at('09:59') }, goes: true, because: 'its time is over' },
      { change: { status: 'confirmed', end: at('11:00') }, goes: false, because: 'a repeat would book it again' },
      { change: { status: 'checking' }, goes: false, because: 'nobody knows yet what became of it' },
    ] as const)('one row too many of $change.status goes: $goes, because $because', async ({ change, goes }) => {
      const { store } = await open();
      const row = anIntent(change);
      await store.recordIntent({ ...row, intent: { ...row.intent, notAfter: at('12:00') } });

      expect(await store.forgetIntents({ ...bound, mostRows: 0 })).toBe(goes ? 1 : 0);
    });
  });
}

function anIntent(change: Partial<LedgerRow> = {}): LedgerRow {
  const key = change.key ?? aKey(1);
  return {
    key,
    fingerprint: 'f',
    deviceId: 'device-1' as DeviceId,
    roomId: lisbon,
    intent: { kind: 'book', key, notAfter: at('10:05'), end: at('10:30'), title: 'Stand-up', online: false },
    kind: 'book',
    status: 'pending',
    refusal: null,
    start: at('10:00'),
    end: at('10:30'),
    eventId: null,
    iCalUId: null,
    createdAt: at('10:00'),
    updatedAt: at('10:00'),
    ...change,
  };
}
