import { expect, test } from 'vitest';
import { deskActs } from '../../../kiosk/screens/desk-acts.ts';
import type { Sheet } from '../../../kiosk/state/view-model.ts';
import { createTimeFormat } from '../../../kiosk/text/format-time.ts';
import { loadWords } from '../../../kiosk/text/messages.ts';
import { roomState } from '../../../shared/rules/room-state.ts';
import { aPolicy, at } from '../../support/builders.ts';
import { type DoorState, doorFixture, doorStates } from '../../support/door-fixtures.ts';

async function deskOf(name: DoorState, change: Partial<ReturnType<typeof doorFixture>> = {}) {
  const { day, now, tap, connection } = { ...doorFixture(name), ...change };
  const words = await loadWords(['en-GB']);
  const done: string[] = [];
  const opened: Sheet[] = [];
  const { label, acts } = deskActs(
    roomState(day, now),
    connection,
    tap,
    { words, times: createTimeFormat(words, day.room.timeZone), day, now },
    {
      booking: {
        book: ({ end }) => done.push(`book to ${end}`),
        extend: (_, { end }) => done.push(`extend to ${end}`),
        end: ({ id }) => done.push(`end ${id}`),
        undo: ({ id }) => done.push(`undo ${id}`),
        checkIn: ({ id }) => done.push(`check in to ${id}`),
        report: (what) => done.push(`report ${what}`),
      },
      view: { openSheet: (sheet) => opened.push(sheet) },
    },
  );
  return {
    label,
    acts,
    done,
    opened,
    says: acts.map(({ label, detail }) => [label, detail].filter(Boolean).join(', ')),
  };
}

test.for([
  {
    door: 'available',
    label: 'Book now',
    says: ['15 min, to 10:40', '30 min, to 10:55', '45 min, to 11:10', '1 hour, to 11:25'],
  },
  { door: 'available-show-only', label: null, says: [] },
  { door: 'starting-soon', label: 'Book now', says: ['Until 10:30, 12 min'] },
  { door: 'in-use', label: null, says: ['Find a free room', 'Book next, from 11:00'] },
  { door: 'in-use-ours', label: null, says: ['Book next, from 10:55', 'Extend', 'End now'] },
  { door: 'ending-soon', label: null, says: ['Find a free room', 'Book next, from 11:00'] },
  {
    door: 'ending-soon-ours',
    label: 'Need longer?',
    says: ['15 min, to 11:10', '30 min, to 11:25', 'Until 13:00, 2 h 5 min', 'End now'],
  },
  { door: 'yours', label: null, says: ['Undo, Give the room back', '15 min more, to 11:10'] },
  { door: 'check-in', label: null, says: ['Check in'] },
  { door: 'pending', label: null, says: [] },
  { door: 'checking', label: null, says: [] },
  { door: 'held', label: null, says: ['Undo, Give the room back'] },
  {
    door: 'stale',
    label: 'Hold the room',
    says: ['15 min, to 11:10', '30 min, to 11:25', '45 min, to 11:40', '1 hour, to 11:55', 'Until 14:30, 3 h 36 min'],
  },
  { door: 'unknown', label: null, says: [] },
  { door: 'unreadable', label: null, says: [] },
  { door: 'out-of-service', label: null, says: [] },
] as const)('$door offers $says', async ({ door, label, says }) => {
  expect(await deskOf(door)).toMatchObject({ label, says });
});

test('however many lengths facilities offer, five slabs fit, and the last takes the whole gap', async () => {
  const { day } = doorFixture('available');
  const policy = aPolicy({ bookingLengths: [15, 30, 45, 60, 90], longestBookingMinutes: 300 });

  const { says } = await deskOf('available', { day: { ...day, policy } });

  expect(says).toHaveLength(5);
  expect(says[4]).toBe('Until 14:30, 4 h 6 min');
});

test('a slab books to the end that it names', async () => {
  const { acts, done } = await deskOf('available');

  acts[1]?.onPress();

  expect(done).toEqual([`book to ${at('10:55')}`]);
});

test('ending asks first, giving back what was just booked does not', async () => {
  const running = await deskOf('in-use-ours');
  const justBooked = await deskOf('yours');

  running.acts[2]?.onPress();
  justBooked.acts[0]?.onPress();

  expect(running.opened).toMatchObject([{ kind: 'confirm-end' }]);
  expect(running.done).toEqual([]);
  expect(justBooked.done).toEqual(['undo occurrence-9']);
});

test('where bookings cannot be undone, what was just booked is ended', async () => {
  const { day } = doorFixture('yours');
  const { acts, done } = await deskOf('yours', { day: { ...day, policy: aPolicy({ undoMinutes: 0 }) } });

  acts[0]?.onPress();

  expect(done).toEqual(['end occurrence-9']);
});

test('whoever comes to their meeting checks in with one touch', async () => {
  const { acts, done } = await deskOf('check-in');

  acts[0]?.onPress();

  expect(done).toEqual(['check in to occurrence-4']);
});

test.for([
  { door: 'in-use', because: 'it runs' },
  { door: 'check-in', because: 'nobody may be coming' },
] as const)(
  'a door that may end what others booked offers it $door, because $because, and asks first',
  async ({ door }) => {
    const { day } = doorFixture(door);
    const { acts, says, opened } = await deskOf(door, { day: { ...day, policy: aPolicy({ mayEndOthers: true }) } });

    acts[says.indexOf('End now')]?.onPress();

    expect(opened).toMatchObject([{ kind: 'confirm-end' }]);
  },
);

test('a busy door leads to free rooms and to what comes after', async () => {
  const { acts, opened } = await deskOf('in-use');

  for (const { onPress } of acts) onPress();

  expect(opened.map(({ kind }) => kind)).toEqual(['find', 'next']);
});

test.for(doorStates.map((door) => ({ door })))('$door offers nothing while a tap is under way', async ({ door }) => {
  const { tap } = doorFixture('pending');

  expect(await deskOf(door, { tap })).toMatchObject({ acts: [], label: null });
});

test('a screen that hears nothing offers to hold the room, unless facilities allow no holds', async () => {
  const { day } = doorFixture('available');
  const connection = { kind: 'lost', since: at('10:20') } as const;

  expect((await deskOf('available', { connection })).label).toBe('Hold the room');
  const noHolds = { ...day, policy: { ...day.policy, holds: false } };
  expect((await deskOf('available', { connection, day: noHolds })).label).toBe('Book now');
  const silent = { ...day, health: { cause: 'graph-unreachable', since: at('10:23') } } as const;
  expect((await deskOf('available', { day: silent })).label).toBe('Hold the room');
});

test('with no holds an old day offers nothing', async () => {
  const { day } = doorFixture('stale');

  expect(await deskOf('stale', { day: { ...day, policy: { ...day.policy, holds: false } } })).toMatchObject({
    acts: [],
  });
});
