import { expect, test } from 'vitest';
import { aDraft, adele, at, organized, room, service } from '../exchange/an-exchange.ts';
import { aGraph, type Delivered, obligingPost, TODAY } from './a-graph.ts';
import { faultsOf, schemaFaults } from './contract.ts';

const moment = (dateTime: string) => ({ dateTime, timeZone: 'UTC' });
const NEW_EVENT = {
  subject: 'Ad-hoc meeting',
  body: { contentType: 'HTML', content: '<p>Booked at the door</p>' },
  start: moment('2026-11-24T12:00:00'),
  end: moment('2026-11-24T12:30:00'),
  location: { displayName: 'Berlin', locationEmailAddress: room.address },
  attendees: [{ type: 'Resource', emailAddress: { name: 'Berlin', address: room.address } }],
  isOnlineMeeting: true,
  transactionId: 'tap-1',
};
const SUBSCRIPTION = {
  changeType: 'created,updated,deleted',
  notificationUrl: 'https://edge.example.com/graph/notifications',
  lifecycleNotificationUrl: 'https://edge.example.com/graph/lifecycle',
  resource: `/users/${room.id}/events`,
  expirationDateTime: '2026-11-27T08:00:00.0000000Z',
  clientState: 'secret',
};

/** A tenant with one of everything: a series with an exception, a cancelled, a private, an all-day, a tentative meeting. */
async function aLivedInGraph() {
  const graph = aGraph();
  const { exchange, clock, ask } = graph;
  const pattern = { type: 'weekly', interval: 1, weekdays: [2, 3], firstDayOfWeek: 0 } as const;
  const range = { type: 'endDate', firstDay: 20_781, lastDay: 20_800 } as const;
  const series = organized(exchange, clock, aDraft({ recurrence: { pattern, range } }));
  const [occurrence] = exchange.calendar(adele.address).view(at('00:00'), at('23:00'));
  if (occurrence?.day === null || occurrence === undefined) throw new Error('the series does not meet today');
  exchange.moveOccurrence(adele.address, `${series.id.slice(0, -1)}-${occurrence.day.toString(36).toUpperCase()}=`, {
    start: at('11:00'),
    end: at('11:15'),
  });
  const gone = organized(exchange, clock, aDraft({ start: at('13:00'), end: at('13:30') }));
  exchange.cancel(adele.address, gone.id);
  organized(exchange, clock, aDraft({ start: at('14:00'), end: at('15:00'), sensitivity: 'private', showAs: 'oof' }));
  organized(
    exchange,
    clock,
    aDraft({
      isAllDay: true,
      start: moment('2026-11-24T00:00:00'),
      end: moment('2026-11-25T00:00:00'),
      showAs: 'free',
    }),
  );
  exchange.organize(adele.address, aDraft({ start: at('16:00'), end: at('17:00') }));
  clock.advance(300);
  exchange.addPlace({ address: room.address, building: 'Head office', floorNumber: 1, capacity: 8, city: 'Berlin' });
  exchange.addRoomList({ id: 'list-1', address: 'floor1@contoso.com', displayName: 'Floor 1', rooms: [room.address] });
  const event = await ask('POST', `/users/${service.address}/events`, NEW_EVENT);
  const subscription = await ask('POST', '/subscriptions', SUBSCRIPTION);
  return { ...graph, event, subscription };
}

const USER = '/users/{user-id}';

