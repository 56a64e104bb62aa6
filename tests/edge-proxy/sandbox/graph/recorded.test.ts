/** Microsoft's own samples as facts: the sandbox's answers have the members that they have, and say no in their words. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { aDraft, adele, at, organized, room, service } from '../exchange/an-exchange.ts';
import { aGraph, type Delivered, obligingPost, TODAY } from './a-graph.ts';

// biome-ignore lint/suspicious/noExplicitAny: samples are of every shape.
function recorded(name: string): any {
  return JSON.parse(readFileSync(new URL(`../../../recorded/graph/${name}.json`, import.meta.url), 'utf8'));
}

const sample = (name: string) => recorded(`composed/${name}`);
const membersOf = (value: object) => Object.keys(value).sort();

/** Members with their kinds, all the way down; an array is as its first entry. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, shapeOf(member)]),
  );
}

const VIEW = `/users/${room.id}/calendarView?${TODAY}`;
const SUBSCRIPTION = {
  ...sample('subscription-create-room-events').request.body,
  resource: `/users/${room.id}/events`,
  expirationDateTime: '2026-11-27T08:00:00Z',
};

test('an event booked by the service user is answered as in the sample', async () => {
  const { ask } = aGraph();
  const { request, response } = sample('booking-create-by-service-user');
  const when = {
    start: { dateTime: '2026-11-24T12:00:00', timeZone: 'UTC' },
    end: { dateTime: '2026-11-24T12:30:00', timeZone: 'UTC' },
  };
  const attendees = [{ type: 'resource', emailAddress: { name: 'Berlin', address: room.address } }];

  const answer = await ask('POST', `/users/${service.id}/events`, { ...request.body, ...when, attendees });

  expect(answer.status).toBe(response.status);
  expect(shapeOf(answer.body)).toEqual(shapeOf(response.body));
  expect(answer.body).toMatchObject({
    isOrganizer: true,
    responseStatus: response.body.responseStatus,
    transactionId: request.body.transactionId,
    body: response.body.body,
    start: { dateTime: '2026-11-24T12:00:00.0000000', timeZone: 'UTC' },
    attendees: [{ type: 'resource', status: response.body.attendees[0].status }],
  });
});

test('the room says yes as in the sample', async () => {
  const { exchange, clock, get } = aGraph();
  const { id } = organized(exchange, clock, aDraft());

  const answer = await get(`/users/${adele.id}/events/${id}?$select=id,attendees,start,end`);

  const { body } = sample('booking-get-room-accepted').response;
  expect(shapeOf(answer.body)).toEqual(shapeOf(body));
  expect(answer.body.attendees[0].status.response).toBe('accepted');
});

test('single events, occurrences and exceptions in a view have the members of the samples', async () => {
  const { exchange, clock, get } = aGraph();
  organized(
    exchange,
    clock,
    aDraft({ locations: [{ displayName: 'Berlin', address: room.address, locationType: 'conferenceRoom' }] }),
  );
  const pattern = { type: 'daily', interval: 1 } as const;
  const series = organized(
    exchange,
    clock,
    aDraft({
      start: at('15:00'),
      end: at('15:30'),
      recurrence: { pattern, range: { type: 'numbered', firstDay: 20_781, count: 2 } },
    }),
  );
  const days = `startDateTime=2026-11-24T00:00:00Z&endDateTime=2026-11-26T00:00:00Z`;
  const adelesView = await get(`/users/${adele.id}/calendarView?${days}`, { Prefer: 'IdType="ImmutableId"' });
  const second = adelesView.body.value.at(-1);
  exchange.moveOccurrence(adele.address, second.id, {
    start: at('2026-11-25T16:00:00Z'),
    end: at('2026-11-25T16:30:00Z'),
  });
  clock.advance(2_000);

  const { body } = await get(`/users/${room.id}/calendarView?${days}`);

  const byType = (type: string) => body.value.find((event: { type: string }) => event.type === type);
  const page = sample('calendarview-room-page-1').response.body.value;
  const without = ({ '@odata.context': _, ...event }: Record<string, unknown>) => event;
  expect(shapeOf({ ...byType('singleInstance'), categories: [], attendees: [] })).toEqual(
    shapeOf({
      ...page.find((event: { type: string }) => event.type === 'singleInstance'),
      categories: [],
      attendees: [],
    }),
  );
  expect(membersOf(byType('occurrence'))).toEqual(membersOf(without(sample('event-occurrence').response.body)));
  expect(membersOf(byType('exception'))).toEqual(membersOf(without(sample('event-exception').response.body)));
  expect(byType('exception')).toMatchObject({
    originalStart: '2026-11-25T15:00:00Z',
    start: { dateTime: '2026-11-25T16:00:00.0000000' },
  });
  const master = await get(`/users/${adele.id}/events/${series.id}`);
  expect(membersOf(master.body)).toEqual(membersOf(sample('event-series-master').response.body));
  expect(membersOf(master.body.recurrence.range)).toEqual(
    membersOf(sample('event-series-master').response.body.recurrence.range),
  );
});

test('a cancelled meeting, a private one and an all-day one look as in the samples', async () => {
  const { exchange, clock, get } = aGraph();
  exchange.setProcessing(room.address, {
    deleteSubject: false,
    addOrganizerToSubject: false,
    removePrivateProperty: false,
  });
  exchange.cancel(adele.address, organized(exchange, clock, aDraft({ subject: 'Design review' })).id);
  organized(exchange, clock, aDraft({ sensitivity: 'private', start: at('14:00'), end: at('15:00') }));
  const dates = {
    start: { dateTime: '2026-11-24T00:00:00', timeZone: 'UTC' },
    end: { dateTime: '2026-11-27T00:00:00', timeZone: 'UTC' },
  };
  exchange.organize(room.address, { ...dates, isAllDay: true, showAs: 'oof' });
  clock.advance(300);

  const { body } = await get(VIEW);
  const [allDay, cancelled, secret] = body.value;

  expect(cancelled).toMatchObject({ isCancelled: true, showAs: 'free', subject: 'Canceled: Design review' });
  expect(sample('event-cancelled-in-room').response.body).toMatchObject({ isCancelled: true, showAs: 'free' });
  expect(secret.sensitivity).toBe(sample('event-private').response.body.sensitivity);
  expect(allDay).toMatchObject({
    isAllDay: true,
    start: { dateTime: '2026-11-24T00:00:00.0000000', timeZone: 'UTC' },
    end: { dateTime: '2026-11-27T00:00:00.0000000', timeZone: 'UTC' },
  });
});

test('the defaults put the organizer in place of the subject, as in the sample', async () => {
  const { exchange, clock, get } = aGraph();
  organized(exchange, clock, aDraft({ body: { contentType: 'text', content: 'Join by Teams' } }));

  const { body } = await get(VIEW);

  const [replaced] = sample('calendarview-room-subject-replaced').response.body.value;
  expect(replaced.subject).toBe(replaced.organizer.emailAddress.name);
  expect(body.value[0].subject).toBe(body.value[0].organizer.emailAddress.name);
  expect(body.value[0].body).toEqual(replaced.body);
});

test('mailbox settings, rooms and free/busy have the members of the samples', async () => {
  const { exchange, ask, get } = aGraph();
  exchange.organize(
    room.address,
    aDraft({ attendees: [], locations: [{ displayName: 'Berlin', address: null, locationType: 'default' }] }),
  );
  exchange.organize(
    room.address,
    aDraft({ attendees: [], sensitivity: 'private', start: at('14:00'), end: at('15:00') }),
  );
  const settings = await get(`/users/${room.id}/mailboxSettings`);
  const rooms = await get('/places/microsoft.graph.room');
  const schedule = await ask('POST', `/users/${service.id}/calendar/getSchedule`, {
    schedules: [room.address, 'nosuchroom@contoso.com'],
    startTime: { dateTime: '2026-11-24T09:00:00', timeZone: 'UTC' },
    endTime: { dateTime: '2026-11-24T18:00:00', timeZone: 'UTC' },
    availabilityViewInterval: 15,
  });

  expect(shapeOf(settings.body)).toEqual(shapeOf(sample('mailboxsettings-room').response.body));
  expect(membersOf(rooms.body.value[0])).toEqual(
    membersOf(sample('places-rooms-current-fields').response.body.value[0]),
  );
  const [known, unknown] = sample('getschedule-room-with-error').response.body.value;
  expect(shapeOf(schedule.body.value[0])).toEqual(shapeOf(known));
  expect(schedule.body.value[0].scheduleItems.map(membersOf)).toEqual(known.scheduleItems.map(membersOf));
  expect(schedule.body.value[0].availabilityView).toBe('0000220000000000000022220000000000'.padEnd(36, '0'));
  expect(schedule.body.value[1]).toEqual(unknown);
});

test.for<{ name: string; when: (graph: ReturnType<typeof aGraph>) => Promise<unknown> }>([
  { name: 'composed/error-401-token-expired', when: ({ get }) => get(VIEW, { Authorization: 'Bearer stale' }) },
  {
    name: 'error-403-application-access-policy',
    when: ({ exchange, get }) => {
      exchange.setAccessPolicy([service.address]);
      return get(VIEW);
    },
  },
  {
    name: 'composed/error-404-user-not-found',
    when: ({ get }) => get(`/users/nosuchroom@contoso.com/calendarView?${TODAY}`),
  },
  {
    name: 'composed/error-404-mailbox-not-enabled',
    when: ({ exchange, get }) => {
      exchange.addMailbox({ ...room, enabled: false });
      return get(VIEW);
    },
  },
  { name: 'composed/error-404-item-not-found', when: ({ get }) => get(`/users/${room.id}/events/AAkALgGONE=`) },
  {
    name: 'composed/error-404-subscription',
    when: ({ get }) => get('/subscriptions/7f105c7d-2dc5-4530-97cd-4e7ae6534c07'),
  },
  {
    name: 'composed/error-400-time-zone',
    when: ({ get }) => get(VIEW, { Prefer: 'outlook.timezone="Australia Eastern Standard Time"' }),
  },
  {
    name: 'composed/error-412-etag',
    when: ({ exchange, clock, ask }) => {
      const { id } = organized(exchange, clock, aDraft());
      return ask('PATCH', `/users/${adele.id}/events/${id}`, { subject: 'x' }, { 'If-Match': 'W/"old"' });
    },
  },
  {
    name: 'composed/booking-cancel-by-attendee-400',
    when: ({ exchange, clock, ask }) => {
      organized(exchange, clock, aDraft());
      const copy = exchange.calendar(room.address).items()[0];
      return ask('POST', `/users/${room.id}/events/${copy?.id}/cancel`, {});
    },
  },
  {
    name: 'composed/error-400-occurrence-crossing',
    when: async ({ exchange, clock, ask, get }) => {
      const recurrence = {
        pattern: { type: 'daily', interval: 1 },
        range: { type: 'noEnd', firstDay: 20_781 },
      } as const;
      organized(exchange, clock, aDraft({ recurrence }));
      const view = await get(`/users/${adele.id}/calendarView?${TODAY}`);
      const later = { dateTime: '2026-11-25T12:00:00', timeZone: 'UTC' };
      return ask('PATCH', `/users/${adele.id}/events/${view.body.value[0].id}`, { start: later, end: later });
    },
  },
  {
    name: 'composed/error-409-subscription-exists',
    when: async ({ ask }) => {
      await ask('POST', '/subscriptions', SUBSCRIPTION);
      return ask('POST', '/subscriptions', { ...SUBSCRIPTION, changeType: 'deleted,created,updated' });
    },
  },
  {
    name: 'composed/error-429-mailbox-concurrency',
    when: async ({ faults, clock, get }) => {
      faults.onRequest({ mailbox: room.address }, { kind: 'delay', ms: 1_000 }, { times: 4 });
      const slow = [get(VIEW), get(VIEW), get(VIEW), get(VIEW)];
      await clock.settle(10);
      const fifth = await get(VIEW);
      await clock.settle(2_000);
      await Promise.all(slow);
      return fifth;
    },
  },
])('$name is said in the words of the sample', async ({ name, when }) => {
  const { response } = recorded(name);

  const answer = (await when(aGraph())) as Awaited<ReturnType<ReturnType<typeof aGraph>['ask']>>;

  const named = (message: string) => message.replace(/<[^>]*>/g, '<>');
  expect(answer.status).toBe(response.status);
  expect(answer.body.error.code).toBe(response.body.error.code);
  expect(named(answer.body.error.message)).toBe(named(response.body.error.message));
  expect(membersOf(answer.body.error.innerError)).toEqual(['client-request-id', 'date', 'request-id']);
  for (const header of Object.keys(response.headers ?? {})) expect(answer.headers.get(header), header).not.toBeNull();
});

test('a notification, a burst and a lifecycle event have the members of the samples', async () => {
  const delivered: Delivered[] = [];
  const { exchange, clock, ask, subscriptions } = aGraph({ post: obligingPost(delivered) });
  const created = await ask('POST', '/subscriptions', SUBSCRIPTION, { Prefer: 'IdType="ImmutableId"' });
  expect(membersOf(created.body)).toEqual(membersOf(sample('subscription-create-room-events').response.body));

  organized(exchange, clock, aDraft());
  await clock.settle(1_000);
  subscriptions.sendLifecycle('reauthorizationRequired');
  await clock.settle(1_000);

  // biome-ignore lint/suspicious/noExplicitAny: bodies as they came.
  const items = delivered.flatMap(({ body }) => (body as any).value);
  const [first] = sample('notification-event-created').delivery.body.value;
  expect(shapeOf(items[0])).toEqual(shapeOf(first));
  expect(items[0]).toMatchObject({
    changeType: 'created',
    clientState: SUBSCRIPTION.clientState,
    resourceData: { '@odata.type': '#Microsoft.Graph.Event' },
  });
  expect(items[0].resource).toMatch(new RegExp(`^Users/${room.id}/Events/AAkALg`));
  expect(items[0].subscriptionExpirationDateTime).toBe('2026-11-27T08:00:00+00:00');
  const [event] = sample('lifecycle-reauthorizationRequired-room').delivery.body.value;
  expect(shapeOf(items.at(-1))).toEqual(shapeOf(event));
  expect(items.at(-1).lifecycleEvent).toBe('reauthorizationRequired');
});
