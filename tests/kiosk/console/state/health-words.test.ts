import { expect, test } from 'vitest';
import {
  catalogueSaid,
  causeWords,
  credentialSaid,
  forgedSaid,
  healthFinding,
  roomFacts,
  roomSaid,
  type Standing,
  sayAlarm,
  scopeSaid,
  sortRooms,
  webhookSaid,
} from '../../../../kiosk/console/state/health-words.ts';
import type { RoomHealth, SiteHealth } from '../../../../shared/wire/room-health.ts';
import type { ScopeReport } from '../../../../shared/wire/watch.ts';
import { at } from '../../../support/builders.ts';
import { aRoomHealth, aSiteHealth, provenScope } from '../health-fixtures.ts';

const now = at('10:00:20');
const away = { health: { cause: 'graph-unreachable', since: at('09:30') } } as const;

test.for<{ site: Partial<SiteHealth>; scope?: ScopeReport | null; title: string }>([
  { site: {}, title: 'All 2 rooms are kept well' },
  { site: { rooms: [aRoomHealth('Lisbon')] }, title: 'The one room is kept well' },
  { site: { rooms: [] }, title: 'No room is known yet' },
  { site: { rooms: [aRoomHealth('Lisbon', away), aRoomHealth('Porto')] }, title: '1 of 2 rooms is behind' },
  { site: { rooms: [aRoomHealth('Lisbon', away)] }, title: 'The one room is behind' },
  {
    site: { rooms: [aRoomHealth('Lisbon', away), aRoomHealth('Porto', away)] },
    title: 'All 2 rooms are behind',
  },
  {
    site: { rooms: [aRoomHealth('Lisbon', { ...away, goneSince: at('08:00') }), aRoomHealth('Porto')] },
    title: 'The one room is kept well',
  },
  {
    site: { credentialRefusal: { code: 'AADSTS7000222', meaning: 'the secret has run out', remedy: 'Make one.' } },
    title: 'Microsoft refuses our sign-in',
  },
  { site: {}, scope: { ...provenScope, verdict: 'readable' }, title: 'The app can read more than rooms' },
])('the page is called "$title"', ({ site, scope = provenScope, title }) => {
  expect(healthFinding(aSiteHealth(site), scope, now)).toBe(title);
});

test.for<{ room: Partial<RoomHealth>; standing: Standing; says: string; because: string }>([
  { room: {}, standing: 'well', says: 'Read 20 seconds ago.', because: 'all is as it should be' },
  { room: { lastReadAt: null }, standing: 'well', says: 'Kept.', because: 'nothing is wrong either' },
  { room: away, standing: 'bad', says: 'Microsoft cannot be reached.', because: 'its door is behind' },
  {
    room: { ...away, pausedSince: at('09:00') },
    standing: 'look',
    says: 'Paused',
    because: 'an operator wanted it so',
  },
  {
    room: { goneSince: at('09:00') },
    standing: 'look',
    says: 'left the list',
    because: 'it is nobody’s door any more',
  },
  {
    room: { failure: { cause: 'throttled', since: at('09:59'), inARow: 1 } },
    standing: 'look',
    says: 'the last reading failed',
    because: 'the door is still fresh enough',
  },
  {
    room: { failure: { cause: 'throttled', since: at('09:59'), inARow: 4 } },
    standing: 'look',
    says: 'the last 4 readings failed',
    because: 'it goes on failing',
  },
  {
    room: { subscription: { state: 'none', expiresAt: null, cause: 'access-denied' } },
    standing: 'look',
    says: 'No notifications',
    because: 'it is a minute late at worst',
  },
])('a room says "$says", since $because', ({ room, standing, says }) => {
  const said = roomSaid(aRoomHealth('Lisbon', room), now);

  expect(said.standing).toBe(standing);
  expect(said.words).toContain(says);
});

test('a cause that nobody foresaw is said as it is', () => {
  expect(causeWords('moon-phase')).toContain('moon-phase');
});

test('rooms that need somebody come first, then by name, and a search leaves those that it fits', () => {
  const rooms = [aRoomHealth('Room 10'), aRoomHealth('Room 9'), aRoomHealth('Zagreb', away)];

  expect(sortRooms(rooms, '', now).map(({ displayName }) => displayName)).toEqual(['Zagreb', 'Room 9', 'Room 10']);
  expect(sortRooms(rooms, ' ZAG ', now).map(({ displayName }) => displayName)).toEqual(['Zagreb']);
  expect(sortRooms(rooms, 'room 9@', now).map(({ displayName }) => displayName)).toEqual(['Room 9']);
});

