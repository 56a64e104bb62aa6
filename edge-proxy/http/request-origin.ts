/** Who is at the other end of the wire, and whether the wire is safe: directly, or as a trusted reverse proxy tells it. */

import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

export type Trust = {
  /** Whether X-Forwarded-For and X-Forwarded-Proto come from a reverse proxy of ours. Anybody else may write them too. */
  readonly forwardedHeaders: boolean;
};

/** Longer than any address; longer still is not one. */
const LONGEST_ADDRESS = 64;

export function clientAddress(c: Context, { forwardedHeaders }: Trust): string {
  // The last entry is the one that our reverse proxy wrote; those before it are whatever the client claimed.
  const forwarded = forwardedHeaders ? c.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim() : undefined;
  if (forwarded !== undefined && forwarded !== '' && forwarded.length <= LONGEST_ADDRESS) return forwarded;
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  return incoming?.socket?.remoteAddress ?? 'unknown';
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
