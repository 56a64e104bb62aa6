/** Subscribing to a room's events: what is checked, and in which words it is refused. */

import { MINUTE_MS } from '../../../shared/basics/instant.ts';
import { err, ok, type Result } from '../../../shared/basics/result.ts';
import type { Mailbox } from '../exchange/mailbox.ts';
import { CONTEXT, type GraphAnswer, jsonBody, problem, problems } from './graph-answer.ts';
import { refuseAddress } from './handshake.ts';
import { type Asked, type Operation, READ_CALENDARS, type Site } from './operation.ts';
import type { Post } from './post.ts';
import { paged, readPage, readPreferences, readQueryMoment } from './query-options.ts';
import { isDeliverable, readWanted, subscriptionJson, undeliverable } from './subscription-json.ts';
import type { Subscription, Subscriptions } from './subscriptions.ts';

const LONGEST_LIFE_MINUTES = 10_080;
const SHORTEST_LIFE_MINUTES = 45;
const MOST_PER_MAILBOX = 1_000;
const DEFAULT_PAGE = 100;

const RESOURCE = /^\/?users\/([^/]+)\/(?:calendar\/)?events\/?$/i;

export function subscriptionOperations(site: Site, subscriptions: Subscriptions, post: Post): Operation[] {
  const { exchange, clock, chance, baseUrl } = site;
  const creatorIds = new Map<string, string>();

  async function create({ request, token }: Asked): Promise<GraphAnswer> {
    const body = jsonBody(request);
    if (body === null) return problems.notJson();
    const wanted = readWanted(body);
    if (!wanted.ok) return wanted.error;
    const mailbox = reachable(wanted.value.resource, token);
    if (!mailbox.ok) return mailbox.error;
    if (token.onBehalfOf !== undefined && !isOwn(mailbox.value, token.onBehalfOf.account))
      return extensionError(403, 'Forbidden', 'Access to OData is disabled.');
    const expiry = readExpiry(body['expirationDateTime']);
    if (!expiry.ok) return expiry.error;
    const preferences = readPreferences(request);
    if (!preferences.ok) return preferences.error;

    const refusal = refuseAnother(token.appId, wanted.value.changeType, mailbox.value);
    if (refusal !== null) return refusal;
    for (const url of [wanted.value.notificationUrl, wanted.value.lifecycleNotificationUrl]) {
      const failure = url === null ? null : await refuseAddress(url, { clock, chance, post });
      if (failure !== null) return failure;
    }
    // While the addresses were being tried, the same may have been asked for and granted.
    const overtaken = refuseAnother(token.appId, wanted.value.changeType, mailbox.value);
    if (overtaken !== null) return overtaken;

    const subscription: Subscription = {
      ...wanted.value,
      id: chance.guid(),
      appId: token.appId,
      tenantId: token.tenantId,
      creatorId: creatorOf(token.appId),
      mailboxId: mailbox.value.id,
      immutableIds: preferences.value.immutableIds,
      expiresAt: expiry.value,
    };
    subscriptions.keep(subscription);
    return { status: 201, body: entity(subscription) };
  }

  function reachable(resource: string, { roles, onBehalfOf }: Asked['token']): Result<Mailbox, GraphAnswer> {
    const name = RESOURCE.exec(resource)?.[1];
    if (name === undefined) {
      return err(problem(400, 'InvalidRequest', `Resource '${resource}' is not supported for change notifications.`));
    }
    const mailbox = exchange.mailbox(safeDecode(name));
    if (mailbox === null) return err(problem(404, 'ResourceNotFound', `Resource '${name}' could not be found.`));
    const isGranted = onBehalfOf !== undefined || READ_CALENDARS.some((role) => roles.includes(role));
    if (!(isGranted && exchange.mayReach(mailbox)) && !exchange.isAssigned(READ_CALENDARS, mailbox)) {
      return err(extensionError(403, 'Forbidden', 'Access to OData is disabled.'));
    }
    if (!mailbox.enabled) return err(extensionError(400, 'NotFound', 'The mailbox is not enabled for this operation.'));
    return ok(mailbox);
  }

  function refuseAnother(appId: string, changeType: string, mailbox: Mailbox): GraphAnswer | null {
    const held = subscriptions.ofMailbox(mailbox);
    if (held.some((one) => one.appId === appId && sorted(one.changeType) === sorted(changeType))) {
      return problem(409, 'Conflict', 'Subscription Id <> already exists for the requested combination');
    }
    if (held.length < MOST_PER_MAILBOX) return null;
    return problem(
      403,
      'Forbidden',
      `The limit of ${MOST_PER_MAILBOX} active subscriptions per mailbox has been reached.`,
    );
  }

  function readExpiry(value: unknown): Result<number, GraphAnswer> {
    const moment = typeof value === 'string' ? readQueryMoment(value) : null;
    if (moment === null)
      return err(problem(400, 'InvalidRequest', 'The property expirationDateTime is missing or invalid.'));
    const now = clock.now();
    if (moment <= now) return err(problem(400, 'InvalidRequest', 'Subscription expiration must be in the future.'));
    if (moment > now + LONGEST_LIFE_MINUTES * MINUTE_MS) {
      return err(
        extensionError(
          400,
          'BadRequest',
          `Subscription expiration can only be ${LONGEST_LIFE_MINUTES} minutes in the future.`,
        ),
      );
    }
    return ok(Math.max(moment, now + SHORTEST_LIFE_MINUTES * MINUTE_MS));
  }

  /** Another app's subscription does not exist. */
  function own({ token, param }: Asked): Subscription | null {
    const subscription = subscriptions.find(param('subscription'));
    return subscription?.appId === token.appId ? subscription : null;
  }

  function list({ request, token }: Asked): GraphAnswer {
    const page = readPage(request, DEFAULT_PAGE);
    if (!page.ok) return page.error;
    // The secret is not shown to whoever merely lists.
    const print = (one: Subscription) => ({ ...subscriptionJson(one), clientState: null });
    const listing = { request, page: page.value, baseUrl: baseUrl(), context: `${CONTEXT}#subscriptions` };
    return { status: 200, body: paged(subscriptions.of(token.appId), print, listing) };
  }

  function get(asked: Asked): GraphAnswer {
    const subscription = own(asked);
    return subscription === null ? noSuchSubscription() : { status: 200, body: entity(subscription) };
  }

  async function update(asked: Asked): Promise<GraphAnswer> {
    const body = jsonBody(asked.request);
    if (body === null) return problems.notJson();
    const subscription = own(asked);
    if (subscription === null) return noSuchSubscription();
    const fixed = Object.keys(body).find((name) => !CHANGEABLE.has(name));
    if (fixed !== undefined) return problem(400, 'InvalidRequest', `The property '${fixed}' cannot be updated.`);
    const expiry =
      body['expirationDateTime'] === undefined ? ok(subscription.expiresAt) : readExpiry(body['expirationDateTime']);
    if (!expiry.ok) return expiry.error;
    const url = body['notificationUrl'] ?? subscription.notificationUrl;
    if (url !== subscription.notificationUrl) {
      if (!isDeliverable(url)) return undeliverable('notificationUrl');
      const failure = await refuseAddress(url, { clock, chance, post });
      if (failure !== null) return failure;
    }
    // It may have been deleted while the new address was being tried.
    if (subscriptions.find(subscription.id) === null) return noSuchSubscription();
    const renewed = { ...subscription, notificationUrl: String(url), expiresAt: expiry.value };
    subscriptions.keep(renewed);
    return { status: 200, body: entity(renewed) };
  }

  function remove(asked: Asked): GraphAnswer {
    const subscription = own(asked);
    if (subscription === null) return noSuchSubscription();
    subscriptions.drop(subscription.id);
    return { status: 204 };
  }

  function reauthorize(asked: Asked): GraphAnswer {
    return own(asked) === null ? noSuchSubscription() : { status: 204 };
  }

  /** The app's service principal: one for each app. */
  function creatorOf(appId: string): string {
    const known = creatorIds.get(appId) ?? chance.guid();
    creatorIds.set(appId, known);
    return known;
  }

  const common = { roles: READ_CALENDARS, of: 'tenant' } as const;
  const one = 'subscriptions/:subscription';
  return [
    { ...common, name: 'list-subscriptions', method: 'GET', path: 'subscriptions', answer: list },
    { ...common, name: 'create-subscription', method: 'POST', path: 'subscriptions', answer: create },
    { ...common, name: 'get-subscription', method: 'GET', path: one, answer: get },
    { ...common, name: 'update-subscription', method: 'PATCH', path: one, answer: update },
    { ...common, name: 'delete-subscription', method: 'DELETE', path: one, answer: remove },
    { ...common, name: 'reauthorize-subscription', method: 'POST', path: `${one}/reauthorize`, answer: reauthorize },
  ];
}

const CHANGEABLE: ReadonlySet<string> = new Set(['expirationDateTime', 'notificationUrl']);

/** `.Shared` permissions do not work for subscriptions (subscription-post-subscriptions). */
function isOwn(mailbox: Mailbox, account: string): boolean {
  return mailbox.address.toLowerCase() === account.toLowerCase();
}

function extensionError(status: number, reason: string, message: string): GraphAnswer {
  return problem(
    status,
    'ExtensionError',
    `Operation: Create; Exception: [Status Code: ${reason}; Reason: ${message}]`,
  );
}

function noSuchSubscription(): GraphAnswer {
  return problem(404, 'ResourceNotFound', 'The object was not found.');
}

function entity(subscription: Subscription) {
  return { '@odata.context': `${CONTEXT}#subscriptions/$entity`, ...subscriptionJson(subscription) };
}

function sorted(changeType: string): string {
  return changeType.split(',').sort().join(',');
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
