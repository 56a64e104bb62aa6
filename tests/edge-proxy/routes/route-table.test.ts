/** Who may ask what: every route there is, times everybody who could ask it. A route without a row fails. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asker, askers, type GuardedSite, openGuardedSite } from '../../support/guarded-site.ts';
import { type Need, needs, routesOf } from './route-needs.ts';

let site: GuardedSite;
beforeAll(async () => {
  site = await openGuardedSite();
});
afterAll(() => site.close());

test('each route has a row here, and each row a route', () => {
  expect(Object.keys(needs).sort()).toEqual(routesOf(site));
});

/** `in`: past the guard, whatever the route then says of a body that is not there or a thing that nobody has. */
type Verdict = 'in' | 401 | 403;

const RANKS: readonly Asker[] = ['Viewer', 'Operator', 'Admin'];

function verdictOn(need: Need, asker: Asker): Verdict {
  if (need === 'anybody') return 'in';
  if (need === 'screen') return asker === 'door' || asker === 'board' ? 'in' : 401;
  // A board is known, and has no room of its own.
  if (need === 'door') return asker === 'door' ? 'in' : asker === 'board' ? 403 : 401;
  // A token of ours that bears no role, or too small a one, is known to be somebody's.
  if (asker === 'no-role') return 403;
  if (!RANKS.includes(asker)) return 401;
  return RANKS.indexOf(asker) >= RANKS.indexOf(need) ? 'in' : 403;
}

const PROBLEM = 'application/problem+json';

test.for(Object.entries(needs))('%s is for: %s', async ([route, need]) => {
  const [method = '', path = ''] = route.replace(/:\w+/g, 'nothing').split(' ');
  const told: Record<string, Verdict> = {};
  for (const asker of askers) {
    const answer = await site.ask(method, path, await site.credentialOf(asker));
    const isRefused = answer.status === 401 || answer.status === 403;
    told[asker] = isRefused ? (answer.status as 401 | 403) : 'in';
    // Past the guard is the route, which may find nothing or be told nonsense, and has an answer to that.
    expect([asker, answer.status]).not.toEqual([asker, 500]);
    // No cache between may keep what one was told, and no refusal says more than another.
    if (path.startsWith('/api/')) expect(answer.headers.get('Cache-Control')).toContain('no-store');
    if (isRefused) expect(answer.headers.get('Content-Type')).toBe(PROBLEM);
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff');
  }

  expect(told).toEqual(Object.fromEntries(askers.map((asker) => [asker, verdictOn(need, asker)])));
});

test.for(Object.keys(needs).filter((route) => route.includes(' /api/')))(
  '%s does nothing at the wish of another site, whoever’s browser asks',
  async (route) => {
    const [method = '', path = ''] = route.replace(/:\w+/g, 'nothing').split(' ');
    const foreign = [
      { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' },
      { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors' },
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
    ];
    for (const headers of foreign) {
      for (const asker of ['door', 'Admin'] as const) {
        const answer = await site.ask(method, path, { ...headers, ...(await site.credentialOf(asker)) });
        expect(answer.status).toBe(403);
        expect(await answer.json()).toMatchObject({ type: 'urn:doorlight:problem:cross-site' });
      }
    }
  },
);

test('no credential of this whole table, good or bad, is in the log or the audit', async () => {
  const trail = JSON.stringify([site.logged, await site.store.listAudit({ limit: 1_000 })]);

  expect(trail).not.toMatch(/credential-(door|board|revoked)/);
  expect(trail).not.toContain('eyJ');
});
