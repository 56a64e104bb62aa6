import { describe, expect, test } from 'vitest';
import type { Attendance } from '../../../edge-proxy/ports/attendance.ts';
import type { LedgerRow } from '../../../edge-proxy/ports/ledger.ts';
import { composeDay, nextVanishing } from '../../../edge-proxy/sync/compose-day.ts';
import { decodeText, encodeText } from '../../../shared/basics/codec.ts';
import type { OccurrenceId, RoomId } from '../../../shared/basics/ids.ts';
import { addMinutes, type Instant } from '../../../shared/basics/instant.ts';
import { occupies } from '../../../shared/room/occurrence.ts';
import { displayWindow, roomDayCodec } from '../../../shared/room/room-day.ts';
import { aClosure, aKey, aMeeting, aPolicy, aRoom, at, hidden, shown } from '../../support/builders.ts';
import { inCalendar } from '../../support/memory-calendar.ts';
import { aRow } from '../../support/memory-store.ts';

const room = aRoom();
const now = at('10:00');

function compose(
  {
    meetings = [],
    rows = [],
    policy = aPolicy(),
    attendance = [],
  }: {
    meetings?: ReturnType<typeof inCalendar>[];
    rows?: LedgerRow[];
    attendance?: readonly Attendance[];
    policy?: ReturnType<typeof aPolicy>;
  },
  moment: Instant = now,
) {
  const reading = { occurrences: meetings, readAt: moment, window: displayWindow(moment, room.timeZone, aPolicy()) };
  return composeDay({ room, policy, reading, health: null, rows, attendance, offers: new Map() }, moment);
}

describe('a room that facilities have closed', () => {
  const closed = (...closures: ReturnType<typeof aClosure>[]) => {
    const policy = aPolicy({ checkIn: { ...aPolicy().checkIn, mode: 'release' } });
    const reading = {
      occurrences: [inCalendar(aMeeting('11:00', '12:00')), inCalendar(aMeeting('14:00', '15:00'))],
      readAt: now,
      window: displayWindow(now, room.timeZone, policy),
    };
    return composeDay({ room, policy, reading, health: null, rows: [], offers: new Map(), closures }, now);
  };

  test('keeps its meetings, and asks nobody to check in to those that it lies over', () => {
    const day = closed(aClosure('11:30', '13:00'));

    expect(day.occurrences.map(({ checkIn }) => checkIn.kind)).toEqual(['not-needed', 'needed']);
    expect(day.health).toBeNull();
  });

  test('says so of what touches its days alone, and a day without says nothing', () => {
    const yesterday = aClosure('2026-11-23T08:00:00Z', '2026-11-23T09:00:00Z');
    const thisMorning = aClosure('08:00', '09:00');

    expect(closed(yesterday, thisMorning, aClosure('2026-12-24T08:00:00Z', null)).closures).toEqual([thisMorning]);
    expect(closed(yesterday)).not.toHaveProperty('closures');
  });
});

const ours = inCalendar(aMeeting('10:00', '10:30'), { iCalUId: 'ical-ours' });

test('a tablet gone mad fills no day: the newest refusals are told, and whatever is under way', () => {
  const refusals = Array.from({ length: 2_500 }, (_, n) =>
    aRow({ key: aKey(n + 2), status: 'refused', updatedAt: now }),
  );
  const underWay = aRow({ key: aKey(1), status: 'pending', updatedAt: now });

  const day = compose({ rows: [underWay, ...refusals] });

  const wire = encodeText(roomDayCodec, { ...day, revision: 1, generation: 'life' });
  expect(decodeText(roomDayCodec, wire).ok).toBe(true);
  expect(day.occurrences).toHaveLength(day.intents.length);
  expect(day.intents[0]).toMatchObject({ key: aKey(1), status: 'pending' });
  expect(day.intents.at(-1)).toMatchObject({ key: aKey(2_501) });
});

test('what was asked for at this door for another room is told here, and takes no time of this one', () => {
  const elsewhere = aRow({ roomId: 'room-porto' as RoomId, askedFrom: room.id, status: 'confirmed', updatedAt: now });
  const theirs = inCalendar(aMeeting('10:00', '10:30'));

  const day = compose({
    rows: [elsewhere, aRow({ ...elsewhere, key: aKey(2), status: 'pending' })],
    meetings: [theirs],
  });

  expect(day.intents).toMatchObject([
    { key: aKey(1), status: 'confirmed' },
    { key: aKey(2), status: 'pending' },
  ]);
  expect(day.occurrences).toMatchObject([{ id: theirs.id, booking: null }]);
});

test('what was typed where nothing may be typed is shown at no door', () => {
  const intent = { ...aRow().intent, title: 'Merger', name: 'Ana Reis' } as LedgerRow['intent'];

  const day = compose({ rows: [aRow({ intent })], policy: aPolicy({ mayAddDetails: false }) });

  expect(day.occurrences).toMatchObject([{ title: hidden, organizer: hidden }]);
});

