import { createHash } from 'node:crypto';
import { createRemoteJWKSet, customFetch, decodeJwt, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { type AnEntra, anEntra, CONSOLE, HOUR, MINUTE, NOBODY, OPERATOR, ORIGIN, TENANT } from './an-entra.ts';

const REDIRECT = 'http://localhost:8080/console';
const VERIFIER = 'a-verifier-of-at-least-forty-three-characters-0123456789';
const SCOPE = `openid profile offline_access api://${CONSOLE}/access_as_operator`;

type Tokens = {
  access_token: string;
  id_token: string;
  refresh_token: string;
  refresh_token_expires_in: number;
  scope: string;
  expires_in: number;
  client_info: string;
};

const request = (changes: Record<string, string> = {}): URLSearchParams => {
  const parameters = new URLSearchParams({
    client_id: CONSOLE,
    response_type: 'code',
    redirect_uri: REDIRECT,
    response_mode: 'fragment',
    scope: SCOPE,
    state: 'where-I-was',
    nonce: 'n-0S6_WzA2Mj',
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
  });
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') parameters.delete(name);
    else parameters.set(name, value);
  }
  return parameters;
};

const authorize = (entra: AnEntra, parameters: URLSearchParams, cookie = '') =>
  entra.app.request(`/${TENANT}/oauth2/v2.0/authorize?${parameters}`, {
    headers: cookie === '' ? {} : { Cookie: cookie },
  });

const choose = (entra: AnEntra, account: string, parameters = request()) =>
  entra.app.request(`/${TENANT}/oauth2/v2.0/authorize?${parameters}`, {
    method: 'POST',
    body: new URLSearchParams({ account }),
  });

const sentBack = (answer: Response) => {
  const target = new URL(answer.headers.get('Location') ?? '');
  return new Map(target.hash === '' ? target.searchParams : new URLSearchParams(target.hash.slice(1)));
};
const cookieOf = (answer: Response) => (answer.headers.get('Set-Cookie') ?? '').split(';')[0] ?? '';
const codeFor = async (entra: AnEntra, account = OPERATOR) => sentBack(await choose(entra, account)).get('code') ?? '';

const redeem = (entra: AnEntra, code: string, changes: Record<string, string> = {}) =>
  entra.askToken({
    grant_type: 'authorization_code',
    client_id: CONSOLE,
    code,
    redirect_uri: REDIRECT,
    code_verifier: VERIFIER,
    client_info: '1',
    ...changes,
  });

const signIn = async (entra: AnEntra, account = OPERATOR) =>
  (await (await redeem(entra, await codeFor(entra, account))).json()) as Tokens;

test('an operator signs in by code and PKCE and gets the claims that the proxy asks for', async () => {
  const entra = await anEntra();

  const page = await authorize(entra, request());
  const back = await choose(entra, OPERATOR);
  const tokens = (await (await redeem(entra, sentBack(back).get('code') ?? '')).json()) as Tokens;

  expect(await page.text()).toContain('Priya Raman');
  expect(back.status).toBe(302);
  expect(back.headers.get('Location')).toMatch(/^http:\/\/localhost:8080\/console#code=/);
  expect(sentBack(back).get('state')).toBe('where-I-was');
  expect(tokens).toMatchObject({
    token_type: 'Bearer',
    expires_in: 3599,
    scope: SCOPE,
    refresh_token_expires_in: 86_400,
  });
  expect(decodeJwt(tokens.access_token)).toMatchObject({
    aud: CONSOLE,
    iss: `${ORIGIN}/entra/${TENANT}/v2.0`,
    scp: 'access_as_operator',
    roles: ['Operator'],
    oid: OPERATOR,
    preferred_username: 'priya.raman@northwind.example',
    tid: TENANT,
    ver: '2.0',
  });
  expect(decodeJwt(tokens.id_token)).toMatchObject({ aud: CONSOLE, nonce: 'n-0S6_WzA2Mj', oid: OPERATOR });
  expect(JSON.parse(Buffer.from(tokens.client_info, 'base64url').toString())).toEqual({ uid: OPERATOR, utid: TENANT });
});

test('somebody without a role signs in too, without the roles claim', async () => {
  const tokens = await signIn(await anEntra(), NOBODY);

  expect(decodeJwt(tokens.access_token)).not.toHaveProperty('roles');
});

test('an operator token does not open Graph', async () => {
  const entra = await anEntra();
  const { access_token } = await signIn(entra);

  expect(await entra.verifyAppToken(access_token)).toBeNull();
});

test('who asks for OIDC scopes alone gets no token for the console', async () => {
  const entra = await anEntra();
  const code = sentBack(await choose(entra, OPERATOR, request({ scope: 'openid profile' }))).get('code') ?? '';

  const tokens = (await (await redeem(entra, code)).json()) as Tokens;

  expect(decodeJwt(tokens.access_token)['aud']).not.toBe(CONSOLE);
  expect(tokens).not.toHaveProperty('refresh_token');
});

test.for([
  {
    changes: { code_verifier: 'another-verifier-of-at-least-forty-three-characters' },
    code: 501481,
    because: 'the verifier is another',
  },
  { changes: { code_verifier: 'short' }, code: 501481, because: 'the verifier is too short' },
  { changes: { code_verifier: '' }, code: 501481, because: 'there is no verifier' },
  {
    changes: { redirect_uri: 'http://localhost:9090/console' },
    code: 500112,
    because: 'the redirect URI changed on the way',
  },
  { changes: { code: 'made-up' }, code: 70000, because: 'nobody issued that code' },
  { changes: { code: '' }, code: 900144, because: 'there is no code' },
  { changes: { client_id: TENANT }, code: 700016, because: 'another app redeems it' },
])('a code is refused as AADSTS$code when $because', async ({ changes, code }) => {
  const entra = await anEntra();

  const answer = await redeem(entra, await codeFor(entra), changes);

  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error_codes: [code] });
});

