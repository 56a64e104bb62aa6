import { expect, test } from 'vitest';
import { addMinutes } from '../../../shared/basics/instant.ts';
import { type HealthCause, healthCauses, type RoomDay } from '../../../shared/room/room-day.ts';
import { decideHold } from '../../../shared/rules/decide-booking.ts';
import { isHoldOver, isSilent, mayHold } from '../../../shared/rules/holds.ts';
import { roomState } from '../../../shared/rules/room-state.ts';
import { aBooking, aMeeting, aPolicy, aRoomDay, at } from '../../support/builders.ts';

const now = at('10:20');
const untilEleven = { start: null, end: at('11:00') };

/** Read at ten, and silent since for this reason. */
function aSilentDay(cause: HealthCause | null, change: Partial<RoomDay> = {}): RoomDay {
  return aRoomDay(at('10:00'), [], { health: cause === null ? null : { cause, since: at('10:02') }, ...change });
}

const held: readonly (HealthCause | null)[] = [
  null,
  'graph-unreachable',
  'throttled',
  'credential-refused',
  'bad-answer',
];
test.for([null, ...healthCauses].map((cause) => ({ cause, may: held.includes(cause) })))(
  'a room that is silent as $cause may be held: $may',
  ({ cause, may }) => {
    expect(mayHold(aSilentDay(cause), now)).toBe(may);
    expect(decideHold(aSilentDay(cause), untilEleven, now).ok).toBe(may);
  },
);

test.for([
  { clock: '10:00', may: true, because: 'it was read this minute' },
  { clock: '10:59:59', may: true, because: 'a screen still speaks of it' },
  { clock: '11:00', may: false, because: 'a screen says that it is not sure' },
])('at $clock a day read at ten may be held on: $may, because $because', ({ clock, may }) => {
  expect(mayHold(aSilentDay('graph-unreachable'), at(clock))).toBe(may);
});

test('a day never read is not held on, nor one that facilities allow no holds on', () => {
  expect(mayHold(aSilentDay(null, { readAt: null }), now)).toBe(false);
  expect(mayHold(aSilentDay(null, { policy: aPolicy({ holds: false }) }), now)).toBe(false);
});

test.for([
  { day: aSilentDay('graph-unreachable', { occurrences: [aMeeting('10:40', '11:30')] }), refusal: 'room-busy' },
  { day: aSilentDay('graph-unreachable', { policy: aPolicy({ mayBook: false }) }), refusal: 'booking-switched-off' },
  { day: aSilentDay('scope-not-proven'), refusal: 'out-of-service' },
  { day: aSilentDay('access-denied'), refusal: 'calendar-away' },
])('a hold is refused as $refusal for the same reasons as a booking, and for its own', ({ day, refusal }) => {
  expect(decideHold(day, untilEleven, now)).toMatchObject({ ok: false, error: { kind: refusal } });
});

test('another hold stands in the way of a hold', () => {
  const mine = aMeeting('10:10', '10:30', { booking: aBooking({ status: 'held' }) });
  const day = aSilentDay('graph-unreachable', { occurrences: [mine] });

  expect(decideHold(day, untilEleven, now)).toMatchObject({ ok: false, error: { kind: 'room-busy' } });
});

test.for([
  { clock: '10:55', notAfter: '11:30', over: false, because: 'five minutes are worth it' },
  { clock: '10:55:01', notAfter: '11:30', over: true, because: 'less is not' },
  { clock: '10:30', notAfter: '10:30', over: false, because: 'it is the last moment that was asked for' },
  { clock: '10:30:01', notAfter: '10:30', over: true, because: 'an intent past its time never happens' },
])('at $clock a hold until eleven, not after $notAfter, is over: $over, because $because', (row) => {
  expect(isHoldOver({ end: at('11:00'), notAfter: at(row.notAfter) }, at(row.clock))).toBe(row.over);
});

test.for([
  { cause: null, clock: '10:04', silent: false },
  { cause: null, clock: '10:05', silent: true },
  { cause: 'throttled', clock: '10:03', silent: true },
  { cause: 'access-denied', clock: '10:03', silent: false },
] as const)('a day read at ten, with $cause, is silent at $clock: $silent', ({ cause, clock, silent }) => {
  expect(isSilent(aSilentDay(cause), at(clock))).toBe(silent);
});

test.for(['pending', 'held', 'checking'] as const)(
  'a booking that is %s is shown as such however old the day is, and no longer than it lasts',
  (status) => {
    const mine = aMeeting('10:10', '11:30', { booking: aBooking({ status }) });
    const day = aSilentDay('graph-unreachable', { occurrences: [mine] });

    expect(roomState(day, at('10:20'))).toMatchObject({ kind: 'booking', status, until: at('11:30') });
    expect(roomState(day, at('11:10'))).toMatchObject({ kind: 'booking', status });
    expect(roomState(day, addMinutes(mine.end, 1))).toMatchObject({ kind: 'unknown' });
    expect(roomState({ ...day, health: { cause: 'scope-not-proven', since: now } }, now).kind).toBe('out-of-service');
  },
);
