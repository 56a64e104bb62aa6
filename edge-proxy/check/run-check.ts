/**
 * The check (design, 5.8): tries everything that Doorlight needs of Entra, Exchange and this machine, one line for each
 * thing, as it comes. A cause is named once: what cannot be tried because of it is skipped and says so.
 */

import { addMs, MINUTE_MS } from '../../shared/basics/instant.ts';
import type { CheckLine } from '../../shared/wire/check.ts';
import type { SignedIn } from '../ports/check-probe.ts';
import type { Access } from './access.ts';
import { catalogueLines } from './catalogue-lines.ts';
import { failed, faultWords, forAccount, good, isDenied, type LineKind, skipped } from './check-lines.ts';
import { type CheckNeeds, isDelegated } from './check-setup.ts';
import { consentTo } from './commands.ts';
import { habitLines } from './habit-lines.ts';
import { mailLine } from './mail-line.ts';
import { scopeLines, serviceUserLines } from './mailbox-lines.ts';
import { readRooms, type SeenRoom } from './read-rooms.ts';
import { readingLines } from './reading-lines.ts';
import { roomWritingLine } from './room-writing-line.ts';
import { signInLines } from './sign-in-lines.ts';
import { graphLines, siteLines } from './site-lines.ts';
import { webhookLine } from './webhook-line.ts';
import { zoneLines } from './zone-lines.ts';

/** All that takes a token and Graph. */
const WITH_GRAPH: readonly LineKind[] = [
  'consent',
  'permission-places',
  'rooms',
  'permission-calendars-read',
  'room-readable',
  'permission-mailbox-settings',
  'zones',
  'room-writing',
  'accepting',
  'titles',
  'webhook',
  'service-user',
  'permission-calendars-write',
  'permission-mail-send',
  'canary',
  'scope',
];

/** Whatever else Graph were asked, it would be the same. */
const CONCERNS_ALL: ReadonlySet<string> = new Set(['credential-refused', 'graph-unreachable', 'throttled']);

export async function* runCheck(needs: CheckNeeds): AsyncGenerator<CheckLine, void> {
  const isAccount = isDelegated(needs.setup);
  for await (const line of allLines(needs)) yield isAccount ? forAccount(line) : line;
}

async function* allLines(needs: CheckNeeds): AsyncGenerator<CheckLine, void> {
  yield good('configuration', { tried: 'Read the environment.', cameBack: 'Everything that is set makes sense.' });
  yield* siteLines(needs);
  const isGraphThere = yield* graphLines(needs);
  const signedIn = yield* signInLines(needs);
  if (signedIn === null) yield* skipAll(WITH_GRAPH, 'token');
  else if (!isGraphThere) yield* skipAll(WITH_GRAPH, 'graph');
  else yield* tenantLines(needs, signedIn);
}

async function* tenantLines(needs: CheckNeeds, { roles, objectId }: SignedIn): AsyncGenerator<CheckLine, void> {
  const access = { ...(await firstTries(needs)), roles, objectId };
  const consent = consentLine(needs, access);
  yield consent;
  if (consent.verdict === 'failed') {
    yield* skipAll(WITH_GRAPH.slice(1), 'consent');
    return;
  }
  const rooms = yield* catalogueLines(needs, access.places);
  if (!access.places.ok && CONCERNS_ALL.has(access.places.error.reason)) {
    yield* skipAll(WITH_GRAPH.slice(3), 'permission-places');
    return;
  }
  const seen = await readRooms(needs, rooms ?? []);
  const isReadable = ({ meetings }: SeenRoom) => meetings.ok;
  const areRoomsReadable = seen.some(isReadable) || (seen.length === 0 && access.serviceUser.ok);
  yield* readingLines(needs, access, seen);
  yield* zoneLines(needs, access, seen);
  const readable = seen.find(isReadable)?.address ?? null;
  yield await roomWritingLine(needs, access, readable);
  yield* habitLines(seen, needs.clock.now());
  yield await webhookLine(needs, readable);
  // With no room to compare it with, what is refused is refused for its own sake.
  yield* serviceUserLines(needs, access, areRoomsReadable || seen.length === 0);
  yield await mailLine(needs, access);
  yield* scopeLines(needs, roles, areRoomsReadable);
}

async function firstTries({ probe, setup, clock }: CheckNeeds): Promise<Pick<Access, 'places' | 'serviceUser'>> {
  const now = clock.now();
  const window = { start: now, end: addMs(now, MINUTE_MS) };
  const [places, serviceUser] = await Promise.all([probe.listRooms(), probe.readMeetings(setup.serviceUser, window)]);
  return { places, serviceUser };
}

/** Entra issues a token to an app without any right; only Graph then says no, to everything. */
function consentLine({ setup }: CheckNeeds, { roles, places, serviceUser }: Access): CheckLine {
  const tried = 'Looked at the permissions in the token.';
  const isRefused = !places.ok && isDenied(places.error) && !serviceUser.ok && isDenied(serviceUser.error);
  if (roles?.length === 0 && isRefused) {
    return failed('consent', {
      tried,
      cameBack: `It bears none, and Graph refuses all. ${faultWords(places.error)}`,
      remedy:
        'Let an administrator consent to the application permissions of the app registration, and give the rest in Exchange.',
      command: consentTo('Place.Read.All', setup.clientId),
    });
  }
  if (isDelegated(setup)) {
    const cameBack = 'It is a service account’s: what it may is what the account may. Trying has to tell.';
    return good('consent', { tried, cameBack });
  }
  if (roles === null) return good('consent', { tried, cameBack: 'The token cannot be read: trying has to tell.' });
  const cameBack =
    roles.length === 0 ? 'It bears none: all rights come from Exchange.' : `It bears ${roles.join(', ')}.`;
  return good('consent', { tried, cameBack });
}

function* skipAll(kinds: readonly LineKind[], waitsFor: LineKind): Generator<CheckLine, void> {
  for (const kind of kinds) yield skipped(kind, waitsFor);
}
