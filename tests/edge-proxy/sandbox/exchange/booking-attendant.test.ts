import { expect, test } from 'vitest';
import type { EventDraft } from '../../../../edge-proxy/sandbox/exchange/event-draft.ts';
import type { CalendarProcessing } from '../../../../edge-proxy/sandbox/exchange/mailbox.ts';
import { parseDay } from '../../../../edge-proxy/sandbox/exchange/wall-time.ts';
import { aDraft, adele, anExchange, at, organized, room, roomLines, service } from './an-exchange.ts';

const firstDay = parseDay('2026-11-24') ?? 0;
const daily = (lastDay: string, change: Partial<EventDraft> = {}): EventDraft =>
  aDraft({
    recurrence: {
      pattern: { type: 'daily', interval: 1 },
      range: { type: 'endDate', firstDay, lastDay: parseDay(lastDay) ?? 0 },
    },
    ...change,
  });

test.for<{ because: string; draft: EventDraft; rules?: Partial<CalendarProcessing>; answer: string }>([
  { because: 'the room is free', draft: aDraft(), answer: 'accepted' },
  {
    because: 'it begins after the booking window of 180 days',
    draft: aDraft({ start: at('2027-06-01T10:00:00Z'), end: at('2027-06-01T10:30:00Z') }),
    answer: 'declined',
  },
  { because: 'a whole day is still allowed', draft: aDraft({ end: at('2026-11-25T10:00:00Z') }), answer: 'accepted' },
  {
    because: 'it is longer than 1440 minutes',
    draft: aDraft({ end: at('2026-11-25T10:01:00Z') }),
    answer: 'declined',
  },
  {
    because: 'without a limit, length does not matter',
    draft: aDraft({ end: at('2026-11-27T10:00:00Z') }),
    rules: { maximumDurationInMinutes: 0 },
    answer: 'accepted',
  },
  { because: 'the series ends inside the window', draft: daily('2026-12-24'), answer: 'accepted' },
  { because: 'the series goes on past the window', draft: daily('2027-11-24'), answer: 'declined' },
  {
    because: 'the room takes what fits of a long series',
    draft: daily('2027-11-24'),
    rules: { enforceSchedulingHorizon: false },
    answer: 'accepted',
  },
  {
    because: 'the room takes no series',
    draft: daily('2026-12-24'),
    rules: { allowRecurringMeetings: false },
    answer: 'declined',
  },
  {
    because: 'it is outside working hours, 08:00 to 17:00 in Berlin',
    draft: aDraft({ start: at('16:00'), end: at('16:30') }),
    rules: { scheduleOnlyDuringWorkHours: true },
    answer: 'declined',
  },
  {
    because: 'the organizer is not among those who may book',
    draft: aDraft(),
    rules: { allBookInPolicy: false },
    answer: 'declined',
  },
  {
    because: 'the organizer is among those who may book',
    draft: aDraft(),
    rules: { allBookInPolicy: false, bookInPolicy: ['Adele@contoso.com'] },
    answer: 'accepted',
  },
  {
    because: 'a delegate would have to approve',
    draft: aDraft(),
    rules: { allBookInPolicy: false, allRequestInPolicy: true },
    answer: 'none',
  },
  {
    because: 'nobody answers for the room',
    draft: aDraft(),
    rules: { automateProcessing: 'AutoUpdate' },
    answer: 'none',
  },
])('the organizer hears "$answer" because $because', ({ draft, rules, answer }) => {
  const { exchange, clock } = anExchange(rules);

  const { id } = organized(exchange, clock, draft);

  const event = exchange.event(adele.address, id);
  expect(event.ok && event.value.item.attendees[0]?.status.response).toBe(answer);
  expect(exchange.calendar(room.address).items()).toHaveLength(answer === 'declined' ? 0 : 1);
});

test('a request lies in the room as tentative until the room has made up its mind', () => {
  const { exchange, clock } = anExchange();
  exchange.organize(adele.address, aDraft());

  clock.advance(300);
  expect(roomLines(exchange, '00:00', '23:00')).toEqual(['2026-11-24T10:00 Team stand-up tentative notResponded']);

  clock.advance(1_200);
  expect(roomLines(exchange, '00:00', '23:00')).toEqual(['2026-11-24T10:00 Adele Vance busy accepted']);
});

test('of two requests for one time, the first is taken and the second declined', () => {
  const { exchange, clock } = anExchange();
  const first = exchange.organize(adele.address, aDraft());
  const second = exchange.organize(service.address, aDraft({ start: at('10:15'), end: at('10:45') }));
  clock.advance(2_000);

  const responseTo = (outcome: typeof first, address: string) => {
    const event = outcome.ok ? exchange.event(address, outcome.value.item.id) : outcome;
    return event.ok ? event.value.item.attendees[0]?.status.response : null;
  };
  expect(responseTo(first, adele.address)).toBe('accepted');
  expect(responseTo(second, service.address)).toBe('declined');
  expect(exchange.calendar(room.address).items()).toHaveLength(1);
});

