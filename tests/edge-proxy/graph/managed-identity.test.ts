import { afterEach, expect, test } from 'vitest';
import { createAppCredential } from '../../../edge-proxy/graph/app-credential.ts';
import type { Credential } from '../../../edge-proxy/graph/credential.ts';
import { MINUTE_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createLeapingClock } from '../../support/leaping-clock.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { type Answer, type StandIn, startStandIn } from '../../support/stand-in.ts';

let server: StandIn | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

type Given = Partial<Extract<Credential, { kind: 'managed-identity' }>>;

async function open(answer: (nth: number) => Answer, given: Given = {}) {
  server = await startStandIn((_, nth) => answer(nth));
  const clock = createLeapingClock(at('09:00'));
  const credential = createAppCredential({
    source: {
      tenantId: '8eaef023-2b34-4da1-9baa-8bc8c9d6a490',
      clientId: '',
      credential: {
        kind: 'managed-identity',
        identityClientId: null,
        endpoint: `${server.origin}/metadata/identity/oauth2/token`,
        header: null,
        ...given,
      },
      authorityHost: 'https://login.microsoftonline.com',
      graphEndpoint: 'https://graph.microsoft.com',
    },
    readFile: () => '',
    clock,
    chance: createFixedChance(),
    log: createMemoryLog(),
  });
  return { server, clock, credential };
}

const onMachine = (nth: number): Answer => ({
  json: { access_token: `token-${nth}`, expires_in: '3599', expires_on: '1795600799', token_type: 'Bearer' },
});

test('a virtual machine is asked with its own header, for Graph, and no client', async () => {
  const { server, credential } = await open(onMachine);

  expect(await credential.token()).toBe('token-1');

  const asked = server.asked[0];
  const url = new URL(asked?.url ?? '', server.origin);
  expect(asked?.headers['metadata']).toBe('true');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    'api-version': '2018-02-01',
    resource: 'https://graph.microsoft.com',
  });
});

test('App Service is shown its header, and told which of several identities is meant', async () => {
  const identityClientId = '535fb089-9ff3-47b6-9bfb-4f1264799865';
  const expiresOn = String(at('10:00') / 1_000);
  const json = { access_token: 'token', expires_on: expiresOn, resource: 'https://graph.microsoft.com' };
  const { server, credential, clock } = await open(() => ({ json }), { header: 'shown', identityClientId });

  expect(await credential.token()).toBe('token');
  clock.pass(47 * MINUTE_MS);
  await credential.token();
  expect(server.asked).toHaveLength(1);

  const asked = server.asked[0];
  const url = new URL(asked?.url ?? '', server.origin);
  expect(asked?.headers['x-identity-header']).toBe('shown');
  expect(url.searchParams.get('api-version')).toBe('2019-08-01');
  expect(url.searchParams.get('client_id')).toBe(identityClientId);
});

test('an identity that is not assigned is said in words, and asked for again by itself', async () => {
  const json = { error: 'invalid_request', error_description: 'Identity not found' };
  const { credential, clock } = await open((nth) => (nth === 1 ? { status: 400, json } : onMachine(nth)));

  await expect(credential.token()).rejects.toMatchObject({ reason: 'credential-refused' });
  expect(credential.refusal()).toMatchObject({ code: 'invalid_request', remedy: expect.stringContaining('Assign') });
  clock.pass(MINUTE_MS);
  expect(await credential.token()).toBe('token-2');
  expect(credential.refusal()).toBeNull();
});

test.for([
  { name: 'an endpoint that is being updated', answer: { status: 404, json: {} }, reason: 'graph-unreachable' },
  { name: 'one that is gone for a moment', answer: { status: 410, json: {} }, reason: 'graph-unreachable' },
  { name: 'one that fails', answer: { status: 500, json: {} }, reason: 'graph-unreachable' },
  { name: 'one that has had enough', answer: { status: 429, json: {} }, reason: 'throttled' },
  { name: 'a machine outside Azure', answer: { fault: 'cut' }, reason: 'graph-unreachable' },
  { name: 'an answer without a token', answer: { json: { expires_in: '3599' } }, reason: 'bad-answer' },
  {
    name: 'a token that is over already',
    answer: { json: { access_token: 't', expires_on: '1' } },
    reason: 'bad-answer',
  },
  { name: 'a page', answer: { text: '<html>' }, reason: 'bad-answer' },
] as const)('$name is $reason', async ({ answer, reason }) => {
  const { credential } = await open(() => answer);

  await expect(credential.token()).rejects.toMatchObject({ reason });
});
