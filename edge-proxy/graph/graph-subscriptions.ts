/** The Subscriptions port on Graph: change notifications on each room's events, sent to this proxy's address. */

import { type Instant, parseIso, toIso } from '../../shared/basics/instant.ts';
import { CalendarUnavailable } from '../ports/calendar.ts';
import {
  type StandingSubscription,
  SubscribedElsewhere,
  type Subscription,
  type Subscriptions,
} from '../ports/subscriptions.ts';
import type { GraphClient } from './graph-client.ts';
import { encodePart, graphPath } from './graph-path.ts';
import type { GraphAnswer } from './graph-request.ts';

/** A thousand rooms come in ten pages; ten times that is the mark of a loop. */
const MAX_PAGES = 200;

/** `publicUrl` without a closing slash: Graph validates and calls the webhook routes below it. */
export function createGraphSubscriptions(client: GraphClient, publicUrl: string): Subscriptions {
  const notificationUrl = `${publicUrl}/webhooks/graph`;
  const lifecycleNotificationUrl = `${publicUrl}/webhooks/graph/lifecycle`;
  // The subscription service counts apart from the mailboxes; a slow validation must not take a room's lanes.
  const tenantWide = { mailbox: null, urgency: 'background' } as const;

  async function listEntries(): Promise<Entry[]> {
    const entries = await client.callAllPages({ ...tenantWide, path: '/subscriptions' }, MAX_PAGES);
    return entries.map(readEntry).filter((entry) => entry !== null);
  }

  const list = async () => (await listEntries()).filter((entry) => entry.notificationUrl === notificationUrl);

  async function remove(id: string): Promise<void> {
    const path = graphPath`/subscriptions/${id}`;
    await client.call({ ...tenantWide, method: 'DELETE', path, accept: [404], repeatable: true });
  }

  /** Null where Graph keeps its secret to itself: then nobody could tell its notifications from forged ones. */
  async function adopt(id: string): Promise<StandingSubscription | null> {
    const path = graphPath`/subscriptions/${id}`;
    const answer = await client.call({ ...tenantWide, path, accept: [404] });
    const { clientState } = (answer.body ?? {}) as { clientState?: unknown };
    if (answer.status === 404 || typeof clientState !== 'string' || clientState === '') return null;
    return { ...issued(answer, { id }), clientState };
  }

  function post(address: string, clientState: string, until: Instant): Promise<GraphAnswer> {
    const body = {
      changeType: 'created,updated,deleted',
      notificationUrl,
      lifecycleNotificationUrl,
      resource: resourceOf(address),
      expirationDateTime: toIso(until),
      clientState,
      latestSupportedTlsVersion: 'v1_2',
    };
    return client.call({ ...tenantWide, method: 'POST', path: '/subscriptions', body, accept: [409] });
  }

  return {
    async create(room, clientState, until) {
      const answer = await post(room.address, clientState, until);
      if (answer.status !== 409) return { ...issued(answer), clientState };

      const mailbox = room.address.toLowerCase();
      const inTheWay = (await listEntries()).filter((entry) => entry.mailbox === mailbox);
      const ours = inTheWay.filter((entry) => entry.notificationUrl === notificationUrl);
      const [first, ...doubles] = ours;
      if (first === undefined && inTheWay.length > 0) throw new SubscribedElsewhere(room.id);
      for (const { id } of doubles) await remove(id);
      // Of an earlier life, or of a request whose answer was lost.
      const adopted = first === undefined ? null : await adopt(first.id);
      if (adopted !== null) return adopted;
      if (first !== undefined) await remove(first.id);
      const second = await post(room.address, clientState, until);
      if (second.status !== 409) return { ...issued(second), clientState };
      throw new CalendarUnavailable('bad-answer', { cause: new Error('a subscription is in the way') });
    },

    async renew(id, until) {
      const path = graphPath`/subscriptions/${id}`;
      const body = { expirationDateTime: toIso(until) };
      // Renewed twice is as good as once, so a lost answer may be asked for again.
      const change = { method: 'PATCH', path, body, accept: [404, 410], repeatable: true } as const;
      const answer = await client.call({ ...tenantWide, ...change });
      return answer.status === 404 || answer.status === 410 ? null : issued(answer, { id });
    },

    remove,

    async list() {
      return (await list()).map(({ id, mailbox, expiresAt }) => ({ id, mailbox, expiresAt }));
    },
  };
}

function resourceOf(address: string): string {
  return `users/${encodePart(address).replace('%40', '@')}/events`;
}

/** `known`: what an answer without a body, which some services give to a PATCH, leaves to be filled in. */
function issued({ body }: GraphAnswer, known: { id?: string } = {}): Subscription {
  const { id = known.id, expirationDateTime } = (body ?? {}) as { id?: unknown; expirationDateTime?: unknown };
  const expiresAt = typeof expirationDateTime === 'string' ? parseIso(expirationDateTime) : null;
  if (typeof id === 'string' && id !== '' && expiresAt !== null) return { id, expiresAt };
  throw new CalendarUnavailable('bad-answer', { mayHaveHappened: true, cause: new Error('no subscription') });
}

type Entry = Subscription & { readonly mailbox: string; readonly notificationUrl: string };

/** Null for one that watches something else than a mailbox's events: not ours to judge. */
function readEntry(input: unknown): Entry | null {
  if (typeof input !== 'object' || input === null) return null;
  const { id, resource, notificationUrl, expirationDateTime } = input as Record<string, unknown>;
  const expiresAt = typeof expirationDateTime === 'string' ? parseIso(expirationDateTime) : null;
  const mailbox = typeof resource === 'string' ? /^\/?users\/([^/]+)\/events\/?$/i.exec(resource)?.[1] : undefined;
  if (typeof id !== 'string' || typeof notificationUrl !== 'string') return null;
  if (expiresAt === null || mailbox === undefined) return null;
  return { id, expiresAt, mailbox: decoded(mailbox).toLowerCase(), notificationUrl };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
