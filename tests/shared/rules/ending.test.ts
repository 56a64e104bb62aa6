import { expect, test } from 'vitest';
import { decideDecline } from '../../../shared/rules/decide-change.ts';
import { endOf } from '../../../shared/rules/ending.ts';
import { aBooking, aMeeting, aPolicy, aRoomDay, at } from '../../support/builders.ts';

const ours = aMeeting('10:00', '11:00', { booking: aBooking() });
const theirs = aMeeting('10:00', '11:00');

test.for([
  { meeting: ours, mayEndOthers: false, ending: 'shortened', because: 'we organise it' },
  { meeting: ours, mayEndOthers: true, ending: 'shortened', because: 'we organise it' },
  {
    meeting: aMeeting('10:00', '11:00', { booking: aBooking({ status: 'pending' }) }),
    mayEndOthers: true,
    ending: 'not-possible',
    because: 'the room has not answered yet',
  },
  { meeting: theirs, mayEndOthers: false, ending: 'not-possible', because: 'only its organiser can' },
  { meeting: theirs, mayEndOthers: true, ending: 'declined', because: 'the room can take itself out' },
  {
    meeting: aMeeting('10:00', '11:00', { unreadable: true }),
    mayEndOthers: true,
    ending: 'not-possible',
    because: 'nobody knows what it is',
  },
])('ending it comes to "$ending" with mayEndOthers $mayEndOthers, because $because', (row) => {
  expect(endOf(row.meeting, aPolicy({ mayEndOthers: row.mayEndOthers }))).toBe(row.ending);
});

const checkIn = { kind: 'needed', opensAt: at('09:30'), until: at('10:10') } as const;

test.for([
  { now: '09:44:59', meeting: theirs, said: 'not-booked-here', because: 'the door is not about it yet' },
  { now: '09:45', meeting: theirs, said: null, because: 'it starts soon' },
  { now: '09:35', meeting: { ...theirs, checkIn }, said: null, because: 'the door already asks for check-in' },
  { now: '10:59:59', meeting: theirs, said: null, because: 'it still runs' },
  { now: '11:00', meeting: theirs, said: 'occurrence-gone', because: 'it is over' },
  { now: '10:30', meeting: ours, said: 'not-booked-here', because: 'ours is shortened, not declined' },
])('at $now the room may decline it: $said, because $because', ({ now, meeting, said }) => {
  const day = aRoomDay(at(now), [meeting], { policy: aPolicy({ mayEndOthers: true }) });
  const decided = decideDecline(day, meeting.id, at(now));

  expect(decided.ok ? null : decided.error.kind).toBe(said);
});

test('without the policy for it the room declines nobody', () => {
  expect(decideDecline(aRoomDay(at('10:30'), [theirs]), theirs.id, at('10:30'))).toMatchObject({
    error: { kind: 'not-booked-here' },
  });
});

test('a paused room declines nobody, since nobody would learn what became of it', () => {
  const health = { cause: 'paused', since: at('10:00') } as const;
  const day = aRoomDay(at('10:30'), [theirs], { health, policy: aPolicy({ mayEndOthers: true }) });

  expect(decideDecline(day, theirs.id, at('10:30'))).toMatchObject({ error: { kind: 'calendar-away' } });
});
