/** Where browsers come: the sign-in page, the way back to the app with a code or an error, the logout. */

import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { HtmlEscapedString } from 'hono/utils/html';
import { isRedirectUriOf, type Person } from './directory.ts';
import { type EntraSite, MOST_FORM_BYTES, readForm } from './entra-site.ts';
import type { SignInFault, SignInRequest } from './operator-sign-in.ts';
import { signedOutPage, signInFailedPage, signInPage } from './sign-in-page.ts';
import { refusals, tokenErrorBody } from './token-error.ts';

const SESSION_COOKIE = 'sandbox_entra_session';

export function signInRoutes(site: EntraSite) {
  const { directory, guid, urls, signIn, answerRefusal, errorContext } = site;
  const { tenant, operatorApp } = directory;
  const app = new Hono();

  app.get('/authorize', (c) => {
    const request = signIn.readRequest(new Map(new URL(c.req.url).searchParams));
    if (!request.ok) return answerSignInFault(c, request.error);
    const { prompt, loginHint } = request.value;
    const known = signIn.personOf(getCookie(c, SESSION_COOKIE));
    const silentlyFine = known !== null && (loginHint === null || loginHint.toLowerCase() === known.userPrincipalName);
    if (silentlyFine && (prompt === null || prompt === 'none')) return sendCode(c, request.value, known);
    if (prompt === 'none')
      return answerSignInFault(c, { kind: 'redirect', refusal: refusals.notSignedIn(), ...request.value });
    const page = signInPage(tenant, operatorApp.displayName, directory.people);
    return showPage(c, page, 200, new URL(request.value.redirectUri).origin);
  });

  app.post(
    '/authorize',
    bodyLimit({ maxSize: MOST_FORM_BYTES, onError: (c) => answerRefusal(c, refusals.parameterMissing('account')) }),
    async (c) => {
      const request = signIn.readRequest(new Map(new URL(c.req.url).searchParams));
      if (!request.ok) return answerSignInFault(c, request.error);
      const chosen = readForm(await c.req.text()).get('account');
      const person = directory.people.find(({ objectId }) => objectId === chosen);
      if (person === undefined)
        return answerSignInFault(c, { kind: 'redirect', refusal: refusals.declined(), ...request.value });
      setCookie(c, SESSION_COOKIE, signIn.startSession(person), {
        path: cookiePath(),
        httpOnly: true,
        sameSite: 'Lax',
      });
      return sendCode(c, request.value, person);
    },
  );

  app.get('/logout', (c) => {
    signIn.endSession(getCookie(c, SESSION_COOKIE) ?? '');
    deleteCookie(c, SESSION_COOKIE, { path: cookiePath() });
    const target = c.req.query('post_logout_redirect_uri') ?? '';
    if (!isRedirectUriOf(operatorApp, target)) return showPage(c, signedOutPage(tenant));
    const state = c.req.query('state');
    return c.redirect(withParameters(target, 'query', state === undefined ? {} : { state }));
  });

  function sendCode(c: Context, request: SignInRequest, person: Person): Response {
    const parameters = {
      code: signIn.issueCode(request, person),
      client_info: Buffer.from(JSON.stringify({ uid: person.objectId, utid: tenant.id })).toString('base64url'),
      ...(request.state !== null && { state: request.state }),
      session_state: guid(),
    };
    c.header('Cache-Control', 'no-store');
    return c.redirect(withParameters(request.redirectUri, request.responseMode, parameters));
  }

  function answerSignInFault(c: Context, fault: SignInFault): Response | Promise<Response> {
    const body = tokenErrorBody(fault.refusal, errorContext(c.req.query('client-request-id')));
    if (fault.kind === 'page') return showPage(c, signInFailedPage(tenant, body), 400);
    const { error, error_description, error_uri } = body;
    const parameters = { error, error_description, error_uri, ...(fault.state !== null && { state: fault.state }) };
    return c.redirect(withParameters(fault.redirectUri, fault.responseMode, parameters));
  }

  /** The path as the browser knows it, so that the session never travels to the proxy's own pages. */
  function cookiePath(): string {
    return `${new URL(urls().publicBase).pathname.replace(/\/$/, '')}/entra`;
  }

  function showPage(
    c: Context,
    page: HtmlEscapedString | Promise<HtmlEscapedString>,
    status: 200 | 400 = 200,
    sendsTo = '',
  ): Response | Promise<Response> {
    c.header('Cache-Control', 'no-store');
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'no-referrer');
    // form-action also governs where the answer to the form may redirect, hence the console's origin.
    c.header(
      'Content-Security-Policy',
      `default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'self'; form-action 'self' ${sendsTo}`.trim(),
    );
    return c.html(page, status);
  }

  return app;
}

function withParameters(target: string, mode: 'query' | 'fragment', parameters: Record<string, string>): string {
  const url = new URL(target);
  if (mode === 'fragment') url.hash = new URLSearchParams(parameters).toString();
  else for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
