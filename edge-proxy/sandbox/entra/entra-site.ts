/** What the routes of Entra share: the tenant's parts, one issuer, one way to refuse. */

import type { Context } from 'hono';
import type { SandboxClock } from '../sandbox-clock.ts';
import { createDeviceSignIn, type DeviceSignIn } from './device-sign-in.ts';
import type { Directory } from './directory.ts';
import { createOperatorSignIn, type OperatorSignIn } from './operator-sign-in.ts';
import type { SigningKeys } from './signing-keys.ts';
import { type ErrorContext, type Refusal, tokenErrorBody } from './token-error.ts';

/** `origin` is where programs reach us, `publicBase` where browsers do; the proxy may put a path in between. */
export type EntraUrls = { origin: string; publicBase: string };

/** Set by the control page. While `tokenStatus` is a number, the token endpoint answers it and nothing else; the same for the metadata. */
export type EntraFaults = { tokenStatus: number | null; metadataStatus?: number | null };

export type EntraNeeds = {
  directory: Directory;
  keys: SigningKeys;
  clock: SandboxClock;
  /** Unguessable text for codes, tokens and sessions, and GUIDs for traces. */
  randomText: () => string;
  guid: () => string;
  urls: () => EntraUrls;
  faults: EntraFaults;
  /** Seconds that an app-only token lives; shorter ones let a test see a renewal. */
  appTokenLifetimeS?: number;
};

export type EntraSite = EntraNeeds & {
  signIn: OperatorSignIn;
  deviceSignIn: DeviceSignIn;
  issuer(): string;
  errorContext(correlationId?: string): ErrorContext;
  answerRefusal(c: Context, refusal: Refusal, correlationId?: string): Response;
};

/** No sound form of any grant is longer. */
export const MOST_FORM_BYTES = 64 * 1024;

export function createEntraSite(needs: EntraNeeds): EntraSite {
  const { directory, clock, randomText, guid, urls } = needs;

  function errorContext(correlationId?: string): ErrorContext {
    return { now: clock.now(), traceId: guid(), correlationId: correlationId ?? guid() };
  }

  return {
    ...needs,
    signIn: createOperatorSignIn({ directory, now: () => clock.now(), randomText }),
    deviceSignIn: createDeviceSignIn({ directory, now: () => clock.now(), randomText }),
    // One issuer, whoever asks: the proxy compares a token's `iss` with the metadata that it read at the origin.
    issuer: () => `${urls().origin}/entra/${directory.tenant.id}/v2.0`,
    errorContext,
    answerRefusal: (c, refusal, correlationId) =>
      c.json(tokenErrorBody(refusal, errorContext(correlationId)), refusal.status),
  };
}

/** The first of a repeated parameter counts, and none has an array's type to trip over. */
export function readForm(text: string): Map<string, string> {
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) if (!form.has(name)) form.set(name, value);
  return form;
}
