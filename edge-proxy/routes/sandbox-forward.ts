/**
 * People have one port. In the sandbox tenant they also need its sign-in page and the page where they play Outlook,
 * which the sandbox's own server has: this hands them through. Mounted only when no real tenant is configured.
 */

import { Hono } from 'hono';
import { readBytes } from '../http/body.ts';
import { problemResponse } from '../http/problem-response.ts';

/** Many times the largest form of its pages. */
const MOST_BYTES = 256 * 1024;
/** What of the sandbox a browser may reach. Its Graph is for the proxy alone. */
const forPeople = /^\/(entra|outlook)(\/|$)/;

export function sandboxForwardRoutes(origin: string, send: typeof fetch) {
  return new Hono().all('/sandbox/*', async (c) => {
    const { pathname, search } = new URL(c.req.url);
    const path = pathname.slice('/sandbox'.length);
    if (!forPeople.test(path)) return c.notFound();

    const headers = new Headers(c.req.raw.headers);
    // The connection's own headers are not the next connection's, and fetch decodes what it is told was encoded.
    for (const name of ['host', 'connection', 'accept-encoding', 'content-length', 'transfer-encoding'])
      headers.delete(name);
    // The sandbox takes changes from its own pages alone, and those stand at the visitor's address for us, not at its own.
    headers.set('X-Forwarded-Host', c.req.header('Host') ?? '');
    const hasBody = !['GET', 'HEAD'].includes(c.req.method);
    const body = hasBody ? await readBytes(c.req.raw, MOST_BYTES) : null;
    if (body?.ok === false) return problemResponse({ kind: body.error === 'too-large' ? 'too-large' : 'bad-request' });
    const answer = await send(new URL(path + search, origin), {
      method: c.req.method,
      headers,
      redirect: 'manual',
      ...(body !== null && { body: new Uint8Array(body.value) }),
    });
    const passed = new Headers(answer.headers);
    for (const name of ['connection', 'keep-alive', 'transfer-encoding', 'content-encoding', 'content-length'])
      passed.delete(name);
    return new Response(answer.body, { status: answer.status, headers: passed });
  });
}
