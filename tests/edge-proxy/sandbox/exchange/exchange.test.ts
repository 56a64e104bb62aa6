import { expect, test } from 'vitest';
import { instanceICalUId, instanceId } from '../../../../edge-proxy/sandbox/exchange/item-ids.ts';
import { parseDay } from '../../../../edge-proxy/sandbox/exchange/wall-time.ts';
import { aDraft, adele, anExchange, at, organized, room, roomLines, service } from './an-exchange.ts';

const tuesday = parseDay('2026-11-24') ?? 0;
const TODAY = ['00:00', '23:59'] as const;
const WEEK = ['2026-11-24T00:00:00Z', '2026-12-01T00:00:00Z'] as const;

function dailySeries() {
  const site = anExchange({ deleteSubject: false, addOrganizerToSubject: false });
  const range = { type: 'numbered', firstDay: tuesday, count: 4 } as const;
  const series = organized(
    site.exchange,
    site.clock,
    aDraft({ recurrence: { pattern: { type: 'daily', interval: 1 }, range } }),
  );
  return { ...site, series, occurrence: (day: number) => instanceId(series.id, tuesday + day) };
}

test('organizer and room hold copies of their own, tied by the calendar id alone', () => {
  const { exchange, clock } = anExchange();
  const item = organized(exchange, clock, aDraft());
  const copy = exchange.calendar(room.address).items()[0];

  expect(copy?.iCalUId).toBe(item.iCalUId);
  expect(copy?.id).not.toBe(item.id);
  expect(copy?.isOrganizer).toBe(false);
  expect(instanceICalUId(item.iCalUId, tuesday)).toHaveLength(item.iCalUId.length);
  expect(instanceICalUId(item.iCalUId, tuesday)).not.toBe(item.iCalUId);
});

test('a meeting that ends earlier keeps the room; nobody is asked again', () => {
  const { exchange, clock } = anExchange();
  const { id } = organized(exchange, clock, aDraft());

  exchange.update(adele.address, id, { end: at('10:10') });
  const event = exchange.event(adele.address, id);
  expect(event.ok && event.value.item.attendees[0]?.status.response).toBe('accepted');

  clock.advance(300);
  expect(exchange.calendar(room.address).view(at('10:10'), at('11:00'))).toEqual([]);
  expect(roomLines(exchange, ...TODAY)).toEqual(['2026-11-24T10:00 Adele Vance busy accepted']);
});

test('a meeting moved onto another is declined, and the room lets go of it', () => {
  const { exchange, clock } = anExchange();
  organized(exchange, clock, aDraft({ start: at('14:00'), end: at('15:00') }), service.address);
  const { id } = organized(exchange, clock, aDraft());

  exchange.update(adele.address, id, { start: at('14:30'), end: at('15:00') });
  clock.advance(2_000);

  const event = exchange.event(adele.address, id);
  expect(event.ok && event.value.item.attendees[0]?.status.response).toBe('declined');
  expect(roomLines(exchange, ...TODAY)).toEqual(['2026-11-24T14:00 Room booking busy accepted']);
});

test('moved twice in a hurry, the room answers once, for where the meeting is now', () => {
  const { exchange, clock } = anExchange();
  const { id } = organized(exchange, clock, aDraft());
  const changes: string[] = [];
  exchange.onChange(({ mailbox, changeType }) => changes.push(`${mailbox.displayName} ${changeType}`));

  exchange.update(adele.address, id, { start: at('12:00'), end: at('12:30') });
  clock.advance(500);
  exchange.update(adele.address, id, { start: at('13:00'), end: at('13:30') });
  clock.advance(5_000);

  expect(roomLines(exchange, ...TODAY)).toEqual(['2026-11-24T13:00 Adele Vance busy accepted']);
  expect(changes.filter((line) => line === 'Berlin updated')).toHaveLength(3);
});

