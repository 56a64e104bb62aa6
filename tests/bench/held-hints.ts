/**
 * The address that Graph is given for its notifications: keeps them, so that the bench can hand over a true one, secret and
 * all, at the moment from which it measures. Told to, it hands on each as it comes.
 */

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type HeldHints = {
  readonly origin: string;
  /** The latest of what was kept, as the body of one notification of one item; null where nothing came since. */
  takeLatest(): string | null;
  /** From now on hands on everything, to the proxy at `target`. */
  letThrough(target: string): void;
  close(): Promise<void>;
};

export async function holdHints(): Promise<HeldHints> {
  let latest: unknown = null;
  let onward: string | null = null;
  const server = createServer(async (asked, answer) => {
    const token = new URL(asked.url ?? '/', 'http://bench').searchParams.get('validationToken');
    if (token !== null) {
      answer.writeHead(200, { 'Content-Type': 'text/plain' }).end(token);
      return;
    }
    const body = await textOf(asked);
    const { value } = JSON.parse(body) as { value: unknown[] };
    latest = value.at(-1) ?? latest;
    if (onward !== null) await post(`${onward}${asked.url}`, body);
    answer.writeHead(202).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    takeLatest() {
      const taken = latest;
      latest = null;
      return taken === null ? null : JSON.stringify({ value: [taken] });
    },
    letThrough(target) {
      onward = target;
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function post(url: string, body: string): Promise<void> {
  await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
}

async function textOf(asked: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of asked.setEncoding('utf8')) text += chunk;
  return text;
}
