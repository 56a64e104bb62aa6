/**
 * The console's road to the proxy: one fetch with the operator's token and a deadline, and an answer that is either what
 * was promised or a failure that has words. Nothing here throws for what a network or a proxy can do.
 */

import type { Codec, Decoded, Json } from '../../shared/basics/codec.ts';
import { addMs, type Instant, SECOND_MS } from '../../shared/basics/instant.ts';
import { err, mapOk, ok, type Result } from '../../shared/basics/result.ts';
import {
  type ConsoleConfig,
  consoleConfigCodec,
  type OperatorProfile,
  operatorProfileCodec,
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

/** One question to `/api/console` + `path`, with the operator's token and a deadline. Null: no body is promised. */
export type Ask = {
  <T>(method: string, path: string, answer: Codec<T>, body?: Json): Answer<T>;
  (method: string, path: string, answer: null, body?: Json): Answer<null>;
};

/** The same for what is no JSON, a file or a stream: the answer as it comes. The caller's signal is its only deadline. */
export type Open = (path: string, init: RequestInit) => Answer<Response>;

/** The room's id, the board's id or name, or the device whose place, name and history it takes over. */
export type PairedTo =
  | { readonly room: string }
  | { readonly board: string }
  | { readonly replaces: DeviceSummary['id'] };

export type ConsoleClient = {
  /** For the pages that come in chunks of their own and bring their codecs along. */
  readonly ask: Ask;
  readonly open: Open;
  readMe(): Answer<OperatorProfile>;
  findTablet(code: string): Answer<WaitingTablet>;
  confirmPairing(code: string, place: PairedTo): Answer<DeviceSummary>;
  /** Takes the paired tablet that shows this code off its room. */
  releaseTablet(code: string): Answer<null>;
  listRooms(): Answer<readonly RoomChoice[]>;
  listDevices(): Answer<readonly DeviceSummary[]>;
  revokeDevice(id: DeviceSummary['id']): Answer<null>;
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
  /** Once more with a new token where the first was refused: clocks differ, and keys are rotated while a token is good. */
  async function signed<T>(send: (token: string) => Answer<T>): Answer<T> {
    const once = async (fresh: boolean) => {
      const token = await accessToken({ fresh });
      return token.ok ? send(token.value) : token;
    };
    const first = await once(false);
    const last = isNotSignedIn(first) ? endSessionOn(await once(true)) : first;
    if (!last.ok && last.error.kind === 'signed-out') signedOut();
    return last;
  }

  const ask = (<T>(method: string, path: string, answer: Codec<T> | null, body?: Json) =>
    signed((token): Answer<T | null> => {
      const headers: Record<string, string> = { Accept: 'application/json', Authorization: `Bearer ${token}` };
      if (body !== undefined) headers['Content-Type'] = 'application/json';
      const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
      return send(fetch, now, `/api/console${path}`, init, answer === null ? readNothing : readAs(answer));
    })) as Ask;

  const open: Open = (path, init) =>
    signed(async (token) => {
      const headers = new Headers(init.headers);
      headers.set('Authorization', `Bearer ${token}`);
      try {
        const response = await fetch(`/api/console${path}`, { ...init, headers, cache: 'no-store' });
        return response.ok ? ok(response) : readProblem(await response.json(), retryAt(response, now()));
      } catch {
        return err({ kind: 'no-answer' });
      }
    });

  return {
    ask,
    open,
    readMe: () => ask('GET', '/me', operatorProfileCodec),
    findTablet: (code) => ask('GET', `/pairings/${encodeURIComponent(code)}`, waitingTabletCodec),
    confirmPairing: (code, place) =>
      ask(
        'POST',
        `/pairings/${encodeURIComponent(code)}/confirm`,
        deviceSummaryCodec,
        pairingConfirmCodec.encode(place),
      ),
    releaseTablet: (code) => ask('POST', `/pairings/${encodeURIComponent(code)}/release`, null),
    listRooms: async () => mapOk(await ask('GET', '/rooms', roomListCodec), ({ rooms }) => rooms),
    listDevices: async () => mapOk(await ask('GET', '/devices', deviceListCodec), ({ devices }) => devices),
    revokeDevice: (id) => ask('DELETE', `/devices/${encodeURIComponent(id)}`, null),
  };
}

/** How to sign in, which must be known before anybody can be. */
export async function readConsoleConfig(given: { fetch: typeof fetch; now: () => Instant }): Answer<ConsoleConfig> {
  const init = { method: 'GET', headers: { Accept: 'application/json' } };
  return send(given.fetch, given.now, '/api/console/config', init, readAs(consoleConfigCodec));
}

async function send<T>(
  fetch: Needs['fetch'],
  now: Needs['now'],
  path: string,
  init: RequestInit,
  read: (response: Response) => Answer<T>,
): Answer<T> {
  // By hand: AbortSignal.timeout is newer than some of the phones that pair tablets.
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), DEADLINE_MS);
  try {
    const response = await fetch(path, { ...init, cache: 'no-store', signal: deadline.signal });
    return response.ok ? await read(response) : readProblem(await response.json(), retryAt(response, now()));
  } catch {
    // No network, the deadline, or a captive portal's page where JSON was promised: to whoever waits they are the same.
    return err({ kind: 'no-answer' });
  } finally {
    clearTimeout(timer);
  }
}

async function readNothing(): Answer<null> {
  return ok(null);
}

function readAs<T>(codec: Codec<T>): (response: Response) => Answer<T> {
  return async (response) => {
    const decoded = codec.decode(await response.json());
    return decoded.ok ? ok(decoded.value) : err({ kind: 'no-answer' });
  };
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
