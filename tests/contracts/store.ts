/** What every store must do, part by part. Run on each adapter by a test file of its own, which says how one is opened. */

import { describe, expect, test } from 'vitest';
import { attendanceContract } from './store/attendance.ts';
import { auditContract } from './store/audit.ts';
import { boardsAndNoticesContract } from './store/boards-and-notices.ts';
import { devicesContract } from './store/devices.ts';
import { enrolmentsContract } from './store/enrolments.ts';
import { evidenceContract } from './store/evidence.ts';
import type { OpenStore } from './store/fixtures.ts';
import { ledgerContract } from './store/ledger.ts';
import { pairingsContract } from './store/pairings.ts';
import { policiesContract } from './store/policies.ts';
import { roomsContract } from './store/rooms.ts';
import { watchContract } from './store/watch.ts';

export function storeContract(name: string, open: OpenStore): void {
  describe(`the store contract on ${name}`, () => {
    test('a generation stays for as long as the store is open', async () => {
      const { store } = await open();
      const first = await store.generation();

      expect(first).not.toBe('');
      expect(await store.generation()).toBe(first);
    });

    test('closing twice is fine', async () => {
      const { store } = await open();
      await store.close();

      await expect(store.close()).resolves.toBeUndefined();
    });

    roomsContract(open);
    policiesContract(open);
    ledgerContract(open);
    attendanceContract(open);
    pairingsContract(open);
    enrolmentsContract(open);
    devicesContract(open);
    evidenceContract(open);
    boardsAndNoticesContract(open);
    auditContract(open);
    watchContract(open);
  });
}
