import { expect, test, vi } from 'vitest';
import { openRooms, roomsInUse } from '../../../../edge-proxy/sandbox/company/occupancy.ts';
import { COLLEAGUES } from '../../../../edge-proxy/sandbox/company/people.ts';
import { ROOMS } from '../../../../edge-proxy/sandbox/company/rooms.ts';
import { occupies } from '../../../../edge-proxy/sandbox/exchange/booking-attendant.ts';
import { contentOf } from '../../../../edge-proxy/sandbox/exchange/calendar-item.ts';
import { boundsOf } from '../../../../edge-proxy/sandbox/exchange/occurrences.ts';
import { HOUR_MS, instant, MINUTE_MS } from '../../../../shared/basics/instant.ts';
import type { Interval } from '../../../../shared/basics/interval.ts';
import { aCompany } from './a-company.ts';

// A simulated night is a few thousand turns of the whole company.
vi.setConfig({ testTimeout: 60_000 });

type Company = ReturnType<typeof aCompany>;

/** What really stands in the rooms' own calendars. */
function standing({ exchange, clock }: Company) {
  const now = clock.now();
  return new Map(
    ROOMS.map(({ address, building }) => {
      const view = exchange.calendar(address).view(now - HOUR_MS, now + 2 * HOUR_MS);
      const taken = view.filter(occupies).map(({ span }) => boundsOf(span, building.ianaZone) as Interval);
      return [address, taken];
    }),
  );
}

const itemCount = ({ exchange }: Company): number =>
  exchange.mailboxes().reduce((sum, { address }) => sum + exchange.calendar(address).items().length, 0);

test.for([
  { startsAt: '2026-03-03T09:02:00Z', because: 'it is Tuesday morning' },
  { startsAt: '2026-03-03T21:00:00Z', because: 'somebody shows it in the evening' },
  { startsAt: '2026-03-08T15:17:31Z', because: 'somebody shows it on a Sunday' },
  { startsAt: '2026-03-29T00:40:00Z', because: 'the clocks go forward in twenty minutes' },
])('at $startsAt some rooms are free for a while and some in use at once, because $because', ({ startsAt }) => {
  const company = aCompany({ startsAt, quiet: true });
  company.pass(5 * MINUTE_MS);

  const now = instant(company.clock.now());
  expect(openRooms(standing(company), now).length).toBeGreaterThanOrEqual(3);
  expect(roomsInUse(standing(company), now)).toBeGreaterThanOrEqual(2);
});

test('over two days and the night when the clocks go forward, rooms stay free and in use, none is taken twice, and the past goes', () => {
  const company = aCompany({ startsAt: '2026-03-28T16:00:00Z' });
  const faults: string[] = [];

  for (let hour = 0; hour < 51; hour += 0.5) {
    company.pass(HOUR_MS / 2);
    const [now, rooms] = [instant(company.clock.now()), standing(company)];
    const at = new Date(now).toISOString();
    if (openRooms(rooms, now).length < 3) faults.push(`${at}: too few free`);
    if (roomsInUse(rooms, now) < 2) faults.push(`${at}: too few in use`);
    for (const [room, taken] of rooms) {
      const sorted = taken.toSorted((a, b) => a.start - b.start);
      if (sorted.some(({ start }, index) => start < (sorted[index - 1]?.end ?? 0))) faults.push(`${at}: ${room} twice`);
    }
  }

  expect(faults).toEqual([]);
  for (const { address } of ROOMS) {
    const longPast = company.exchange.calendar(address).view(0, company.clock.now() - 50 * HOUR_MS);
    expect(longPast.filter(({ day, span }) => day === null && span.kind === 'timed')).toEqual([]);
  }
});

test('what is over and forgotten leaves every calendar', () => {
  const company = aCompany({ startsAt: '2026-03-03T09:00:00Z', quiet: true });
  const before = itemCount(company);
  const end = company.clock.now() + 5 * 24 * HOUR_MS;

  company.calendars.forgetBefore(instant(end));

  expect(itemCount(company)).toBeLessThan(before / 2);
  for (const { address } of ROOMS) {
    const past = company.exchange.calendar(address).view(0, end - 48 * HOUR_MS);
    expect(past.filter(({ day, span }) => day === null && span.kind === 'timed' && span.end < end)).toEqual([]);
  }
});

test('within ten minutes of a working day something changes in the rooms', () => {
  const company = aCompany({ startsAt: '2026-03-03T09:00:00Z' });
  const rooms = new Set(ROOMS.map(({ address }) => address));
  let changes = 0;
  company.exchange.onChange(({ mailbox }) => {
    if (rooms.has(mailbox.address)) changes += 1;
  });

  company.pass(10 * MINUTE_MS);

  expect(changes).toBeGreaterThan(5);
});

