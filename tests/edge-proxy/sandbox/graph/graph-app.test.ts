import { expect, test } from 'vitest';
import { aDraft, adele, at, organized, room, service } from '../exchange/an-exchange.ts';
import { aGraph, BASE_URL, TODAY } from './a-graph.ts';

const VIEW = `/users/${room.id}/calendarView?${TODAY}`;
const EXTENDED_ID = 'String {66f5a359-4659-4638-81a3-d1d2b2f5c5b4} Name doorBooking';
const byProperty = (value: string) =>
  encodeURIComponent(`singleValueExtendedProperties/Any(ep: ep/id eq '${EXTENDED_ID}' and ep/value eq '${value}')`);

/** A room with events of a quarter of an hour each, back to back from 08:00. */
function aBusyRoom(count: number) {
  const graph = aGraph();
  for (let n = 0; n < count; n += 1) {
    const start = at('08:00') + n * 15 * 60_000;
    graph.exchange.organize(room.address, { subject: `Meeting ${n}`, start, end: start + 15 * 60_000 });
  }
  return graph;
}

const subjects = (body: { value: { subject: string }[] }) => body.value.map(({ subject }) => subject);

test('a view comes in pages, whose links lead through all of it and stay with the question', async () => {
  const { get } = aBusyRoom(25);
  const seen: string[] = [];
  let pages = 0;
  for (let path: string | undefined = `${VIEW}&$select=subject`; path !== undefined; pages += 1) {
    const { body } = await get(path);
    seen.push(...subjects(body));
    expect(Object.keys(body.value[0]).sort()).toEqual(['@odata.etag', 'id', 'subject']);
    const link: string | undefined = body['@odata.nextLink'];
    expect(link?.startsWith(`${BASE_URL}/v1.0/users/`) ?? true).toBe(true);
    path = link?.slice(`${BASE_URL}/v1.0`.length);
  }

  expect(pages).toBe(3);
  expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => `Meeting ${n}`));
});

test.for([
  { asked: '&$top=7', prefer: 'IdType="ImmutableId"', size: 7 },
  { asked: '', prefer: 'IdType="ImmutableId", odata.maxpagesize=12', size: 12 },
  { asked: '&$top=5', prefer: 'odata.maxpagesize=12', size: 5 },
  { asked: '', prefer: '', size: 10 },
])('with "$asked" and "$prefer" a page holds $size', async ({ asked, prefer, size }) => {
  const { get } = aBusyRoom(30);

  const { body } = await get(`${VIEW}${asked}`, prefer === '' ? {} : { Prefer: prefer });

  expect(body.value).toHaveLength(size);
});

test('creation times come with the whole event, never with a selection of it', async () => {
  const { get } = aBusyRoom(1);

  const whole = await get(VIEW);
  const part = await get(`${VIEW}&$select=subject,createdDateTime,lastModifiedDateTime`);

  expect(whole.body.value[0].createdDateTime).toBe('2026-11-24T08:00:00.0000000Z');
  expect(part.body.value[0]).not.toHaveProperty('createdDateTime');
});

test.for([
  { zone: 'UTC', shown: '2026-11-24T10:00:00.0000000' },
  { zone: 'W. Europe Standard Time', shown: '2026-11-24T11:00:00.0000000' },
  { zone: 'Europe/Berlin', shown: '2026-11-24T11:00:00.0000000' },
  { zone: 'India Standard Time', shown: '2026-11-24T15:30:00.0000000' },
])('10:00 UTC shows as $shown in $zone, and midnight of an all-day event as midnight', async ({ zone, shown }) => {
  const { exchange, get } = aGraph();
  exchange.organize(room.address, { start: at('10:00'), end: at('11:00') });
  const dates = {
    start: { dateTime: '2026-11-24T00:00:00', timeZone: 'UTC' },
    end: { dateTime: '2026-11-25T00:00:00', timeZone: 'UTC' },
  };
  exchange.organize(room.address, { ...dates, isAllDay: true });

  const answer = await get(VIEW, { Prefer: `IdType="ImmutableId", outlook.timezone="${zone}"` });

  const [allDay, meeting] = answer.body.value;
  expect(meeting.start).toEqual({ dateTime: shown, timeZone: zone });
  expect(allDay.start).toEqual({ dateTime: '2026-11-24T00:00:00.0000000', timeZone: zone });
  expect(answer.headers.get('Preference-Applied')).toContain(`outlook.timezone="${zone}"`);
});

