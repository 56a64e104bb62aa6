import { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { Operator } from '../../../edge-proxy/http/operator-session.ts';
import { createSignInTrail } from '../../../edge-proxy/http/sign-in-trail.ts';
import { HOUR_MS, MINUTE_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const ada: Operator = { id: 'oid-ada', username: 'ada@x.example', name: 'Ada', roles: ['Operator'] };

function open() {
  const clock = createVirtualClock(at('10:00'));
  const entries: string[] = [];
  const trail = createSignInTrail({
    audit: async ({ actor, action, subject }) => void entries.push(`${actor} ${action} ${subject}`),
    clock,
    trust: { forwardedHeaders: true },
  });
  const app = new Hono()
    .get('/in', (c) => {
      trail.onAccepted(c, ada);
      return c.text('in');
    })
    .post('/codes/:code/:who?', (c) => {
      const who = c.req.param('who') ?? null;
      trail.onRefused(c, { kind: who === null ? 'not-signed-in' : 'not-allowed' }, who);
      return c.text('no', 403);
    });
  const headers = (address: string) => ({ 'X-Forwarded-For': address, Authorization: 'Bearer some' });
  const refuse = (address: string, who = '') =>
    app.request(`/codes/WDJBMTHK${who && `/${who}`}`, { method: 'POST', headers: headers(address) });
  const ask = () => app.request('/in', { headers: headers('10.0.0.7') });
  return { clock, entries, app, refuse, ask };
}

test('a sign-in is told once, with the role and from where, and again after an hour of silence', async () => {
  const { clock, entries, ask } = open();
  await ask();
  await clock.advance(50 * MINUTE_MS);
  await ask();
  await clock.advance(50 * MINUTE_MS);
  await ask();
  expect(entries).toEqual(['ada@x.example operator.signed-in as Operator from 10.0.0.7']);

  await clock.advance(HOUR_MS);
  await ask();
  expect(entries).toHaveLength(2);
});

test('who was refused is told by name where that is known, with what was wanted but never a code', async () => {
  const { entries, refuse } = open();
  await refuse('10.0.0.7', 'ada');
  await refuse('10.0.0.8');

  expect(entries).toEqual([
    'ada operator.refused POST /codes/:code/:who? from 10.0.0.7',
    '10.0.0.8 sign-in.refused not-signed-in',
  ]);
});

test('a flood from ten thousand addresses leaves some dozens of entries, and their number', async () => {
  const { clock, entries, refuse } = open();
  for (let n = 0; n < 1_000; n += 1) await refuse(`10.0.${Math.floor(n / 250)}.${n % 250}`);
  for (let n = 0; n < 100; n += 1) await refuse('10.0.0.1');
  expect(entries).toHaveLength(60);

  await clock.advance(MINUTE_MS);
  await refuse('10.0.0.1');
  expect(entries.slice(60)).toEqual([
    'many sign-in.refused 940 more in a minute',
    '10.0.0.1 sign-in.refused not-signed-in',
  ]);
});

test('a page that shows no token is no news', async () => {
  const { app, entries } = open();
  await app.request('/codes/x', { method: 'POST' });

  expect(entries).toEqual([]);
});
