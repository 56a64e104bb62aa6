/** Who is at the other end of the wire, and whether the wire is safe: directly, or as a trusted reverse proxy tells it. */

import { BlockList, isIP } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

export type Trust = {
  /** Whether X-Forwarded-For and X-Forwarded-Proto come from a reverse proxy of ours. Anybody else may write them too. */
  readonly forwardedHeaders: boolean;
};

/** As people and counters know it: an address and nothing about it. */
export function clientAddress(c: Context, { forwardedHeaders }: Trust): string {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  const peer = bareAddress(incoming?.socket?.remoteAddress ?? '');
  // The last entry is the one that our reverse proxy wrote; those before it are whatever the client claimed.
  const forwarded = bareAddress(c.req.header('X-Forwarded-For')?.split(',').at(-1) ?? '');
  const isBelieved = forwardedHeaders && (peer === null || isNear(peer));
  return (isBelieved ? forwarded : null) ?? peer ?? 'unknown';
}

/** A reverse proxy of ours is on this machine or in our network; a stranger who reached the port past it is not. */
function isNear(address: string): boolean {
  return NEAR.check(address, familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}

/** @see https://www.rfc-editor.org/rfc/rfc6890 */
const NEAR = networks([
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
]);

function networks(all: readonly (readonly [network: string, prefix: number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of all) list.addSubnet(network, prefix, familyOf(network));
  return list;
}

/** Some write the port behind it, which is another with each connection; Node writes IPv4 as IPv6 where it serves both. */
function bareAddress(written: string): string | null {
  const found = /^(?:::ffff:)?([\d.]+)(?::\d+)?$|^\[([^\]]+)\](?::\d+)?$|^([^[\]]+)$/i.exec(written.trim());
  // Behind a per cent stands by which of our own cards it came.
  const address = (found?.[1] ?? found?.[2] ?? found?.[3] ?? '').replace(/%.*$/, '');
  return isIP(address) === 0 ? null : address.toLowerCase();
}

export function isSecure(c: Context, { forwardedHeaders }: Trust): boolean {
  const forwarded = forwardedHeaders ? c.req.header('X-Forwarded-Proto')?.split(',').at(-1)?.trim() : undefined;
  return forwarded === undefined ? new URL(c.req.url).protocol === 'https:' : forwarded === 'https';
}

/** Where whoever asks reached us. Only ever told back to whoever chose it, so a forged Host harms nobody else. */
export function ownOrigin(c: Context, trust: Trust): string {
  const { host } = new URL(c.req.url);
  return `${isSecure(c, trust) ? 'https' : 'http'}://${host}`;
}
