/** Puts our token on a request of Microsoft's client, and on none that leaves the configured address. */

import type { Context, Middleware } from '@microsoft/microsoft-graph-client';

/** One try: the token it carries, and what went wrong below the SDK, which keeps only the message of it. */
export class Attempt {
  readonly token: string;
  failure: unknown;

  constructor(token: string) {
    this.token = token;
  }
}

/**
 * The SDK's own authentication does nothing over http or for a host it does not know, which would part the sandbox and
 * tests from what runs against Microsoft.
 */
export function createTokenMiddleware(endpoint: string): Middleware & { setNext(next: Middleware): void } {
  let following: Middleware | undefined;
  return {
    setNext(next) {
      following = next;
    },
    async execute(context: Context) {
      const attempt = context.middlewareControl?.getMiddlewareOptions(Attempt);
      if (!(attempt instanceof Attempt) || following === undefined) throw new Error('a request that is not ours');
      if (typeof context.request !== 'string' || !context.request.startsWith(`${endpoint}/`)) {
        throw new Error('a request to another address than the configured one');
      }
      const headers = {
        ...(context.options?.headers as Record<string, string>),
        Authorization: `Bearer ${attempt.token}`,
      };
      context.options = { ...context.options, headers };
      try {
        await following.execute(context);
      } catch (cause) {
        attempt.failure = cause;
        throw cause;
      }
    },
  };
}
