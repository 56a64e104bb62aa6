import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { anEntra, CLIENT, HOUR, ORIGIN, SECRET, SECRET_ID, TENANT, withSecret } from './an-entra.ts';

test('a secret buys an app-only token of Graph with the roles that were consented to, and no refresh token', async () => {
  const entra = await anEntra();

  const answer = await entra.askToken(withSecret);

  expect(answer.status).toBe(200);
  const body = (await answer.json()) as { access_token: string };
  expect(body).toEqual({
    token_type: 'Bearer',
    expires_in: 3599,
    ext_expires_in: 3599,
    access_token: expect.any(String),
  });
  expect(decodeJwt(body.access_token)).toMatchObject({
    aud: 'https://graph.microsoft.com',
    iss: `${ORIGIN}/entra/${TENANT}/v2.0`,
    appid: CLIENT,
    roles: ['Calendars.ReadWrite', 'Place.Read.All'],
    tid: TENANT,
  });
});

test('the tenant may be named by its domain', async () => {
  const entra = await anEntra();

  expect((await entra.askToken(withSecret, { tenant: 'northwind.example' })).status).toBe(200);
});

test('the credentials may come as HTTP Basic', async () => {
  const entra = await anEntra();
  const { client_id: _, client_secret: __, ...rest } = withSecret;

  const Authorization = `Basic ${Buffer.from(`${CLIENT}:${encodeURIComponent(SECRET)}`).toString('base64')}`;

  expect((await entra.askToken(rest, { headers: { Authorization } })).status).toBe(200);
});

test('an app without consent still gets a token, without the roles claim', async () => {
  const entra = await anEntra();
  entra.directory.daemon.roles = [];

  const { access_token } = (await (await entra.askToken(withSecret)).json()) as { access_token: string };

  expect(decodeJwt(access_token)).not.toHaveProperty('roles');
  expect(await entra.verifyAppToken(access_token)).toEqual({ tenantId: TENANT, appId: CLIENT, roles: [] });
});

const stranger = '24d3b144-21ae-4080-943f-7067b395b913';
test.for([
  {
    asked: { client_secret: SECRET_ID },
    status: 401,
    error: 'invalid_client',
    code: 7000215,
    because: 'the id of the secret is not its value',
  },
  {
    asked: { client_secret: '' },
    status: 401,
    error: 'invalid_client',
    code: 7000218,
    because: 'nothing proves the app',
  },
  {
    asked: { client_id: stranger },
    status: 400,
    error: 'unauthorized_client',
    code: 700016,
    because: 'no such app is registered',
  },
  { asked: { client_id: '' }, status: 400, error: 'invalid_request', code: 900144, because: 'the app is not named' },
  {
    asked: { scope: 'https://foo.microsoft.com/.default' },
    status: 400,
    error: 'invalid_scope',
    code: 70011,
    because: 'that is not Graph',
  },
  {
    asked: { scope: 'https://graph.microsoft.com/Calendars.Read' },
    status: 400,
    error: 'invalid_scope',
    code: 70011,
    because: 'an app asks for .default',
  },
  {
    asked: { grant_type: 'password' },
    status: 400,
    error: 'unsupported_grant_type',
    code: 70003,
    because: 'the grant is not offered',
  },
  { asked: { grant_type: '' }, status: 400, error: 'invalid_request', code: 900144, because: 'no grant is named' },
])('AADSTS$code ($status $error), because $because', async ({ asked, status, error, code }) => {
  const entra = await anEntra();

  const answer = await entra.askToken(
    { ...withSecret, ...asked },
    { headers: { 'client-request-id': 'fb3d2015-bc17-4bb9-bb85-30c5cf1aaaa7' } },
  );

  expect(answer.status).toBe(status);
  expect(await answer.json()).toEqual({
    error,
    error_description: expect.stringMatching(
      new RegExp(`^AADSTS${code}: .+ Trace ID: .+ Correlation ID: .+ Timestamp: 2026-03-03 08:00:00Z$`),
    ),
    error_codes: [code],
    timestamp: '2026-03-03 08:00:00Z',
    trace_id: expect.any(String),
    correlation_id: 'fb3d2015-bc17-4bb9-bb85-30c5cf1aaaa7',
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
  });
});

test.for([
  { tenant: '84bd8158-6d4d-4958-8b9f-9d6445542f95', code: 90002, because: 'no tenant has that id' },
  { tenant: 'contoso.example', code: 90002, because: 'no tenant has that domain' },
  { tenant: 'northwind', code: 900023, because: 'it is neither a GUID nor a domain' },
  { tenant: 'north_wind.example', code: 900023, because: 'an underscore is in no domain' },
])('tenant $tenant is AADSTS$code, because $because', async ({ tenant, code }) => {
  const answer = await (await anEntra()).askToken(withSecret, { tenant });

  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: 'invalid_request', error_codes: [code] });
});

test('a secret past its end is AADSTS7000222, and a second one that lives on still works', async () => {
  const entra = await anEntra();
  const [old] = entra.directory.daemon.secrets;
  entra.directory.daemon.secrets = [
    { ...(old as NonNullable<typeof old>), endsAt: entra.now() },
    { id: 'new', value: 'the-next-one', endsAt: entra.now() + HOUR },
  ];

  const withOld = await entra.askToken(withSecret);
  const withNew = await entra.askToken({ ...withSecret, client_secret: 'the-next-one' });

  expect(withOld.status).toBe(401);
  expect(await withOld.json()).toMatchObject({ error: 'invalid_client', error_codes: [7000222] });
  expect(withNew.status).toBe(200);
});

test('a token is good for its hour, not past it, and never when tampered with', async () => {
  const entra = await anEntra();
  const { access_token } = (await (await entra.askToken(withSecret)).json()) as { access_token: string };
  const [header, , signature] = access_token.split('.');
  const forgedClaims = Buffer.from(JSON.stringify({ ...decodeJwt(access_token), roles: ['Mail.ReadWrite'] })).toString(
    'base64url',
  );

  expect(await entra.verifyAppToken(access_token)).not.toBeNull();
  expect(await entra.verifyAppToken(`${header}.${forgedClaims}.${signature}`)).toBeNull();
  expect(await entra.verifyAppToken('')).toBeNull();
  entra.pass(HOUR);
  expect(await entra.verifyAppToken(access_token)).toBeNull();
});

test('while its fault is set the token endpoint answers that status alone', async () => {
  const entra = await anEntra();
  entra.faults.tokenStatus = 503;

  expect((await entra.askToken(withSecret)).status).toBe(503);
});

test('an endless form is refused', async () => {
  const entra = await anEntra();

  expect((await entra.askToken({ ...withSecret, padding: 'x'.repeat(100_000) })).status).toBe(400);
});
