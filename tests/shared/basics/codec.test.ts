import { expect, test } from 'vitest';
import {
  decodeText,
  encodeText,
  integer,
  isoInstant,
  listOf,
  nullable,
  object,
  oneOf,
  text,
  union,
} from '../../../shared/basics/codec.ts';

const visit = object(
  { who: text({ min: 1, max: 5 }), at: isoInstant, seats: nullable(integer({ min: 0, max: 9 })) },
  { why: oneOf('work', 'tea') },
);
const shape = union({ dot: object({}), line: object({ points: listOf(integer({ min: 0, max: 9 }), { max: 2 }) }) });

test.for([
  { body: '{', path: '', wanted: 'JSON' },
  { body: '[]', path: '', wanted: 'an object' },
  { body: '{"who":"","at":"2026-11-21T10:00:00Z","seats":1}', path: '/who', wanted: 'text of 1 to 5 characters' },
  {
    body: '{"who":"Ana","at":"2026-11-21T10:00:00","seats":1}',
    path: '/at',
    wanted: 'an ISO 8601 time with its offset',
  },
  {
    body: '{"who":"Ana","at":"2026-11-21T25:00:00Z","seats":1}',
    path: '/at',
    wanted: 'an ISO 8601 time with its offset',
  },
  {
    body: '{"who":"Ana","at":"2027-02-29T10:00:00+01:00","seats":1}',
    path: '/at',
    wanted: 'an ISO 8601 time with its offset',
  },
  { body: '{"who":"Ana","at":"2026-11-21T10:00:00Z"}', path: '/seats', wanted: 'a whole number from 0 to 9' },
  {
    body: '{"who":"Ana","at":"2026-11-21T10:00:00Z","seats":1.5}',
    path: '/seats',
    wanted: 'a whole number from 0 to 9',
  },
  {
    body: '{"who":"Ana","at":"2026-11-21T10:00:00Z","seats":null,"why":"war"}',
    path: '/why',
    wanted: 'one of work, tea',
  },
])('$body is wrong at "$path"', ({ body, path, wanted }) => {
  expect(decodeText(visit, body)).toEqual({ ok: false, error: { path, wanted } });
});

test('what is encoded decodes to the same, and unknown members are let pass', () => {
  const decoded = decodeText(visit, '{"who":"Ana","at":"2026-11-21T11:00:00+01:00","seats":null,"new":true}');

  expect(decoded.ok && encodeText(visit, decoded.value)).toBe(
    '{"who":"Ana","at":"2026-11-21T10:00:00.000Z","seats":null}',
  );
});

test('a union is told apart by its kind', () => {
  expect(shape.decode({ kind: 'line', points: [1, 2] })).toEqual({ ok: true, value: { kind: 'line', points: [1, 2] } });
  expect(shape.decode({ kind: 'line', points: [1, 2, 3] })).toMatchObject({ error: { path: '/points' } });
  expect(shape.decode({ kind: 'blob' })).toMatchObject({ error: { path: '/kind', wanted: 'one of dot, line' } });
  expect(shape.decode(null)).toMatchObject({ error: { path: '/kind' } });
  expect(shape.encode({ kind: 'dot' })).toEqual({ kind: 'dot' });
});

test('members that objects inherit are not taken for given ones', () => {
  expect(object({ constructor: text() }).decode({})).toMatchObject({ ok: false });
});