test('a cancelled meeting stays in the room, marked and free, unless the room clears up', () => {
  const kept = anExchange();
  kept.exchange.cancel(adele.address, organized(kept.exchange, kept.clock, aDraft()).id);
  kept.clock.advance(300);
  expect(roomLines(kept.exchange, ...TODAY)).toEqual(['2026-11-24T10:00 Canceled: Adele Vance free accepted']);
  expect(kept.exchange.calendar(room.address).items()[0]?.isCancelled).toBe(true);
  expect(kept.exchange.calendar(adele.address).items()).toEqual([]);

  const cleared = anExchange({ removeCanceledMeetings: true });
  cleared.exchange.cancel(adele.address, organized(cleared.exchange, cleared.clock, aDraft()).id);
  cleared.clock.advance(300);
  expect(roomLines(cleared.exchange, ...TODAY)).toEqual([]);
});

test('a meeting cancelled before the room has answered is never accepted', () => {
  const { exchange, clock } = anExchange();
  const created = exchange.organize(adele.address, aDraft());
  clock.advance(500);
  exchange.cancel(adele.address, created.ok ? created.value.item.id : '');
  clock.advance(5_000);

  expect(roomLines(exchange, ...TODAY)).toEqual(['2026-11-24T10:00 Canceled: Team stand-up free notResponded']);
});

test('a room that is no longer invited is told so', () => {
  const { exchange, clock } = anExchange();
  const { id } = organized(exchange, clock, aDraft());

  exchange.update(adele.address, id, { attendees: [{ address: service.address }] });
  clock.advance(2_000);

  expect(exchange.calendar(room.address).items()[0]?.isCancelled).toBe(true);
  expect(exchange.calendar(service.address).items()).toHaveLength(1);
});

test('a room that declines tells the organizer and forgets; deleting its copy tells nobody', () => {
  const { exchange, clock } = anExchange();
  const declined = organized(exchange, clock, aDraft());
  const deleted = organized(exchange, clock, aDraft({ start: at('12:00'), end: at('13:00') }));
  const [first, second] = exchange.calendar(room.address).items();

  exchange.respond(room.address, first?.id ?? '', 'declined');
  exchange.remove(room.address, second?.id ?? '');

  const responseTo = (id: string) => {
    const event = exchange.event(adele.address, id);
    return event.ok && event.value.item.attendees[0]?.status.response;
  };
  expect(exchange.calendar(room.address).items()).toEqual([]);
  expect(responseTo(declined.id)).toBe('declined');
  expect(responseTo(deleted.id)).toBe('accepted');
});

test('only the organizer may cancel, and the organizer cannot answer', () => {
  const { exchange, clock } = anExchange();
  const { id } = organized(exchange, clock, aDraft());
  const copy = exchange.calendar(room.address).items()[0];

  expect(exchange.cancel(room.address, copy?.id ?? '')).toMatchObject({
    error: { code: 'ErrorInvalidRequest', status: 400 },
  });
  expect(exchange.respond(adele.address, id, 'declined')).toMatchObject({ error: { status: 400 } });
});

test('one occurrence is moved, another cancelled; the rest of the series stays', () => {
  const { exchange, clock, occurrence } = dailySeries();

  exchange.moveOccurrence(adele.address, occurrence(1), {
    start: at('2026-11-25T15:00:00Z'),
    end: at('2026-11-25T15:30:00Z'),
  });
  exchange.cancelOccurrence(adele.address, occurrence(2));
  clock.advance(2_000);

  expect(roomLines(exchange, ...WEEK)).toEqual([
    '2026-11-24T10:00 Team stand-up busy accepted',
    '2026-11-25T15:00 Team stand-up busy accepted',
    '2026-11-26T10:00 Canceled: Team stand-up free accepted',
    '2026-11-27T10:00 Team stand-up busy accepted',
  ]);
  expect(exchange.calendar(adele.address).view(at(WEEK[0]), at(WEEK[1]))).toHaveLength(3);
});

