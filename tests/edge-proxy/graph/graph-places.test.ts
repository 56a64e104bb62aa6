import { afterEach, describe, expect, test } from 'vitest';
import { readPlace } from '../../../edge-proxy/graph/graph-place.ts';
import { createGraphPlaces } from '../../../edge-proxy/graph/graph-places.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import type { Room } from '../../../shared/room/room.ts';
import { aRoom, aZone } from '../../support/builders.ts';
import { aGraphClient } from '../../support/graph-needs.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { recordedBody } from '../../support/recorded.ts';
import { type Answer, type StandIn, startStandIn } from '../../support/stand-in.ts';

let server: StandIn | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

type Site = {
  readonly places?: readonly object[];
  /** By address; a number is the status of a refusal. */
  readonly zones?: Readonly<Record<string, string | number>>;
  readonly lists?: Readonly<Record<string, readonly object[]>>;
  readonly roomLists?: readonly string[];
  readonly lastKnown?: readonly Room[];
};

async function tenant({ places = [], zones = {}, lists = {}, roomLists = [], lastKnown = [] }: Site) {
  server = await startStandIn(({ url }): Answer => {
    const path = decodeURIComponent(url.split('?')[0] ?? '');
    const mailbox = /users\/([^/]+)\/mailboxSettings$/.exec(path)?.[1];
    if (mailbox !== undefined) {
      const zone = zones[mailbox] ?? 404;
      return typeof zone === 'number' ? { status: zone, json: { error: { code: 'x' } } } : { json: { timeZone: zone } };
    }
    const list = /places\/([^/]+)\/microsoft\.graph\.roomList\/rooms$/.exec(path)?.[1];
    if (list !== undefined)
      return lists[list] ? { json: { value: lists[list] } } : { status: 404, json: { error: { code: 'x' } } };
    return { json: { value: places } };
  });
  const log = createMemoryLog();
  const { client } = aGraphClient(server.origin);
  const ownZone = aZone('Europe/Vienna');
  return { log, server, directory: createGraphPlaces({ client, roomLists, ownZone, lastKnown, log }) };
}

const place = (name: string, change: object = {}) => ({
  id: `id-${name}`,
  emailAddress: `${name}@x.example`,
  displayName: name,
  ...change,
});

test('a room is named by its own id and its mailbox in lower case', async () => {
  const { directory } = await tenant({
    places: [place('Porto', { emailAddress: 'PORTO@X.example' })],
    zones: { 'porto@x.example': 'GMT Standard Time' },
  });

  expect(await directory.listRooms()).toMatchObject([
    {
      id: 'id-Porto',
      address: 'porto@x.example',
      timeZone: 'Europe/London',
      capacity: null,
      floor: null,
      features: [],
    },
  ]);
});

describe('a room whose zone nobody knows', () => {
  test('takes the zone of most of its building, then of most rooms, then of this machine', async () => {
    const { directory, log } = await tenant({
      places: [
        place('a', { building: 'North' }),
        place('b', { building: 'North' }),
        place('c', { building: 'South' }),
        place('d', { building: 'South' }),
        place('e', { building: 'South' }),
        place('f', { building: 'East' }),
      ],
      zones: {
        'a@x.example': 'Tokyo Standard Time',
        'b@x.example': 'tzone://Microsoft/Custom',
        'c@x.example': 'Europe/Lisbon',
        'd@x.example': 'Europe/Lisbon',
        'e@x.example': 403,
        'f@x.example': 404,
      },
    });

    const rooms = await directory.listRooms();

    expect(rooms.map(({ timeZone }) => timeZone)).toEqual([
      'Asia/Tokyo',
      'Asia/Tokyo',
      'Europe/Lisbon',
      'Europe/Lisbon',
      'Europe/Lisbon',
      'Europe/Lisbon',
    ]);
    expect(log.lines).toMatchObject([{ level: 'warn', event: 'room-zones-unknown', facts: { count: 3 } }]);
  });

  test('takes that of this machine where no room tells one, never UTC', async () => {
    const { directory } = await tenant({ places: [place('a')] });

    expect(await directory.listRooms()).toMatchObject([{ timeZone: 'Europe/Vienna' }]);
  });
});

