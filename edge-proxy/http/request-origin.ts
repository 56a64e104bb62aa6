/** Who is at the other end of the wire, and whether the wire is safe: directly, or as a trusted reverse proxy tells it. */

import { isIP } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

export type Trust = {
  /** Whether X-Forwarded-For and X-Forwarded-Proto come from a reverse proxy of ours. Anybody else may write them too. */
  readonly forwardedHeaders: boolean;
};

/** As people and counters know it: an address and nothing about it. */
export function clientAddress(c: Context, { forwardedHeaders }: Trust): string {
  // The last entry is the one that our reverse proxy wrote; those before it are whatever the client claimed.
  const forwarded = forwardedHeaders ? c.req.header('X-Forwarded-For')?.split(',').at(-1) : undefined;
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  return bareAddress(forwarded ?? '') ?? bareAddress(incoming?.socket?.remoteAddress ?? '') ?? 'unknown';
}

/** Some write the port behind it, which is another with each connection; Node writes IPv4 as IPv6 where it serves both. */
function bareAddress(written: string): string | null {
  const found = /^(?:::ffff:)?([\d.]+)(?::\d+)?$|^\[([^\]]+)\](?::\d+)?$|^([^[\]]+)$/i.exec(written.trim());
  const address = found?.[1] ?? found?.[2] ?? found?.[3] ?? '';
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
