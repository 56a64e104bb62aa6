/** A real HTTP server on loopback that answers as a test says, where the sandbox tenant would be too well behaved. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Asked = {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

/** `text` in place of `json` for what is no JSON. `fault`: cut the connection, or never answer. */
export type Answer = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  readonly fault?: 'cut' | 'cut-within-body' | 'silence' | 'slow-drip';
};

export type StandIn = {
  readonly origin: string;
  readonly asked: Asked[];
  /** Of requests to a path that holds `part`. */
  askedFor(part: string): Asked[];
  /** Resolves once so many requests have come. */
  whenAsked(times: number): Promise<void>;
  close(): Promise<void>;
};

export async function startStandIn(answer: (asked: Asked, nth: number) => Answer | Promise<Answer>): Promise<StandIn> {
  const asked: Asked[] = [];
  const watchers = new Set<() => void>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    const one = { method, url, headers, body: Buffer.concat(chunks).toString() };
    asked.push(one);
    for (const watcher of watchers) watcher();
    reply(response, await answer(one, asked.length));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    askedFor: (part) => asked.filter(({ url }) => url.includes(part)),
    whenAsked: (times) =>
      new Promise((resolve) => {
        const watcher = () => {
          if (asked.length < times) return;
          watchers.delete(watcher);
          resolve();
        };
        watchers.add(watcher);
        watcher();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function reply(response: ServerResponse, { status = 200, headers = {}, json, text, fault }: Answer): void {
  const body = text ?? (json === undefined ? '' : JSON.stringify(json));
  const type = text === undefined ? 'application/json' : 'text/html';
  switch (fault) {
    case 'cut':
      response.destroy();
      return;
    case 'silence':
      return;
    case 'cut-within-body':
      response.writeHead(status, { 'content-type': type, 'content-length': String(body.length + 10), ...headers });
      response.write(body.slice(0, body.length / 2), () => response.destroy());
      return;
    case 'slow-drip':
      response.writeHead(status, { 'content-type': type, ...headers });
      response.write(body.slice(0, 1));
      return;
    default:
      response.writeHead(status, { 'content-type': type, ...headers });
      response.end(body);
  }
}
