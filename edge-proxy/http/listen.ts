/** The one port for people, machines and Graph: over TLS where we have a certificate, else for whatever terminates it. */

import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createAdaptorServer } from '@hono/node-server';

export type Listening = {
  /** As bound: of use where port 0 was asked for. */
  readonly port: number;
  /** Takes no more requests, lets those under way end, and cuts what has not ended by then. */
  close(graceMs: number): Promise<void>;
};

type Options = {
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly certPath: string; readonly keyPath: string } | null;
  readonly answer: (request: Request, env: unknown) => Response | Promise<Response>;
};

/** Somebody who sends a header a byte at a time is no tablet. */
const HEADERS_TIMEOUT_MS = 10_000;
/** The longest body is a burst of notifications. Answers, streams among them, may last for ever. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Above the minute after which reverse proxies drop an idle connection, so that it is never we who drop it first. */
const KEEP_ALIVE_MS = 75_000;

/** @throws PortTaken, or Node's own error where the address cannot be bound at all */
export async function listen({ host, port, tls, answer }: Options): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: answer,
    ...(tls === null
      ? {}
      : {
          createServer: createTlsServer,
          serverOptions: { cert: readFileSync(tls.certPath), key: readFileSync(tls.keyPath), minVersion: 'TLSv1.2' },
        }),
  }) as Server;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;

  await new Promise<void>((settle, fail) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      fail(cause.code === 'EADDRINUSE' ? new PortTaken(port) : cause),
    );
    server.listen(port, host, settle);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: (graceMs) =>
      new Promise((settle) => {
        const cut = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(cut);
          settle();
        });
        server.closeIdleConnections();
      }),
  };
}

export class PortTaken extends Error {
  override readonly name = 'PortTaken';
  readonly port: number;

  constructor(port: number) {
    super(`port ${port} is in use`);
    this.port = port;
  }
}