test('an occurrence moved onto somebody else is declined alone', () => {
  const { exchange, clock, series, occurrence } = dailySeries();
  const rival = { start: at('2026-11-25T15:00:00Z'), end: at('2026-11-25T16:00:00Z') };
  organized(exchange, clock, aDraft({ ...rival, subject: 'Rival' }), service.address);

  exchange.moveOccurrence(adele.address, occurrence(1), rival);
  clock.advance(2_000);

  expect(roomLines(exchange, ...WEEK)).toEqual([
    '2026-11-24T10:00 Team stand-up busy accepted',
    '2026-11-25T15:00 Rival busy accepted',
    '2026-11-26T10:00 Team stand-up busy accepted',
    '2026-11-27T10:00 Team stand-up busy accepted',
  ]);
  const moved = exchange.event(adele.address, instanceId(series.id, tuesday + 1));
  expect(moved.ok && moved.value.change?.attendees?.[0]?.status.response).toBe('declined');
  const whole = exchange.event(adele.address, series.id);
  expect(whole.ok && whole.value.item.attendees[0]?.status.response).toBe('accepted');
});

test('an occurrence cannot pass its neighbour', () => {
  const { exchange, occurrence } = dailySeries();

  const moved = exchange.moveOccurrence(adele.address, occurrence(1), {
    start: at('2026-11-26T12:00:00Z'),
    end: at('2026-11-26T12:30:00Z'),
  });

  expect(moved).toMatchObject({ ok: false, error: { code: 'ErrorOccurrenceCrossingBoundary' } });
});

test('09:00 stays 09:00 by the wall clock when Berlin goes over to summer time', () => {
  const { exchange, clock } = anExchange();
  const zone = 'W. Europe Standard Time';
  organized(
    exchange,
    clock,
    aDraft({
      start: { dateTime: '2027-03-26T09:00:00', timeZone: zone },
      end: { dateTime: '2027-03-26T09:30:00', timeZone: zone },
      recurrence: {
        pattern: { type: 'weekly', interval: 1, weekdays: [1, 5], firstDayOfWeek: 1 },
        range: { type: 'numbered', firstDay: parseDay('2027-03-26') ?? 0, count: 3 },
      },
    }),
  );

  expect(roomLines(exchange, '2027-03-25T00:00:00Z', '2027-04-10T00:00:00Z')).toEqual([
    '2027-03-26T08:00 Adele Vance busy accepted',
    '2027-03-29T07:00 Adele Vance busy accepted',
    '2027-04-02T07:00 Adele Vance busy accepted',
  ]);
});

test('the same transaction twice makes one event', () => {
  const { exchange } = anExchange();
  const draft = aDraft({ transactionId: 'tap-1' });

  const first = exchange.organize(service.address, draft);
  const again = exchange.organize(service.address, { ...draft, subject: 'Again' });

  expect(first.ok && again.ok && first.value.item.id === again.value.item.id).toBe(true);
  expect(exchange.calendar(service.address).items()).toHaveLength(1);
});

test('an all-day event takes the local day of the room', () => {
  const { exchange, clock } = anExchange();
  organized(
    exchange,
    clock,
    aDraft({
      isAllDay: true,
      start: { dateTime: '2026-11-25T00:00:00', timeZone: 'UTC' },
      end: { dateTime: '2026-11-26T00:00:00', timeZone: 'UTC' },
    }),
  );
  const view = (from: string, to: string) => exchange.calendar(room.address).view(at(from), at(to)).length;

  expect(view('2026-11-24T22:00:00Z', '2026-11-24T23:00:00Z')).toBe(0);
  expect(view('2026-11-24T23:00:00Z', '2026-11-24T23:30:00Z')).toBe(1);
  expect(view('2026-11-25T23:00:00Z', '2026-11-26T01:00:00Z')).toBe(0);
});

test('a thousand rooms with a daily series each are looked at one by one', () => {
  const { exchange, clock } = anExchange();
  const range = { type: 'noEnd', firstDay: tuesday - 3_000 } as const;
  for (let n = 0; n < 1_000; n += 1) {
    const address = `room-${n}@contoso.com`;
    exchange.addMailbox({ ...room, id: `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`, address });
    exchange.organize(
      address,
      aDraft({ attendees: [], recurrence: { pattern: { type: 'daily', interval: 1 }, range } }),
    );
  }
  clock.advance(0);

  const seen = exchange
    .rooms()
    .map(({ mailbox }) => exchange.calendar(mailbox.address).view(at('00:00'), at('23:59')).length);

  expect(seen.reduce((sum, count) => sum + count, 0)).toBe(1_000);
});
