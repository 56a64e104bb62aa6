import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { ConfidentialClientApplication, type INetworkModule } from '@azure/msal-node';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { type AnEntra, anEntra, CLIENT, MINUTE, TENANT } from './an-entra.ts';

const PUBLIC_ENDPOINT = `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`;

/** What stands in for a certificate: Entra compares the thumbprint and uses the key, so no X.509 need be written. */
function aKey() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return {
    privateKey,
    publicKey,
    sha256: createHash('sha256').update(der).digest('hex'),
    sha1: createHash('sha1').update(der).digest('hex'),
  };
}
const registered = aKey();
const other = aKey();

type Assertion = {
  key?: KeyObject;
  thumbprint?: string;
  alg?: string;
  aud?: string;
  iss?: string;
  sub?: string;
  from?: number;
  until?: number;
};

async function assertionFor(
  entra: AnEntra,
  {
    key = registered.privateKey,
    thumbprint = registered.sha256,
    alg = 'PS256',
    aud = PUBLIC_ENDPOINT,
    iss = CLIENT,
    sub = CLIENT,
    from = 0,
    until = 10 * MINUTE,
  }: Assertion = {},
) {
  const x5t = Buffer.from(thumbprint, 'hex').toString('base64url');
  const seconds = (ms: number) => Math.floor((entra.now() + ms) / 1_000);
  return new SignJWT({
    jti: 'f0e1d2c3-0000-4000-8000-000000000000',
    aud,
    iss,
    sub,
    nbf: seconds(from),
    exp: seconds(until),
  })
    .setProtectedHeader({ alg, ...(alg === 'PS256' ? { 'x5t#S256': x5t } : { x5t }) })
    .sign(key);
}

const askWith = (entra: AnEntra, client_assertion: string) =>
  entra.askToken({
    grant_type: 'client_credentials',
    client_id: CLIENT,
    scope: 'https://graph.microsoft.com/.default',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion,
  });

async function entraWithCertificate() {
  const entra = await anEntra();
  entra.directory.daemon.certificates.push(
    { thumbprint: registered.sha256.toUpperCase(), publicKey: registered.publicKey },
    { thumbprint: registered.sha1, publicKey: registered.publicKey },
  );
  return entra;
}

test.for([
  { assertion: {}, because: 'it names the public endpoint' },
  {
    assertion: { aud: `http://127.0.0.1:4000/entra/${TENANT}/oauth2/v2.0/token` },
    because: 'it names our own endpoint',
  },
  { assertion: { alg: 'RS256', thumbprint: registered.sha1 }, because: 'the older SHA-1 thumbprint is taken too' },
  { assertion: { from: 2 * MINUTE }, because: 'a clock two minutes fast is forgiven' },
])('an assertion by the registered certificate is taken: $because', async ({ assertion }) => {
  const entra = await entraWithCertificate();

  const answer = await askWith(entra, await assertionFor(entra, assertion));

  expect(answer.status).toBe(200);
});

test.for([
  { assertion: { key: other.privateKey }, code: 700027, because: 'another key signed it' },
  {
    assertion: { key: other.privateKey, thumbprint: other.sha256 },
    code: 700027,
    because: 'that certificate was never uploaded',
  },
  {
    assertion: { aud: 'https://login.microsoftonline.com/common/oauth2/v2.0/token' },
    code: 700023,
    because: 'it was meant for another tenant',
  },
  { assertion: { iss: TENANT }, code: 700021, because: 'another app issued it' },
  { assertion: { sub: TENANT }, code: 700021, because: 'it speaks for another app' },
  { assertion: { from: -60 * MINUTE, until: -10 * MINUTE }, code: 700024, because: 'it has expired' },
  { assertion: { from: 20 * MINUTE, until: 30 * MINUTE }, code: 700024, because: 'it is not valid yet' },
])('AADSTS$code: $because', async ({ assertion, code }) => {
  const entra = await entraWithCertificate();

  const answer = await askWith(entra, await assertionFor(entra, assertion));

  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ error: 'invalid_client', error_codes: [code] });
});

test.for(['no jwt', 'a.b.c', `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`])(
  '"%s" is a malformed assertion',
  async (text) => {
    const answer = await askWith(await entraWithCertificate(), text);

    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error_codes: [50027] });
  },
);

test('the real MSAL signs in with a certificate', async () => {
  const entra = await entraWithCertificate();
  // MSAL signs by the wall clock, so the tenant is brought to it.
  entra.pass(Date.now() - entra.now());
  const networkClient = {
    async sendGetRequestAsync() {
      throw new Error('MSAL needs no metadata for the public cloud');
    },
    async sendPostRequestAsync(url: string, options: { body?: string; headers?: Record<string, string> }) {
      const answer = await entra.app.request(new URL(url).pathname, {
        method: 'POST',
        body: options.body ?? '',
        headers: options.headers ?? {},
      });
      return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.json() };
    },
  } as unknown as INetworkModule;
  const client = new ConfidentialClientApplication({
    auth: {
      clientId: CLIENT,
      authority: `https://login.microsoftonline.com/${TENANT}`,
      clientCertificate: {
        thumbprintSha256: registered.sha256,
        privateKey: registered.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      },
    },
    system: { networkClient },
  });

  const result = await client.acquireTokenByClientCredential({ scopes: ['https://graph.microsoft.com/.default'] });

  expect(await entra.verifyAppToken(result?.accessToken ?? '')).toMatchObject({ appId: CLIENT });
});
