/**
 * Stands between a browser and the proxy, hands everything on as it is, and notes what went through. So the browser's own
 * requests are seen too (the worker's, its look for a newer worker), which the page's tools do not show.
 */

import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Exchange = {
  readonly path: string;
  /** What the browser wants it for: document, script, style, font, serviceworker; `empty` for fetch. */
  readonly destination: string;
  readonly coding: string | null;
  readonly type: string;
  /** As they went over the wire. */
  headBytes: number;
  bodyBytes: number;
};

export type WireTap = {
  readonly origin: string;
  /** In the order of their answers. */
  readonly exchanges: readonly Exchange[];
  close(): Promise<void>;
};

/** Answers instead of the proxy, if it wants to. */
export type Instead = (path: string, answer: ServerResponse) => boolean;

export async function tapWire(target: string, instead: Instead = () => false): Promise<WireTap> {
  const exchanges: Exchange[] = [];
  const server = createServer((asked, answer) => {
    if (instead(pathOf(asked), answer)) return;
    const { method, headers, url } = asked;
    const onward = request(`${target}${url}`, { method, headers, agent: false }, (answered) => {
      const { statusCode = 502, statusMessage, rawHeaders } = answered;
      const exchange = noted(asked, answered);
      exchanges.push(exchange);
      answered.on('data', (chunk: Buffer) => {
        exchange.bodyBytes += chunk.length;
      });
      answer.writeHead(statusCode, statusMessage, rawHeaders);
      answered.pipe(answer);
      answered.on('error', () => answer.destroy());
    });
    onward.on('error', () => answer.destroy());
    // A stream is left by whoever reads it.
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    exchanges,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function noted(asked: IncomingMessage, answered: IncomingMessage): Exchange {
  const lines = answered.rawHeaders.map((part) => part.length + 2);
  const statusLine = `HTTP/1.1 ${answered.statusCode} ${answered.statusMessage}\r\n\r\n`;
  return {
    path: pathOf(asked),
    destination: String(asked.headers['sec-fetch-dest'] ?? ''),
    coding: answered.headers['content-encoding'] ?? null,
    type: answered.headers['content-type'] ?? '',
    // Each header is name, colon, blank, value and a line's end: four characters to a pair.
    headBytes: lines.reduce((sum, length) => sum + length, statusLine.length),
    bodyBytes: 0,
  };
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?')[0] ?? '/';
}
