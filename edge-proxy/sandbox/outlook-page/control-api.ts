/**
 * The control API under /outlook/api: what the page's buttons, the tests and the bench ask for. JSON in and out, bad
 * input and refusals as problem+json, and no change on the word of a foreign page.
 */

import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type Codec, decodeText } from '../../../shared/basics/codec.ts';
import { DAY_MS, instant, parseIso } from '../../../shared/basics/instant.ts';
import { dayOf } from '../../../shared/basics/zone.ts';
import type { Directory } from '../entra/directory.ts';
import type { EntraFaults } from '../entra/entra-site.ts';
import type { SigningKeys } from '../entra/signing-keys.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { Subscriptions } from '../graph/subscriptions.ts';
import type { SandboxClock } from '../sandbox-clock.ts';
import {
  accessPolicy,
  cancellation,
  entraChange,
  invitation,
  lifecycle,
  meetingChange,
  roleAssignments,
} from './control-input.ts';
import { type FaultDesk, faultOrder } from './fault-desk.ts';
import type { OutlookDesk } from './outlook-desk.ts';
import { answerProblem, problems } from './problem.ts';
import type { RequestLog } from './request-log.ts';
import { isFromOurPage } from './same-site.ts';

type Needs = {
  exchange: Exchange;
  clock: SandboxClock;
  desk: OutlookDesk;
  faults: FaultDesk;
  requests: RequestLog;
  subscriptions: Pick<Subscriptions, 'all' | 'find' | 'remove' | 'expire' | 'sendLifecycle'>;
  directory: Directory;
  keys: SigningKeys;
  entraFaults: EntraFaults;
  publicBase: () => string;
};

const MOST_BODY_BYTES = 256 * 1024;
const LONGEST_VIEW_MS = 400 * DAY_MS;

