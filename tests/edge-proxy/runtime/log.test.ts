import { expect, test } from 'vitest';
import type { Facts } from '../../../edge-proxy/ports/runtime.ts';
import { createLog } from '../../../edge-proxy/runtime/log.ts';
import { at } from '../../support/builders.ts';

function logged(facts?: Facts): Record<string, unknown> {
  const lines: string[] = [];
  const log = createLog({ clock: { now: () => at('09:00') }, destination: { write: (line) => void lines.push(line) } });
  log.warn('room-read', facts);
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '') as Record<string, unknown>;
}

test('a line is JSON with its time, its level and its event', () => {
  expect(logged({ roomId: 'room-lisbon', count: 3, stale: false, cause: null })).toEqual({
    level: 'warn',
    time: '2026-11-24T09:00:00.000Z',
    event: 'room-read',
    roomId: 'room-lisbon',
    count: 3,
    stale: false,
    cause: null,
  });
});

test.for([
  'token',
  'clientSecret',
  'client_state_token',
  'title',
  'subject',
  'organizerName',
  'body',
  'cookie',
  'clientState',
])('what is called %s is blanked', (name) => {
  expect(logged({ [name]: 'something dear' })).toMatchObject({ [name]: '[hidden]' });
});

test.for([
  { value: 'failed with eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln' },
  { value: 'Authorization: Bearer abc.def' },
  { value: 'POST ?client_secret=hunter2&x=1' },
])('what looks like a secret is blanked wherever it stands: $value', ({ value }) => {
  const { cause } = logged({ cause: value });

  expect(cause).toContain('[hidden]');
  expect(cause).not.toMatch(/eyJ|abc\.def|hunter2/);
});

test('a long text is cut, and a line break makes no second line', () => {
  expect(String(logged({ cause: `a\n${'x'.repeat(5_000)}` })['cause'])).toHaveLength(300);
});

test('an object that slipped by says nothing of itself', () => {
  const facts = { event: { subject: 'Merger' } } as unknown as Facts;

  expect(JSON.stringify(logged({ fault: facts as never }))).not.toContain('Merger');
});
