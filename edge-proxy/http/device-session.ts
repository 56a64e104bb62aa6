/**
 * Which tablet asks. A cookie, since EventSource sends no header of ours and it outlives an eviction of IndexedDB; HttpOnly,
 * since no script has any business with it (kiosk-facts, C2).
 */

import type { Context, MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Device, Door } from '../ports/devices.ts';
import { problemResponse } from './problem-response.ts';
import { isSecure, type Trust } from './request-origin.ts';

export type WithDevice = { Variables: { device: Door } };
export type WithScreen = { Variables: { device: Device } };

/** Finds the device of a credential; null for an unknown or revoked one. */
export type RecogniseDevice = (credential: string) => Promise<Device | null>;

/** As long as Chromium lets a cookie live; each answer starts it anew, so that only a tablet in a drawer loses it. */
const COOKIE_LIFE_S = 400 * 24 * 3_600;
/** Longer than any credential of ours. */
const LONGEST_CREDENTIAL = 200;

export type DeviceSession = ReturnType<typeof createDeviceSession>;

export function createDeviceSession({ recognise, trust }: { recognise: RecogniseDevice; trust: Trust }) {
  // The prefix makes browsers refuse it from another host or over plain http; there it cannot be used, so on loopback
  // the name is another, and a plain cookie is never taken for a safe one.
  const cookieName = (c: Context): string => (isSecure(c, trust) ? '__Host-doorlight-device' : 'doorlight-device');
  const attributes = (c: Context) =>
    ({ path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure(c, trust) }) as const;

  function credentialOf(c: Context): string | null {
    const credential = getCookie(c, cookieName(c));
    return credential !== undefined && credential !== '' && credential.length <= LONGEST_CREDENTIAL ? credential : null;
  }

  function give(c: Context, credential: string): void {
    setCookie(c, cookieName(c), credential, { ...attributes(c), maxAge: COOKIE_LIFE_S });
  }

  async function deviceOf(c: Context): Promise<Device | null> {
    const credential = credentialOf(c);
    return credential === null ? null : await recognise(credential);
  }

  /** A tablet at a door or a board, whichever it is. */
  const requireScreen: MiddlewareHandler<WithScreen> = async (c, next) => {
    const credential = credentialOf(c);
    const device = credential === null ? null : await recognise(credential);
    if (credential === null || device === null) {
      // Only the cookie: the tablet wipes its own data, and a Clear-Site-Data would take its offline shell too.
      const refused = problemResponse({ kind: 'not-paired' });
      if (getCookie(c, cookieName(c)) === undefined) return refused;
      deleteCookie(c, cookieName(c), attributes(c));
      for (const cookie of c.res.headers.getSetCookie()) refused.headers.append('Set-Cookie', cookie);
      return refused;
    }
    c.set('device', device);
    give(c, credential);
    await next();
    return undefined;
  };

  /** A tablet at a door: what needs a room of one's own is not for boards. */
  const requireDevice: MiddlewareHandler<WithDevice> = (c, next) =>
    requireScreen(c as unknown as Context<WithScreen>, async () => {
      if (c.var.device.roomId === null)
        c.res = problemResponse({ kind: 'not-allowed', detail: 'This screen is a board, which only shows.' });
      else await next();
    });

  return { requireDevice, requireScreen, give, deviceOf };
}
