import { afterEach, expect, test } from 'vitest';
import { createAppCredential } from '../../../edge-proxy/graph/app-credential.ts';
import { createGraphClient } from '../../../edge-proxy/graph/graph-client.ts';
import { createLanes } from '../../../edge-proxy/graph/lanes.ts';
import type { CredentialNews } from '../../../edge-proxy/ports/trouble.ts';
import { HOUR_MS, MINUTE_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createLeapingClock } from '../../support/leaping-clock.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { type Asked, type StandIn, startStandIn } from '../../support/stand-in.ts';

let server: StandIn | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

/** Entra issues a new token each time; Graph refuses those that `refuses` says. */
async function open(refuses: (asked: Asked) => boolean) {
  const script = { refuses };
  let issued = 0;
  server = await startStandIn((asked) => {
    if (asked.url.endsWith('/token')) {
      issued += 1;
      return { json: { token_type: 'Bearer', expires_in: 3599, access_token: `token-${issued}` } };
    }
    return script.refuses(asked)
      ? { status: 401, json: { error: { code: 'InvalidAuthenticationToken' } } }
      : { json: {} };
  });
  const clock = createLeapingClock(at('09:00'));
  const chance = createFixedChance();
  const news: CredentialNews['kind'][] = [];
  const credential = createAppCredential({
    source: {
      tenantId: '8eaef023-2b34-4da1-9baa-8bc8c9d6a490',
      clientId: '535fb089-9ff3-47b6-9bfb-4f1264799865',
      credential: { kind: 'secret', secret: 's' },
      authorityHost: `${server.origin}/entra`,
      graphEndpoint: `${server.origin}/graph`,
    },
    readFile: () => '',
    clock,
    chance,
    log: createMemoryLog(),
    onNews: (one) => void news.push(one.kind),
  });
  const client = createGraphClient({
    endpoint: `${server.origin}/graph`,
    credential,
    lanes: createLanes(),
    clock,
    chance,
  });
  const read = (mailbox: string) =>
    client.call({ path: `/users/${mailbox}`, mailbox, urgency: 'background' }).then(
      () => 'read',
      (fault: { reason?: string }) => fault.reason,
    );
  return { server, script, clock, news, read, tokens: () => issued };
}

test('one 401 costs one new token, and nobody notices', async () => {
  const { read, tokens, news } = await open(({ headers }) => headers.authorization === 'Bearer token-1');

  expect(await read('lisbon')).toBe('read');
  expect(tokens()).toBe(2);
  expect(news).toEqual(['issued', 'issued', 'accepted']);
});

test('where Graph refuses each new token, an hour of a whole house costs a handful of them, and one alarm', async () => {
  const { read, tokens, news, clock } = await open(() => true);
  for (let minute = 0; minute < 60; minute += 1) {
    for (let room = 0; room < 20; room += 1) expect(await read(`room-${room}`)).toBe('credential-refused');
    clock.pass(MINUTE_MS);
  }

  expect(news.filter((one) => one === 'not-accepted')).toHaveLength(1);
  expect(tokens()).toBeLessThan(25);
});

test('while the circuit is open Graph is left alone but for one trial at a time', async () => {
  const { read, clock, server } = await open(() => true);
  await read('lisbon');
  await read('porto');
  const before = server.askedFor('/users/').length;
  for (let call = 0; call < 20; call += 1) await read('lisbon');
  expect(server.askedFor('/users/')).toHaveLength(before);

  clock.pass(MINUTE_MS);
  for (let call = 0; call < 20; call += 1) await read('lisbon');
  expect(server.askedFor('/users/')).toHaveLength(before + 1);
});

test('it closes by itself once Graph takes a token, and nothing is locked out', async () => {
  const { read, script, clock, news } = await open(() => true);
  await read('lisbon');
  await read('porto');
  clock.pass(HOUR_MS);
  await read('lisbon');
  script.refuses = () => false;
  clock.pass(5 * MINUTE_MS);

  expect([await read('lisbon'), await read('porto')]).toEqual(['read', 'read']);
  expect(news.at(-1)).toBe('accepted');
});

test('promise 8: one mailbox that answers 401 whatever it is sent changes nothing for the others', async () => {
  const { read, clock, news } = await open(({ url }) => url.includes('broken'));
  for (let minute = 0; minute < 30; minute += 1) {
    expect(await read('broken')).toBe('credential-refused');
    expect(await read('lisbon')).toBe('read');
    clock.pass(MINUTE_MS);
  }

  expect(news).not.toContain('not-accepted');
});
