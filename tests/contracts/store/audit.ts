/** What every store must do with the audit. A part of the store's contract, run with it. */

import { expect, test } from 'vitest';
import type { AuditEntry } from '../../../edge-proxy/ports/audit.ts';
import { at } from '../../support/builders.ts';
import { type OpenStore, porto } from './fixtures.ts';

export function auditContract(open: OpenStore): void {
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
}
