/**
 * The console's road to the proxy: one fetch with the operator's token and a deadline, and an answer that is either what
 * was promised or a failure that has words. Nothing here throws for what a network or a proxy can do.
 */

import type { Codec, Decoded, Json } from '../../shared/basics/codec.ts';
import { addMs, type Instant, SECOND_MS } from '../../shared/basics/instant.ts';
import { err, mapOk, ok, type Result } from '../../shared/basics/result.ts';
import { type PolicyOverride, policyOverrideCodec } from '../../shared/room/policy.ts';
import {
  type ConsoleConfig,
  consoleConfigCodec,
  type OperatorProfile,
  operatorProfileCodec,
  type TenantPolicy,
  tenantPolicyCodec,
} from '../../shared/wire/console.ts';
import {
  type DeviceSummary,
  deviceListCodec,
  deviceSummaryCodec,
  pairingConfirmCodec,
  type roomChoiceCodec,
  roomListCodec,
  type WaitingTablet,
  waitingTabletCodec,
} from '../../shared/wire/pairing.ts';
import { type Problem, problemCodec } from '../../shared/wire/problem.ts';
import type { SignInFault } from './text/sign-in-fault.ts';

export type RoomChoice = Decoded<typeof roomChoiceCodec>;

export type Failure =
  | { readonly kind: 'problem'; readonly problem: Problem; readonly retryAt: Instant | null }
  /** No network, a deadline, or an answer that is not our proxy's. What was asked may have happened. */
  | { readonly kind: 'no-answer' }
  /** The sign-in has ended; only the operator can mend that. */
  | { readonly kind: 'signed-out' }
  /** The token could not be renewed, for a reason that is not the operator's. */
  | { readonly kind: 'sign-in'; readonly fault: SignInFault };

export type Answer<T> = Promise<Result<T, Failure>>;

export type ConsoleClient = {
  readMe(): Answer<OperatorProfile>;
  findTablet(code: string): Answer<WaitingTablet>;
  /** The room's id, or the board's id or name. */
  confirmPairing(code: string, place: { readonly room: string } | { readonly board: string }): Answer<DeviceSummary>;
  listRooms(): Answer<readonly RoomChoice[]>;
  listDevices(): Answer<readonly DeviceSummary[]>;
  revokeDevice(id: DeviceSummary['id']): Answer<null>;
  readPolicy(): Answer<TenantPolicy>;
  /** Replaces what the tenant decides; whatever is left out falls back to Doorlight's defaults. */
  changePolicy(override: PolicyOverride): Answer<TenantPolicy>;
};

/** `fresh`: not from the cache, since the proxy has just refused that one. */
export type AccessToken = (options: { fresh: boolean }) => Answer<string>;

type Needs = {
  fetch: typeof fetch;
  accessToken: AccessToken;
  now(): Instant;
  /** The sign-in is over, whichever request found that out. */
  signedOut(): void;
};

/** Far longer than our proxy ever takes, shorter than a person waits. */
const DEADLINE_MS = 15_000;

export function createConsoleClient({ fetch, accessToken, now, signedOut }: Needs): ConsoleClient {
  async function ask<T>(method: string, path: string, answer: Codec<T> | null, body?: Json): Answer<T | null> {
    const first = await askOnce(method, path, answer, body, false);
    // Once more with a new token: clocks differ, and keys are rotated while a token is still good.
    const last = isNotSignedIn(first) ? endSessionOn(await askOnce(method, path, answer, body, true)) : first;
    if (!last.ok && last.error.kind === 'signed-out') signedOut();
    return last;
  }

  async function askOnce<T>(
    method: string,
    path: string,
    answer: Codec<T> | null,
    body: Json | undefined,
    fresh: boolean,
  ) {
    const token = await accessToken({ fresh });
    if (!token.ok) return token;
    const headers: Record<string, string> = { Accept: 'application/json', Authorization: `Bearer ${token.value}` };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    return send(fetch, now, `/api/console${path}`, init, answer);
  }

  return {
    readMe: () => promised(ask('GET', '/me', operatorProfileCodec)),
    findTablet: (code) => promised(ask('GET', `/pairings/${encodeURIComponent(code)}`, waitingTabletCodec)),
    confirmPairing: (code, place) =>
      promised(
        ask(
          'POST',
          `/pairings/${encodeURIComponent(code)}/confirm`,
          deviceSummaryCodec,
          pairingConfirmCodec.encode(place),
        ),
      ),
    listRooms: async () => mapOk(await promised(ask('GET', '/rooms', roomListCodec)), ({ rooms }) => rooms),
    listDevices: async () => mapOk(await promised(ask('GET', '/devices', deviceListCodec)), ({ devices }) => devices),
    revokeDevice: async (id) => mapOk(await ask('DELETE', `/devices/${encodeURIComponent(id)}`, null), () => null),
    readPolicy: () => promised(ask('GET', '/policy', tenantPolicyCodec)),
    changePolicy: (override) =>
      promised(ask('PUT', '/policy', tenantPolicyCodec, policyOverrideCodec.encode(override))),
  };
}

/** How to sign in, which must be known before anybody can be. */
export async function readConsoleConfig(given: { fetch: typeof fetch; now: () => Instant }): Answer<ConsoleConfig> {
  const init = { method: 'GET', headers: { Accept: 'application/json' } };
  return promised(send(given.fetch, given.now, '/api/console/config', init, consoleConfigCodec));
}

async function send<T>(
  fetch: Needs['fetch'],
  now: Needs['now'],
  path: string,
  init: RequestInit,
  answer: Codec<T> | null,
): Answer<T | null> {
  // By hand: AbortSignal.timeout is newer than some of the phones that pair tablets.
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), DEADLINE_MS);
  try {
    const response = await fetch(path, { ...init, cache: 'no-store', signal: deadline.signal });
    if (response.ok && answer === null) return ok(null);
    const body: unknown = await response.json();
    if (!response.ok) return readProblem(body, retryAt(response, now()));
    const decoded = answer?.decode(body);
    return decoded?.ok ? ok(decoded.value) : err({ kind: 'no-answer' });
  } catch {
    // No network, the deadline, or a captive portal's page where JSON was promised: to whoever waits they are the same.
    return err({ kind: 'no-answer' });
  } finally {
    clearTimeout(timer);
  }
}

function readProblem(body: unknown, retryAt: Instant | null): Result<never, Failure> {
  const problem = problemCodec.decode(body);
  return err(problem.ok ? { kind: 'problem', problem: problem.value, retryAt } : { kind: 'no-answer' });
}

/** Retry-After in seconds, the only form that our proxy sends. */
function retryAt(response: Response, now: Instant): Instant | null {
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? addMs(now, seconds * SECOND_MS) : null;
}

function isNotSignedIn(result: Result<unknown, Failure>): boolean {
  return !result.ok && result.error.kind === 'problem' && result.error.problem.status === 401;
}

function endSessionOn<T>(result: Result<T, Failure>): Result<T, Failure> {
  return isNotSignedIn(result) ? err({ kind: 'signed-out' }) : result;
}

/** An answer that must have a body has one: `send` gives null only where none was promised. */
async function promised<T>(asked: Answer<T | null>): Answer<T> {
  const answer = await asked;
  if (!answer.ok) return answer;
  return answer.value === null ? err({ kind: 'no-answer' }) : ok(answer.value);
}