test('a meeting may begin when another ends, and may lie over one that is free or cancelled', () => {
  const { exchange, clock } = anExchange();
  organized(exchange, clock, aDraft());
  organized(exchange, clock, aDraft({ start: at('10:30'), end: at('11:00') }));
  organized(exchange, clock, aDraft({ start: at('12:00'), end: at('13:00'), showAs: 'free' }));
  organized(exchange, clock, aDraft({ start: at('12:00'), end: at('13:00') }));
  const { id } = organized(exchange, clock, aDraft({ start: at('14:00'), end: at('15:00') }));
  exchange.cancel(adele.address, id);
  organized(exchange, clock, aDraft({ start: at('14:00'), end: at('15:00') }));

  expect(roomLines(exchange, '00:00', '23:00')).toEqual([
    '2026-11-24T10:00 Adele Vance busy accepted',
    '2026-11-24T10:30 Adele Vance busy accepted',
    '2026-11-24T12:00 Adele Vance free accepted',
    '2026-11-24T12:00 Adele Vance busy accepted',
    '2026-11-24T14:00 Canceled: Adele Vance free accepted',
    '2026-11-24T14:00 Adele Vance busy accepted',
  ]);
});

test('one conflict declines a whole series, unless the room may leave some out', () => {
  const strict = anExchange();
  organized(
    strict.exchange,
    strict.clock,
    aDraft({ start: at('2026-11-26T10:00:00Z'), end: at('2026-11-26T11:00:00Z') }),
  );
  organized(strict.exchange, strict.clock, daily('2026-12-03'));
  expect(strict.exchange.calendar(room.address).items()).toHaveLength(1);

  const lenient = anExchange({ conflictPercentageAllowed: 20, maximumConflictInstances: 2 });
  organized(
    lenient.exchange,
    lenient.clock,
    aDraft({ start: at('2026-11-26T10:00:00Z'), end: at('2026-11-26T11:00:00Z') }),
  );
  const series = organized(lenient.exchange, lenient.clock, daily('2026-12-03'));
  const thursday = lenient.exchange
    .calendar(adele.address)
    .view(at('2026-11-26T00:00:00Z'), at('2026-11-27T00:00:00Z'));
  expect(lenient.exchange.calendar(room.address).items()).toHaveLength(2);
  expect(roomLines(lenient.exchange, '2026-11-25T00:00:00Z', '2026-11-28T00:00:00Z')).toHaveLength(3);
  expect(thursday.find(({ item }) => item.id === series.id)?.change?.attendees?.[0]?.status.response).toBe('declined');
});

test('what is written straight into the room is checked by nobody', () => {
  const { exchange, clock } = anExchange();
  organized(exchange, clock, aDraft());

  const written = exchange.organize(room.address, aDraft({ subject: 'Squatters', attendees: [] }));

  expect(written.ok && written.value.item.isOrganizer).toBe(true);
  expect(exchange.calendar(room.address).items()).toHaveLength(2);
});

test.for<{ because: string; rules: Partial<CalendarProcessing>; subject: string; body: string; sensitivity: string }>([
  { because: 'by default nothing of it stays', rules: {}, subject: 'Adele Vance', body: '', sensitivity: 'normal' },
  {
    because: 'the admin has kept everything',
    rules: { deleteSubject: false, addOrganizerToSubject: false, deleteComments: false, removePrivateProperty: false },
    subject: 'Appraisal',
    body: 'Bring tissues',
    sensitivity: 'private',
  },
  {
    because: 'both subject and organizer are wanted',
    rules: { deleteSubject: false },
    subject: 'Adele Vance Appraisal',
    body: '',
    sensitivity: 'normal',
  },
  {
    because: 'neither is wanted',
    rules: { addOrganizerToSubject: false },
    subject: '',
    body: '',
    sensitivity: 'normal',
  },
])('the room keeps "$subject", $sensitivity, because $because', ({ rules, subject, body, sensitivity }) => {
  const { exchange, clock } = anExchange(rules);
  const words = {
    subject: 'Appraisal',
    body: { contentType: 'text', content: 'Bring tissues' },
    sensitivity: 'private',
  } as const;

  const { id } = organized(exchange, clock, aDraft(words));
  // A change that needs no second answer is rewritten all the same.
  exchange.update(adele.address, id, { end: at('10:20') });
  clock.advance(2_000);

  const copy = exchange.calendar(room.address).items()[0];
  expect(copy?.content).toMatchObject({ subject, sensitivity, body: { content: body } });
  expect(copy?.response.response).toBe('accepted');
});

test('a confidential meeting stays confidential in the room', () => {
  const { exchange, clock } = anExchange();
  organized(exchange, clock, aDraft({ sensitivity: 'confidential' }));

  expect(exchange.calendar(room.address).items()[0]?.content.sensitivity).toBe('confidential');
});