test('a code works once, even if the first try failed', async () => {
  const entra = await anEntra();
  const [used, guessed] = [await codeFor(entra), await codeFor(entra)];
  await redeem(entra, used);
  await redeem(entra, guessed, { code_verifier: 'x'.repeat(43) });

  for (const code of [used, guessed]) {
    expect(await (await redeem(entra, code)).json()).toMatchObject({ error: 'invalid_grant', error_codes: [54005] });
  }
});

test('a code dies after ten minutes', async () => {
  const entra = await anEntra();
  const code = await codeFor(entra);
  entra.pass(10 * MINUTE);

  expect(await (await redeem(entra, code)).json()).toMatchObject({ error: 'invalid_grant', error_codes: [70008] });
});

test('a refresh token renews silently until a day after the sign-in, however often it was rotated', async () => {
  const entra = await anEntra();
  const first = await signIn(entra);
  const renew = (refresh_token: string) =>
    entra.askToken({ grant_type: 'refresh_token', client_id: CONSOLE, scope: SCOPE, refresh_token });
  entra.pass(23 * HOUR);

  const second = (await (await renew(first.refresh_token)).json()) as Tokens;
  entra.pass(HOUR);
  const late = await renew(second.refresh_token);

  expect(second.refresh_token).not.toBe(first.refresh_token);
  expect(second.refresh_token_expires_in).toBe(3_600);
  expect(decodeJwt(second.access_token)).toMatchObject({ oid: OPERATOR, roles: ['Operator'] });
  expect(await late.json()).toMatchObject({ error: 'invalid_grant', error_codes: [700084] });
});

test('somebody who left the directory renews nothing', async () => {
  const entra = await anEntra();
  const { refresh_token } = await signIn(entra);
  entra.directory.people = [];

  const answer = await entra.askToken({ grant_type: 'refresh_token', client_id: CONSOLE, refresh_token });

  expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
});

test.for([
  { uri: 'https://doors.northwind.example/console', sent: true, because: 'it is registered' },
  { uri: 'http://127.0.0.1:51234/console', sent: true, because: 'any loopback port may serve the console' },
  { uri: 'http://localhost:8080/console/signed-in', sent: true, because: 'a page below the console is the console' },
  { uri: 'http://localhost:8080/elsewhere', sent: false, because: 'that is not the console' },
  { uri: 'http://localhost.evil.example/console', sent: false, because: 'that host only begins like loopback' },
  { uri: 'https://evil.example/console', sent: false, because: 'nobody registered it' },
  { uri: 'javascript:alert(1)//console', sent: false, because: 'that is no web address' },
  { uri: '', sent: false, because: 'there is none' },
])('a browser is sent to "$uri": $sent, because $because', async ({ uri, sent }) => {
  const answer = await choose(await anEntra(), OPERATOR, request({ redirect_uri: uri }));

  expect(answer.status).toBe(sent ? 302 : 400);
  if (!sent) expect(await answer.text()).toContain('AADSTS50011');
});

test.for([
  { changes: { code_challenge: '' }, error: 'invalid_request', code: '9002325' },
  { changes: { code_challenge_method: 'plain' }, error: 'invalid_request', code: '501491' },
  { changes: { code_challenge: 'too-short' }, error: 'invalid_request', code: '501491' },
  { changes: { response_type: 'token' }, error: 'unsupported_response_type', code: '700054' },
  { changes: { response_mode: 'form_post' }, error: 'invalid_request', code: '70007' },
  { changes: { scope: 'openid https://graph.microsoft.com/Mail.Read' }, error: 'invalid_scope', code: '70011' },
  { changes: { scope: '' }, error: 'invalid_request', code: '900144' },
  { changes: { prompt: 'none' }, error: 'login_required', code: '50058' },
])('the console is told $error (AADSTS$code) for $changes', async ({ changes, error, code }) => {
  const back = sentBack(await authorize(await anEntra(), request(changes)));

  expect(back.get('error')).toBe(error);
  expect(back.get('error_description')).toMatch(new RegExp(`^AADSTS${code}: `));
  expect(back.get('state')).toBe('where-I-was');
});

