/** Where the app asks for a device code, and where a person enters it. */

import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { HtmlEscapedString } from 'hono/utils/html';
import { deviceAnsweredPage, deviceCodePage } from './device-page.ts';
import { DEVICE_CODE_LIFETIME_S, POLL_INTERVAL_S } from './device-sign-in.ts';
import { type EntraSite, MOST_FORM_BYTES, readForm } from './entra-site.ts';
import { refusals } from './token-error.ts';

export function deviceRoutes(site: EntraSite) {
  const { directory, urls, deviceSignIn, answerRefusal } = site;
  const { tenant, serviceApp } = directory;
  const app = new Hono();
  const limited = bodyLimit({
    maxSize: MOST_FORM_BYTES,
    onError: (c) => answerRefusal(c, refusals.parameterMissing('client_id')),
  });

  app.post('/devicecode', limited, async (c) => {
    c.header('Cache-Control', 'no-store, no-cache');
    const begun = deviceSignIn.begin(readForm(await c.req.text()));
    if (!begun.ok) return answerRefusal(c, begun.error);
    const { deviceCode, userCode } = begun.value;
    const verificationUri = `${urls().publicBase}/entra/${tenant.id}/oauth2/v2.0/deviceauth`;
    return c.json({
      user_code: userCode,
      device_code: deviceCode,
      verification_uri: verificationUri,
      expires_in: DEVICE_CODE_LIFETIME_S,
      interval: POLL_INTERVAL_S,
      message: `To sign in, use a web browser to open the page ${verificationUri} and enter the code ${userCode} to authenticate.`,
    });
  });

  app.get('/deviceauth', (c) => showPage(c, codePage(null)));

  app.post('/deviceauth', limited, async (c) => {
    const form = readForm(await c.req.text());
    const userCode = form.get('code') ?? '';
    if (!deviceSignIn.isWaiting(userCode)) return showPage(c, codePage('That code is not waiting. Enter it again.'));
    const person = accounts().find(({ objectId }) => objectId === form.get('account')) ?? null;
    deviceSignIn.answer(userCode, person);
    return showPage(c, deviceAnsweredPage(tenant, person));
  });

  const accounts = () => [...(serviceApp === undefined ? [] : [serviceApp.account]), ...directory.people];
  const codePage = (wrong: string | null) => deviceCodePage(tenant, serviceApp?.displayName ?? '', accounts(), wrong);

  function showPage(c: Context, page: HtmlEscapedString | Promise<HtmlEscapedString>) {
    c.header('Cache-Control', 'no-store');
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'no-referrer');
    c.header(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'self'; form-action 'self'",
    );
    return c.html(page);
  }

  return app;
}
