import { expect, test } from 'vitest';
import type { BookingControl, BookingModel } from '../../../kiosk/state/booking-model.ts';
import { createClockModel } from '../../../kiosk/state/clock-model.ts';
import { createEarlyTaps } from '../../../kiosk/state/early-taps.ts';
import { MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { aMeeting, at } from '../../support/builders.ts';
import { aTabletClock } from '../../support/virtual-tablet.ts';

function aDoor() {
  const tablet = aTabletClock(at('10:25'));
  const clock = createClockModel(tablet);
  return { tablet, ...createEarlyTaps({ clock, after: tablet.after }) };
}

/** Writes down what it is asked, and as of when. */
function aModel() {
  const asked: string[] = [];
  let since = '';
  const note = (what: string) => () => {
    asked.push(`${what}${since}`);
  };
  const model: BookingControl = {
    tap: { value: null, peek: () => null } as unknown as BookingModel['tap'],
    book: note('book'),
    extend: note('extend'),
    end: note('end'),
    checkIn: note('check-in'),
    report: note('report'),
    undo: note('undo'),
    dismiss: note('dismiss'),
    takeUp(moment, touched) {
      since = ` since ${new Date(moment).toISOString().slice(11, 19)}`;
      touched(model);
      since = '';
    },
    close() {},
  };
  return { model, asked };
}

const meeting = aMeeting('10:00', '11:00');
const longer = { minutes: 15, end: at('11:15') };

test.for<[string, (booking: BookingModel) => void, object]>([
  ['book', ({ book }) => book({ end: at('10:55') }), { kind: 'book', end: at('10:55'), start: null, elsewhere: null }],
  ['extend', ({ extend }) => extend(meeting, longer), { kind: 'extend', end: at('11:15') }],
  ['end', ({ end }) => end(meeting), { kind: 'end', end: at('10:25') }],
  ['check-in', ({ checkIn }) => checkIn(meeting), { kind: 'check-in' }],
  ['report', ({ report }) => report('screen'), { kind: 'report-fault' }],
  ['undo', ({ undo }) => undo(meeting), { kind: 'cancel' }],
])('%s is seen as sent at once, and asked for once when the model has come', ([verb, touch, seen]) => {
  const { booking, handOver } = aDoor();
  const { model, asked } = aModel();

  touch(booking);
  expect(booking.tap.value).toMatchObject({ ...seen, status: 'sending', at: at('10:25') });

  handOver(model);
  expect(asked).toEqual([`${verb} since 10:25:00`]);
  expect(booking.tap.value).toBeNull();

  touch(booking);
  expect(asked).toEqual([`${verb} since 10:25:00`, verb]);
});

test('two taps in a hurry mean one thing', () => {
  const { booking, handOver } = aDoor();
  const { model, asked } = aModel();

  booking.book({ end: at('10:55') });
  booking.book({ end: at('11:25') });
  booking.end(meeting);
  booking.dismiss();
  handOver(model);

  expect(asked).toEqual(['book since 10:25:00']);
});

test('promise 3: a tap that nobody could take up within a minute comes to nothing, says so, and is never done late', async () => {
  const { booking, handOver, tablet } = aDoor();
  const { model, asked } = aModel();
  booking.book({ end: at('10:55') });

  await tablet.advance(MINUTE_MS - SECOND_MS);
  expect(booking.tap.value?.status).toBe('sending');
  await tablet.advance(SECOND_MS);
  expect(booking.tap.value).toMatchObject({ status: 'refused', refusal: { kind: 'too-late' } });

  handOver(model);
  expect(asked).toEqual([]);
  expect(booking.tap.value?.status).toBe('refused');
  booking.dismiss();
  expect(booking.tap.value).toBeNull();
});

test('nor is one that a tablet slept over', () => {
  const tablet = aTabletClock(at('10:25'));
  const clock = createClockModel(tablet);
  const { booking, handOver } = createEarlyTaps({ clock, after: tablet.after });
  const { model, asked } = aModel();
  booking.book({ end: at('10:55') });

  tablet.sleep(5 * MINUTE_MS);
  clock.wake();
  handOver(model);

  expect(asked).toEqual([]);
  expect(booking.tap.value).toMatchObject({ status: 'refused', refusal: { kind: 'too-late' } });
});

test('a tablet that loses its room forgets the tap, and one that is over can be followed by another', async () => {
  const { booking, handOver, drop, tablet } = aDoor();
  const { model, asked } = aModel();
  booking.book({ end: at('10:55') });
  drop();
  expect(booking.tap.value).toBeNull();
  expect(tablet.timers()).toBe(1);

  booking.book({ end: at('10:55') });
  await tablet.advance(MINUTE_MS);
  booking.book({ end: at('10:55') });
  expect(booking.tap.value?.status).toBe('sending');
  handOver(model);
  expect(asked).toEqual(['book since 10:26:00']);
});
