/** What browsers are told to refuse on our behalf (kiosk-facts, C6). An answer that has said so itself keeps its word. */

import type { MiddlewareHandler } from 'hono';
import { isSecure, type Trust } from './request-origin.ts';

const ONE_YEAR_S = 365 * 24 * 3_600;

const COMMON: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
  // A display on a wall in a public place: nothing here ever listens or looks.
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=()',
};

export type SecurityHeadersNeeds = {
  readonly trust: Trust;
  /** Where the console signs operators in: origins that it has to fetch tokens from. */
  readonly signInOrigins: readonly string[];
  /** Of the lights beside doors, which only a door's page can reach. Asked with each page. */
  readonly lightOrigins?: () => readonly string[];
};

export function securityHeaders({
  trust,
  signInOrigins,
  lightOrigins = () => [],
}: SecurityHeadersNeeds): MiddlewareHandler {
  const consolePolicy = contentPolicy(signInOrigins, "'none'");

  return async (c, next) => {
    await next();
    const isConsole = c.req.path === '/console' || c.req.path.startsWith('/console/');
    const headers = {
      ...COMMON,
      'Content-Security-Policy': isConsole ? consolePolicy : contentPolicy(lightOrigins(), KIOSK_VOUCHES_AS),
    };
    for (const [name, value] of Object.entries(headers)) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    }
    // Not on localhost, where it would bind whatever else a developer serves over plain http there.
    const isLocal = new URL(c.req.url).hostname === 'localhost';
    if (isSecure(c, trust) && !isLocal) c.res.headers.set('Strict-Transport-Security', `max-age=${ONE_YEAR_S}`);
    // What the API says is true for a moment only, and some of it for one tablet only.
    if (c.req.path.startsWith('/api/') && !c.res.headers.has('Cache-Control')) {
      c.res.headers.set('Cache-Control', 'no-store');
    }
  };
}

/** The kiosk vouches for one script's address, its worker's (kiosk/upkeep.ts); the console has no need to. */
const KIOSK_VOUCHES_AS = 'doorlight';

/** `vouchesAs`: who may turn text into script where browsers know Trusted Types; all others are refused. */
function contentPolicy(alsoConnectTo: readonly string[], vouchesAs: string): string {
  return [
    "default-src 'self'",
    "img-src 'self' data:",
    `connect-src ${["'self'", ...alsoConnectTo].join(' ')}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    `trusted-types ${vouchesAs}`,
    "require-trusted-types-for 'script'",
  ].join('; ');
}
