/** Each route of ours gets what it must not get, and says so in one form without giving anything away. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemCodec } from '../../../shared/wire/problem.ts';
import { aKey } from '../../support/builders.ts';
import { startEntra } from '../http/entra-stand-in.ts';
import { createRouteSite, lisbon } from './route-site.ts';

let entra: Awaited<ReturnType<typeof startEntra>>;
beforeAll(async () => {
  entra = await startEntra();
});
afterAll(() => entra.close());

async function expectProblem(answer: Response, status: number): Promise<void> {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
  const problem = problemCodec.decode(await answer.json());
  expect(problem).toMatchObject({ ok: true, value: { status } });
}

test.for([
  { method: 'POST', path: '/api/intents' },
  { method: 'GET', path: '/api/rooms/free' },
  { method: 'GET', path: '/api/device' },
  { method: 'GET', path: '/api/console/me' },
  { method: 'GET', path: '/api/console/rooms' },
  { method: 'GET', path: '/api/console/devices' },
  { method: 'DELETE', path: '/api/console/devices/device-1' },
  { method: 'GET', path: '/api/console/policy' },
  { method: 'PUT', path: '/api/console/policy' },
  { method: 'GET', path: `/api/console/rooms/${lisbon.id}/policy` },
  { method: 'PUT', path: `/api/console/rooms/${lisbon.id}/policy` },
  { method: 'GET', path: '/api/console/pairings/BBBBBBBB' },
  { method: 'POST', path: '/api/console/pairings/BBBBBBBB/confirm' },
])('$method $path wants to know who asks, and takes nobody else for it', async ({ method, path }) => {
  const site = await createRouteSite(entra);
  const isConsole = path.startsWith('/api/console');
  const tablet = await site.aTablet();
  const operator = await site.as('Admin');

  await expectProblem(await site.app.request(path, { method }), 401);
  await expectProblem(await site.app.request(path, { method, headers: { Cookie: 'doorlight-device=guess' } }), 401);
  // A tablet is no operator, and an operator no tablet.
  const stranger = isConsole
    ? await tablet.ask(path, { method })
    : await site.app.request(path, { method, headers: operator });
  await expectProblem(stranger, 401);
});

const common = { key: aKey(1), kind: 'book', notAfter: '2026-11-24T10:01:00Z', end: '2026-11-24T10:30:00Z' };
const bodies: { what: string; body: string; type?: string; status: number }[] = [
  { what: 'nothing', body: '', status: 415 },
  { what: 'no JSON', body: '{"key":', status: 400 },
  { what: 'a list', body: '[]', status: 400 },
  { what: 'null', body: 'null', status: 400 },
  { what: 'a number', body: '7', status: 400 },
  { what: 'an empty object', body: '{}', status: 400 },
  { what: 'no UUID', body: JSON.stringify({ ...common, key: "1' OR 1=1" }), status: 400 },
  { what: 'an unknown kind', body: JSON.stringify({ ...common, kind: 'explode' }), status: 400 },
  { what: 'a kind of Object', body: JSON.stringify({ ...common, kind: '__proto__' }), status: 400 },
  { what: 'a time without a zone', body: JSON.stringify({ ...common, end: '2026-11-24T10:30:00' }), status: 400 },
  { what: 'a number for a time', body: JSON.stringify({ ...common, end: 1e300 }), status: 400 },
  { what: 'a title of 10 kB', body: JSON.stringify({ ...common, title: 'x'.repeat(10_000) }), status: 400 },
  { what: 'a megabyte', body: JSON.stringify({ ...common, title: 'x'.repeat(1_000_000) }), status: 413 },
  { what: 'nested without end', body: '['.repeat(10_000), status: 400 },
  { what: 'a form', body: 'key=1', type: 'application/x-www-form-urlencoded', status: 415 },
  { what: 'JSON called text', body: JSON.stringify(common), type: 'text/plain', status: 415 },
];

test.for(bodies)('an intent of $what: $status', async ({ body, type, status }) => {
  const site = await createRouteSite(entra);
  const tablet = await site.aTablet();
  const headers = { 'Content-Type': type ?? 'application/json' };

  const answer = await tablet.ask('/api/intents', { method: 'POST', body, ...(body !== '' && { headers }) });

  await expectProblem(answer, status);
});

test.for([
  { what: 'no JSON', body: '{', status: 400 },
  { what: 'a list', body: '[]', status: 400 },
  { what: 'particulars without a screen', body: '{"particulars":{"model":"a"}}', status: 400 },
  { what: 'a megabyte', body: `"${'x'.repeat(1_000_000)}"`, status: 413 },
])('a pairing of $what: $status', async ({ body, status }) => {
  const site = await createRouteSite(entra);

  const headers = { 'Content-Type': 'application/json' };
  await expectProblem(await site.app.request('/api/pairings', { method: 'POST', headers, body }), status);
});

test('a pairing without a body is fine', async () => {
  const site = await createRouteSite(entra);

  expect((await site.app.request('/api/pairings', { method: 'POST' })).status).toBe(201);
});

test.for(['%00', 'BBBBBBBB%00', '..%2F..%2Fetc', 'AEIOUAEI', 'B'.repeat(5_000), '%F0%9F%9A%AA'])(
  'a code of %s is simply not there',
  async (code) => {
    const site = await createRouteSite(entra);
    const headers = await site.as('Operator');

    await expectProblem(await site.app.request(`/api/console/pairings/${code}`, { headers }), 404);
  },
);

test.for(['doorlight-device=', 'doorlight-device=%00%ff', `doorlight-device=${'a'.repeat(9_000)}`, ';;;===', 'x'])(
  'a cookie of %s is no tablet',
  async (cookie) => {
    const site = await createRouteSite(entra);

    await expectProblem(await site.app.request('/api/device', { headers: { Cookie: cookie } }), 401);
  },
);

test.for(['doorlight-pairing=guess', `doorlight-pairing=${'a'.repeat(9_000)}`])(
  'a pairing cookie of %s waits for nothing',
  async (cookie) => {
    const site = await createRouteSite(entra);

    const answer = await site.app.request('/api/pairings/current', { headers: { Cookie: cookie } });

    expect(await answer.json()).toEqual({ status: 'expired' });
  },
);
