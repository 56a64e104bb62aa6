/**
 * Keeps other sites' pages from playing Outlook here through a visitor's browser. There is no session to steal, but a
 * web page must not be able to change what a door on the same machine shows.
 */

import { isIP } from 'node:net';

type Asked = { method: string; header: (name: string) => string | undefined; publicBase: string };

const SAFE_METHODS = new Set(['GET', 'HEAD']);

/** Whether the request comes from our own page, or from no browser at all. Reading is free to all. */
export function isFromOurPage({ method, header, publicBase }: Asked): boolean {
  if (SAFE_METHODS.has(method)) return true;
  const site = header('Sec-Fetch-Site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = header('Origin');
  if (origin === undefined) return true;
  const host = URL.parse(origin)?.host;
  if (host === undefined) return false;
  if (host === new URL(publicBase).host) return true;
  // The proxy in front keeps the visitor's host in X-Forwarded-Host, which no foreign page can set without our leave.
  const ownHosts = [header('Host'), header('X-Forwarded-Host')].filter((one) => one !== undefined);
  // A name that an attacker rebinds to loopback equals our Host as well, so only addresses and localhost are believed.
  return ownHosts.includes(host) && isPlainHost(host);
}

function isPlainHost(host: string): boolean {
  const name = URL.parse(`http://${host}`)?.hostname ?? '';
  return name === 'localhost' || isIP(name.replace(/^\[|\]$/g, '')) !== 0;
}
