/** The guards that stand before every route: other sites, headers, unknown paths, unforeseen errors. */

import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { answerNotFound } from '../../../edge-proxy/http/not-found.ts';
import { sameOrigin } from '../../../edge-proxy/http/same-origin.ts';
import { securityHeaders } from '../../../edge-proxy/http/security-headers.ts';
import { answerUnforeseen } from '../../../edge-proxy/http/unforeseen-errors.ts';
import { CalendarUnavailable } from '../../../edge-proxy/ports/calendar.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createMemoryLog } from '../../support/memory-log.ts';

const trust = { forwardedHeaders: true };

function anApp() {
  const log = createMemoryLog();
  const app = new Hono();
  app.onError(answerUnforeseen({ log, chance: createFixedChance() }));
  app.use(securityHeaders({ trust, signInOrigins: ['https://login.example'] }));
  app.use('/api/*', sameOrigin({ publicUrl: 'https://doors.example' }));
  app.post('/api/things', (c) => c.json({}));
  app.get('/api/things', (c) => c.json({}));
  app.put('/api/things/:id', (c) => c.json({}));
  app.get('/console', (c) => c.html('<p>'));
  app.get('/api/broken', () => {
    throw new Error('secret title: merger with Fabrikam');
  });
  app.get('/api/away', () => {
    throw new CalendarUnavailable('graph-unreachable');
  });
  app.get('/*', (c) => c.notFound());
  app.notFound(answerNotFound(app));
  return { app, log };
}

test.for<{ headers: Record<string, string>; status: number; because: string }>([
  { headers: {}, status: 200, because: 'no browser sent it' },
  { headers: { 'Sec-Fetch-Site': 'same-origin' }, status: 200, because: 'our own page did' },
  { headers: { 'Sec-Fetch-Site': 'none' }, status: 200, because: 'a person did' },
  { headers: { Origin: 'http://localhost' }, status: 200, because: 'it is the host asked' },
  { headers: { Origin: 'https://doors.example' }, status: 200, because: 'it is our public name' },
  { headers: { 'Sec-Fetch-Site': 'cross-site' }, status: 403, because: 'another site did' },
  { headers: { 'Sec-Fetch-Site': 'same-site' }, status: 403, because: 'a neighbour did' },
  { headers: { Origin: 'https://evil.example' }, status: 403, because: 'another site did' },
  { headers: { Origin: 'https://doors.example.evil.example' }, status: 403, because: 'it only begins like ours' },
  { headers: { Origin: 'null' }, status: 403, because: 'a sandboxed frame did' },
  { headers: { Origin: '' }, status: 403, because: 'it names nobody' },
])('a POST with $headers answers $status: $because', async ({ headers, status }) => {
  const { app } = anApp();

  expect((await app.request('/api/things', { method: 'POST', headers })).status).toBe(status);
});

test.for<{ headers: Record<string, string>; status: number; because: string }>([
  { headers: {}, status: 200, because: 'no browser sent it' },
  { headers: { 'Sec-Fetch-Site': 'same-origin' }, status: 200, because: 'our own page did' },
  { headers: { Origin: 'https://evil.example' }, status: 403, because: 'another site wants to see it' },
  {
    headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' },
    status: 403,
    because: 'it opens streams',
  },
  { headers: { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors' }, status: 403, because: 'a neighbour did' },
  {
    headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' },
    status: 200,
    because: 'a person followed a link, and the other page sees nothing of it',
  },
  {
    headers: {
      'Sec-Fetch-Site': 'same-site',
      'Sec-Fetch-Mode': 'navigate',
      'Sec-Fetch-Dest': 'iframe',
      Cookie: 'theme=dark; __Host-doorlight-device=secret',
    },
    status: 403,
    because: 'a neighbour’s frame brings the cookie along, and would open a stream',
  },
  {
    headers: { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'navigate', Cookie: 'theme=dark' },
    status: 200,
    because: 'a cookie of the whole domain is none of ours',
  },
  {
    headers: { 'Sec-Fetch-Site': 'none', 'Sec-Fetch-Mode': 'navigate', Cookie: '__Host-doorlight-device=secret' },
    status: 200,
    because: 'a person typed the address',
  },
])('a GET with $headers answers $status: $because', async ({ headers, status }) => {
  const { app } = anApp();

  expect((await app.request('/api/things', { headers })).status).toBe(status);
});

test('a followed link changes nothing', async () => {
  const { app } = anApp();
  const headers = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' };

  expect((await app.request('/api/things', { method: 'POST', headers })).status).toBe(403);
});

test.for([
  { method: 'GET', path: '/api/nothing', status: 404, allow: null },
  { method: 'DELETE', path: '/api/things', status: 405, allow: 'POST, GET, HEAD' },
  { method: 'GET', path: '/api/things/1', status: 405, allow: 'PUT' },
  { method: 'PUT', path: '/api/things/', status: 404, allow: null },
  { method: 'POST', path: '/no/page', status: 404, allow: null },
])('$method $path is a typed $status', async ({ method, path, status, allow }) => {
  const { app } = anApp();

  const answer = await app.request(path, { method });

  expect(answer.status).toBe(status);
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
  expect(answer.headers.get('Allow')).toBe(allow);
});

test('what nobody foresaw is a 500 that gives nothing away, and the log finds it by its number', async () => {
  const { app, log } = anApp();

  const answer = await app.request('/api/broken');
  const text = await answer.text();

  expect(answer.status).toBe(500);
  expect(text).not.toContain('Fabrikam');
  expect(JSON.stringify(log.lines)).not.toContain('Fabrikam');
  expect(log.lines).toMatchObject([{ level: 'error', facts: { requestId: JSON.parse(text).requestId } }]);
});

test('Exchange away is said as that', async () => {
  const { app } = anApp();

  expect((await app.request('/api/away')).status).toBe(503);
});

test('every answer carries its headers, HSTS only where the wire is safe', async () => {
  const { app } = anApp();
  const plain = await app.request('/api/nothing');
  const safe = await app.request('https://doors.example/console', { headers: { 'X-Forwarded-Proto': 'https' } });
  const local = await app.request('https://localhost/console', { headers: { 'X-Forwarded-Proto': 'https' } });

  expect(plain.headers.get('X-Content-Type-Options')).toBe('nosniff');
  expect(plain.headers.get('Cache-Control')).toBe('no-store');
  expect(plain.headers.get('Strict-Transport-Security')).toBeNull();
  expect(local.headers.get('Strict-Transport-Security')).toBeNull();
  expect(safe.headers.get('Strict-Transport-Security')).toMatch(/^max-age=\d{8}$/);
  expect(plain.headers.get('Content-Security-Policy')).toContain("connect-src 'self';");
  expect(safe.headers.get('Content-Security-Policy')).toContain("connect-src 'self' https://login.example;");
  for (const answer of [plain, safe]) {
    expect(answer.headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'");
    expect(answer.headers.get('Content-Security-Policy')).not.toContain('unsafe');
    expect(answer.headers.get('Content-Security-Policy')).toContain("require-trusted-types-for 'script'");
  }
  expect(plain.headers.get('Content-Security-Policy')).toContain('trusted-types doorlight;');
  expect(safe.headers.get('Content-Security-Policy')).toContain("trusted-types 'none';");
});
