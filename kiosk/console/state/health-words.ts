/** How well the rooms are kept, as sentences: who needs somebody, and what the connection to Microsoft comes to. */

import { DAY_MS, type Instant, MINUTE_MS } from '../../../shared/basics/instant.ts';
import type { HealthCause } from '../../../shared/room/room-day.ts';
import type { CredentialStanding, RoomHealth, SiteHealth } from '../../../shared/wire/room-health.ts';
import type { Alarm, AlarmKind, ScopeReport } from '../../../shared/wire/watch.ts';
import { plural, sayAgo, sayLength } from '../text/say-time.ts';

/** `well`: nothing to do. `look`: serves, but not as it should. `bad`: somebody has to act. */
export type Standing = 'well' | 'look' | 'bad';
export type Said = { readonly standing: Standing; readonly words: string };

/** The title of the page: the worst first. */
export function healthFinding(health: SiteHealth, scope: ScopeReport | null, now: Instant): string {
  const here = health.rooms.filter(({ goneSince }) => goneSince === null);
  const behind = here.filter((room) => roomSaid(room, now).standing === 'bad').length;
  if (scope?.verdict === 'readable') return 'The app can read more than rooms';
  if (health.credentialRefusal !== null) return 'Microsoft refuses our sign-in';
  if (here.length === 0) return 'No room is known yet';
  if (behind === here.length)
    return here.length === 1 ? 'The one room is behind' : `All ${here.length} rooms are behind`;
  if (behind > 0) return `${behind} of ${here.length} rooms ${behind === 1 ? 'is' : 'are'} behind`;
  return here.length === 1 ? 'The one room is kept well' : `All ${here.length} rooms are kept well`;
}

const CAUSES: Readonly<Record<HealthCause, string>> = {
  'not-read-yet': 'Its calendar has not been read yet',
  'graph-unreachable': 'Microsoft cannot be reached',
  throttled: 'Microsoft asks us to wait',
  'credential-refused': 'Microsoft refuses our sign-in',
  'access-denied': 'Exchange no longer lets us read this room',
  'room-gone': 'The room’s mailbox is no longer in Exchange',
  'bad-answer': 'Microsoft answered something that we cannot read',
  'scope-not-proven': 'Nothing is shown, since the app may read more than rooms',
  paused: 'Paused',
};

/** A sentence each, whatever the cause was called by whoever told it. */
export function causeWords(cause: string): string {
  return CAUSES[cause as HealthCause] ?? `It failed (${cause})`;
}

/** How one room is kept: why it needs somebody, or that it is well. */
export function roomSaid(room: RoomHealth, now: Instant): Said {
  if (room.goneSince !== null) return { standing: 'look', words: 'It has left the list of rooms.' };
  if (room.pausedSince !== null)
    return { standing: 'look', words: 'Paused: its door shows no calendar until it goes on.' };
  if (room.health !== null) return { standing: 'bad', words: `${causeWords(room.health.cause)}.` };
  if (room.failure !== null) {
    const times = room.failure.inARow === 1 ? 'the last reading' : `the last ${room.failure.inARow} readings`;
    return {
      standing: 'look',
      words: `${causeWords(room.failure.cause)}: ${times} failed. The door still knows enough.`,
    };
  }
  if (room.subscription.state === 'none')
    return { standing: 'look', words: 'No notifications, so it is read every minute or so.' };
  return { standing: 'well', words: room.lastReadAt === null ? 'Kept.' : `Read ${sayAgo(room.lastReadAt, now)}.` };
}

const BY_NEED: readonly Standing[] = ['bad', 'look', 'well'];

/** Those that need somebody first, then by name; of those that `search` leaves. */
export function sortRooms(rooms: readonly RoomHealth[], search: string, now: Instant): RoomHealth[] {
  const wanted = search.trim().toLocaleLowerCase();
  const need = (room: RoomHealth) => BY_NEED.indexOf(roomSaid(room, now).standing);
  return rooms
    .filter(({ displayName, address }) => `${displayName} ${address}`.toLocaleLowerCase().includes(wanted))
    .sort((a, b) => need(a) - need(b) || names.compare(a.displayName, b.displayName));
}