test('an outage is no reason to guess zones: the whole is asked again later', async () => {
  const { directory } = await tenant({ places: [place('a')], zones: { 'a@x.example': 503 } });

  await expect(directory.listRooms()).rejects.toMatchObject({ reason: 'graph-unreachable' });
});

test('only the rooms of the named lists are taken, each once, and a list that is gone takes no other with it', async () => {
  const { directory, log } = await tenant({
    lists: { 'one@x.example': [place('a'), place('b')], 'two@x.example': [place('b'), place('c')] },
    roomLists: ['one@x.example', 'gone@x.example', 'two@x.example'],
  });

  expect((await directory.listRooms()).map(({ displayName }) => displayName)).toEqual(['a', 'b', 'c']);
  expect(directory.unreadLists()).toBe(1);
  expect(log.events()).toContain('room-list-unreadable');
});

test('a place without a mailbox is no room', async () => {
  const { directory, log } = await tenant({ places: [place('a', { emailAddress: null }), place('b')] });

  expect(await directory.listRooms()).toHaveLength(1);
  expect(log.events()).toContain('places-without-mailbox');
});

test.for(['places-rooms.json', 'places-roomlist-rooms.json', 'composed/places-rooms-current-fields.json'])(
  'every room of %s can be read',
  (name) => {
    const { value } = recordedBody(name) as { value: object[] };
    for (const input of value) expect(readPlace(input)).toMatchObject({ capacity: expect.any(Number) });
  },
);

test.for([
  { given: { capacity: '12' }, read: { capacity: 12 } },
  { given: { capacity: 0 }, read: { capacity: null } },
  { given: { capacity: -3 }, read: { capacity: null } },
  { given: { floorLabel: 'Mezzanine', floorNumber: 1 }, read: { floor: 'Mezzanine' } },
  { given: { floorNumber: 0 }, read: { floor: '0' } },
  {
    given: { displayDevice: 'surface hub', tags: ['surface hub', 7, null, 'bean bags'] },
    read: { features: ['surface hub', '7', 'bean bags'] },
  },
  { given: { displayName: '\u202E \u200B', nickname: 'Small one' }, read: { displayName: 'Small one' } },
  { given: { displayName: null }, read: { displayName: 'a@x.example' } },
])('of a place with $given we say $read', ({ given, read }) => {
  expect(readPlace(place('a', given))).toMatchObject(read);
});

test('one mailbox that fails costs its own zone alone, and nobody else its door', async () => {
  const { directory, log } = await tenant({
    places: [place('porto'), place('faro'), place('oslo')],
    zones: { 'porto@x.example': 'GMT Standard Time', 'faro@x.example': 501, 'oslo@x.example': 'GMT Standard Time' },
  });

  const rooms = await directory.listRooms();

  expect(rooms.map(({ displayName, timeZone }) => `${displayName} ${timeZone}`)).toEqual([
    'porto Europe/London',
    'faro Europe/London',
    'oslo Europe/London',
  ]);
  expect(log.lines.some(({ event }) => event === 'room-zones-unknown')).toBe(true);
});

test.for([
  { status: 501, zone: 'Europe/Helsinki', because: 'one bad answer moves no mailbox' },
  { status: 403, zone: 'Europe/London', because: 'it will never be told, and its neighbours know best' },
])('after a restart, a mailbox that answers $status is in $zone, because $because', async ({ status, zone }) => {
  const { directory } = await tenant({
    places: [place('porto'), place('faro')],
    zones: { 'porto@x.example': 'GMT Standard Time', 'faro@x.example': status },
    lastKnown: [aRoom({ id: 'id-faro' as RoomId, timeZone: aZone('Europe/Helsinki') })],
  });

  const [, faro] = await directory.listRooms();

  expect(faro?.timeZone).toBe(zone);
});
