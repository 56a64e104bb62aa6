import { expect, test } from 'vitest';
import type { LedgerEntry } from '../../../edge-proxy/ports/ledger.ts';
import type { Store } from '../../../edge-proxy/ports/store.ts';
import { ledgerRoutes } from '../../../edge-proxy/routes/ledger.ts';
import { aKey, aRoom, at } from '../../support/builders.ts';
import { aRow } from '../../support/memory-store.ts';

const room = aRoom();

/** Whoever asks is let in; who may ask is the session's business, and tried on the whole site. */
function open(entries: readonly LedgerEntry[] = []) {
  const asked: Parameters<Store['listLedger']>[] = [];
  const roles: string[] = [];
  const app = ledgerRoutes({
    store: {
      async listLedger(...how) {
        asked.push(how);
        return [...entries];
      },
    },
    findRoom: (name) => (name === room.id || name === room.address ? room : null),
    requireOperator: (role) => (_c, next) => {
      roles.push(role);
      return next();
    },
  });
  return { asked, roles, ask: (query = '') => app.request(`/api/console/intents${query}`) };
}

test('tells what happened to a tap, step by step, and nothing that was typed', async () => {
  const row = aRow({
    intent: { kind: 'book', key: aKey(1), notAfter: at('10:05'), end: at('10:30'), title: 'Merger', name: 'Ana' },
  });
  const steps = [{ at: at('09:59'), what: 'pending', reason: null }];
  const site = open([{ row, steps }]);

  const body = await (await site.ask()).text();

  expect(body).not.toMatch(/Merger|Ana/);
  expect(JSON.parse(body)).toMatchObject({
    intents: [{ key: aKey(1), askedEnd: '2026-11-24T10:30:00.000Z', askedStart: null, steps: [{ what: 'pending' }] }],
  });
  expect(site.roles).toEqual(['Viewer']);
});

test('asks for one room by address or id, for one key, and for as many as are wanted', async () => {
  const site = open();
  await site.ask(`?room=${room.address}&limit=5`);
  await site.ask(`?key=${aKey(3)}`);

  expect(site.asked).toEqual([
    [5, { roomId: room.id, key: null }],
    [100, { roomId: null, key: aKey(3) }],
  ]);
});

test.for([
  { query: '?limit=0', status: 400, because: 'none is no list' },
  { query: '?limit=501', status: 400, because: 'one answer carries no more' },
  { query: '?limit=many', status: 400, because: 'it is no number' },
  { query: '?key=1', status: 400, because: 'it is no key' },
  { query: '?room=nowhere', status: 404, because: 'there is no such room' },
])('$query is turned down with $status, because $because', async ({ query, status }) => {
  const site = open();

  expect((await site.ask(query)).status).toBe(status);
  expect(site.asked).toEqual([]);
});