const names = new Intl.Collator('en', { numeric: true });

/** The console's own date, not the operator's locale: it stands beside Entra's, which is written like this. */
const dateOf = (moment: Instant) => new Date(moment).toISOString().slice(0, 10);

/** From the day on that an operator should plan for a new one. */
const SOON_MS = 30 * DAY_MS;
const FAR_OFF_MS = 10 * 365 * DAY_MS;

export function credentialSaid({ credential, credentialRefusal }: SiteHealth, now: Instant): Said {
  if (credentialRefusal !== null) {
    const { code, meaning, remedy } = credentialRefusal;
    return { standing: 'bad', words: `Entra said no (${code}): ${meaning}. ${remedy}` };
  }
  return credentialEndSaid(credential, now);
}

function credentialEndSaid({ ends, endsAt }: CredentialStanding, now: Instant): Said {
  if (ends === 'never') return { standing: 'well', words: 'Signed in. The credential does not run out.' };
  if (ends === 'unreadable')
    return { standing: 'look', words: 'The credential’s file cannot be read just now; we go on with what we have.' };
  if (endsAt === null) {
    const words =
      'Signed in. When the client secret runs out only Entra knows: set AZURE_CLIENT_SECRET_EXPIRES, or use a certificate.';
    return { standing: 'look', words };
  }
  const left = endsAt - now;
  if (left <= 0)
    return { standing: 'bad', words: `The credential ran out on ${dateOf(endsAt)}. Make a new one in Entra.` };
  // Nobody counts the days of one that outlives us all, as the sandbox's does.
  const another = left > FAR_OFF_MS ? '' : `, another ${sayLength(left)}`;
  const words = `The credential holds until ${dateOf(endsAt)}${another}.`;
  return { standing: left <= SOON_MS ? 'look' : 'well', words };
}

export function scopeSaid({ verdict, triedAt, doubt }: ScopeReport, now: Instant): Said {
  const tried = triedAt === null ? 'Not tried yet.' : `Tried ${sayAgo(triedAt, now)}.`;
  const doubted = doubt === null ? '' : ` The last try told nothing: ${doubt}.`;
  switch (verdict) {
    case 'proven':
      return {
        standing: 'well',
        words: `A mailbox outside the scope was denied to us, as it must be. ${tried}${doubted}`,
      };
    case 'readable':
      return {
        standing: 'bad',
        words: `We could read a mailbox that must be denied. Doors show nothing until the scope is mended. ${tried}${doubted}`,
      };
    case 'not-proven':
      return { standing: 'look', words: `Nobody has proven yet that we read rooms alone. ${tried}${doubted}` };
  }
}

/** Microsoft calls the address before it makes a subscription: one that stands proves the way in. */
export function webhookSaid({ webhook, rooms }: SiteHealth, now: Instant): Said {
  if (webhook === null) {
    const cause = rooms[0]?.subscription.cause;
    const why =
      cause === 'delegated-account'
        ? 'Graph lets a service account subscribe to its own mailbox alone.'
        : 'PUBLIC_URL is not set, so Graph cannot call us.';
    return { standing: 'look', words: `${why} Rooms are read by the clock.` };
  }
  const kept = rooms.filter(({ goneSince, pausedSince }) => goneSince === null && pausedSince === null);
  const live = kept.filter(({ subscription }) => subscription.state === 'live').length;
  const hints = kept.flatMap(({ lastHintAt }) => (lastHintAt === null ? [] : [lastHintAt]));
  const last = hints.length === 0 ? '' : ` The last notification came ${sayAgo(Math.max(...hints) as Instant, now)}.`;
  if (live === 0 && kept.length > 0)
    return { standing: 'bad', words: `Microsoft has not reached ${webhook}. Run the check: it says why.` };
  const words = `Microsoft reaches ${webhook}: ${live} of ${plural(kept.length, 'room')} subscribed.${last}`;
  return { standing: live === kept.length ? 'well' : 'look', words };
}

