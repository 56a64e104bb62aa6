import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createTries } from '../../../edge-proxy/devices/tries.ts';
import { problemResponse } from '../../../edge-proxy/http/problem-response.ts';
import { refusalPace } from '../../../edge-proxy/http/refusal-pace.ts';
import { MINUTE_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

function aDoor() {
  const clock = createVirtualClock(at('10:00'));
  const pace = refusalPace({
    ofAddress: createTries(clock, { most: 3, withinMs: 10 * MINUTE_MS }),
    inAll: createTries(clock, { most: 5, withinMs: 10 * MINUTE_MS }),
    trust: { forwardedHeaders: true },
    clock,
  });
  const app = new Hono()
    .get('/bad', (c) => problemResponse(pace(c, { kind: 'not-signed-in' })))
    .get('/small', (c) => problemResponse(pace(c, { kind: 'not-allowed' })));
  const ask = async (path: string, address: string, token: string | null = 'Bearer guess') => {
    const headers = { 'X-Forwarded-For': address, ...(token !== null && { Authorization: token }) };
    return await app.request(path, { headers });
  };
  return { clock, ask };
}

test('after a few bad tokens an address is told to wait, and until when; others are not', async () => {
  const { clock, ask } = aDoor();
  for (let n = 0; n < 3; n += 1) expect((await ask('/bad', '10.0.0.1')).status).toBe(401);
  const late = await ask('/bad', '10.0.0.1');

  expect(late.status).toBe(429);
  expect(late.headers.get('Retry-After')).toBe('600');
  expect((await ask('/bad', '10.0.0.2')).status).toBe(401);
  await clock.advance(10 * MINUTE_MS);
  expect((await ask('/bad', '10.0.0.1')).status).toBe(401);
});

test('a thousand addresses together are stopped as one', async () => {
  const { ask } = aDoor();
  const answers: number[] = [];
  for (let n = 0; n < 8; n += 1) answers.push((await ask('/bad', `10.0.1.${n}`)).status);

  expect(answers).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
});

test('asking without a token, or with one of too small a role, is no guess', async () => {
  const { ask } = aDoor();
  for (let n = 0; n < 9; n += 1) {
    expect((await ask('/bad', '10.0.0.1', null)).status).toBe(401);
    expect((await ask('/small', '10.0.0.1')).status).toBe(403);
  }
});
