/**
 * The CheckProbe port on Entra and Graph, through the client and the credential that serve the doors: what the check
 * finds is what the doors meet. Of a meeting only its marks leave this file, never a title or a name.
 */

import { addMs, HOUR_MS, MINUTE_MS, toIso } from '../../shared/basics/instant.ts';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import { CalendarUnavailable } from '../ports/calendar.ts';
import type { CheckProbe, ProbedRoom, ProbeFault, SubscribeFault } from '../ports/check-probe.ts';
import type { Chance, Clock } from '../ports/runtime.ts';
import type { AppCredential } from './app-credential.ts';
import { parseJson } from './bounded.ts';
import { type GraphClient, GraphRefused } from './graph-client.ts';
import { decodeEvent } from './graph-event.ts';
import { encodePart, graphPath, graphQuery } from './graph-path.ts';
import { readPlace } from './graph-place.ts';
import { zoneOfSettings } from './graph-places.ts';
import type { GraphAnswer, GraphCall } from './graph-request.ts';
import { writeGraphTime } from './graph-time.ts';
import { probeMeeting } from './probe-meeting.ts';
import { type Reached, reach } from './reach.ts';
import { readTokenClaims } from './token-claims.ts';
import { TokenRefused } from './token-endpoint.ts';

type Needs = {
  /** Made for this run, so that consent given a minute ago is in the token. */
  readonly credential: AppCredential;
  readonly client: GraphClient;
  readonly graphEndpoint: string;
  readonly authorityHost: string;
  readonly tenantId: string;
  readonly operatorClientId: string;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'uuid' | 'secret'>;
  readonly fetch: typeof fetch;
};

const PAGE_SIZE = 100;
const MOST_PLACE_PAGES = 100;
/** Enough meetings to know a mailbox's habits by. */
const MOST_MEETINGS = 200;
const MEETING_FIELDS = 'id,subject,organizer,sensitivity,responseStatus,showAs,isAllDay,isCancelled,type,start,end';
/** Graph raises anything shorter to 45 minutes. Should the removal fail, it is gone within the hour. */
const TRIAL_LIFE_MS = HOUR_MS;
/** Another combination than the doors' own subscription has, so that neither is in the other's way. */
const TRIAL_CHANGE = 'deleted';
const TRIAL_TITLE = 'Doorlight check, may be deleted';

export function createGraphProbe(needs: Needs): CheckProbe {
  const { credential, client, graphEndpoint, clock, chance } = needs;
  const tenantWide = { mailbox: null, urgency: 'background' } as const;
  const of = (address: string) => ({ mailbox: address.toLowerCase(), urgency: 'background' }) as const;

  async function places(path: string): Promise<Result<readonly ProbedRoom[], ProbeFault>> {
    return attempt(async () => {
      const call = { ...tenantWide, path: path + graphQuery({ $top: PAGE_SIZE }) };
      const entries = await client.callAllPages(call, MOST_PLACE_PAGES);
      const found = entries.map(readPlace).filter((place) => place !== null);
      return found.map(({ address, displayName }) => ({ address, displayName }));
    });
  }

  /** False where it still stands. */
  async function takeAway(call: GraphCall): Promise<boolean> {
    const gone = await attempt(() => client.call({ ...call, method: 'DELETE', accept: [404], repeatable: true }));
    return gone.ok;
  }

  return {
    async reachGraph() {
      const reached = await reach(`${graphEndpoint}/v1.0/`, {}, needs);
      return reached.ok ? ok({ status: reached.value.status, time: reached.value.time }) : reached;
    },

    async signIn() {
      const askedAt = clock.now();
      try {
        const token = await credential.token();
        return ok({ ...readTokenClaims(token), tookMs: clock.now() - askedAt });
      } catch (cause) {
        if (!(cause instanceof CalendarUnavailable)) throw cause;
        const refusal = cause.cause instanceof TokenRefused ? cause.cause.refusal : null;
        return err({ reason: cause.reason, refusal });
      }
    },

    tryOperatorSignIn: () => tryOperatorSignIn(needs),

    listRooms: () => places('/places/microsoft.graph.room'),

    listRoomsOf: (roomList) => places(graphPath`/places/${roomList}/microsoft.graph.roomList/rooms`),

    readZone: (address) =>
      attempt(async () => {
        const { body } = await client.call({ ...of(address), path: graphPath`/users/${address}/mailboxSettings` });
        return zoneOfSettings(body);
      }),

    readMeetings: (address, window) =>
      attempt(async () => {
        const query = graphQuery({
          startDateTime: toIso(window.start),
          endDateTime: toIso(window.end),
          $select: MEETING_FIELDS,
          $top: MOST_MEETINGS,
        });
        const path = graphPath`/users/${address}/calendarView` + query;
        const { body } = await client.call({ ...of(address), path, pageSize: MOST_MEETINGS });
        const { value } = (body ?? {}) as { value?: unknown };
        if (!Array.isArray(value)) throw new CalendarUnavailable('bad-answer');
        return value.map(decodeEvent).flatMap((event) => probeMeeting(event) ?? []);
      }),

    tryWriting: (address, start) =>
      attempt(async () => {
        const events = graphPath`/users/${address}/events`;
        const end = addMs(start, 15 * MINUTE_MS);
        const body = {
          subject: TRIAL_TITLE,
          start: writeGraphTime(start),
          end: writeGraphTime(end),
          showAs: 'free',
          isReminderOn: false,
          transactionId: chance.uuid(),
        };
        const made = await client.call({ ...of(address), method: 'POST', path: events, body });
        const { id } = (made.body ?? {}) as { id?: unknown };
        if (typeof id !== 'string') throw new CalendarUnavailable('bad-answer');
        return (await takeAway({ ...of(address), path: events + graphPath`/${id}` })) ? 'done' : 'left';
      }),

    tryMailing: (address) =>
      attempt(async () => {
        const message = { subject: TRIAL_TITLE, body: { contentType: 'text', content: '' }, toRecipients: [] };
        // Whoever may not send is refused before anybody reads the letter; of whoever may, Exchange wants a recipient.
        await client.call({
          ...of(address),
          method: 'POST',
          path: graphPath`/users/${address}/sendMail`,
          body: { message, saveToSentItems: false },
          accept: [400],
        });
        return 'may' as const;
      }),

    async trySubscribing(address, publicUrl) {
      const body = {
        changeType: TRIAL_CHANGE,
        notificationUrl: `${publicUrl}/webhooks/graph`,
        lifecycleNotificationUrl: `${publicUrl}/webhooks/graph/lifecycle`,
        resource: `users/${encodePart(address).replace('%40', '@')}/events`,
        expirationDateTime: toIso(addMs(clock.now(), TRIAL_LIFE_MS)),
        clientState: chance.secret(128),
        latestSupportedTlsVersion: 'v1_2',
      };
      const call = { ...tenantWide, method: 'POST', path: '/subscriptions', body, accept: [400, 409] } as const;
      const made = await attempt(() => client.call(call));
      if (!made.ok) return err({ kind: 'other', fault: made.error });
      // One of an earlier check that could not be taken away: then it can be done.
      if (made.value.status === 409) return ok('done');
      if (made.value.status === 400) return err(addressFault(made.value));
      const { id } = (made.value.body ?? {}) as { id?: unknown };
      if (typeof id === 'string') await takeAway({ ...tenantWide, path: graphPath`/subscriptions/${id}` });
      return ok('done');
    },

    async tryWebhook(publicUrl) {
      const token = `Validation: Doorlight asks itself ${chance.uuid()}`;
      const url = `${publicUrl}/webhooks/graph?validationToken=${encodeURIComponent(token)}`;
      const reached = await reach(url, { method: 'POST', headers: { 'Content-Type': 'text/plain' } }, needs);
      if (!reached.ok) return { unreachable: reached.error };
      return isEcho(reached.value, token) ? 'echo' : { other: reached.value.status };
    },
  };
}

