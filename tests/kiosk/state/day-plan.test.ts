import { expect, test } from 'vitest';
import { type Chosen, planDay } from '../../../kiosk/state/day-plan.ts';
import type { Instant } from '../../../shared/basics/instant.ts';
import { aMeeting, aPolicy, aRoom, aRoomDay, at, aZone } from '../../support/builders.ts';

const untouched: Chosen = { offset: 0, start: null, minutes: null };
const clock = (moment: Instant) => new Date(moment).toISOString().slice(11, 16);
const morning = at('10:24');
const busy = [aMeeting('09:00', '10:00'), aMeeting('11:00', '12:00'), aMeeting('14:30', '15:30')];

function plan(chosen: Partial<Chosen> = {}, { now = morning, meetings = busy, policy = aPolicy() } = {}) {
  const { rows, pick } = planDay(aRoomDay(now, meetings, { policy }), { ...untouched, ...chosen }, now);
  return {
    rows: rows.map(
      ({ start, end, occurrence }) => `${clock(start)} ${clock(end)}${occurrence === null ? '' : ' taken'}`,
    ),
    pick: pick === null ? null : `${clock(pick.start)} ${clock(pick.offer.end)}`,
    now: pick?.isNow,
    earlier: pick?.earlier == null ? null : clock(pick.earlier),
    later: pick?.later == null ? null : clock(pick.later),
  };
}

test('today is what is left of the opening hours, and half an hour from now is proposed', () => {
  expect(plan()).toEqual({
    rows: ['10:24 11:00', '11:00 12:00 taken', '12:00 14:30', '14:30 15:30 taken', '15:30 18:00'],
    pick: '10:24 10:55',
    now: true,
    earlier: null,
    later: '10:30',
  });
});

test.for([
  { chosen: { start: at('12:00') }, pick: '12:00 12:30', because: 'a gap is taken from its beginning' },
  { chosen: { start: at('13:00'), minutes: 60 }, pick: '13:00 14:00', because: 'that was chosen' },
  { chosen: { start: at('14:00'), minutes: 60 }, pick: '14:00 14:30', because: 'the next meeting begins then' },
  { chosen: { start: at('11:15') }, pick: '12:00 12:30', because: 'somebody else has taken that meanwhile' },
  { chosen: { start: at('09:00') }, pick: '10:24 10:55', because: 'that has gone by' },
  { chosen: { start: at('17:59') }, pick: '10:24 10:55', because: 'nothing is left after it' },
])('$pick is proposed, because $because', ({ chosen, pick }) => {
  expect(plan(chosen).pick).toBe(pick);
});

test('steps go by the quarter, over what is taken, and end where nothing is left', () => {
  expect(plan({ start: at('10:45') })).toMatchObject({ earlier: '10:30', later: '12:00' });
  expect(plan({ start: at('17:45') })).toMatchObject({ earlier: '17:30', later: null });
});

test('another day is shown from the opening on, and nothing of it is now', () => {
  expect(plan({ offset: 1 }, { meetings: [] })).toEqual({
    rows: ['08:00 18:00'],
    pick: '08:00 08:30',
    now: false,
    earlier: null,
    later: '08:15',
  });
});

test('in the evening the rest of the day is offered all the same', () => {
  expect(plan({}, { now: at('20:10'), meetings: [] }).rows).toEqual(['20:10 00:00']);
});

test('a meeting outside the opening hours is shown, and a door that only shows offers no gap', () => {
  const late = [aMeeting('20:00', '21:00')];

  expect(plan({}, { meetings: late }).rows).toEqual(['10:24 18:00', '20:00 21:00 taken']);
  expect(plan({}, { meetings: late, policy: aPolicy({ mayBook: false }) })).toMatchObject({
    rows: ['20:00 21:00 taken'],
    pick: null,
  });
});

test('the day on which the clocks go forward has no hour that is not there', () => {
  const now = at('2027-03-27T12:00:00Z');
  const room = aRoom({ timeZone: aZone('Europe/Berlin') });
  const { rows } = planDay(aRoomDay(now, [], { room }), { ...untouched, offset: 1 }, now);

  expect(rows.map(({ start, end }) => [clock(start), clock(end)])).toEqual([['06:00', '16:00']]);
});