test('the bounds of a view are read with their own offset, and touching is not overlapping', async () => {
  const { exchange, get } = aGraph();
  exchange.organize(room.address, { start: at('10:00'), end: at('11:00') });
  const count = async (from: string, to: string) => {
    const query = `startDateTime=${encodeURIComponent(from)}&endDateTime=${encodeURIComponent(to)}`;
    return (await get(`/users/${room.id}/calendarView?${query}`, { Prefer: 'outlook.timezone="India Standard Time"' }))
      .body.value.length;
  };

  expect(await count('2026-11-24T11:00:00+01:00', '2026-11-24T11:30:00+01:00')).toBe(1);
  expect(await count('2026-11-24T10:59:00', '2026-11-24T11:30:00')).toBe(1);
  expect(await count('2026-11-24T11:00:00Z', '2026-11-24T12:00:00Z')).toBe(0);
  expect(await count('2026-11-24T09:00:00Z', '2026-11-24T10:00:00Z')).toBe(0);
});

test('an id is immutable only for who asks for it, and either id finds the event', async () => {
  const { exchange, get } = aGraph();
  exchange.organize(room.address, aDraft({ attendees: [] }));
  const usual = (await get(VIEW)).body.value[0].id;
  const immutable = (await get(VIEW, { Prefer: 'IdType="ImmutableId"' })).body.value[0].id;

  expect(usual).not.toBe(immutable);
  for (const id of [usual, immutable])
    expect((await get(`/users/${room.id}/events/${encodeURIComponent(id)}`)).status).toBe(200);
});

test('an edit meant for an older version is refused and changes nothing', async () => {
  const { exchange, ask, get } = aGraph();
  const created = exchange.organize(adele.address, aDraft({ attendees: [] }));
  const path = `/users/${adele.id}/events/${created.ok ? created.value.item.id : ''}`;
  const first = await get(path);
  const etag = first.body['@odata.etag'];

  expect((await ask('PATCH', path, { subject: 'Moved' }, { 'If-Match': etag })).status).toBe(200);
  expect((await ask('PATCH', path, { subject: 'Trampled' }, { 'If-Match': etag })).status).toBe(412);
  expect((await ask('DELETE', path, undefined, { 'If-Match': etag })).status).toBe(412);
  expect((await get(path)).body.subject).toBe('Moved');
  expect((await ask('PATCH', path, { subject: 'Whatever' }, { 'If-Match': '*' })).status).toBe(200);
});

test('a booking is found again by its extended property, which nothing else shows', async () => {
  const { ask, get } = aGraph();
  const booking = (value: string) => ({
    start: { dateTime: '2026-11-24T12:00:00', timeZone: 'UTC' },
    end: { dateTime: '2026-11-24T12:30:00', timeZone: 'UTC' },
    transactionId: value,
    singleValueExtendedProperties: [{ id: EXTENDED_ID, value }],
  });
  const first = await ask('POST', `/users/${service.id}/events`, booking('tap-1'));
  await ask('POST', `/users/${service.id}/events`, booking('tap-2'));
  const again = await ask('POST', `/users/${service.id}/events`, booking('tap-1'));

  const found = await get(`/users/${service.id}/events?$filter=${byProperty('tap-1')}`);
  const expand = encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${EXTENDED_ID}')`);
  const shown = await get(`/users/${service.id}/events/${first.body.id}?$select=subject&$expand=${expand}`);

  expect(again.body.id).toBe(first.body.id);
  expect(first.body).not.toHaveProperty('singleValueExtendedProperties');
  expect(found.body.value.map(({ id }: { id: string }) => id)).toEqual([first.body.id]);
  expect(shown.body.singleValueExtendedProperties).toEqual([{ id: EXTENDED_ID, value: 'tap-1' }]);
  expect((await get(`/users/${service.id}/events?$filter=transactionId%20eq%20'tap-1'`)).status).toBe(400);
});

