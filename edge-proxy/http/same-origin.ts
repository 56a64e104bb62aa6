/**
 * Nothing is changed or read at the wish of another site's page. Cookies are SameSite=Strict already; this refuses what an
 * old WebView that does not know the attribute would let through, streams among it, of which a tablet has but two.
 */

import type { MiddlewareHandler } from 'hono';
import { problemResponse } from './problem-response.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

function bringsCookie(cookies: string | undefined): boolean {
  return /(?:^|;\s*)(?:__Host-)?doorlight-/.test(cookies ?? '');
}

/** `publicUrl`: where people reach us, since a reverse proxy may hand on another Host. */
export function sameOrigin({ publicUrl }: { publicUrl: string | null }): MiddlewareHandler {
  const publicHost = publicUrl === null ? null : new URL(publicUrl).host;

  return async (c, next) => {
    const site = c.req.header('Sec-Fetch-Site');
    const origin = c.req.header('Origin');
    const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
    const foreignOrigin = origin !== undefined && !isOurs(origin, c.req.header('Host') ?? new URL(c.req.url).host);
    // A link on another site that a person follows brings no cookie of ours along, and its page sees nothing of it. One that
    // does comes from a neighbour within our own domain, whose frame could open a stream.
    const isFollowed =
      READS.has(c.req.method) && c.req.header('Sec-Fetch-Mode') === 'navigate' && !bringsCookie(c.req.header('Cookie'));
    // No header at all is no browser; it has no cookies of somebody else's to misuse.
    if ((foreignSite || foreignOrigin) && !isFollowed) return problemResponse({ kind: 'cross-site' });
    await next();
    return undefined;
  };

  function isOurs(origin: string, host: string): boolean {
    // "null", which sandboxed frames send, is nobody's.
    const asked = URL.canParse(origin) ? new URL(origin).host : null;
    return asked !== null && asked !== '' && (asked === host || asked === publicHost);
  }
}
