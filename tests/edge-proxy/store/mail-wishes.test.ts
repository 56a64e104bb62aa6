import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Store } from '../../../edge-proxy/ports/store.ts';
import { mailIsWanted, readMailWishes } from '../../../edge-proxy/store/mail-wishes.ts';
import { openSqliteStore } from '../../../edge-proxy/store/sqlite-store.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { aZone } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';

let dataDir = '';
let store: Store;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'doorlight-wishes-'));
  store = openSqliteStore({ dataDir, chance: createFixedChance() });
});
afterEach(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true });
});

const to = ['facilities@contoso.com'];
const alerting = (change: object) => ({
  settings: { to: [], webhook: null, quiet: null, zone: aZone('Europe/Berlin'), ...change },
  secret: null,
  told: [],
});
const reports = { every: 'weekly' as const, to: [], toldUntil: null };

type Case = { readonly what: string; readonly decide: () => Promise<unknown>; readonly wanted: boolean };
const cases: readonly Case[] = [
  { what: 'nothing is decided', decide: async () => undefined, wanted: false },
  { what: 'alerts go to somebody', decide: () => store.saveAlerting(alerting({ to })), wanted: true },
  {
    what: 'alerts go to a webhook alone',
    decide: () => store.saveAlerting(alerting({ webhook: 'https://chat.contoso.com/hook' })),
    wanted: false,
  },
  { what: 'reports go to somebody', decide: () => store.saveReportMail({ ...reports, to }), wanted: true },
  {
    what: 'reports are off for now',
    decide: () => store.saveReportMail({ ...reports, every: 'off', to }),
    wanted: false,
  },
  { what: 'reports go to nobody any more', decide: () => store.saveReportMail(reports), wanted: false },
  { what: 'faults go to somebody', decide: () => store.savePolicy(null, { faultRecipients: to }), wanted: true },
  {
    what: 'faults of one room go to somebody',
    decide: () => store.savePolicy('room-lisbon' as RoomId, { faultRecipients: to }),
    wanted: true,
  },
  { what: 'faults go to nobody', decide: () => store.savePolicy(null, { faultRecipients: [] }), wanted: false },
];

test.for(cases)('where $what, mail is wanted: $wanted, also read off beside a proxy that runs', async (one) => {
  await one.decide();

  expect(await mailIsWanted(store)).toBe(one.wanted);
  expect(readMailWishes(dataDir)).toBe(one.wanted);
});

test('where there is no database yet nobody wants mail, and none is made', () => {
  expect(readMailWishes(join(dataDir, 'nowhere'))).toBe(false);
});
