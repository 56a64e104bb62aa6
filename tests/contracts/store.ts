/** What every store must do. Run on each adapter by a test file of its own, which says how one is opened. */

import { describe, expect, test } from 'vitest';
import type {
  Attendance,
  AuditEntry,
  Device,
  Enrolment,
  FaultReport,
  LedgerRow,
  Pairing,
  Store,
} from '../../edge-proxy/ports.ts';
import type { BoardId, DeviceId, EnrolmentId, OccurrenceId, RoomId } from '../../shared/basics/ids.ts';
import { addMs } from '../../shared/basics/instant.ts';
import { defaultPolicy } from '../../shared/room/policy.ts';
import type { Alarm } from '../../shared/wire/watch.ts';
import { aBoard, aBooking, aClosure, aKey, aMeeting, aRoom, aRoomDay, at, aZone, shown } from '../support/builders.ts';
import { evidenceContract } from './evidence-store.ts';

export type StoreUnderTest = {
  readonly store: Store;
  /** Ends this life and begins the next one on what was kept. */
  reopen(): Promise<Store>;
};

const lisbon = 'room-lisbon' as RoomId;
const porto = 'room-porto' as RoomId;

export function storeContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`the store contract on ${name}`, () => {
    evidenceContract(open);

    test('a device that is moved hangs there and nowhere else; one that was revoked is not moved', async () => {
      const { store, reopen } = await open();
      await store.savePairing(aPairing());
      const paired = aDevice();
      await store.confirmPairing('BCDFGHJK', paired);
      const board = { roomId: null, boardId: 'board-1' as BoardId };

      expect(await store.moveDevice(paired.id, board)).toEqual({ ...paired, ...board });
      const second = await reopen();
      expect(await second.findDevice(paired.id)).toEqual({ ...paired, ...board });
      expect(await second.moveDevice(paired.id, { roomId: porto, boardId: null })).toEqual({
        ...paired,
        roomId: porto,
      });
      await second.revokeDevice(paired.id, at('11:00'));
      expect(await second.moveDevice(paired.id, board)).toBeNull();
    });

    test('a generation stays for as long as the store is open', async () => {
      const { store } = await open();
      const first = await store.generation();

      expect(first).not.toBe('');
      expect(await store.generation()).toBe(first);
    });

    test('a catalogue is kept whole and replaced whole', async () => {
      const { store, reopen } = await open();
      const rooms = [
        aRoom(),
        aRoom({ id: porto, address: 'porto@x.example', capacity: null, features: ['Whiteboard'] }),
      ];
      await store.saveRooms(rooms, at('09:00'));

      expect(await (await reopen()).listRooms()).toEqual(rooms);
    });

    test('a room that has left the catalogue is kept apart, with when it left first', async () => {
      const { store, reopen } = await open();
      await store.saveRooms([aRoom(), aRoom({ id: porto })], at('09:00'));
      await store.saveRooms([aRoom({ id: porto })], at('10:00'));
      await store.saveRooms([aRoom({ id: porto })], at('11:00'));
      const second = await reopen();

      expect((await second.listRooms()).map(({ id }) => id)).toEqual([porto]);
      expect(await second.listGoneRooms()).toEqual([{ room: aRoom(), goneSince: at('10:00') }]);
    });

    test('a room that comes back is in the catalogue again, and gone no more', async () => {
      const { store } = await open();
      await store.saveRooms([aRoom()], at('09:00'));
      await store.saveRooms([], at('10:00'));
      await store.saveRooms([aRoom({ displayName: 'Lisboa' })], at('11:00'));

      expect((await store.listRooms()).map(({ displayName }) => displayName)).toEqual(['Lisboa']);
      expect(await store.listGoneRooms()).toEqual([]);
    });

    test('what operators decided about a room is kept, the last word of each, whatever the catalogue says', async () => {
      const { store, reopen } = await open();
      const zone = aZone('Asia/Tokyo');
      await store.saveRoomSetting(lisbon, { timeZone: null, pausedSince: at('09:00') });
      await store.saveRoomSetting(lisbon, { timeZone: zone, pausedSince: null });
      await store.saveRooms([], at('10:00'));

      expect(await (await reopen()).listRoomSettings()).toEqual([
        { roomId: lisbon, timeZone: zone, pausedSince: null },
      ]);
    });

    test('a room day comes back as it went, and the later one replaces the earlier', async () => {
      const { store, reopen } = await open();
      const day = aRoomDay(
        at('09:00'),
        [aMeeting('10:00', '11:00', { title: shown("Robert'); DROP TABLE room;-- 👩🏽‍💻"), booking: aBooking() })],
        { health: { cause: 'throttled', since: at('08:00') }, intents: [{ ...aBooking(), kind: 'book' }] },
      );
      await store.saveRoomDay(aRoomDay(at('08:00')));
      await store.saveRoomDay({ ...day, revision: 2 });

      const second = await reopen();
      expect(await second.listRoomDays()).toEqual([{ ...day, revision: 2 }]);
      expect(await second.listRoomRevisions()).toEqual([{ roomId: day.room.id, revision: 2 }]);
    });

    test('a mark for a dirty room is kept once, over a restart, until it is cleared', async () => {
      const { store, reopen } = await open();
      await store.markDirty([lisbon, porto]);
      await store.markDirty([lisbon]);
      const second = await reopen();

      expect((await second.listDirty()).sort()).toEqual([lisbon, porto]);
      await second.clearDirty(lisbon);
      await second.clearDirty(lisbon);
      expect(await second.listDirty()).toEqual([porto]);
    });

    test('a subscription is kept, renewed and removed', async () => {
      const { store } = await open();
      const subscription = { id: 's1', roomId: lisbon, clientState: 'secret', expiresAt: at('12:00') };
      await store.saveSubscription(subscription);
      await store.saveSubscription({ ...subscription, expiresAt: at('15:00') });
      expect(await store.listSubscriptions()).toEqual([{ ...subscription, expiresAt: at('15:00') }]);

      await store.removeSubscription('s1');
      await store.removeSubscription('s1');
      expect(await store.listSubscriptions()).toEqual([]);
    });

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

        expect((await store.listUnsettledIntents()).map(({ status }) => status)).toEqual([
          'checking',
          'held',
          'pending',
        ]);
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
          await store.recordIntent(
            anIntent({ key: aKey(n), status: 'refused', createdAt: longAgo, updatedAt: longAgo }),
          );
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

    describe('a pairing', () => {
      test('is found by its code and by its request', async () => {
        const { store } = await open();
        await store.savePairing(aPairing());

        expect(await store.findPairingByCode('BCDFGHJK')).toEqual(aPairing());
        expect(await store.findPairingByRequest('request-hash')).toEqual(aPairing());
        expect(await store.findPairingByCode('XXXXXXXX')).toBeNull();
        expect(await store.findPairingByRequest('')).toBeNull();
      });

      test('is confirmed once, with its device, in one step', async () => {
        const { store } = await open();
        await store.savePairing(aPairing());

        expect(await store.confirmPairing('BCDFGHJK', aDevice())).toEqual(aDevice());
        expect(await store.confirmPairing('BCDFGHJK', aDevice({ id: 'device-2' as DeviceId }))).toBeNull();

        expect(await store.listDevices()).toEqual([aDevice()]);
        expect(await store.findPairingByCode('BCDFGHJK')).toMatchObject({ status: 'confirmed', deviceId: 'device-1' });
      });

      test.for([
        { pairing: { status: 'refused' }, because: 'the operator said no' },
        { pairing: { expiresAt: at('09:05') }, because: 'its time was up' },
        { pairing: { code: 'ZZZZZZZZ' }, because: 'there is none' },
      ] as const)('is not confirmed where $because', async ({ pairing }) => {
        const { store } = await open();
        await store.savePairing(aPairing(pairing));

        expect(await store.confirmPairing('BCDFGHJK', aDevice())).toBeNull();
        expect(await store.listDevices()).toEqual([]);
      });

      test('hands its device over until the credential is used, the last one counting, over a restart too', async () => {
        const { store, reopen } = await open();
        await store.savePairing(aPairing());
        expect(await store.claimPairing('request-hash', 'credential')).toBeNull();
        await store.confirmPairing('BCDFGHJK', aDevice());
        const second = await reopen();

        for (const n of [1, 2]) expect(await second.claimPairing('request-hash', `credential-${n}`)).not.toBeNull();
        expect(await second.findDeviceByCredential('credential-1')).toBeNull();
        expect(await second.findDeviceByCredential('credential-2')).toMatchObject({ id: 'device-1' });

        await second.touchDevice('device-1' as DeviceId, at('09:06'));
        expect(await second.claimPairing('request-hash', 'credential-3')).toBeNull();
        expect(await second.findDeviceByCredential('credential-2')).not.toBeNull();
      });

      test('hands nothing over that was revoked meanwhile', async () => {
        const { store } = await open();
        await store.savePairing(aPairing());
        await store.confirmPairing('BCDFGHJK', aDevice());
        await store.revokeDevice('device-1' as DeviceId, at('09:06'));

        expect(await store.claimPairing('request-hash', 'credential')).toBeNull();
        expect(await store.findDeviceByCredential('credential')).toBeNull();
      });

      test('is dropped when its time is long up, and its device stays', async () => {
        const { store } = await open();
        await store.savePairing(aPairing());
        await store.confirmPairing('BCDFGHJK', aDevice());
        await store.savePairing(aPairing({ code: 'CCCCCCCC', requestHash: 'other', expiresAt: at('10:00') }));

        await store.dropPairings(at('09:30'));

        expect(await store.findPairingByCode('BCDFGHJK')).toBeNull();
        expect(await store.findPairingByCode('CCCCCCCC')).not.toBeNull();
        expect(await store.listDevices()).toHaveLength(1);
      });
    });

    describe('an enrolment', () => {
      const by = (n: number, change: Partial<Device> = {}) => ({
        attemptHash: `attempt-${n}`,
        device: aDevice({ id: `device-${n}` as DeviceId, credentialHash: `credential-${n}`, name: null, ...change }),
      });

      test('is used once, and gives the device its place, its name and who said yes, over a restart too', async () => {
        const { store, reopen } = await open();
        await store.saveEnrolments([anEnrolment({ name: 'LIS-01' })]);

        const first = await store.redeemEnrolment('link-hash', by(1));
        expect(first).toMatchObject({ kind: 'redeemed', replaced: false });
        expect(await store.redeemEnrolment('link-hash', by(2))).toEqual({ kind: 'spent' });

        const again = await reopen();
        expect(await again.listDevices()).toEqual([
          aDevice({ roomId: lisbon, name: 'LIS-01', pairedBy: 'ada', credentialHash: 'credential-1' }),
        ]);
        expect(await again.redeemEnrolment('link-hash', by(2))).toEqual({ kind: 'spent' });
        expect(await again.listEnrolments()).toMatchObject([{ usedAt: at('09:05'), deviceId: 'device-1' }]);
      });

      test('is told again to the same attempt alone, until the credential was used', async () => {
        const { store } = await open();
        await store.saveEnrolments([anEnrolment()]);
        await store.redeemEnrolment('link-hash', by(1));

        const again = await store.redeemEnrolment('link-hash', { ...by(1), device: by(7).device });
        expect(again).toMatchObject({ kind: 'redeemed', device: { id: 'device-1', credentialHash: 'credential-7' } });
        expect(await store.redeemEnrolment('link-hash', { ...by(1), attemptHash: null })).toEqual({ kind: 'spent' });
        await store.touchDevice('device-1' as DeviceId, at('09:06'));

        expect(await store.redeemEnrolment('link-hash', by(1))).toEqual({ kind: 'spent' });
        expect(await store.findDeviceByCredential('credential-7')).not.toBeNull();
      });

      test.for([
        { change: { expiresAt: at('09:05') }, outcome: 'expired' },
        { change: { linkHash: 'another' }, outcome: 'unknown' },
        { change: { replaces: 'device-9' as DeviceId, roomId: null }, outcome: 'spent' },
      ] as const)('that is $outcome pairs nobody', async ({ change, outcome }) => {
        const { store } = await open();
        await store.saveEnrolments([anEnrolment(change)]);

        expect(await store.redeemEnrolment('link-hash', by(1))).toEqual({ kind: outcome });
        expect(await store.listDevices()).toEqual([]);
      });

      test('that was withdrawn is spent, and a used one cannot be withdrawn', async () => {
        const { store } = await open();
        const other = anEnrolment({ id: 'enrolment-2' as EnrolmentId, linkHash: 'other' });
        await store.saveEnrolments([anEnrolment(), other]);
        await store.redeemEnrolment('other', by(1));

        const ids = [anEnrolment().id, other.id];
        expect(await store.withdrawEnrolments(ids, at('09:04'))).toEqual([anEnrolment().id]);

        expect(await store.redeemEnrolment('link-hash', by(2))).toEqual({ kind: 'spent' });
        await store.dropEnrolments(at('23:00'));
        expect(await store.listEnrolments()).toEqual([]);
      });

      test('puts another tablet under the id of one, whose credential ends with it', async () => {
        const { store } = await open();
        await store.savePairing(aPairing());
        await store.confirmPairing('BCDFGHJK', aDevice({ name: 'LIS-01', credentialHash: 'old' }));
        await store.touchDevice('device-1' as DeviceId, at('09:06'));
        await store.saveEnrolments([anEnrolment({ replaces: 'device-1' as DeviceId, roomId: null })]);

        const swapped = await store.redeemEnrolment('link-hash', by(2, { pairedAt: at('09:30') }));

        expect(swapped).toMatchObject({ kind: 'redeemed', replaced: true, device: { id: 'device-1', name: 'LIS-01' } });
        expect(await store.findDeviceByCredential('old')).toBeNull();
        expect(await store.findDeviceByCredential('credential-2')).toMatchObject({
          id: 'device-1',
          roomId: lisbon,
          pairedAt: at('09:30'),
          lastSeenAt: null,
        });
        expect(await store.listDevices()).toHaveLength(1);
      });
    });

    test('a pairing can take over a device, once, and hands its credential to the new tablet', async () => {
      const { store } = await open();
      await store.savePairing(aPairing());
      await store.confirmPairing('BCDFGHJK', aDevice({ credentialHash: 'old', name: 'LIS-01' }));
      await store.touchDevice('device-1' as DeviceId, at('09:06'));
      await store.savePairing(aPairing({ code: 'CCCCCCCC', requestHash: 'other' }));
      expect((await store.listWaitingPairings(at('09:05'))).map(({ code }) => code)).toEqual(['CCCCCCCC']);
      expect(await store.listWaitingPairings(at('09:10'))).toEqual([]);
      const by = aDevice({ id: 'device-2' as DeviceId, credentialHash: 'nobody’s' });

      expect(await store.confirmSwap('CCCCCCCC', 'device-9' as DeviceId, by)).toBeNull();
      expect(await store.confirmSwap('CCCCCCCC', 'device-1' as DeviceId, by)).toMatchObject({ name: 'LIS-01' });
      expect(await store.confirmSwap('CCCCCCCC', 'device-1' as DeviceId, by)).toBeNull();

      expect(await store.findDeviceByCredential('old')).toBeNull();
      expect(await store.claimPairing('other', 'new')).toMatchObject({ id: 'device-1', roomId: lisbon });
      expect(await store.findDeviceByCredential('new')).toMatchObject({ id: 'device-1' });
    });

    test('names of tablets have their places, and a device its name', async () => {
      const { store } = await open();
      const place = { name: 'LIS-*', roomId: lisbon, boardId: null };
      await store.saveDevicePlaces([{ ...place, roomId: null, boardId: 'b' as BoardId }]);
      await store.saveDevicePlaces([place]);
      expect(await store.listDevicePlaces()).toEqual([place]);
      expect(await store.dropDevicePlaces(['LIS-*', 'none'])).toEqual(['LIS-*']);
      expect(await store.listDevicePlaces()).toEqual([]);

      await store.savePairing(aPairing());
      await store.confirmPairing('BCDFGHJK', aDevice());
      expect(await store.nameDevice('device-1' as DeviceId, 'LIS-01')).toMatchObject({ name: 'LIS-01' });
      expect(await store.nameDevice('device-9' as DeviceId, 'LIS-01')).toBeNull();
    });

    describe('a device', () => {
      async function withDevice() {
        const { store, reopen } = await open();
        await store.savePairing(aPairing());
        await store.confirmPairing('BCDFGHJK', aDevice());
        await store.claimPairing('request-hash', 'credential');
        return { store, reopen };
      }

      test('is found by its id and by the hash of its credential, never by an empty one', async () => {
        const { store } = await withDevice();

        expect(await store.findDevice('device-1' as DeviceId)).toEqual(aDevice({ credentialHash: 'credential' }));
        expect(await store.findDeviceByCredential('credential')).toMatchObject({ id: 'device-1' });
        expect(await store.findDeviceByCredential('')).toBeNull();
        expect(await store.findDevice('device-9' as DeviceId)).toBeNull();
      });

      test('is remembered by when it was last seen', async () => {
        const { store } = await withDevice();
        await store.touchDevice('device-1' as DeviceId, at('11:00'));

        expect(await store.findDevice('device-1' as DeviceId)).toMatchObject({ lastSeenAt: at('11:00') });
      });

      test('that was revoked stays so, with the first time', async () => {
        const { store, reopen } = await withDevice();
        await store.revokeDevice('device-1' as DeviceId, at('11:00'));
        const again = await store.revokeDevice('device-1' as DeviceId, at('12:00'));

        expect(again).toMatchObject({ revokedAt: at('11:00') });
        expect(await (await reopen()).findDeviceByCredential('credential')).toMatchObject({ revokedAt: at('11:00') });
        expect(await store.revokeDevice('device-9' as DeviceId, at('11:00')).catch(() => null)).toBeNull();
      });
    });

    describe('attendance', () => {
      test('is kept once for each occurrence and start, the last word of each, over a restart', async () => {
        const { store, reopen } = await open();
        await store.saveAttendance(anAttendance({ state: 'exempt', cause: 'no-screen' }));
        await store.saveAttendance(anAttendance({ state: 'present', at: at('10:05') }));
        await store.saveAttendance(anAttendance({ start: at('11:00'), end: at('11:30') }));
        const second = await reopen();

        expect(await second.findAttendance(lisbon, OCCURRENCE, at('10:00'))).toEqual(
          anAttendance({ state: 'present', at: at('10:05') }),
        );
        expect(await second.findAttendance(lisbon, OCCURRENCE, at('10:30'))).toBeNull();
        expect(await second.findAttendance(porto, OCCURRENCE, at('10:00'))).toBeNull();
      });

      test('is listed by the room and by what touches a window', async () => {
        const { store } = await open();
        for (const start of ['09:00', '10:00', '11:00']) {
          await store.saveAttendance(anAttendance({ start: at(start), end: addMs(at(start), 3_600_000) }));
        }
        await store.saveAttendance(anAttendance({ roomId: porto }));

        const found = await store.listAttendance(lisbon, { start: at('10:00'), end: at('11:00') });

        expect(found.map(({ start }) => start)).toEqual([at('10:00')]);
      });

      test('counts no-shows of a series since somebody last came, and the minutes given back', async () => {
        const { store } = await open();
        const days = [
          { day: '20', state: 'no-show' },
          { day: '21', state: 'present' },
          { day: '22', state: 'no-show' },
          { day: '23', state: 'released' },
          { day: '24', state: 'exempt' },
        ] as const;
        for (const { day, state } of days) {
          const start = at(`2026-11-${day}T10:00:00Z`);
          const [end, decided] = [addMs(start, 3_600_000), addMs(start, 600_000)];
          await store.saveAttendance(anAttendance({ start, end, at: decided, state, seriesId: 'series-1' }));
        }
        await store.saveAttendance(anAttendance({ roomId: porto, state: 'no-show' }));

        const missed = { roomId: lisbon, seriesId: 'series-1', count: 2, minutesGivenBack: 50 };
        expect(await store.listNoShows()).toEqual([
          { ...missed, lastAt: at('2026-11-23T10:00:00Z') },
          { roomId: porto, seriesId: null, count: 1, minutesGivenBack: 0, lastAt: at('10:00') },
        ]);
        expect(await store.listNoShows({ roomId: lisbon, seriesId: 'series-1' })).toMatchObject([missed]);
        expect(await store.listNoShows({ roomId: porto, seriesId: 'series-1' })).toEqual([]);
      });

      test('of a quarter of a year ago is forgotten', async () => {
        const { store } = await open();
        const start = at('2026-06-01T09:00:00Z');
        await store.saveAttendance(anAttendance({ start, end: addMs(start, 1), at: start }));
        await store.saveAttendance(anAttendance());

        expect(await store.findAttendance(lisbon, OCCURRENCE, start)).toBeNull();
        expect(await store.findAttendance(lisbon, OCCURRENCE, at('10:00'))).not.toBeNull();
      });
    });

    test('a fault report is kept once, open ones first, and done once with who first said so', async () => {
      const { store, reopen } = await open();
      await store.saveFaultReport(aReport(1));
      await store.saveFaultReport(aReport(1, { words: 'again' }));
      await store.saveFaultReport(aReport(2, { what: 'other', words: null, reportedAt: at('11:00') }));
      await store.closeFaultReport(aKey(2), 'ada', at('12:00'));
      await store.closeFaultReport(aKey(2), 'bob', at('13:00'));
      const second = await reopen();

      expect(await second.listFaultReports(10)).toEqual([
        aReport(1),
        aReport(2, { what: 'other', words: null, reportedAt: at('11:00'), doneAt: at('12:00'), doneBy: 'ada' }),
      ]);
      expect(await second.listFaultReports(1)).toHaveLength(1);
      expect(await second.closeFaultReport(aKey(9), 'ada', at('12:00'))).toBeNull();
    });

    test('boards are kept whole, the last word of each, by name', async () => {
      const { store, reopen } = await open();
      const arrows = [{ room: lisbon, way: 'ahead-left' as const }];
      await store.saveBoard(aBoard({ id: 'board-2' as BoardId, name: 'Third floor', floor: '3', here: '3', arrows }));
      await store.saveBoard(aBoard({ name: 'Lobby' }));
      await store.saveBoard(aBoard({ name: 'Reception', showTitles: true }));

      expect(await (await reopen()).listBoards()).toEqual([
        aBoard({ name: 'Reception', showTitles: true }),
        aBoard({ id: 'board-2' as BoardId, name: 'Third floor', floor: '3', here: '3', arrows }),
      ]);
    });

    test('closings and notices are kept whole, the last word of each, until they are long over', async () => {
      const { store, reopen } = await open();
      const closing = { ...aClosure('09:00', '12:00'), room: lisbon };
      const notice = { id: 'n1', from: at('09:00'), until: at('12:00'), text: 'Drill', picture: null };
      const hung = { ...notice, places: [{ kind: 'floor' as const, building: null, floor: '3' }] };
      await store.saveClosure(closing);
      await store.saveClosure({ ...closing, reason: 'New carpet' });
      await store.saveClosure({ ...closing, id: 'open', until: null });
      await store.saveNotice(hung);
      await store.saveNotice({ ...hung, id: 'n2', until: at('13:00') });
      await store.saveNotice({ ...hung, text: 'No drill' });
      const second = await reopen();
      const byId = <T extends { id: string }>(all: T[]) => all.sort((a, b) => (a.id < b.id ? -1 : 1));

      expect(byId(await second.listClosures())).toEqual([
        { ...closing, reason: 'New carpet' },
        { ...closing, id: 'open', until: null },
      ]);
      expect(byId(await second.listNotices()).map(({ id, text }) => [id, text])).toEqual([
        ['n1', 'No drill'],
        ['n2', 'Drill'],
      ]);

      await second.dropClosures(at('12:30'));
      await second.dropNotices(at('12:30'));
      expect((await second.listClosures()).map(({ id }) => id)).toEqual(['open']);
      expect((await second.listNotices()).map(({ id }) => id)).toEqual(['n2']);
    });

    test('a picture is kept once to the byte, and goes when it is old and in no notice', async () => {
      const { store, reopen } = await open();
      const size = { mediaType: 'image/png' as const, width: 2, height: 3 };
      const picture = (hash: string) => ({ hash, ...size, bytes: new Uint8Array([0, 255, 10, 13]) });
      await store.saveNoticePicture(picture('a'), at('09:00'));
      await store.saveNoticePicture(picture('a'), at('11:00'));
      await store.saveNoticePicture(picture('b'), at('09:00'));
      await store.saveNoticePicture(picture('c'), at('09:00'));
      const second = await reopen();
      expect(await second.findNoticePicture('a')).toEqual(picture('a'));
      expect(await second.findNoticePicture('z')).toBeNull();

      await second.dropNoticePictures(['c'], at('10:00'));

      const left = await Promise.all(['a', 'b', 'c'].map((hash) => second.findNoticePicture(hash)));
      expect(left.map((one) => one?.hash)).toEqual(['a', undefined, 'c']);
    });

    test('a screen that is a board comes back as one', async () => {
      const { store, reopen } = await open();
      await store.savePairing(aPairing());
      const board = aDevice({ roomId: null, boardId: 'board-1' as BoardId });

      await store.confirmPairing('BCDFGHJK', board);

      expect(await (await reopen()).findDevice(board.id)).toEqual(board);
    });

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

    const entry = (n: number, change: Partial<AuditEntry> = {}): AuditEntry => ({
      at: at(`09:0${n}`),
      actor: 'Ada@x.example',
      action: `act.${n}`,
      subject: 'device-1',
      roomId: null,
      ...change,
    });

    test('the audit tells the latest first, no more than asked, and page by page what came before', async () => {
      const { store } = await open();
      for (const n of [1, 2, 3]) await store.appendAudit(entry(n));

      const page = await store.listAudit({ limit: 2 });
      expect(page.map(({ action }) => action)).toEqual(['act.3', 'act.2']);
      expect(await store.listAudit({ limit: 2, before: page[1]?.id ?? 0 })).toEqual([{ ...entry(1), id: 1 }]);
      expect(await store.listAudit({ limit: 0 })).toEqual([]);
    });

    test.for([
      { query: { actor: 'ada@X' }, finds: [1, 2, 3] },
      { query: { actor: '%' }, finds: [] },
      { query: { what: 'ACT.2' }, finds: [2] },
      { query: { what: 'device-1' }, finds: [1, 2, 3] },
      { query: { roomId: porto }, finds: [3] },
      { query: { from: at('09:02') }, finds: [2, 3] },
      { query: { to: at('09:02') }, finds: [1] },
      { query: { from: at('09:01'), to: at('09:03'), actor: 'ada', what: 'act', roomId: null }, finds: [1, 2] },
    ])('of the audit, $query is in entries $finds', async ({ query, finds }) => {
      const { store, reopen } = await open();
      for (const n of [1, 2]) await store.appendAudit(entry(n));
      await store.appendAudit(entry(3, { roomId: porto }));

      const found = await (await reopen()).listAudit({ ...query, limit: 10 });
      expect(found.map(({ id }) => id).sort()).toEqual(finds);
    });

    test.for([
      { rule: { before: at('09:03'), keep: 10, atMost: 10 }, left: [3, 4], because: 'the others are too old' },
      { rule: { before: at('09:00'), keep: 1, atMost: 10 }, left: [4], because: 'no more than one is kept' },
      { rule: { before: at('09:05'), keep: 10, atMost: 2 }, left: [3, 4], because: 'it goes in bites' },
    ])('of four entries, $left are left, because $because; and the trail says so itself', async ({ rule, left }) => {
      const { store } = await open();
      for (const n of [1, 2, 3, 4]) await store.appendAudit(entry(n));

      const gone = await store.forgetAudit(rule, ({ entries, until }) =>
        entry(9, { action: 'audit.forgotten', subject: `${entries} until ${until}` }),
      );

      const [said, ...rest] = await store.listAudit({ limit: 10 });
      expect(said?.subject).toBe(`${gone} until ${at(`09:0${gone}`)}`);
      expect(rest.map(({ id }) => id).reverse()).toEqual(left);
    });

    test('where nothing is to be forgotten, nothing is said; and one old entry after new ones takes none of them along', async () => {
      const { store } = await open();
      await store.appendAudit(entry(5));
      await store.appendAudit(entry(1));

      const gone = await store.forgetAudit({ before: at('09:03'), keep: 10, atMost: 10 }, () => entry(9));

      expect([gone, (await store.listAudit({ limit: 10 })).length]).toEqual([0, 2]);
    });

    test('an alarm is kept as it now stands, over a restart, until it is dropped', async () => {
      const { store, reopen } = await open();
      const alarm = anAlarm();
      await store.saveAlarm(alarm);
      await store.saveAlarm({ ...alarm, count: 2, acknowledgedBy: 'ada', clearedAt: at('10:00') });
      await store.saveAlarm(anAlarm({ id: 'other', remedy: null }));
      await store.dropAlarm('other');
      await store.dropAlarm('never was');

      expect(await (await reopen()).listAlarms()).toEqual([
        { ...alarm, count: 2, acknowledgedBy: 'ada', clearedAt: at('10:00') },
      ]);
    });

    test("a room's short name outlives a restart, and a new one takes its place", async () => {
      const { store, reopen } = await open();
      await store.saveRoomLink(lisbon, 'first');
      await store.saveRoomLink(lisbon, 'second');
      await store.saveRoomLink(porto, 'third');

      expect(await (await reopen()).listRoomLinks()).toEqual([
        { roomId: lisbon, shortId: 'second' },
        { roomId: porto, shortId: 'third' },
      ]);
    });

    test("the canary's last clear answer outlives a restart, and there is only one", async () => {
      const { store, reopen } = await open();

      expect(await store.findScopeVerdict()).toBeNull();
      await store.saveScopeVerdict({ verdict: 'readable', since: at('09:00'), triedAt: at('09:00') });
      await store.saveScopeVerdict({ verdict: 'denied', since: at('09:30'), triedAt: at('09:40') });

      expect(await (await reopen()).findScopeVerdict()).toEqual({
        verdict: 'denied',
        since: at('09:30'),
        triedAt: at('09:40'),
      });
    });

    test('closing twice is fine', async () => {
      const { store } = await open();
      await store.close();

      await expect(store.close()).resolves.toBeUndefined();
    });

    test('the drawing of a floor is kept while it is used, or was sent of late', async () => {
      const { store, reopen } = await open();
      const drawing = {
        mediaType: 'image/svg+xml',
        width: 1_000,
        height: 500,
        bytes: new Uint8Array([60, 62]),
      } as const;
      await store.savePlanPicture({ ...drawing, hash: 'used' }, at('09:00'));
      await store.savePlanPicture({ ...drawing, hash: 'old' }, at('09:00'));
      await store.savePlanPicture({ ...drawing, hash: 'late' }, at('09:00'));
      await store.savePlanPicture({ ...drawing, hash: 'late' }, at('11:00'));
      await store.dropPlanPictures(['used'], at('10:00'));

      const again = await reopen();
      expect(await again.findPlanPicture('used')).toEqual({ ...drawing, hash: 'used' });
      expect(await again.findPlanPicture('old')).toBeNull();
      expect(await again.findPlanPicture('late')).not.toBeNull();
    });

    test('who is mailed about the use of rooms outlives a restart, with the day up to which they were told', async () => {
      const { store, reopen } = await open();
      const mail = { every: 'weekly', to: ['facilities@northwind.example'], toldUntil: null } as const;
      const told = { ...mail, toldUntil: { year: 2026, month: 11, day: 22 } };
      expect(await store.findReportMail()).toBeNull();
      await store.saveReportMail(mail);
      await store.saveReportMail(told);

      expect(await (await reopen()).findReportMail()).toEqual(told);
    });

    test('one service account is signed in; its renewals take the place of what they renewed, and of nothing else', async () => {
      const { store, reopen } = await open();
      const first = { account: 'doors@x.example', sealedToken: 'sealed-1', signedInAt: at('09:00') };
      expect(await store.findServiceAccount()).toBeNull();
      await store.saveServiceAccount(first);
      await store.renewServiceAccount('sealed-1', 'sealed-2');
      await store.renewServiceAccount('sealed-1', 'too-late');
      expect(await store.findServiceAccount()).toEqual({ ...first, sealedToken: 'sealed-2' });

      const again = { account: 'other@x.example', sealedToken: 'sealed-3', signedInAt: at('10:00') };
      await store.saveServiceAccount(again);
      const next = await reopen();
      expect(await next.findServiceAccount()).toEqual(again);

      await next.dropServiceAccount();
      await next.renewServiceAccount('sealed-3', 'sealed-4');
      expect(await next.findServiceAccount()).toBeNull();
    });
  });
}