test('a booking by the service user stands in both calendars, and ending it early shortens both', async () => {
  const { ask, get, clock } = aGraph();
  const created = await ask('POST', `/users/${service.id}/events`, {
    subject: 'Ad-hoc',
    start: { dateTime: '2026-11-24T12:00:00', timeZone: 'UTC' },
    end: { dateTime: '2026-11-24T13:00:00', timeZone: 'UTC' },
    attendees: [{ type: 'resource', emailAddress: { address: room.address } }],
    isOnlineMeeting: true,
  });
  clock.advance(2_000);
  const ended = await ask(
    'PATCH',
    `/users/${service.id}/events/${created.body.id}`,
    { end: { dateTime: '2026-11-24T12:20:00', timeZone: 'UTC' } },
    { Prefer: 'outlook.timezone="W. Europe Standard Time"' },
  );
  clock.advance(2_000);
  const inRoom = (await get(VIEW)).body.value[0];

  expect(created.body.onlineMeeting.joinUrl).toMatch(/^https:\/\/teams\.microsoft\.com\//);
  expect(ended.body.end).toEqual({ dateTime: '2026-11-24T12:20:00.0000000', timeZone: 'UTC' });
  expect(ended.body.attendees[0].status.response).toBe('accepted');
  expect(inRoom.end.dateTime).toBe('2026-11-24T12:20:00.0000000');
  expect(inRoom.iCalUId).toBe(ended.body.iCalUId);
});

test('the room declines one occurrence by Graph; the organizer sees it and keeps the rest', async () => {
  const { exchange, clock, ask, get } = aGraph();
  const recurrence = {
    pattern: { type: 'daily', interval: 1 },
    range: { type: 'numbered', firstDay: 20_781, count: 3 },
  } as const;
  organized(exchange, clock, aDraft({ recurrence }));
  const days = 'startDateTime=2026-11-24T00:00:00Z&endDateTime=2026-11-30T00:00:00Z';
  const inRoom = await get(`/users/${room.id}/calendarView?${days}`);

  const declined = await ask('POST', `/users/${room.id}/events/${inRoom.body.value[1].id}/decline`, {
    comment: 'Nobody came',
    sendResponse: true,
  });

  const after = await get(`/users/${adele.id}/calendarView?${days}`);
  const answers = after.body.value.map(
    (event: { attendees: { status: { response: string } }[] }) => event.attendees[0]?.status.response,
  );
  expect(declined).toMatchObject({ status: 202, text: '' });
  expect((await get(`/users/${room.id}/calendarView?${days}`)).body.value).toHaveLength(2);
  expect(answers).toEqual(['accepted', 'declined', 'accepted']);
});

test.for([
  { path: VIEW, roles: ['Place.Read.All'] },
  { path: `/users/${room.id}/mailboxSettings`, roles: ['Calendars.ReadWrite'] },
  { path: '/places/microsoft.graph.room', roles: ['Calendars.ReadWrite'] },
  { path: '/subscriptions', roles: [] },
])('$path is denied to who has only $roles', async ({ path, roles }) => {
  const { get } = aGraph({ roles });

  const answer = await get(path);

  expect(answer.status).toBe(403);
  expect(answer.body.error).toMatchObject({
    code: 'ErrorAccessDenied',
    message: 'Access is denied. Check credentials and try again.',
  });
});

test('who may only read calendars cannot write in them', async () => {
  const { ask, get } = aGraph({ roles: ['Calendars.Read'] });

  expect((await get(VIEW)).status).toBe(200);
  expect((await ask('POST', `/users/${room.id}/events`, {})).status).toBe(403);
});

test('outside the access policy nothing is reached, inside it everything', async () => {
  const { exchange, ask, get } = aGraph();
  exchange.setAccessPolicy([room.address.toUpperCase()]);

  expect((await get(VIEW)).status).toBe(200);
  expect((await get(`/users/${adele.id}/events`)).status).toBe(403);
  expect((await ask('POST', `/users/${adele.id}/events`, {})).status).toBe(403);
});

test('a fifth request at once is refused, one to another mailbox is not, and a place is given back', async () => {
  const { faults, clock, get } = aGraph();
  faults.onRequest({ mailbox: room.id }, { kind: 'delay', ms: 1_000 }, { times: 4 });
  const slow = [1, 2, 3, 4].map(() => get(VIEW));
  await clock.settle(0);

  const fifth = await get(VIEW);
  const elsewhere = await get(`/users/${adele.id}/calendarView?${TODAY}`);
  await clock.settle(1_000);

  expect(fifth.status).toBe(429);
  expect(Number(fifth.headers.get('Retry-After'))).toBeGreaterThan(0);
  expect(elsewhere.status).toBe(200);
  expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect((await get(VIEW)).status).toBe(200);
});

test('a batch judges each request alone', async () => {
  const { ask, exchange } = aGraph({ fractions: [0.9, 0.1, 0.5] });
  exchange.setAccessPolicy([room.address]);

  const answer = await ask('POST', '/$batch', {
    requests: [
      { id: '1', method: 'GET', url: VIEW, headers: { Prefer: 'outlook.timezone="India Standard Time"' } },
      { id: '2', method: 'GET', url: `/users/${adele.id}/events` },
      { id: '3', method: 'GET', url: `/users/none@contoso.com/events` },
      {
        id: '4',
        method: 'PATCH',
        url: `/users/${room.id}/events/none`,
        headers: { 'Content-Type': 'application/json' },
        body: {},
      },
    ],
  });

  const byId = Object.fromEntries(
    answer.body.responses.map((one: { id: string; status: number }) => [one.id, one.status]),
  );
  expect(answer.status).toBe(200);
  expect(byId).toEqual({ 1: 200, 2: 403, 3: 404, 4: 404 });
  expect(answer.body.responses.map(({ id }: { id: string }) => id)).not.toEqual(['1', '2', '3', '4']);
});

test('what depends on a failure fails, and twenty-one are too many', async () => {
  const { ask } = aGraph();
  const step = (id: number, url = VIEW) => ({ id: String(id), method: 'GET', url });

  const chained = await ask('POST', '/$batch', {
    requests: [step(1, '/users/none@contoso.com/events'), { ...step(2), dependsOn: ['1'] }, step(3)],
  });
  const many = await ask('POST', '/$batch', { requests: Array.from({ length: 21 }, (_, n) => step(n)) });

  const byId = Object.fromEntries(
    chained.body.responses.map((one: { id: string; status: number }) => [one.id, one.status]),
  );
  expect(byId).toEqual({ 1: 404, 2: 424, 3: 200 });
  expect(many.status).toBe(400);
});

test('mail is taken with 202 and lies in the outbox', async () => {
  const { ask, exchange } = aGraph();

  const sent = await ask('POST', `/users/${service.id}/sendMail`, {
    message: {
      subject: 'Room display offline',
      body: { contentType: 'text', content: 'Berlin is silent' },
      toRecipients: [{ emailAddress: { address: 'facilities@contoso.com' } }],
    },
    saveToSentItems: false,
  });

  expect(sent).toMatchObject({ status: 202, text: '' });
  expect(exchange.outbox()).toMatchObject([
    { from: service.address, to: ['facilities@contoso.com'], subject: 'Room display offline', savedToSentItems: false },
  ]);
});

test('rooms come in pages and by their lists', async () => {
  const { exchange, get } = aGraph();
  exchange.addMailbox({ ...room, id: 'second', address: 'lisbon@contoso.com', displayName: 'Lisbon' });
  exchange.addRoomList({
    id: 'list',
    address: 'floor2@contoso.com',
    displayName: 'Floor 2',
    rooms: ['Lisbon@contoso.com'],
  });

  const first = await get('/places/microsoft.graph.room?$top=1&$count=true');
  const next = await get(first.body['@odata.nextLink'].slice(`${BASE_URL}/v1.0`.length));
  const listed = await get('/places/floor2@contoso.com/microsoft.graph.roomlist/rooms');

  expect(first.body['@odata.count']).toBe(2);
  expect([...first.body.value, ...next.body.value].map(({ displayName }) => displayName)).toEqual(['Berlin', 'Lisbon']);
  expect(listed.body.value).toMatchObject([{ emailAddress: 'lisbon@contoso.com' }]);
});

test.for([
  {
    named: 'a status with seconds',
    fault: { kind: 'status', status: 429, retryAfter: { seconds: 2.128 } },
    status: 429,
    retryAfter: '2.128',
  },
  {
    named: 'a status with a date',
    fault: { kind: 'status', status: 503, retryAfter: { seconds: 30, form: 'date' } },
    status: 503,
    retryAfter: 'Tue, 24 Nov 2026 08:00:30 GMT',
  },
  { named: 'a page in HTML', fault: { kind: 'html' }, status: 200, retryAfter: null },
  { named: 'half an answer', fault: { kind: 'truncated' }, status: 200, retryAfter: null },
] as const)('$named strikes as often as planned, and only where planned', async ({ fault, status, retryAfter }) => {
  const { faults, get } = aGraph();
  faults.onRequest({ operation: 'list-calendar-view', mailbox: room.address }, fault, { times: 1 });

  const elsewhere = await get(`/users/${adele.id}/calendarView?${TODAY}`);
  const struck = await get(VIEW);
  const after = await get(VIEW);

  expect(elsewhere.status).toBe(200);
  expect(struck.status).toBe(status);
  expect(struck.headers.get('Retry-After')).toBe(retryAfter);
  if (status === 200) expect(struck.body).toBeUndefined();
  expect(after.body.value).toEqual([]);
});

test('an answer can be lost although the deed is done', async () => {
  const { faults, ask, exchange } = aGraph();
  faults.onRequest({ operation: 'create-event' }, { kind: 'status-after', status: 504 }, { times: 1 });
  const when = { dateTime: '2026-11-24T12:00:00', timeZone: 'UTC' };

  const lost = await ask('POST', `/users/${service.id}/events`, { start: when, end: when, transactionId: 'tap-1' });

  expect(lost.status).toBe(504);
  expect(exchange.calendar(service.address).items()).toHaveLength(1);
});

test.for([
  { method: 'GET', path: '/nothing/here', status: 400 },
  { method: 'PUT', path: `/users/${room.id}/events`, status: 405 },
  { method: 'GET', path: '/me/calendarView', status: 400 },
  { method: 'GET', path: '/users/%/events', status: 400 },
  { method: 'GET', path: `${VIEW}&$top=many`, status: 400 },
  { method: 'GET', path: `/users/${room.id}/calendarView?startDateTime=now&endDateTime=later`, status: 400 },
  {
    method: 'GET',
    path: `/users/${room.id}/calendarView?startDateTime=2026-11-25&endDateTime=2026-11-24`,
    status: 400,
  },
  {
    method: 'GET',
    path: `/users/${room.id}/calendarView?startDateTime=1900-01-01&endDateTime=2100-01-01`,
    status: 400,
  },
])('$method $path is refused with $status and a code', async ({ method, path, status }) => {
  const { ask } = aGraph();

  const answer = await ask(method, path);

  expect(answer.status).toBe(status);
  expect(typeof answer.body.error.code).toBe('string');
});

test.for<{ name: string; member: Record<string, unknown> }>([
  { name: 'a zone that is none', member: { start: { dateTime: '2026-11-24T12:00:00', timeZone: 'Moon' } } },
  { name: 'a day that is none', member: { start: { dateTime: '2026-02-31T12:00:00', timeZone: 'UTC' } } },
  { name: 'an end before the start', member: { start: { dateTime: '2026-11-24T14:00:00', timeZone: 'UTC' } } },
  { name: 'an all-day event that begins at noon', member: { isAllDay: true } },
  { name: 'a sensitivity that is none', member: { sensitivity: 'secret' } },
  { name: 'an attendee without an address', member: { attendees: [{ type: 'resource' }] } },
  { name: 'a pattern that is none', member: { recurrence: { pattern: { type: 'often' }, range: { type: 'noEnd' } } } },
  { name: 'a member called constructor and a body that is text', member: { constructor: 1, body: 'text' } },
])('an event with $name is refused with 400', async ({ member }) => {
  const { ask, exchange } = aGraph();
  const body = {
    start: { dateTime: '2026-11-24T12:00:00', timeZone: 'UTC' },
    end: { dateTime: '2026-11-24T13:00:00', timeZone: 'UTC' },
    ...member,
  };

  expect((await ask('POST', `/users/${service.id}/events`, body)).status).toBe(400);
  expect(exchange.calendar(service.address).items()).toEqual([]);
});