function isEcho({ status, contentType, text }: Reached, token: string): boolean {
  return status === 200 && text === token && /^text\/plain\b/i.test(contentType);
}

async function attempt<T>(work: () => Promise<T>): Promise<Result<T, ProbeFault>> {
  try {
    return ok(await work());
  } catch (thrown) {
    if (!(thrown instanceof CalendarUnavailable)) throw thrown;
    const { reason, cause } = thrown;
    const { status, code } = cause instanceof GraphRefused ? cause : { status: null, code: null };
    return err({ reason, status, code });
  }
}

/**
 * By Graph's own words, for once: one code stands for an address that nobody answers at and for one that answers wrongly
 * (graph-facts, section 1). Should the words change, the check says less, and the doors do not read them.
 */
function addressFault({ status, code, body }: GraphAnswer): SubscribeFault {
  const { error } = (body ?? {}) as { error?: { message?: unknown } };
  const words = typeof error?.message === 'string' ? error.message : '';
  if (/timed? ?out/i.test(words)) return { kind: 'address', why: 'too-slow' };
  if (/must exactly match|validationToken/i.test(words)) return { kind: 'address', why: 'wrong-answer' };
  if (code === 'ValidationError' || /validation request failed/i.test(words)) {
    return { kind: 'address', why: 'unreachable' };
  }
  return { kind: 'other', fault: { reason: 'bad-answer', status, code } };
}

/** Entra's word for an app that the tenant does not know. */
const APP_UNKNOWN = 700_016;

/**
 * A sign-in code that nobody was given is refused in any case, but an app that is not there is refused for that first.
 * So no secret and no person is needed to tell whether OPERATOR_CLIENT_ID means something to this tenant.
 */
async function tryOperatorSignIn(needs: Needs) {
  const { authorityHost, tenantId, operatorClientId, chance } = needs;
  const tenant = `${authorityHost}/${encodePart(tenantId)}`;
  const metadata = await reach(`${tenant}/v2.0/.well-known/openid-configuration`, {}, needs);
  if (!metadata.ok) return { unreachable: metadata.error };
  const { issuer } = (parseJson(metadata.value.text) ?? {}) as { issuer?: unknown };
  if (metadata.value.status !== 200 || typeof issuer !== 'string') return { unreachable: metadata.value.status };
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: operatorClientId.replace(/^api:\/\//, ''),
    code: chance.secret(128),
    code_verifier: chance.secret(256),
    redirect_uri: 'http://localhost/console',
    scope: 'openid',
  });
  const asked = await reach(`${tenant}/oauth2/v2.0/token`, { method: 'POST', body }, needs);
  const { error_codes: codes } = ((asked.ok ? parseJson(asked.value.text) : null) ?? {}) as { error_codes?: unknown };
  return Array.isArray(codes) && codes.includes(APP_UNKNOWN) ? ('app-unknown' as const) : ('ready' as const);
}
