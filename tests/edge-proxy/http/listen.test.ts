/** Who opens connections without end, and who comes after them. Real sockets: this is about nothing else. */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { addressBlock } from '../../../edge-proxy/devices/address-block.ts';
import { type ConnectionLimits, type Listening, listen } from '../../../edge-proxy/http/listen.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function aDoor(limits: ConnectionLimits): Promise<Listening> {
  const answer = () => new Response('open');
  const listening = await listen({ host: '127.0.0.1', port: 0, tls: null, answer, limits });
  open.push({ close: () => listening.close(0) });
  return listening;
}

/** What it was answered; null where the connection was cut. `from`: all of 127.0.0.0/8 is this machine. */
async function ask({ port }: Listening, from: string): Promise<string | null> {
  const socket: Socket = connect({ host: '127.0.0.1', port, localAddress: from });
  open.push({ close: () => socket.destroy() });
  socket.on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: doors\r\n\r\n');
  const first = await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => null)]);
  return first === null ? null : (String(first[0]).split('\r\n')[0]?.split(' ')[1] ?? null);
}

test('one address has so many connections and no more, and others have theirs', async () => {
  const door = await aDoor({ inAll: 100, ofAddress: 3 });
  const answers = [];
  for (let n = 0; n < 6; n += 1) answers.push(await ask(door, '127.0.0.2'));

  expect(answers).toEqual(['200', '200', '200', null, null, null]);
  expect(await ask(door, '127.0.0.3')).toBe('200');
});

test('whoever closes one may open another', async () => {
  const door = await aDoor({ inAll: 100, ofAddress: 1 });
  expect(await ask(door, '127.0.0.2')).toBe('200');
  await open.pop()?.close();
  // The server hears of it in its own time.
  for (;;) if ((await ask(door, '127.0.0.2')) === '200') break;

  expect(await ask(door, '127.0.0.3')).toBe('200');
});

test('a reverse proxy brings everybody by one address, on this machine or where it is said so', async () => {
  const beside = await aDoor({ inAll: 100, ofAddress: 2 });
  const behind = await aDoor({ inAll: 100, ofAddress: null });

  for (let n = 0; n < 5; n += 1) {
    expect(await ask(beside, '127.0.0.1')).toBe('200');
    expect(await ask(behind, '127.0.0.2')).toBe('200');
  }
});

test('all together have so many, so that memory is bounded whoever comes', async () => {
  const door = await aDoor({ inAll: 4, ofAddress: 100, countedAs: addressBlock });
  const answers = [];
  for (let n = 0; n < 6; n += 1) answers.push(await ask(door, `127.0.0.${2 + n}`));

  expect(answers).toEqual(['200', '200', '200', '200', null, null]);
});