test.for<{
  method: string;
  of: string;
  path: (ids: { event: string; subscription: string }) => string;
  body?: unknown;
  status: number;
}>([
  {
    method: 'GET',
    of: `${USER}/calendarView`,
    path: () => `/users/${room.id}/calendarView?${TODAY}&$top=50`,
    status: 200,
  },
  {
    method: 'GET',
    of: `${USER}/calendarView`,
    path: () => `/users/${room.id}/calendarView?${TODAY}&$top=2&$count=true`,
    status: 200,
  },
  {
    method: 'GET',
    of: `${USER}/calendarView`,
    path: () => `/users/${room.id}/calendarView?${TODAY}&$select=subject`,
    status: 200,
  },
  {
    method: 'GET',
    of: `${USER}/calendar/calendarView`,
    path: () => `/users/${room.address}/calendar/calendarView?${TODAY}`,
    status: 200,
  },
  { method: 'GET', of: `${USER}/calendarView`, path: () => `/users/${room.id}/calendarView`, status: 400 },
  {
    method: 'GET',
    of: `${USER}/calendarView`,
    path: () => `/users/nosuchroom@contoso.com/calendarView?${TODAY}`,
    status: 404,
  },
  {
    method: 'GET',
    of: `${USER}/calendarView/delta`,
    path: () => `/users/${room.id}/calendarView/delta?${TODAY}`,
    status: 200,
  },
  {
    method: 'POST',
    of: `${USER}/calendar/getSchedule`,
    path: () => `/users/${service.id}/calendar/getSchedule`,
    body: {
      schedules: [room.address, 'nosuchroom@contoso.com'],
      startTime: moment('2026-11-24T08:00:00'),
      endTime: moment('2026-11-24T18:00:00'),
      availabilityViewInterval: 15,
    },
    status: 200,
  },
  {
    method: 'POST',
    of: `${USER}/calendar/getSchedule`,
    path: () => `/users/${service.id}/calendar/getSchedule`,
    body: {},
    status: 400,
  },
  { method: 'GET', of: `${USER}/events`, path: () => `/users/${room.id}/events`, status: 200 },
  { method: 'GET', of: `${USER}/events`, path: () => `/users/${room.id}/events?$filter=nonsense`, status: 400 },
  { method: 'POST', of: `${USER}/events`, path: () => `/users/${service.id}/events`, body: NEW_EVENT, status: 201 },
  {
    method: 'POST',
    of: `${USER}/events`,
    path: () => `/users/${service.id}/events`,
    body: { subject: 'When?' },
    status: 400,
  },
  { method: 'POST', of: `${USER}/events`, path: () => `/users/${service.id}/events`, body: '{"half', status: 400 },
  {
    method: 'GET',
    of: `${USER}/events/{event-id}`,
    path: ({ event }) => `/users/${service.id}/events/${event}`,
    status: 200,
  },
  {
    method: 'GET',
    of: `${USER}/events/{event-id}`,
    path: () => `/users/${service.id}/events/AAkALgNONE=`,
    status: 404,
  },
  {
    method: 'PATCH',
    of: `${USER}/events/{event-id}`,
    path: ({ event }) => `/users/${service.id}/events/${event}`,
    body: { end: moment('2026-11-24T12:10:00') },
    status: 200,
  },
  {
    method: 'DELETE',
    of: `${USER}/events/{event-id}`,
    path: ({ event }) => `/users/${service.id}/events/${event}`,
    status: 204,
  },
  {
    method: 'POST',
    of: `${USER}/events/{event-id}/cancel`,
    path: ({ event }) => `/users/${service.id}/events/${event}/cancel`,
    body: { comment: 'Nobody came' },
    status: 202,
  },
  { method: 'GET', of: `${USER}/mailboxSettings`, path: () => `/users/${room.id}/mailboxSettings`, status: 200 },
  {
    method: 'POST',
    of: `${USER}/sendMail`,
    path: () => `/users/${service.id}/sendMail`,
    body: { message: { subject: 'Offline', toRecipients: [{ emailAddress: { address: adele.address } }] } },
    status: 202,
  },
  { method: 'POST', of: `${USER}/sendMail`, path: () => `/users/${service.id}/sendMail`, body: {}, status: 400 },
  { method: 'GET', of: '/subscriptions', path: () => '/subscriptions', status: 200 },
  {
    method: 'POST',
    of: '/subscriptions',
    path: () => '/subscriptions',
    body: { ...SUBSCRIPTION, resource: `users/${service.id}/events`, lifecycleNotificationUrl: undefined },
    status: 201,
  },
  { method: 'POST', of: '/subscriptions', path: () => '/subscriptions', body: SUBSCRIPTION, status: 409 },
  {
    method: 'GET',
    of: '/subscriptions/{subscription-id}',
    path: ({ subscription }) => `/subscriptions/${subscription}`,
    status: 200,
  },
  { method: 'GET', of: '/subscriptions/{subscription-id}', path: () => '/subscriptions/none', status: 404 },
  {
    method: 'PATCH',
    of: '/subscriptions/{subscription-id}',
    path: ({ subscription }) => `/subscriptions/${subscription}`,
    body: { expirationDateTime: '2026-11-28T08:00:00Z' },
    status: 200,
  },
  {
    method: 'DELETE',
    of: '/subscriptions/{subscription-id}',
    path: ({ subscription }) => `/subscriptions/${subscription}`,
    status: 204,
  },
  {
    method: 'POST',
    of: '/subscriptions/{subscription-id}/reauthorize',
    path: ({ subscription }) => `/subscriptions/${subscription}/reauthorize`,
    status: 204,
  },
  {
    method: 'GET',
    of: '/places/microsoft.graph.room',
    path: () => '/places/microsoft.graph.room?$count=true',
    status: 200,
  },
  {
    method: 'GET',
    of: '/places/microsoft.graph.roomList',
    path: () => '/places/microsoft.graph.roomlist',
    status: 200,
  },
  {
    method: 'GET',
    of: '/places/{place-id}/microsoft.graph.roomList/rooms',
    path: () => '/places/floor1@contoso.com/microsoft.graph.roomList/rooms',
    status: 200,
  },
  {
    method: 'GET',
    of: '/places/{place-id}/microsoft.graph.roomList/rooms',
    path: () => '/places/none@contoso.com/microsoft.graph.roomList/rooms',
    status: 404,
  },
])('$method $of answers $status as the contract has it', async ({ method, of, path, body, status }) => {
  const { ask, event, subscription } = await aLivedInGraph();

  const answer = await ask(method, path({ event: event.body.id, subscription: subscription.body.id }), body);

  expect(answer.status).toBe(status);
  expect(faultsOf(method, of, answer.status, answer.body)).toBe('');
});

test('what is delivered is a collection of change notifications by the contract', async () => {
  const delivered: Delivered[] = [];
  const { exchange, ask, clock, subscriptions } = aGraph({ post: obligingPost(delivered) });
  await ask('POST', '/subscriptions', SUBSCRIPTION);
  organized(exchange, clock, aDraft());
  subscriptions.sendLifecycle('missed');
  await clock.settle(3_000);

  expect(delivered.length).toBeGreaterThan(1);
  for (const { url, body } of delivered.filter(({ url }) => url === SUBSCRIPTION.notificationUrl)) {
    expect(schemaFaults('#/components/schemas/microsoft.graph.changeNotificationCollection', body), url).toBe('');
  }
});

test('the judge itself is awake: a wrong kind, a missing member and an unknown status are found', () => {
  const path = `${USER}/calendarView`;

  expect(faultsOf('GET', path, 200, { value: [{ id: 1 }] })).not.toBe('');
  expect(faultsOf('GET', path, 200, { value: [{ id: 'x', showAs: 'sometimes' }] })).not.toBe('');
  expect(faultsOf('GET', path, 200, {})).not.toBe('');
  expect(faultsOf('GET', path, 404, { error: { code: 'x' } })).not.toBe('');
  expect(faultsOf('GET', path, 302, {})).not.toBe('');
});