test('an unknown app is told on the page, and nobody is sent anywhere', async () => {
  const answer = await authorize(await anEntra(), request({ client_id: TENANT }));

  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('AADSTS700016');
});

test('who cancels is sent back without a code', async () => {
  const back = sentBack(await choose(await anEntra(), ''));

  expect(back.get('error')).toBe('access_denied');
  expect(back.has('code')).toBe(false);
});

test('a session answers prompt=none, asks again for select_account, and ends with the logout', async () => {
  const entra = await anEntra();
  const cookie = cookieOf(await choose(entra, OPERATOR));

  const silent = await authorize(entra, request({ prompt: 'none' }), cookie);
  const other = await authorize(entra, request({ prompt: 'none', login_hint: 'bo.ek@northwind.example' }), cookie);
  const asked = await authorize(entra, request({ prompt: 'select_account' }), cookie);
  const logout = await entra.app.request(
    `/${TENANT}/oauth2/v2.0/logout?post_logout_redirect_uri=${encodeURIComponent(REDIRECT)}`,
    { headers: { Cookie: cookie } },
  );
  const after = await authorize(entra, request({ prompt: 'none' }), cookie);

  expect(sentBack(silent).has('code')).toBe(true);
  expect(sentBack(other).get('error')).toBe('login_required');
  expect(asked.status).toBe(200);
  expect(logout.headers.get('Location')).toBe(REDIRECT);
  expect(sentBack(after).get('error')).toBe('login_required');
});

test('the logout sends nobody to a stranger', async () => {
  const answer = await (await anEntra()).app.request(
    `/${TENANT}/oauth2/v2.0/logout?post_logout_redirect_uri=https://evil.example/`,
  );

  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('You are signed out');
});

test('the metadata names one issuer, browsers the public base and programs the origin', async () => {
  const entra = await anEntra({ publicBase: 'http://localhost:8080/sandbox' });

  const metadata = await (await entra.app.request(`/${TENANT}/v2.0/.well-known/openid-configuration`)).json();
  const session = await choose(entra, OPERATOR);

  expect(metadata).toMatchObject({
    issuer: `${ORIGIN}/entra/${TENANT}/v2.0`,
    jwks_uri: `${ORIGIN}/entra/${TENANT}/discovery/v2.0/keys`,
    authorization_endpoint: `http://localhost:8080/sandbox/entra/${TENANT}/oauth2/v2.0/authorize`,
    token_endpoint: `http://localhost:8080/sandbox/entra/${TENANT}/oauth2/v2.0/token`,
    end_session_endpoint: `http://localhost:8080/sandbox/entra/${TENANT}/oauth2/v2.0/logout`,
  });
  expect(decodeJwt((await signIn(entra)).access_token).iss).toBe((metadata as { issuer: string }).issuer);
  expect(session.headers.get('Set-Cookie')).toMatch(/Path=\/sandbox\/entra; HttpOnly; SameSite=Lax/);
});

test('after a rotation the new key signs and tokens of the old one are still good', async () => {
  const entra = await anEntra();
  const before = await signIn(entra);
  await entra.keys.rotate();
  const after = await signIn(entra);
  const readKeys = createRemoteJWKSet(new URL(`${ORIGIN}/${TENANT}/discovery/v2.0/keys`), {
    [customFetch]: async (url: string) => entra.app.request(new URL(url).pathname),
  });

  for (const { access_token } of [before, after]) {
    const proven = jwtVerify(access_token, readKeys, { audience: CONSOLE, currentDate: new Date(entra.now()) });
    expect((await proven).payload['oid']).toBe(OPERATOR);
  }
});

test.for([
  { origin: 'http://localhost:8080', allowed: true },
  { origin: 'https://doors.northwind.example', allowed: true },
  { origin: 'https://evil.example', allowed: false },
])('pages of $origin may read the token endpoint: $allowed', async ({ origin, allowed }) => {
  const entra = await anEntra();

  const preflight = await entra.app.request(`/${TENANT}/oauth2/v2.0/token`, {
    method: 'OPTIONS',
    headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
  });
  const answer = await entra.askToken(
    { grant_type: 'refresh_token', client_id: CONSOLE },
    { headers: { Origin: origin } },
  );

  expect(preflight.headers.get('Access-Control-Allow-Origin')).toBe(allowed ? origin : null);
  expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(allowed ? origin : null);
});
