/**
 * Microsoft Graph v1.0, as far as meeting rooms need it. Every operation goes through the same gates in the same order:
 * what shall go wrong, who asks, may they, is the mailbox there and within reach, is there room for one more; then it is
 * answered.
 */

import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Exchange } from '../exchange/exchange.ts';
import type { Mailbox } from '../exchange/mailbox.ts';
import type { SandboxChance } from '../sandbox-chance.ts';
import type { SandboxClock } from '../sandbox-clock.ts';
import { answerBatch } from './batch.ts';
import { deltaOperation } from './delta-operation.ts';
import { eventOperations } from './event-operations.ts';
import { answerOf, dripping, JSON_TYPE, type Outcome, refusedBy, spoil } from './fault-effects.ts';
import { createFaultPlan, type FaultPlan } from './faults.ts';
import { type GraphAnswer, type GraphRequest, isObject, problem, problems, readTarget } from './graph-answer.ts';
import { createMailboxLimits } from './mailbox-limits.ts';
import type { AppToken, Operation, TokenCheck } from './operation.ts';
import { type Post, postByFetch } from './post.ts';
import { scheduleOperations } from './schedule-operations.ts';
import { subscriptionOperations } from './subscription-operations.ts';
import { createSubscriptions } from './subscriptions.ts';
import { tenantOperations } from './tenant-operations.ts';
import { viewOperations } from './view-operations.ts';

type Needs = {
  exchange: Exchange;
  clock: SandboxClock;
  chance: SandboxChance;
  /** The bare token, without `Bearer`. */
  verifyToken(bearer: string): Promise<TokenCheck>;
  /** Where clients reach this app, without `/v1.0` and without a slash at the end; links to next pages begin with it. */
  baseUrl(): string;
  faults?: FaultPlan;
  /** How subscribers are called; by `fetch` unless a simulation has its own network. */
  post?: Post;
};

/** What `@hono/node-server` hands in; only its socket is wanted, to hang up on. */
type Bindings = { incoming?: { socket?: { destroy(): void } } };

/** As documented for Graph. */
const LARGEST_BODY_BYTES = 4 * 1024 * 1024;

