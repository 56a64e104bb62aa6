import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { clientAddress } from '../../../edge-proxy/http/request-origin.ts';

async function seen(headers: Record<string, string>, remoteAddress: string, forwardedHeaders = true): Promise<string> {
  const app = new Hono().get('/', (c) => c.text(clientAddress(c, { forwardedHeaders })));
  const answer = await app.request('/', { headers }, { incoming: { socket: { remoteAddress } } });
  return await answer.text();
}

test.for([
  { written: '192.0.2.7', address: '192.0.2.7', because: 'that is one' },
  { written: '192.0.2.7:50123', address: '192.0.2.7', because: 'the port is another with each connection' },
  { written: '10.9.9.9, 192.0.2.7', address: '192.0.2.7', because: 'the first is what the client claimed' },
  { written: '192.0.2.7,', address: '10.0.0.1', because: 'our reverse proxy wrote nothing' },
  { written: '::ffff:192.0.2.7', address: '192.0.2.7', because: 'it is IPv4, written as IPv6' },
  { written: '2001:DB8::7', address: '2001:db8::7', because: 'large letters are the same' },
  { written: '[2001:db8::7]:443', address: '2001:db8::7', because: 'the port is another with each connection' },
  { written: 'unknown', address: '10.0.0.1', because: 'it is no address' },
  { written: '<script>alert(1)</script>', address: '10.0.0.1', because: 'it is no address' },
  { written: '1'.repeat(500), address: '10.0.0.1', because: 'it is no address' },
])('a reverse proxy that says $written means $address: $because', async ({ written, address }) => {
  expect(await seen({ 'X-Forwarded-For': written }, '10.0.0.1')).toBe(address);
});

test('where no reverse proxy stands before us, nobody is believed about an address of their own', async () => {
  expect(await seen({ 'X-Forwarded-For': '192.0.2.7' }, '10.0.0.1', false)).toBe('10.0.0.1');
});

test.for([
  { peer: '203.0.113.9', address: '203.0.113.9', because: 'a stranger reached the port past our reverse proxy' },
  { peer: '2001:db8::9', address: '2001:db8::9', because: 'so did this one' },
  { peer: '::ffff:203.0.113.9', address: '203.0.113.9', because: 'so did this one' },
  { peer: '127.0.0.1', address: '192.0.2.7', because: 'our reverse proxy is on this machine' },
  { peer: '::1', address: '192.0.2.7', because: 'our reverse proxy is on this machine' },
  { peer: '172.18.0.2', address: '192.0.2.7', because: 'it is in a container beside us' },
  { peer: 'fe80::1%eth0', address: '192.0.2.7', because: 'it is on the same wire' },
  { peer: 'fd12:3456::2', address: '192.0.2.7', because: 'it is in our network' },
])('somebody at $peer who says 192.0.2.7 is $address: $because', async ({ peer, address }) => {
  expect(await seen({ 'X-Forwarded-For': '192.0.2.7' }, peer)).toBe(address);
});

test('an address is the same whether we listen to IPv4 alone or to both', async () => {
  expect(await seen({}, '::ffff:10.0.0.1')).toBe('10.0.0.1');
  expect(await seen({}, '')).toBe('unknown');
});
