/**
 * A relay as most are written, for comparison: node:http, and `write` for each who listens. What is posted goes to all, and
 * is answered once it has been handed over.
 */

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const listeners = new Set<ServerResponse>();

const server = createServer((asked, answer) => {
  if (asked.method === 'GET') {
    answer.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    answer.flushHeaders();
    listeners.add(answer);
    answer.once('close', () => listeners.delete(answer));
    return;
  }
  let event = '';
  asked.setEncoding('utf8').on('data', (chunk: string) => {
    event += chunk;
  });
  asked.once('end', () => {
    for (const listener of listeners) listener.write(event);
    answer.writeHead(202).end();
  });
});

server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.once('disconnect', () => process.exit(0));
