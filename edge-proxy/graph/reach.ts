/** One plain request without a token, for the check: who answers there, and if nobody does, why. */

import { type Instant, instant } from '../../shared/basics/instant.ts';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import type { ReachFault } from '../ports/check-probe.ts';
import type { Clock } from '../ports/runtime.ts';
import { DeadlinePassed, readBounded, withDeadline } from './bounded.ts';

export type Reached = {
  readonly status: number;
  readonly contentType: string;
  /** By the server's clock, to the second. */
  readonly time: Instant | null;
  readonly text: string;
};

const DEADLINE_MS = 15_000;
const MOST_BYTES = 256 * 1024;

/** Redirects are not followed: whoever answers with one is not whom we asked. */
export async function reach(
  url: string,
  init: RequestInit,
  { clock, fetch }: { readonly clock: Clock; readonly fetch: typeof globalThis.fetch },
): Promise<Result<Reached, ReachFault>> {
  try {
    return await withDeadline(clock, DEADLINE_MS, async (signal) => {
      const response = await fetch(url, { ...init, redirect: 'manual', signal });
      const stamp = Date.parse(response.headers.get('date') ?? '');
      return ok({
        status: response.status,
        contentType: response.headers.get('content-type') ?? '',
        time: Number.isFinite(stamp) ? instant(stamp) : null,
        text: await readBounded(response, MOST_BYTES),
      });
    });
  } catch (cause) {
    return err(faultOf(cause));
  }
}

const BY_CODE: Readonly<Record<string, ReachFault>> = {
  ENOTFOUND: 'no-name',
  EAI_AGAIN: 'no-name',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ETIMEDOUT: 'too-slow',
  UND_ERR_CONNECT_TIMEOUT: 'too-slow',
};

/** Node and OpenSSL name a certificate's faults in many ways: self-signed, expired, of another host, unknown issuer. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL/;

function faultOf(cause: unknown): ReachFault {
  if (cause instanceof DeadlinePassed) return 'too-slow';
  if (!(cause instanceof Error)) return 'cut-off';
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  if (CERTIFICATE.test(code)) return 'untrusted';
  const inner: unknown = cause instanceof AggregateError ? cause.errors[0] : cause.cause;
  return inner === undefined ? 'cut-off' : faultOf(inner);
}
