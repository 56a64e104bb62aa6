import { expect, test } from 'vitest';
import { decodeText, encodeText } from '../../../shared/basics/codec.ts';
import { ok } from '../../../shared/basics/result.ts';
import { hidden } from '../../../shared/room/occurrence.ts';
import { policyCodec } from '../../../shared/room/policy.ts';
import { displayWindow, roomDayCodec } from '../../../shared/room/room-day.ts';
import { intentCodec } from '../../../shared/wire/intent-request.ts';
import { aBooking, aKey, aMeeting, aPolicy, aRoomDay, at, aZone } from '../../support/builders.ts';

test('a room day crosses the wire and is the same on the other side', () => {
  const refused = aBooking({ status: 'refused', reason: { kind: 'room-busy', from: at('11:00'), until: at('12:00') } });
  const day = aRoomDay(
    at('09:00'),
    [aMeeting('09:00', '09:30', { title: hidden }), aMeeting('11:00', '12:00', { booking: refused })],
    { health: { cause: 'throttled', since: at('08:59') }, intents: [{ ...aBooking(), kind: 'extend' }] },
  );

  expect(decodeText(roomDayCodec, encodeText(roomDayCodec, day))).toEqual({ ok: true, value: day });
});

test('times on the wire are ISO 8601 in UTC, and nothing is in it that the day does not hold', () => {
  const wire = encodeText(
    roomDayCodec,
    aRoomDay(at('09:00'), [{ ...aMeeting('09:00', '09:30'), subject: 'Secret' } as never]),
  );

  expect(wire).toContain('"start":"2026-11-24T09:00:00.000Z"');
  expect(wire).not.toContain('Secret');
});

test('the display window is today and tomorrow in the zone of the room, whatever their lengths', () => {
  const berlin = displayWindow(at('2026-10-24T22:30:00Z'), aZone('Europe/Berlin'), aPolicy());

  expect(berlin).toEqual({ start: at('2026-10-24T22:00:00Z'), end: at('2026-10-26T23:00:00Z') });
});

test('a policy that an older release wrote is read with what was added since as it is by default', () => {
  const { holds: _holds, checkIn: _checkIn, ...older } = aPolicy({ bookingLengths: [20] });

  expect(policyCodec.decode(older)).toEqual(ok(aPolicy({ bookingLengths: [20] })));
  expect(policyCodec.decode({ ...older, holds: 'sometimes' }).ok).toBe(false);
});

const key = aKey(7);

test.for([
  {
    body: `{"key":"${key}","kind":"book","end":"2026-11-24T10:00:00Z","notAfter":"2026-11-24T09:31:00Z"}`,
    path: null,
    because: 'that is all a booking needs',
  },
  {
    body: `{"key":"${key.toUpperCase()}","kind":"end","occurrence":"x","notAfter":"2026-11-24T09:31:00Z"}`,
    path: null,
    because: 'a key is a key in capitals too',
  },
  {
    body: `{"key":"1","kind":"book","end":"2026-11-24T10:00:00Z","notAfter":"2026-11-24T09:31:00Z"}`,
    path: '/key',
    because: 'a key is a UUID',
  },
  {
    body: `{"key":"${key}","kind":"steal","notAfter":"2026-11-24T09:31:00Z"}`,
    path: '/kind',
    because: 'nobody knows that wish',
  },
  {
    body: `{"key":"${key}","kind":"book","end":"10:00","notAfter":"2026-11-24T09:31:00Z"}`,
    path: '/end',
    because: 'a time alone names no day',
  },
  {
    body: `{"key":"${key}","kind":"end","notAfter":"2026-11-24T09:31:00Z"}`,
    path: '/occurrence',
    because: 'it has to say which',
  },
  {
    body: `{"key":"${key}","kind":"book","end":"2026-11-24T10:00:00Z"}`,
    path: '/notAfter',
    because: 'a wish without an end of its own could happen tomorrow',
  },
  { body: 'book it', path: '', because: 'that is no JSON' },
])('$body is wrong at $path, because $because', ({ body, path }) => {
  const decoded = decodeText(intentCodec, body);

  expect(decoded.ok ? null : decoded.error.path).toBe(path);
});