function anAlarm(change: Partial<Alarm> = {}): Alarm {
  return {
    id: 'room-not-read:room-lisbon',
    kind: 'room-not-read',
    subject: 'room-lisbon',
    severity: 'warning',
    cause: 'access-denied',
    remedy: 'Let the app read the room.',
    firstSeenAt: at('09:00'),
    lastSeenAt: at('09:05'),
    count: 1,
    acknowledgedBy: null,
    clearedAt: null,
    ...change,
  };
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

const OCCURRENCE = 'occurrence-1' as OccurrenceId;

function anAttendance(change: Partial<Attendance> = {}): Attendance {
  return {
    roomId: lisbon,
    occurrence: OCCURRENCE,
    start: at('10:00'),
    end: at('10:30'),
    seriesId: null,
    state: 'no-show',
    cause: null,
    at: at('10:10'),
    ...change,
  };
}

function aReport(n: number, change: Partial<FaultReport> = {}): FaultReport {
  return {
    id: aKey(n),
    roomId: lisbon,
    deviceId: 'device-1' as DeviceId,
    what: 'screen',
    words: 'No picture',
    reportedAt: at('10:00'),
    doneAt: null,
    doneBy: null,
    ...change,
  };
}

function anEnrolment(change: Partial<Enrolment> = {}): Enrolment {
  return {
    id: 'enrolment-1' as EnrolmentId,
    linkHash: 'link-hash',
    roomId: lisbon,
    boardId: null,
    replaces: null,
    name: null,
    madeAt: at('09:00'),
    madeBy: 'ada',
    expiresAt: at('18:00'),
    withdrawnAt: null,
    usedAt: null,
    deviceId: null,
    ...change,
  };
}

function aPairing(change: Partial<Pairing> = {}): Pairing {
  return {
    code: 'BCDFGHJK',
    requestHash: 'request-hash',
    particulars: { model: 'Tablet', browser: 'Chromium', screen: '1280 × 800' },
    address: '192.0.2.7',
    askedAt: at('09:00'),
    expiresAt: at('09:10'),
    status: 'waiting',
    name: null,
    deviceId: null,
    ...change,
  };
}

function aDevice(change: Partial<Device> = {}): Device {
  return {
    id: 'device-1' as DeviceId,
    roomId: lisbon,
    credentialHash: '',
    particulars: { model: 'Tablet', browser: 'Chromium', screen: '1280 × 800' },
    pairedAt: at('09:05'),
    boardId: null,
    pairedBy: 'ada',
    lastSeenAt: null,
    name: null,
    revokedAt: null,
    ...change,
  };
}
