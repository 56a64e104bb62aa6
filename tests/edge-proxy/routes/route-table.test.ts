/** Who may ask what: every route there is, times everybody who could ask it. A route without a row fails. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asker, askers, type GuardedSite, openGuardedSite } from '../../support/guarded-site.ts';

/** `door`: a tablet at a door; `screen`: that, or a board. The rest is the least role of an operator. */
type Need = 'anybody' | 'door' | 'screen' | 'Viewer' | 'Operator' | 'Admin';

const rows: Readonly<Record<string, Need>> = {
  'DELETE /api/console/devices/:id': 'Operator',
  'DELETE /api/console/service-account': 'Admin',
  'GET /api/console/alarms': 'Viewer',
  'GET /api/console/boards': 'Viewer',
  'GET /api/console/canary': 'Viewer',
  'GET /api/console/check': 'Viewer',
  'GET /api/console/commands': 'Viewer',
  'GET /api/console/config': 'anybody',
  'GET /api/console/device-names': 'Viewer',
  'GET /api/console/device-names/csv': 'Viewer',
  'GET /api/console/devices': 'Viewer',
  'GET /api/console/enrolments': 'Operator',
  'GET /api/console/fault-reports': 'Viewer',
  'GET /api/console/health': 'Viewer',
  'GET /api/console/intents': 'Viewer',
  'GET /api/console/me': 'Viewer',
  'GET /api/console/no-shows': 'Viewer',
  'GET /api/console/pairings': 'Operator',
  'GET /api/console/pairings/:code': 'Operator',
  'GET /api/console/policies': 'Viewer',
  'GET /api/console/policies/file': 'Viewer',
  'GET /api/console/policy': 'Viewer',
  'GET /api/console/rooms': 'Viewer',
  'GET /api/console/rooms/:id/health': 'Viewer',
  'GET /api/console/rooms/:id/policy': 'Viewer',
  'GET /api/console/service-account': 'Viewer',
  'GET /api/console/stream': 'Viewer',
  'GET /api/device': 'screen',
  'GET /api/openapi.json': 'anybody',
  'GET /api/pairings/current': 'anybody',
  'GET /api/rooms/free': 'door',
  'GET /api/stream': 'screen',
  'GET /healthz': 'anybody',
  'GET /metrics': 'anybody',
  'GET /r/:shortId': 'anybody',
  'GET /readyz': 'anybody',
  'PATCH /api/console/policies': 'Admin',
  'POST /api/console/alarms/:id/acknowledge': 'Operator',
  'POST /api/console/boards': 'Operator',
  'POST /api/console/canary/try': 'Operator',
  'POST /api/console/check': 'Operator',
  'POST /api/console/commands': 'Operator',
  'POST /api/console/device-names/forget': 'Operator',
  'POST /api/console/device-names/preview': 'Operator',
  'POST /api/console/enrolments': 'Operator',
  'POST /api/console/enrolments/withdraw': 'Operator',
  'POST /api/console/fault-reports/:id/done': 'Operator',
  'POST /api/console/pairings/:code/confirm': 'Operator',
  'POST /api/console/pairings/by-name': 'Operator',
  'POST /api/console/rooms/:id/actions': 'Operator',
  'POST /api/console/rooms/refresh': 'Operator',
  'POST /api/console/service-account/sign-in': 'Admin',
  'POST /api/device/commands/:id': 'screen',
  'POST /api/enrolments': 'anybody',
  'POST /api/evidence': 'screen',
  'POST /api/intents': 'door',
  'POST /api/pairings': 'anybody',
  'POST /webhooks/graph': 'anybody',
  'POST /webhooks/graph/lifecycle': 'anybody',
  'PUT /api/console/boards/:id': 'Operator',
  'PUT /api/console/device-names': 'Operator',
  'PUT /api/console/devices/:id/name': 'Operator',
  'PUT /api/console/policies/file': 'Admin',
  'PUT /api/console/policy': 'Admin',
  'PUT /api/console/rooms/:id/policy': 'Admin',
  'PUT /api/console/rooms/:id/zone': 'Operator',
};

let site: GuardedSite;
beforeAll(async () => {
  site = await openGuardedSite();
});
afterAll(() => site.close());

/** What Hono mounts; middleware stands in its list as ALL, the pages' catch-all as a star. */
function routesOf({ app }: GuardedSite): string[] {
  const named = app.routes.filter(({ method, path }) => method !== 'ALL' && !path.includes('*'));
  return [...new Set(named.map(({ method, path }) => `${method} ${path}`))].sort();
}

test('each route has a row here, and each row a route', () => {
  expect(Object.keys(rows).sort()).toEqual(routesOf(site));
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

test.for(Object.entries(rows))('%s is for: %s', async ([route, need]) => {
  const [method = '', path = ''] = route.replace(/:\w+/g, 'nothing').split(' ');
  const told: Record<string, Verdict> = {};
  for (const asker of askers) {
    const answer = await site.ask(method, path, await site.credentialOf(asker));
    const isRefused = answer.status === 401 || answer.status === 403;
    told[asker] = isRefused ? (answer.status as 401 | 403) : 'in';
    // No cache between may keep what one was told, and no refusal says more than another.
    if (path.startsWith('/api/')) expect(answer.headers.get('Cache-Control')).toContain('no-store');
    if (isRefused) expect(answer.headers.get('Content-Type')).toBe(PROBLEM);
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff');
  }

  expect(told).toEqual(Object.fromEntries(askers.map((asker) => [asker, verdictOn(need, asker)])));
});

test.for(Object.keys(rows).filter((route) => route.includes(' /api/')))(
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