export function createControlApi(needs: Needs): Hono {
  const { exchange, clock, desk, faults, requests, subscriptions, directory, keys, entraFaults, publicBase } = needs;
  const api = new Hono();

  api.use(async (c, next) => {
    c.header('Cache-Control', 'no-store');
    c.header('X-Content-Type-Options', 'nosniff');
    const header = (name: string) => c.req.header(name);
    const isOurs = isFromOurPage({ method: c.req.method, header, publicBase: publicBase() });
    return isOurs ? next() : answerProblem(c, problems.foreignPage());
  });
  api.use(
    bodyLimit({
      maxSize: MOST_BODY_BYTES,
      onError: (c) => answerProblem(c, { status: 413, title: 'Too large', detail: 'The body is too large.' }),
    }),
  );

  // ── Calendars ─────────────────────────────────────────────────────────────────────────────────────────────────────

  api.get('/rooms', (c) =>
    c.json(
      exchange.rooms().map(({ mailbox, place }) => ({
        id: mailbox.id,
        address: mailbox.address,
        displayName: mailbox.displayName,
        timeZone: mailbox.zone,
        roomList: listOfRoom(mailbox.address)?.displayName ?? null,
        floorNumber: place.floorNumber ?? null,
        capacity: place.capacity ?? null,
        processing: mailbox.processing,
      })),
    ),
  );

  api.get('/people', (c) =>
    c.json(
      exchange
        .mailboxes()
        .filter(({ kind }) => kind === 'user')
        .map(({ id, address, displayName }) => ({ id, address, displayName })),
    ),
  );

  api.get('/calendar/:address', (c) => {
    const mailbox = exchange.mailbox(c.req.param('address'));
    if (mailbox === null) return answerProblem(c, problems.notFound('mailbox'));
    const today = dayOf(instant(clock.now()), mailbox.zone);
    const [from, to] = [c.req.query('from'), c.req.query('to')];
    const start = from === undefined ? today.start : parseIso(from);
    const end = to === undefined ? (start === null ? null : instant(start + (today.end - today.start))) : parseIso(to);
    if (start === null) return answerProblem(c, problems.badInput('/from', 'an ISO 8601 time with its offset'));
    if (end === null) return answerProblem(c, problems.badInput('/to', 'an ISO 8601 time with its offset'));
    if (end - start > LONGEST_VIEW_MS) return answerProblem(c, problems.badInput('/to', 'at most 400 days later'));
    const { address, displayName, zone } = mailbox;
    return c.json({ address, displayName, timeZone: zone, meetings: desk.calendar(address, start, end) ?? [] });
  });

  api.post('/meetings', (c) =>
    withBody(c, invitation, (asked) => {
      const made = desk.invite(asked);
      return made.ok ? c.json(made.value, 201) : answerProblem(c, made.error);
    }),
  );
  api.get('/meetings/:id', (c) => {
    const found = desk.read(c.req.param('id'));
    return found.ok ? c.json(found.value) : answerProblem(c, found.error);
  });
  api.patch('/meetings/:id', (c) =>
    withBody(c, meetingChange, (change) => {
      const changed = desk.change(c.req.param('id'), change);
      return changed.ok ? c.json(changed.value) : answerProblem(c, changed.error);
    }),
  );
  api.post('/meetings/:id/cancel', (c) =>
    withBody(c, cancellation, () => {
      const done = desk.cancel(c.req.param('id'));
      return done.ok ? c.body(null, 204) : answerProblem(c, done.error);
    }),
  );
  api.delete('/meetings/:id', (c) => {
    const done = desk.remove(c.req.param('id'));
    return done.ok ? c.body(null, 204) : answerProblem(c, done.error);
  });
  api.get('/outbox', (c) => c.json(exchange.outbox()));

  // ── What may go wrong, and what an admin may change ───────────────────────────────────────────────────────────────

  api.get('/faults', (c) => c.json(faults.list()));
  api.post('/faults', (c) =>
    withBody(c, faultOrder, (order) => {
      const isOrdered = faults.order(order);
      if (isOrdered) return c.json(faults.list(), 201);
      return answerProblem(c, problems.badInput('', 'an object with preset, request or notification'));
    }),
  );
  api.delete('/faults', (c) => {
    faults.mendAll();
    return c.body(null, 204);
  });

  api.get('/subscriptions', (c) =>
    // Without the client state: who reads it could forge notifications.
    c.json(subscriptions.all().map(({ clientState: _, ...shown }) => shown)),
  );
  api.post('/subscriptions/:id/lifecycle', (c) =>
    withBody(c, lifecycle, ({ event }) => {
      const id = c.req.param('id');
      if (subscriptions.find(id) === null) return answerProblem(c, problems.notFound('subscription'));
      if (event === 'subscriptionRemoved') subscriptions.remove(id);
      else subscriptions.sendLifecycle(event, id);
      return c.body(null, 202);
    }),
  );
  /** As if its time were over: nobody is told. */
  api.delete('/subscriptions/:id', (c) => {
    const isKnown = subscriptions.expire(c.req.param('id'));
    return isKnown ? c.body(null, 204) : answerProblem(c, problems.notFound('subscription'));
  });

  api.put('/access-policy', (c) =>
    withBody(c, accessPolicy, ({ mailboxes }) => {
      exchange.setAccessPolicy(mailboxes);
      return c.body(null, 204);
    }),
  );

  api.put('/role-assignments', (c) =>
    withBody(c, roleAssignments, ({ assignments }) => {
      exchange.setRoleAssignments(assignments);
      return c.body(null, 204);
    }),
  );

  api.patch('/entra', (c) =>
    withBody(c, entraChange, async ({ tokenStatus, metadataStatus, secretExpired, rotateKeys, roles }) => {
      if (metadataStatus !== undefined) entraFaults.metadataStatus = metadataStatus;
      if (tokenStatus !== undefined) entraFaults.tokenStatus = tokenStatus;
      if (roles !== undefined) directory.daemon.roles = [...roles];
      if (rotateKeys === true) await keys.rotate();
      if (secretExpired !== undefined) {
        const endsAt = clock.now() + (secretExpired ? 0 : SECRET_PROLONGED_MS);
        directory.daemon.secrets = directory.daemon.secrets.map((secret) => ({ ...secret, endsAt }));
      }
      return c.body(null, 204);
    }),
  );

  // ── What the proxy asked ──────────────────────────────────────────────────────────────────────────────────────────

  api.get('/requests', (c) => c.json(requests.read()));
  api.delete('/requests', (c) => {
    requests.reset();
    return c.body(null, 204);
  });

  // Not `notFound`: a mounted app's own is never asked.
  api.all('*', (c) => answerProblem(c, problems.notFound('address')));

  function listOfRoom(address: string) {
    return exchange.roomLists().find(({ rooms }) => rooms.includes(address));
  }

  return api;
}

const SECRET_PROLONGED_MS = 365 * DAY_MS;

async function withBody<T>(
  c: Context,
  codec: Codec<T>,
  answer: (value: T) => Response | Promise<Response>,
): Promise<Response> {
  // A foreign page's form cannot send this type without asking first, which nobody here allows.
  const type = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') return answerProblem(c, problems.notJson());
  const body = decodeText(codec, await c.req.text());
  if (!body.ok) return answerProblem(c, problems.badInput(body.error.path, body.error.wanted));
  return answer(body.value);
}
