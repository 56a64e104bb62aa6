import { createHash, X509Certificate } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, importSPKI, jwtVerify } from 'jose';
import { afterEach, describe, expect, test } from 'vitest';
import { createAppCredential } from '../../../edge-proxy/graph/app-credential.ts';
import type { Credential } from '../../../edge-proxy/graph/credential.ts';
import { TokenRefused } from '../../../edge-proxy/graph/token-endpoint.ts';
import { CalendarUnavailable } from '../../../edge-proxy/ports/calendar.ts';
import { MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { makeCertificate } from '../../support/certificate.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createLeapingClock } from '../../support/leaping-clock.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { recordedBody } from '../../support/recorded.ts';
import { type Answer, type Asked, type StandIn, startStandIn } from '../../support/stand-in.ts';

let server: StandIn | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const tenantId = '8eaef023-2b34-4da1-9baa-8bc8c9d6a490';
const clientId = '535fb089-9ff3-47b6-9bfb-4f1264799865';
const aSecret: Credential = { kind: 'secret', secret: 'sampleCredentia1s' };

type Options = { credential?: Credential; files?: Record<string, string>; graphEndpoint?: string };

async function entra(answer: (asked: Asked, nth: number) => Answer, options: Options = {}) {
  server = await startStandIn(answer);
  const clock = createLeapingClock(at('09:00'));
  const log = createMemoryLog();
  const files = options.files ?? {};
  const credential = createAppCredential({
    source: {
      tenantId,
      clientId,
      credential: options.credential ?? aSecret,
      authorityHost: `${server.origin}/entra`,
      graphEndpoint: options.graphEndpoint ?? `${server.origin}/graph`,
    },
    readFile(path) {
      const text = files[path];
      if (text === undefined) throw new Error('no such file');
      return text;
    },
    clock,
    chance: createFixedChance(),
    log,
  });
  return { server, credential, clock, log, files };
}

const token = (name: string, seconds: unknown = 3599): Answer => ({
  json: { token_type: 'Bearer', expires_in: seconds, access_token: name },
});
const numbered = (_: Asked, nth: number) => token(`token-${nth}`);

function refused(name: string, status = 401): Answer {
  return { status, json: recordedBody(name) };
}

async function faultOf(work: Promise<unknown>): Promise<CalendarUnavailable> {
  const cause = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (cause instanceof CalendarUnavailable) return cause;
  throw new Error(`no CalendarUnavailable but ${String(cause)}`);
}

/** Lets what runs in the background come to its end, which shows in what was asked. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('the proof', () => {
  test('by secret is posted to the tenant below the configured address', async () => {
    const { server, credential } = await entra(numbered);

    expect(await credential.token()).toBe('token-1');

    expect(server.asked).toHaveLength(1);
    expect(server.asked[0]?.url).toBe(`/entra/${tenantId}/oauth2/v2.0/token`);
    const form = new URLSearchParams(server.asked[0]?.body);
    expect(Object.fromEntries(form)).toMatchObject({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: 'sampleCredentia1s',
      scope: 'https://graph.microsoft.com/.default',
    });
  });

  test.for([
    { graphEndpoint: 'https://graph.microsoft.us', scope: 'https://graph.microsoft.us/.default' },
    { graphEndpoint: 'https://dod-graph.microsoft.us', scope: 'https://dod-graph.microsoft.us/.default' },
    {
      graphEndpoint: 'https://microsoftgraph.chinacloudapi.cn',
      scope: 'https://microsoftgraph.chinacloudapi.cn/.default',
    },
  ])('asks for the Graph of its own cloud: $scope', async ({ graphEndpoint, scope }) => {
    const { server, credential } = await entra(numbered, { graphEndpoint });

    await credential.token();

    expect(new URLSearchParams(server.asked[0]?.body).get('scope')).toBe(scope);
  });

  test('by certificate is signed by its key and names it by SHA-256, the key standing before or after', async () => {
    const { certificatePem, keyPem } = makeCertificate();
    const certificate = new X509Certificate(certificatePem);
    for (const pem of [certificatePem + keyPem, keyPem + certificatePem]) {
      const { server, credential } = await entra(numbered, {
        credential: { kind: 'certificate', path: 'app.pem' },
        files: { 'app.pem': pem },
      });

      await credential.token();

      const assertion = new URLSearchParams(server.asked[0]?.body).get('client_assertion') ?? '';
      const key = await importSPKI(certificate.publicKey.export({ type: 'spki', format: 'pem' }).toString(), 'PS256');
      const { payload } = await jwtVerify(assertion, key, {
        audience: `${server.origin}/entra/${tenantId}/oauth2/v2.0/token`,
        issuer: clientId,
        subject: clientId,
        currentDate: new Date(((decodeJwt(assertion).nbf ?? 0) + 5) * 1000),
      });
      expect(payload.jti).toBeTypeOf('string');
      expect(decodeProtectedHeader(assertion)['x5t#S256']).toBe(
        createHash('sha256').update(certificate.raw).digest('base64url'),
      );
      await server.close();
    }
  });

  test('by the platform is the token in the file as it is now, not as it was at the start', async () => {
    const { server, credential, clock, files } = await entra(numbered, {
      credential: { kind: 'federated', path: 'token' },
      files: { token: 'aaa.bbb.ccc\n' },
    });
    await credential.token();
    files['token'] = 'ddd.eee.fff\n';
    clock.pass(3599 * SECOND_MS);

    await credential.token();

    const assertions = server.asked.map(({ body }) => new URLSearchParams(body).get('client_assertion'));
    expect(assertions).toEqual(['aaa.bbb.ccc', 'ddd.eee.fff']);
  });

  test('from a file that is gone is refused in words, and nothing is sent', async () => {
    const { server, credential } = await entra(numbered, { credential: { kind: 'certificate', path: 'gone.pem' } });

    expect(await faultOf(credential.token())).toMatchObject({ reason: 'credential-refused' });
    expect(credential.refusal()).toMatchObject({ code: 'credential-unusable' });
    expect(server.asked).toHaveLength(0);
  });
});

describe('the token', () => {
  test('is fetched once for all who ask at once', async () => {
    const { server, credential } = await entra(numbered);

    const tokens = await Promise.all(Array.from({ length: 50 }, () => credential.token()));

    expect(new Set(tokens)).toEqual(new Set(['token-1']));
    expect(server.asked).toHaveLength(1);
  });

  test('is kept, and renewed before it lapses without anybody waiting', async () => {
    const { server, credential, clock } = await entra(numbered);
    await credential.token();
    clock.pass(47 * MINUTE_MS);
    expect(await credential.token()).toBe('token-1');
    expect(server.asked).toHaveLength(1);

    clock.pass(2 * MINUTE_MS);
    expect(await credential.token()).toBe('token-1');
    await server.whenAsked(2);
    // The renewal is under way: asking to renew joins it.
    expect(await credential.renew('token-1')).toBe('token-2');
    expect(server.asked).toHaveLength(2);
  });

  test('serves to its end while the sign-in service is down, which is asked ever less often', async () => {
    const { server, credential, clock } = await entra((_, nth) =>
      nth === 1 ? token('token-1') : { status: 503, text: 'busy' },
    );
    await credential.token();
    clock.pass(48 * MINUTE_MS);

    const served = new Set<string>();
    for (let second = 0; second < 11 * 60; second += 1) {
      const before = server.asked.length;
      served.add(await credential.token());
      await turn();
      if (server.asked.length > before) await turn();
      clock.pass(SECOND_MS);
    }

    expect(served).toEqual(new Set(['token-1']));
    expect(server.asked.length).toBeLessThan(30);
    clock.pass(MINUTE_MS);
    expect(await faultOf(credential.token())).toMatchObject({ reason: 'graph-unreachable' });
  });

  test.for([
    { body: { json: { token_type: 'Bearer', expires_in: 3599 } }, because: 'it is not there' },
    { body: token('has blanks\r\n'), because: 'it could not stand in a header' },
    { body: token('token', 'soon'), because: 'nobody knows how long it lives' },
    { body: { text: '<html>Sign in to the Wi-Fi</html>' }, because: 'somebody else answered' },
  ])('is not believed, because $because', async ({ body }) => {
    const { credential } = await entra(() => body);

    expect(await faultOf(credential.token())).toMatchObject({ reason: 'bad-answer' });
  });

  test('that lives as long as text says is fine too', async () => {
    const { credential } = await entra(() => token('token-1', '3599'));

    expect(await credential.token()).toBe('token-1');
  });
});

describe('a refusal', () => {
  test.for([
    { sample: 'token-error-aadsts7000215-invalid-secret.json', code: 'AADSTS7000215', remedy: /"Value"/ },
    { sample: 'composed/token-error-aadsts7000222-expired-secret.json', code: 'AADSTS7000222', remedy: /new secret/ },
    { sample: 'composed/token-error-aadsts700016-app-not-found.json', code: 'AADSTS700016', remedy: /AZURE_CLIENT_ID/ },
    {
      sample: 'composed/token-error-aadsts90002-tenant-not-found.json',
      code: 'AADSTS90002',
      remedy: /AZURE_TENANT_ID/,
    },
    { sample: 'composed/token-error-aadsts700027-bad-certificate.json', code: 'AADSTS700027', remedy: /Upload/ },
    { sample: 'token-error-aadsts70011-scope.json', code: 'AADSTS70011', remedy: /cloud/ },
  ])('$code is put in words for the admin', async ({ sample, code, remedy }) => {
    const { credential, log } = await entra(() => refused(sample));

    const fault = await faultOf(credential.token());

    expect(fault.reason).toBe('credential-refused');
    expect(fault.cause).toBeInstanceOf(TokenRefused);
    expect(credential.refusal()).toMatchObject({ code, remedy: expect.stringMatching(remedy) });
    expect(log.lines).toMatchObject([{ level: 'error', event: 'token-refused', facts: { code } }]);
  });

  test('shows no secret and none of the words of Entra, which name the app', async () => {
    const { credential, log } = await entra(() => refused('token-error-aadsts7000215-invalid-secret.json'));

    const fault = await faultOf(credential.token());

    const told = `${JSON.stringify(log.lines)} ${String(fault)} ${String(fault.cause)}`;
    expect(told).not.toMatch(/sampleCredentia1s|Trace ID|Ensure the secret/i);
  });

  test('is not asked about again for a while, and then ever less often', async () => {
    const { server, credential, clock } = await entra(() => refused('token-error-aadsts7000215-invalid-secret.json'));

    for (let second = 0; second < 3600; second += 1) {
      const fault = await faultOf(credential.token());
      expect(fault.retryAfterMs).toBeGreaterThan(0);
      clock.pass(SECOND_MS);
    }

    expect(server.asked.length).toBeGreaterThan(10);
    expect(server.asked.length).toBeLessThan(22);
  });

  test('is over once Entra says yes', async () => {
    const { credential, clock } = await entra((_, nth) =>
      nth === 1 ? refused('token-error-aadsts7000215-invalid-secret.json') : token('token-2'),
    );
    await faultOf(credential.token());
    clock.pass(31 * SECOND_MS);

    expect(await credential.token()).toBe('token-2');
    expect(credential.refusal()).toBeNull();
  });
});

test.for([
  { answer: { status: 429, headers: { 'retry-after': '90' }, json: {} }, reason: 'throttled', atLeastMs: 90_000 },
  { answer: { status: 500, json: {} }, reason: 'graph-unreachable', atLeastMs: 500 },
  { answer: { status: 400, json: { error: 'temporarily_unavailable' } }, reason: 'graph-unreachable', atLeastMs: 500 },
  { answer: { fault: 'cut' } as Answer, reason: 'graph-unreachable', atLeastMs: 500 },
])('$answer of the sign-in service means $reason', async ({ answer, reason, atLeastMs }) => {
  const { credential } = await entra(() => answer);

  const fault = await faultOf(credential.token());

  expect(fault.reason).toBe(reason);
  expect(fault.retryAfterMs).toBeGreaterThanOrEqual(atLeastMs);
});

test('a sign-in service that never answers is given up', async () => {
  const { server, credential, clock } = await entra(() => ({ fault: 'silence' }));

  const asking = faultOf(credential.token());
  await server.whenAsked(1);
  await clock.passNextDeadline();

  expect(await asking).toMatchObject({ reason: 'graph-unreachable' });
});

describe('a token that Graph refuses', () => {
  test('is replaced once, however many calls it was refused to', async () => {
    const { server, credential } = await entra(numbered);
    await credential.token();

    const renewed = await Promise.all(Array.from({ length: 20 }, () => credential.renew('token-1')));

    expect(new Set(renewed)).toEqual(new Set(['token-2']));
    expect(server.asked).toHaveLength(2);
  });

  test('and its successor too, is no reason to ask Entra without end', async () => {
    const { server, credential, clock } = await entra(numbered);
    await credential.token();
    await credential.renew('token-1');

    expect(await faultOf(credential.renew('token-2'))).toMatchObject({
      reason: 'credential-refused',
      retryAfterMs: MINUTE_MS,
    });
    clock.pass(MINUTE_MS);
    expect(await credential.renew('token-2')).toBe('token-3');
    expect(server.asked).toHaveLength(3);
  });
});
