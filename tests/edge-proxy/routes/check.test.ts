import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEntra } from '../http/entra-stand-in.ts';
import { createRouteSite } from './route-site.ts';

let entra: Awaited<ReturnType<typeof startEntra>>;
beforeAll(async () => {
  entra = await startEntra();
});
afterAll(() => entra.close());

const path = '/api/console/check';

test('an operator runs the check, a viewer reads what came of it, and the trail keeps who', async () => {
  const site = await createRouteSite(entra);
  const viewer = await site.as('Viewer');
  const before = await site.aBrowser().ask(path, { headers: viewer });
  const byViewer = await site.aBrowser().post(path, {}, viewer);
  const byOperator = await site.aBrowser().post(path, {}, await site.as('Operator'));
  const after = await site.aBrowser().ask(path, { headers: viewer });

  expect(await before.json()).toEqual({ running: false, report: null });
  expect(byViewer.status).toBe(403);
  expect(byOperator.status).toBe(200);
  const found = await byOperator.json();
  expect(found).toMatchObject({
    running: false,
    report: { passed: true, startedAt: '2026-11-24T10:00:00.000Z', lines: [{ id: 'clock', verdict: 'ok' }] },
  });
  expect(await after.json()).toEqual(found);
  expect(after.headers.get('Cache-Control')).toBe('no-store');
  expect(site.store.audit.at(-1)).toMatchObject({ action: 'check.run', actor: 'anna@northwind.example' });
});

test('nobody sees it without signing in', async () => {
  const site = await createRouteSite(entra);

  expect((await site.aBrowser().ask(path)).status).toBe(401);
  expect((await site.aBrowser().post(path, {})).status).toBe(401);
});