test('a name withdrawn by policy leaves the title too, which may spell it, until the calendar was read again', () => {
  const meeting = inCalendar({
    ...aMeeting('10:00', '10:30'),
    title: shown('Ana Reis: review'),
    organizer: shown('Ana Reis'),
  });
  const readSince = { ...meeting, title: shown('Review'), organizer: hidden };
  const policy = aPolicy({ showTitles: true, showOrganizers: false });

  expect(compose({ meetings: [meeting], policy }).occurrences).toMatchObject([{ title: hidden, organizer: hidden }]);
  expect(compose({ meetings: [readSince], policy }).occurrences).toMatchObject([{ title: shown('Review') }]);
});

describe('a booking of ours', () => {
  test('is the occurrence with its iCalUId', () => {
    const day = compose({ meetings: [ours], rows: [aRow({ status: 'confirmed', iCalUId: 'ical-ours' })] });

    expect(day.occurrences.map(({ id, booking }) => [id, booking])).toEqual([
      ['meeting-10:00', { key: aKey(1), status: 'confirmed' }],
    ]);
  });

  test('that was extended in Outlook is still ours', () => {
    const longer = { ...ours, end: at('11:00') };

    const day = compose({ meetings: [longer], rows: [aRow({ status: 'confirmed', iCalUId: 'ical-ours' })] });

    expect(day.occurrences[0]).toMatchObject({ end: at('11:00'), booking: { key: aKey(1) } });
  });

  test('whose id we do not know yet is the occurrence in its stretch, told once', () => {
    const day = compose({ meetings: [ours], rows: [aRow({ status: 'pending' })] });

    expect(day.occurrences.map(({ booking }) => booking?.status)).toEqual(['pending']);
  });

  test('is not a rival of another id in the same stretch', () => {
    const rival = inCalendar(aMeeting('10:00', '10:30'), { iCalUId: 'ical-rival' });

    const day = compose({ meetings: [rival], rows: [aRow({ status: 'pending', iCalUId: 'ical-ours' })] });

    expect(day.occurrences.map(({ id, booking }) => [id, booking?.status ?? null])).toEqual([
      [`intent:${aKey(1)}`, 'pending'],
      ['meeting-10:00', null],
    ]);
  });

  test.for(['pending', 'held', 'checking'] as const)(
    'that is %s takes its time before the calendar shows it',
    (status) => {
      const [only] = compose({ rows: [aRow({ status })] }).occurrences;

      expect(only).toMatchObject({
        id: `intent:${aKey(1)}`,
        start: at('10:00'),
        end: at('10:30'),
        booking: { status },
      });
      expect(only !== undefined && occupies(only)).toBe(true);
    },
  );

  test('that was confirmed and is gone from the calendar is gone from the door', () => {
    expect(compose({ rows: [aRow({ status: 'confirmed', iCalUId: 'ical-ours' })] }).occurrences).toEqual([]);
  });

  test('that was withdrawn but still stands in the calendar still takes the room', () => {
    const row = aRow({ status: 'withdrawn', refusal: { kind: 'gave-way' }, iCalUId: 'ical-ours' });

    const day = compose({ meetings: [ours], rows: [row] });

    expect(day.occurrences.find(({ id }) => id === 'meeting-10:00')).toMatchObject({ booking: null });
    expect(day.occurrences.filter(occupies).map(({ id }) => id)).toEqual(['meeting-10:00']);
  });

  test('shows the words typed at the door as far as the policy allows', () => {
    const intent = {
      kind: 'book',
      key: aKey(1),
      notAfter: at('10:05'),
      end: at('10:30'),
      title: 'Stand-\u202Eup\n',
      name: 'Ana',
    } as const;
    const [open] = compose({ rows: [aRow({ intent })] }).occurrences;
    const [closed] = compose({
      rows: [aRow({ intent })],
      policy: aPolicy({ showTitles: false, showOrganizers: false }),
    }).occurrences;

    expect(open).toMatchObject({ title: shown('Stand-up'), organizer: shown('Ana') });
    expect(closed).toMatchObject({ title: hidden, organizer: hidden });
  });
});