test.for<{ site: Partial<SiteHealth>; standing: Standing; says: string }>([
  { site: {}, standing: 'well', says: 'does not run out' },
  { site: { credential: { ends: 'unknown', endsAt: null } }, standing: 'look', says: 'AZURE_CLIENT_SECRET_EXPIRES' },
  { site: { credential: { ends: 'unreadable', endsAt: null } }, standing: 'look', says: 'cannot be read' },
  {
    site: { credential: { ends: 'at', endsAt: at('2027-03-01T00:00:00Z') } },
    standing: 'well',
    says: '2027-03-01, another 96 days',
  },
  {
    site: { credential: { ends: 'at', endsAt: at('2999-01-01T00:00:00Z') } },
    standing: 'well',
    says: 'holds until 2999-01-01.',
  },
  {
    site: { credential: { ends: 'at', endsAt: at('2026-12-04T10:00:20Z') } },
    standing: 'look',
    says: 'another 10 days',
  },
  { site: { credential: { ends: 'at', endsAt: at('09:00') } }, standing: 'bad', says: 'ran out on 2026-11-24' },
  {
    site: { credentialRefusal: { code: 'AADSTS700016', meaning: 'the app is unknown', remedy: 'Look at the id.' } },
    standing: 'bad',
    says: 'AADSTS700016',
  },
])('of the sign-in: "$says"', ({ site, standing, says }) => {
  const said = credentialSaid(aSiteHealth(site), now);

  expect(said.standing).toBe(standing);
  expect(said.words).toContain(says);
});

test.for<{ scope: Partial<ScopeReport>; standing: Standing; says: string }>([
  { scope: {}, standing: 'well', says: 'was denied to us' },
  { scope: { verdict: 'readable' }, standing: 'bad', says: 'Doors show nothing' },
  { scope: { verdict: 'not-proven', triedAt: null }, standing: 'look', says: 'Not tried yet' },
  { scope: { doubt: 'it was throttled' }, standing: 'well', says: 'it was throttled' },
])('of the scope: "$says"', ({ scope, standing, says }) => {
  const said = scopeSaid({ ...provenScope, ...scope }, now);

  expect(said.standing).toBe(standing);
  expect(said.words).toContain(says);
});

const none = { subscription: { state: 'none', expiresAt: null, cause: null } } as const;

test.for<{ site: Partial<SiteHealth>; standing: Standing; says: string }>([
  { site: {}, standing: 'well', says: '2 of 2 rooms subscribed. The last notification came 1 minute ago.' },
  { site: { rooms: [aRoomHealth('Lisbon', none), aRoomHealth('Porto')] }, standing: 'look', says: '1 of 2 rooms' },
  { site: { rooms: [aRoomHealth('Lisbon', none)] }, standing: 'bad', says: 'has not reached https://doors.example' },
  { site: { webhook: null }, standing: 'look', says: 'PUBLIC_URL' },
  {
    site: {
      webhook: null,
      rooms: [
        aRoomHealth('Lisbon', { subscription: { state: 'polled', expiresAt: null, cause: 'delegated-account' } }),
      ],
    },
    standing: 'look',
    says: 'a service account subscribe to its own',
  },
])('of the notifications: "$says"', ({ site, standing, says }) => {
  const said = webhookSaid(aSiteHealth(site), now);

  expect(said.standing).toBe(standing);
  expect(said.words).toContain(says);
});

test('the list of rooms says when it was read, what left it, and why it cannot be read', () => {
  const { catalogue } = aSiteHealth();
  const failure = { cause: 'access-denied', since: at('09:00'), inARow: 3 };

  expect(catalogueSaid(aSiteHealth(), now)).toEqual({ standing: 'well', words: '2 rooms, read 10 minutes ago.' });
  expect(catalogueSaid(aSiteHealth({ catalogue: { ...catalogue, gone: 1 } }), now).words).toContain('1 room left it');
  expect(catalogueSaid(aSiteHealth({ catalogue: { ...catalogue, readAt: null } }), now).standing).toBe('look');
  expect(catalogueSaid(aSiteHealth({ catalogue: { ...catalogue, failure } }), now).standing).toBe('bad');
});

test('strangers are named only where there were some', () => {
  const hints = { accepted: 3, unknownSubscription: 1, wrongSecret: 2, wrongTenant: 0 };

  expect(forgedSaid(aSiteHealth())).toBeNull();
  expect(forgedSaid(aSiteHealth({ hints }))).toContain('3 notifications');
});

test('a room looked at closely tells what is due and what was', () => {
  const facts = new Map(roomFacts(aRoomHealth('Lisbon', { lastHintAt: null, nextReadAt: at('10:00:10') }), now));

  expect(facts.get('Notified')).toBe('Not since our start');
  expect(facts.get('Next reading')).toBe('Due');
  expect(facts.get('Subscription')).toBe('Stands, another 8 hours');
  expect(new Map(roomFacts(aRoomHealth('Lisbon', none), now)).get('Subscription')).toBe('None');
});

test.for([
  {
    about: 'a room is called by its name',
    alarm: { subject: 'id-1', cause: 'its subscription is gone', remedy: 'It is made again by itself.' },
    says: 'Lisbon: its subscription is gone. It is made again by itself.',
  },
  {
    about: 'the room of a tablet is called by its name',
    alarm: { subject: 'tablet-7', cause: 'the screen of room id-1 is not connected', remedy: null },
    says: 'The screen of Lisbon is not connected.',
  },
  {
    about: 'a room that has left keeps its id, and words that only begin so are let alone',
    alarm: {
      subject: 'tablet-7',
      cause: 'the screen of room id-2 is not connected; room lists are read',
      remedy: null,
    },
    says: 'The screen of room id-2 is not connected; room lists are read.',
  },
])('in an alarm $about', ({ alarm, says }) => {
  expect(sayAlarm(alarm, (id) => (id === 'id-1' ? 'Lisbon' : null))).toBe(says);
});
