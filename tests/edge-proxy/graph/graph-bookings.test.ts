import { afterEach, describe, expect, test } from 'vitest';
import { createGraphBookings } from '../../../edge-proxy/graph/graph-bookings.ts';
import { readMeeting } from '../../../edge-proxy/graph/organised-meeting.ts';
import { addMs } from '../../../shared/basics/instant.ts';
import { aKey, aRoom, at } from '../../support/builders.ts';
import { aGraphClient } from '../../support/graph-needs.ts';
import { recordedBody } from '../../support/recorded.ts';
import { type Answer, type Asked, type StandIn, startStandIn } from '../../support/stand-in.ts';

let server: StandIn | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function exchange(answer: (asked: Asked, nth: number) => Answer) {
  server = await startStandIn(answer);
  const { client, clock } = aGraphClient(server.origin);
  const bookings = createGraphBookings({ client, serviceUser: 'Desk@northwind.example', clock });
  const posts = () => server?.asked.filter(({ method }) => method === 'POST') ?? [];
  return { server, bookings, posts, clock };
}

const wish = {
  key: aKey(1),
  room: aRoom(),
  start: at('10:00'),
  end: at('10:30'),
  title: 'Stand-up',
  online: false,
  notAfter: at('23:59'),
};

function event(change: object = {}) {
  return {
    '@odata.etag': 'W/"1"',
    id: 'event-1',
    iCalUId: 'u1',
    transactionId: aKey(1),
    isCancelled: false,
    start: { dateTime: '2026-11-24T10:00:00.0000000', timeZone: 'UTC' },
    end: { dateTime: '2026-11-24T10:30:00.0000000', timeZone: 'UTC' },
    attendees: [{ type: 'resource', status: { response: 'none', time: '0001-01-01T00:00:00Z' } }],
    ...change,
  };
}

const none: Answer = { json: { value: [] } };
const created: Answer = { status: 201, json: event() };

test('what is written names the room, the stretch in UTC and the key, twice', async () => {
  const { bookings, posts } = await exchange(() => created);

  await bookings.create({ ...wish, online: true });

  expect(posts()[0]?.url).toBe('/graph/v1.0/users/Desk%40northwind.example/events');
  expect(JSON.parse(posts()[0]?.body ?? '')).toMatchObject({
    subject: 'Stand-up',
    start: { dateTime: '2026-11-24T10:00:00.000', timeZone: 'UTC' },
    end: { dateTime: '2026-11-24T10:30:00.000', timeZone: 'UTC' },
    attendees: [{ type: 'resource', emailAddress: { address: 'lisbon@northwind.example' } }],
    transactionId: aKey(1),
    singleValueExtendedProperties: [{ id: expect.stringMatching(/^String \{[\da-f-]{36}\} Name /), value: aKey(1) }],
    isOnlineMeeting: true,
  });
});

describe('promise 3: when the answer to a booking is lost', () => {
  test('it is looked up before it is sent again, under the same key', async () => {
    const { server, bookings } = await exchange(({ method }, nth) => {
      if (method === 'GET') return none;
      return nth === 1 ? { fault: 'cut' } : created;
    });

    expect(await bookings.create(wish)).toMatchObject({ eventId: 'event-1' });

    const [first, second] = server.asked.filter(({ method }) => method === 'POST');
    expect(server.asked.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'POST']);
    expect(second?.body).toBe(first?.body);
  });

  test('and nothing can be looked up, the caller is told that it may have happened', async () => {
    const { bookings, posts } = await exchange(({ method }) =>
      method === 'POST' ? { fault: 'cut' } : { status: 403, json: { error: { code: 'ErrorAccessDenied' } } },
    );

    await expect(bookings.create(wish)).rejects.toMatchObject({ mayHaveHappened: true });
    expect(posts()).toHaveLength(1);
  });

  test('twice, it is left to be followed up', async () => {
    const { bookings, posts } = await exchange(({ method }) => (method === 'POST' ? { fault: 'cut' } : none));

    await expect(bookings.create(wish)).rejects.toMatchObject({ mayHaveHappened: true });
    expect(posts()).toHaveLength(2);
  });

  test('an index that lags is made up for by the calendar itself', async () => {
    const { bookings, posts } = await exchange(({ method, url }) => {
      if (method === 'POST') return { fault: 'cut' };
      return url.includes('calendarView')
        ? { json: { value: [event({ transactionId: null }), event({ id: 'found' })] } }
        : none;
    });

    expect(await bookings.create(wish)).toMatchObject({ eventId: 'found' });
    expect(posts()).toHaveLength(1);
  });
});

test('an Exchange that knows the key already gives the meeting that it made', async () => {
  const { bookings } = await exchange(({ method }) =>
    method === 'POST'
      ? { status: 409, json: { error: { code: 'ErrorDuplicateTransactionId' } } }
      : { json: { value: [event()] } },
  );

  expect(await bookings.create(wish)).toMatchObject({ eventId: 'event-1' });
});

test('a plain no has not happened', async () => {
  const { bookings } = await exchange(() => ({ status: 403, json: { error: { code: 'ErrorAccessDenied' } } }));

  await expect(bookings.create(wish)).rejects.toMatchObject({ reason: 'access-denied', mayHaveHappened: false });
});

test('a change of the end says which state it means, and is never sent twice', async () => {
  const { server, bookings } = await exchange(() => ({ fault: 'cut' }));

  await expect(bookings.changeEnd('event-1', at('10:15'), 'W/"7"')).rejects.toMatchObject({ mayHaveHappened: true });

  expect(server.asked).toHaveLength(1);
  expect(server.asked[0]).toMatchObject({ method: 'PATCH', headers: { 'if-match': 'W/"7"' } });
});

test.for([
  { wish: 'that has run out by the time Graph would hear it is not sent again', patienceMs: 2_000, sent: 1 },
  { wish: 'of nobody, to take back what came to nothing, has no such time', patienceMs: undefined, sent: 2 },
])('a cancelling $wish', async ({ patienceMs, sent }) => {
  const { server, bookings, clock } = await exchange((_, nth) =>
    nth === 1 ? { status: 429, headers: { 'Retry-After': '5' }, json: { error: { code: 'x' } } } : { status: 202 },
  );
  const notAfter = patienceMs === undefined ? undefined : addMs(clock.now(), patienceMs);

  await bookings.cancel('event-1', 'Ended at the door.', notAfter).catch(() => undefined);
  expect(server.asked).toHaveLength(sent);
});

test.for([
  { sample: 'composed/booking-create-by-service-user.json', roomResponse: 'none', answered: false },
  { sample: 'composed/booking-get-room-accepted.json', roomResponse: 'accepted', answered: true },
  { sample: 'composed/booking-get-room-declined.json', roomResponse: 'declined', answered: true },
  { sample: 'composed/booking-end-early.json', roomResponse: 'accepted', answered: true },
])('in $sample the room says $roomResponse', ({ sample, roomResponse, answered }) => {
  const read = readMeeting(recordedBody(sample));

  expect(read).toMatchObject({ kind: 'meeting', meeting: { roomResponse } });
  expect(read.kind === 'meeting' && read.meeting.respondedAt !== null).toBe(answered);
});

test.for([{}, null, 7, event({ start: null }), event({ attendees: 'none' }), event({ '@odata.etag': undefined })])(
  '%j is no meeting to rely on',
  (input) => {
    expect(readMeeting(input)).toEqual({ kind: 'unreadable' });
  },
);