export function createGraphApp(needs: Needs) {
  const { exchange, clock, chance, verifyToken, baseUrl, faults = createFaultPlan(), post = postByFetch } = needs;
  const limits = createMailboxLimits(clock);
  const subscriptions = createSubscriptions({ exchange, clock, chance, faults, post });
  const site = { exchange, clock, chance, baseUrl };
  const operations = [
    ...viewOperations(site),
    ...eventOperations(site),
    deltaOperation(site),
    ...scheduleOperations(site),
    ...tenantOperations(site),
    ...subscriptionOperations(site, subscriptions, post),
  ];

  let held = 0;

  async function serve(request: GraphRequest): Promise<Outcome> {
    const found = match(operations, request);
    const operation = isBatch(request) ? 'batch' : found?.operation.name;
    const user = found?.params.get('user');
    const mailbox = user === undefined ? null : exchange.mailbox(user);
    const struck = faults.strikeRequest({ ...(operation === undefined ? {} : { operation }), mailbox });
    const before = struck.map((fault) => refusedBy(fault, clock.now())).find((outcome) => outcome !== null);
    // A delay is part of the doing: it holds its place among the four.
    const delayMs = struck.reduce((sum, fault) => sum + (fault.kind === 'delay' ? fault.ms : 0), 0);
    if (before !== undefined) await pause(delayMs);
    const outcome = before ?? (await admitted(request, found, delayMs));
    return struck.reduce((spoiled, fault) => spoil(spoiled, fault, () => anotherPage(request)), outcome);
  }

  async function admitted(request: GraphRequest, found: Match | null, delayMs: number): Promise<GraphAnswer> {
    const bearer = /^Bearer +(\S+)$/i.exec(request.header('Authorization') ?? '')?.[1];
    if (bearer === undefined) return problems.unauthenticated('Access token is empty.');
    const token = await verifyToken(bearer);
    if (token === null) return problems.unauthenticated('Lifetime validation failed, the token is expired.');
    if (isBatch(request)) {
      await pause(delayMs);
      return answerBatch(request, chance, async (step) => withInnerError(answerOf(await serve(step)), step));
    }
    if (request.segments[0]?.toLowerCase() === 'me') {
      if (token.onBehalfOf === undefined)
        return problems.badRequest('/me request is only valid with delegated authentication flow.');
      const own = { ...request, segments: ['users', token.onBehalfOf.account, ...request.segments.slice(1)] };
      return admitted(own, match(operations, own), delayMs);
    }
    if (found === null) return noSuchOperation(operations, request);
    const { operation, params } = found;
    const addressed = exchange.mailbox(params.get('user') ?? '');
    const isAssigned = token.onBehalfOf === undefined && exchange.isAssigned(operation.roles, addressed);
    if (!mayAsk(operation, token, addressed) && !isAssigned) return problems.accessDenied();
    const asked = { request, token, param: (name: string) => params.get(name) ?? '' };
    if (operation.of === 'tenant') {
      await pause(delayMs);
      return operation.answer(asked);
    }
    return ofMailbox(operation, asked, delayMs);
  }

  async function ofMailbox(
    operation: Extract<Operation, { of: 'mailbox' }>,
    asked: { request: GraphRequest; token: AppToken; param(name: string): string },
    delayMs: number,
  ): Promise<GraphAnswer> {
    const mailbox = exchange.mailbox(asked.param('user'));
    if (mailbox === null)
      return problem(404, 'ErrorInvalidUser', `The requested user '${asked.param('user')}' is invalid.`);
    if (!exchange.mayReach(mailbox) && !exchange.isAssigned(operation.roles, mailbox)) return problems.outsidePolicy();
    if (!mailbox.enabled) return problems.notEnabled();
    const { appId } = asked.token;
    const refusal = limits.enter(appId, mailbox.id);
    if (refusal !== null) return refusal;
    try {
      await pause(delayMs);
      return await operation.answer({ ...asked, mailbox });
    } finally {
      limits.leave(appId, mailbox.id);
    }
  }

  /** The same question under an address that was never given before. */
  function anotherPage({ target }: GraphRequest): string {
    const [path = '', query = ''] = target.split('?');
    const rest = query.split('&').filter((part) => part !== '' && !/^(\$|%24)skiptoken=/i.test(part));
    return `${baseUrl()}/v1.0${path}?${[...rest, `$skiptoken=${chance.id()}`].join('&')}`;
  }

  async function pause(ms: number): Promise<void> {
    if (ms === 0) return;
    held += 1;
    await new Promise<void>((resolve) => void clock.after(ms, resolve));
    held -= 1;
  }

  function withInnerError(answer: GraphAnswer, request: GraphRequest): GraphAnswer {
    const requestId = chance.guid();
    const clientRequestId = request.header('client-request-id') ?? requestId;
    const headers = { 'request-id': requestId, 'client-request-id': clientRequestId, ...answer.headers };
    if (!isObject(answer.body) || !isObject(answer.body['error'])) return { ...answer, headers };
    const innerError = {
      date: new Date(clock.now()).toISOString().slice(0, 19),
      'request-id': requestId,
      'client-request-id': clientRequestId,
    };
    return { ...answer, headers, body: { error: { ...answer.body['error'], innerError } } };
  }

  const app = new Hono<{ Bindings: Bindings }>();
  app.use('/v1.0/*', bodyLimit({ maxSize: LARGEST_BODY_BYTES, onError: (c) => c.body(null, 413) }));
  app.all('/v1.0/*', async (c) => {
    const { pathname, search } = new URL(c.req.url);
    const target = pathname.slice(pathname.indexOf('/v1.0') + '/v1.0'.length) + search;
    const read = readTarget(target);
    const request: GraphRequest = {
      method: c.req.method,
      segments: read?.segments ?? [],
      query: read?.query ?? new Map(),
      target,
      header: (name) => c.req.header(name) ?? null,
      bodyText: await c.req.text(),
    };
    const outcome = await serve(request);
    if (outcome === 'hang-up') {
      c.env?.incoming?.socket?.destroy();
      return c.body(null, 502);
    }
    const date = new Date(clock.now()).toUTCString();
    if ('text' in outcome) {
      const { text, contentType, dripMs } = outcome;
      return c.body(dripMs === undefined ? text : dripping(text, dripMs, clock), 200, {
        'Content-Type': contentType,
        Date: date,
      });
    }
    const { status, headers = {}, body } = withInnerError(outcome, request);
    const text = body === undefined ? null : JSON.stringify(body);
    const type = text === null ? {} : { 'Content-Type': JSON_TYPE };
    return new Response(text, { status, headers: { ...headers, ...type, Date: date } });
  });

  return {
    app,
    /** What may be done to subscriptions from behind: ended, removed, sent lifecycle events. */
    subscriptions,
    faults,
    /** Requests that a planned delay keeps waiting at this moment: more real time brings no answer to them. */
    held: () => held,
    close: subscriptions.close,
  };
}

/** `.Shared` permissions reach what others have shared with the account; settings are nobody's but one's own. */
function mayAsk(operation: Operation, { roles, onBehalfOf }: AppToken, mailbox: Mailbox | null): boolean {
  if (onBehalfOf === undefined) return operation.roles.some((role) => roles.includes(role));
  const isOwn = operation.of === 'tenant' || mailbox?.address.toLowerCase() === onBehalfOf.account.toLowerCase();
  return operation.roles.some((role) => onBehalfOf.scopes.includes(isOwn ? role : `${role}.Shared`));
}

type Match = { operation: Operation; params: ReadonlyMap<string, string> };

function match(operations: readonly Operation[], request: GraphRequest): Match | null {
  for (const operation of operations) {
    if (operation.method !== request.method) continue;
    const params = matchPath(operation.path, request.segments);
    if (params !== null) return { operation, params };
  }
  return null;
}

/** Fixed parts in any letter case, as Graph takes them. */
function matchPath(path: string, segments: readonly string[]): Map<string, string> | null {
  const parts = path.split('/');
  if (parts.length !== segments.length) return null;
  const params = new Map<string, string>();
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith(':')) params.set(part.slice(1), segment);
    else if (part.toLowerCase() !== segment.toLowerCase()) return null;
  }
  return params;
}

function isBatch({ method, segments }: GraphRequest): boolean {
  return method === 'POST' && segments.length === 1 && segments[0] === '$batch';
}

function noSuchOperation(operations: readonly Operation[], { segments }: GraphRequest): GraphAnswer {
  const isKnownPath = operations.some(({ path }) => matchPath(path, segments) !== null);
  return isKnownPath
    ? problem(405, 'BadRequest', 'The HTTP method is not supported for this resource.')
    : problems.noSuchSegment(segments.at(-1) ?? '');
}