export function catalogueSaid({ catalogue }: SiteHealth, now: Instant): Said {
  const { rooms, gone, readAt, failure } = catalogue;
  const left = gone === 0 ? '' : ` ${plural(gone, 'room')} left it.`;
  if (failure !== null)
    return { standing: 'bad', words: `${causeWords(failure.cause)}, since ${sayLength(now - failure.since)}.${left}` };
  if (readAt === null) return { standing: 'look', words: 'The list of rooms has not been read yet.' };
  return { standing: 'well', words: `${plural(rooms, 'room')}, read ${sayAgo(readAt, now)}.${left}` };
}

/** Whether anybody feigns Microsoft: a handful is noise of the internet, many are an attempt. */
export function forgedSaid({ hints }: SiteHealth): string | null {
  const refused = hints.unknownSubscription + hints.wrongSecret + hints.wrongTenant;
  return refused === 0 ? null : `${plural(refused, 'notification')} did not know our secret and changed nothing.`;
}

export const ALARM_WORDS: Readonly<Record<AlarmKind, string>> = {
  'room-not-read': 'A room cannot be read',
  'subscription-failing': 'A room sends no notifications',
  'catalogue-not-read': 'The list of rooms cannot be read',
  'credential-refused': 'Microsoft refuses our sign-in',
  'credential-expiring': 'The credential runs out',
  'token-401-circuit': 'Graph refuses what Entra issues',
  'canary-readable': 'The app can read more than rooms',
  'scope-not-proven': 'The scope is not proven',
  'hints-forged': 'Somebody feigns notifications',
  'codes-guessed': 'Somebody guesses pairing codes',
  'clock-wrong': 'The clock is wrong',
  'store-failing': 'The disk or database fails',
  'store-restored': 'A backup was put back',
  'policy-unread': 'A policy cannot be read',
  'series-no-show': 'A series wastes its room',
  'fault-reported': 'Somebody reported a fault',
  'auto-release-suspected': 'Exchange may release rooms too',
  'room-may-not-decline': 'A room may not give itself back',
  'device-silent': 'Silent tablets',
};

/** A room is looked at by what is due and what was: told only where there is something to tell. */
export function roomFacts(room: RoomHealth, now: Instant): readonly (readonly [string, string])[] {
  const ago = (moment: Instant | null) => (moment === null ? 'Not since our start' : sayAgo(moment, now));
  const { subscription, pending, nextReadAt } = room;
  const next = nextReadAt === null ? 'None' : nextReadAt <= now ? 'Due' : `In ${sayLength(nextReadAt - now)}`;
  return [
    ['Address', room.address],
    ['Time zone', room.timeZoneSet ? `${room.timeZone}, set here` : room.timeZone],
    ['Read', ago(room.lastReadAt)],
    ['Next reading', pending.reading === 'idle' ? next : 'Under way'],
    ['Notified', ago(room.lastHintAt)],
    ['Changed', ago(room.lastChangeAt)],
    ['Revision', String(room.revision)],
    ['Subscription', subscriptionWords(subscription, now)],
    ['Taps under way', String(pending.intents)],
  ];
}

function subscriptionWords({ state, expiresAt, cause }: RoomHealth['subscription'], now: Instant): string {
  const until = expiresAt === null || expiresAt <= now ? '' : `, another ${sayLength(expiresAt - now + MINUTE_MS / 2)}`;
  switch (state) {
    case 'live':
      return `Stands${until}`;
    case 'doubted':
      return `In doubt${until}`;
    case 'none':
      return cause === null ? 'None' : `None: ${cause}`;
    case 'polled':
      return 'None: read by the clock';
  }
}

/** What an alarm is about, what happened and what to do. `roomName`: null for what is no room's id. */
export function sayAlarm(
  { cause: told, remedy, subject }: Pick<Alarm, 'cause' | 'remedy' | 'subject'>,
  roomName: (id: string) => string | null,
): string {
  // The log has no names, so that the proxy's own words know a room by its id.
  const cause = told.replace(/\broom (\S+)/g, (words, id: string) => roomName(id) ?? words);
  const room = roomName(subject);
  const said = room === null ? `${cause.charAt(0).toUpperCase()}${cause.slice(1)}` : `${room}: ${cause}`;
  return `${said}.${remedy === null ? '' : ` ${remedy}`}`;
}