describe('a refusal', () => {
  const refused = aRow({
    status: 'refused',
    refusal: { kind: 'room-busy', from: at('10:00'), until: at('11:00') },
    updatedAt: at('10:00'),
  });

  test.for([
    { clock: '10:01:59', told: true },
    { clock: '10:02:00', told: false },
  ])('of 10:00 is told at $clock: $told', ({ clock, told }) => {
    const day = compose({ rows: [refused] }, at(clock));

    expect(day.occurrences.length + day.intents.length).toBe(told ? 2 : 0);
  });

  test('takes no time from the room and gives its reason', () => {
    const day = compose({ rows: [refused] });

    expect(day.occurrences.filter(occupies)).toEqual([]);
    expect(day.occurrences[0]?.booking).toMatchObject({ status: 'refused', reason: { kind: 'room-busy' } });
    expect(day.intents[0]).toMatchObject({ kind: 'book', status: 'refused', reason: { kind: 'room-busy' } });
  });

  test('vanishes by itself at the soonest of those times', () => {
    const later = aRow({ key: aKey(2), status: 'confirmed', updatedAt: at('10:01') });

    expect(nextVanishing([later, refused, aRow({ key: aKey(3) })], now)).toBe(at('10:02'));
    expect(nextVanishing([aRow()], now)).toBeNull();
  });
});

test('an unsettled change is told however long it takes, and is no occurrence', () => {
  const row = aRow({ kind: 'extend', status: 'checking', updatedAt: at('08:00') });

  const day = compose({ rows: [row] });

  expect(day.occurrences).toEqual([]);
  expect(day.intents).toEqual([{ key: aKey(1), status: 'checking', kind: 'extend' }]);
});

test('a policy that became stricter hides what an older reading had let through', () => {
  const day = compose({ meetings: [ours], policy: aPolicy({ showTitles: false, showOrganizers: false }) });

  expect(day.occurrences[0]).toMatchObject({ title: hidden, organizer: hidden });
});

test('what ties an occurrence to the calendar stays behind', () => {
  expect(JSON.stringify(compose({ meetings: [ours] }))).not.toContain('ical-ours');
});

test('the order in which Graph tells two meetings of one stretch makes no difference', () => {
  const [a, b] = ['a', 'b'].map((id) => inCalendar(aMeeting('10:00', '11:00', { id: id as OccurrenceId })));
  if (a === undefined || b === undefined) throw new Error('two meetings');

  expect(compose({ meetings: [a, b] })).toEqual(compose({ meetings: [b, a] }));
});

test('more meetings than a display can take in are one unreadable stretch, never free time', () => {
  const many = Array.from({ length: 3_000 }, (_, n) =>
    inCalendar(
      aMeeting('09:00', '09:01', {
        id: `m${n}` as OccurrenceId,
        start: addMinutes(at('00:00'), n % 1_000),
        end: addMinutes(at('00:00'), (n % 1_000) + 1),
      }),
    ),
  );

  const day = compose({ meetings: many });
  const travelled = decodeText(roomDayCodec, encodeText(roomDayCodec, { ...day, revision: 1, generation: 'g1' }));

  expect(travelled.ok).toBe(true);
  expect(day.occurrences.at(-1)).toMatchObject({
    unreadable: true,
    title: hidden,
    end: addMinutes(at('00:00'), 1_000),
  });
});

describe('check-in', () => {
  const asking = aPolicy({ checkIn: { ...aPolicy().checkIn, mode: 'release' } });
  const theirs = inCalendar(aMeeting('10:00', '10:30'));
  const needed = { kind: 'needed', opensAt: at('09:50'), until: at('10:10') };

  function known(state: Attendance['state'], start = at('10:00'), when = at('09:55')): Attendance {
    const { id: occurrence, end } = theirs;
    return { roomId: room.id, occurrence, start, end, seriesId: null, state, cause: null, at: when };
  }

  test.for([
    { attendance: [], checkIn: needed, because: 'nobody has checked in' },
    { attendance: [known('present')], checkIn: { kind: 'done' }, because: 'somebody has' },
    {
      attendance: [known('present', at('09:30'), at('09:25'))],
      checkIn: needed,
      because: 'somebody had, half an hour before it was moved',
    },
    {
      attendance: [known('present', at('09:58'), at('09:50'))],
      checkIn: { kind: 'done' },
      because: 'somebody had, and it was moved by two minutes',
    },
    { attendance: [known('no-show', at('09:58'))], checkIn: needed, because: 'nobody had before it was moved' },
    { attendance: [known('exempt')], checkIn: { kind: 'not-needed' }, because: 'it is left alone for good' },
    { attendance: [known('no-show')], checkIn: needed, because: 'late is better than never' },
  ])('of a meeting is $checkIn.kind, because $because', ({ attendance, checkIn }) => {
    expect(compose({ meetings: [theirs], policy: asking, attendance }).occurrences[0]?.checkIn).toEqual(checkIn);
  });

  test.for([
    { createdAt: at('09:55'), kind: 'not-needed', because: 'whoever booked it stands there' },
    { createdAt: at('08:00'), kind: 'needed', because: 'it was booked for later' },
  ])('of a booking of ours made at $createdAt is $kind, because $because', ({ createdAt, kind }) => {
    const rows = [aRow({ iCalUId: 'ical-ours', status: 'confirmed', createdAt })];

    expect(compose({ meetings: [ours], rows, policy: asking }).occurrences[0]?.checkIn.kind).toBe(kind);
  });
});