test('a quiet company leaves its calendars alone', () => {
  const company = aCompany({ startsAt: '2026-03-03T09:00:00Z', quiet: true });
  company.pass(5 * MINUTE_MS);
  let changes = 0;
  company.exchange.onChange(() => {
    changes += 1;
  });

  company.pass(12 * HOUR_MS);

  expect(changes).toBe(0);
});

test('the same seed makes the same company, another seed another', () => {
  const subjects = (seed: string) => {
    const company = aCompany({ startsAt: '2026-03-03T09:00:00Z', quiet: true, seed });
    company.pass(5 * MINUTE_MS);
    const now = company.clock.now();
    return ROOMS.flatMap(({ address }) => company.exchange.calendar(address).view(now, now + 24 * HOUR_MS)).map(
      (instance) => `${contentOf(instance).subject} ${JSON.stringify(instance.span)}`,
    );
  };

  expect(subjects('one')).toEqual(subjects('one'));
  expect(subjects('one')).not.toEqual(subjects('two'));
});

test('a week holds what a door must cope with: series and their exceptions, private, tentative, all-day, days-long', () => {
  const company = aCompany({ startsAt: '2026-03-02T06:00:00Z', quiet: true });
  company.pass(5 * MINUTE_MS);
  const now = company.clock.now();
  const week = ROOMS.flatMap(({ address }) => company.exchange.calendar(address).view(now, now + 7 * 24 * HOUR_MS));
  const has = (what: (instance: (typeof week)[number]) => boolean) => week.some(what);

  expect(has(({ day }) => day !== null)).toBe(true);
  expect(has(({ change, day }) => day !== null && change !== null)).toBe(true);
  expect(has((one) => contentOf(one).sensitivity === 'private')).toBe(true);
  expect(has((one) => contentOf(one).showAs === 'tentative')).toBe(true);
  expect(has(({ span }) => span.kind === 'all-day')).toBe(true);
  expect(has(({ span }) => span.kind === 'timed' && span.end - span.start > 24 * HOUR_MS)).toBe(true);
});

test('two rooms show organizers in place of subjects, as Exchange does unless told otherwise', () => {
  const company = aCompany({ startsAt: '2026-03-03T06:00:00Z', quiet: true });
  company.pass(5 * MINUTE_MS);
  const names = new Set(COLLEAGUES.map(({ displayName }) => displayName));
  const now = company.clock.now();
  const rewritten = ROOMS.filter(({ address }) => {
    const view = company.exchange.calendar(address).view(now, now + 3 * 24 * HOUR_MS);
    return view.length > 0 && view.every((one) => names.has(contentOf(one).subject));
  });

  expect(rewritten.map(({ displayName }) => displayName)).toEqual(['Reykjavík', 'Faro']);
});

test('a meeting that a person took over is never touched again', () => {
  const company = aCompany({ startsAt: '2026-03-03T09:00:00Z' });
  const now = instant(company.clock.now());
  const [mine] = company.calendars.own({ start: instant(now + HOUR_MS), end: instant(now + 2 * HOUR_MS) });
  const owner = company.exchange.mailboxes().find(({ address }) => company.exchange.event(address, mine?.id ?? '').ok);
  const found = company.exchange.event(owner?.address ?? '', mine?.id ?? '');
  if (!found.ok) throw new Error('the company has no meeting this morning');
  company.calendars.leaveToPeople(found.value.item.iCalUId);

  company.pass(2 * HOUR_MS);

  const after = company.exchange.event(owner?.address ?? '', mine?.id ?? '');
  expect(after.ok && after.value.span).toEqual(found.value.span);
});

test('twelve rooms stand on two floors, in two room lists and two time zones', () => {
  const { exchange } = aCompany({ startsAt: '2026-03-03T09:00:00Z', quiet: true });

  expect(exchange.rooms()).toHaveLength(12);
  expect(new Set(exchange.rooms().map(({ place }) => place.floorNumber))).toEqual(new Set([1, 2]));
  expect(exchange.roomLists().map(({ rooms }) => rooms.length)).toEqual([7, 5]);
  expect(new Set(exchange.rooms().map(({ mailbox }) => mailbox.zone))).toEqual(
    new Set(['Europe/Berlin', 'Europe/Lisbon']),
  );
});

test('an app may reach the rooms and the service user, and not the canary', () => {
  const { exchange } = aCompany({ startsAt: '2026-03-03T09:00:00Z', quiet: true });
  const mayReach = (address: string) => {
    const mailbox = exchange.mailbox(address);
    return mailbox !== null && exchange.mayReach(mailbox);
  };

  expect(ROOMS.every(({ address }) => mayReach(address))).toBe(true);
  expect(mayReach('doorlight@northwind.example')).toBe(true);
  expect(mayReach('marguerite.lefevre@northwind.example')).toBe(false);
});
