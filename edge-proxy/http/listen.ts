/** The one port for people, machines and Graph: over TLS where we have a certificate, else for whatever terminates it. */

import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createAdaptorServer } from '@hono/node-server';
import { openingStreams } from './event-stream.ts';

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
  readonly limits?: ConnectionLimits;
};

export type ConnectionLimits = {
  readonly inAll: number;
  /** Null behind a reverse proxy, whose address is everybody's. */
  readonly ofAddress: number | null;
  /** Under which name an address is counted; left out: its own. */
  readonly countedAs?: (address: string) => string;
};

/** All the streams there may be, and those who ask for something meanwhile. */
export const MOST_CONNECTIONS = 15_000;
/** A site of some hundred tablets behind one address, each with a few. */
export const MOST_CONNECTIONS_OF_ADDRESS = 2_000;

/**
 * Somebody who sends a header a byte at a time is no tablet. Twice what two thousand that come back at once may wait for their
 * turn, since Node counts that as theirs: on a busy machine those that had waited for us were cut, and came again.
 */
const HEADERS_TIMEOUT_MS = 20_000;
/** How often Node looks for those; by itself it would let them be for half a minute more. */
const LOOK_MS = 5_000;
/** The longest body is a burst of notifications. Answers, streams among them, may last for ever. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Above the minute after which reverse proxies drop an idle connection, so that it is never we who drop it first. */
const KEEP_ALIVE_MS = 75_000;

/** @throws PortTaken, or Node's own error where the address cannot be bound at all */
export async function listen({ host, port, tls, answer, limits }: Options): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: openingStreams(answer),
    ...(tls === null
      ? { serverOptions: { connectionsCheckingInterval: LOOK_MS } }
      : {
          createServer: createTlsServer,
          serverOptions: {
            cert: readFileSync(tls.certPath),
            key: readFileSync(tls.keyPath),
            minVersion: 'TLSv1.2',
            connectionsCheckingInterval: LOOK_MS,
            handshakeTimeout: HEADERS_TIMEOUT_MS,
          },
        }),
  }) as Server;
  if (limits !== undefined) limitConnections(server, limits);
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

/** This machine's own: a reverse proxy beside us, or whoever measures us. */
const OWN = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** One who opens connections without end is cut off before they have cost more than that, and nobody else is. */
function limitConnections(
  server: Server,
  { inAll, ofAddress, countedAs = (address) => address }: ConnectionLimits,
): void {
  server.maxConnections = inAll;
  if (ofAddress === null) return;
  const open = new Map<string, number>();
  server.on('connection', (socket) => {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined || OWN.has(remoteAddress)) return;
    const name = countedAs(remoteAddress.replace(/^::ffff:(?=[\d.]+$)/, ''));
    const count = (open.get(name) ?? 0) + 1;
    if (count > ofAddress) {
      socket.destroy();
      return;
    }
    open.set(name, count);
    socket.once('close', () => {
      const left = (open.get(name) ?? 1) - 1;
      if (left === 0) open.delete(name);
      else open.set(name, left);
    });
  });
}

export class PortTaken extends Error {
  override readonly name = 'PortTaken';
  readonly port: number;

  constructor(port: number) {
    super(`port ${port} is in use`);
    this.port = port;
  }
}
