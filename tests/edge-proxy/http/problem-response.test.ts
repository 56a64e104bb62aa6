import { expect, test } from 'vitest';
import { problemCatalogue, problemResponse } from '../../../edge-proxy/http/problem-response.ts';
import type { Refusal } from '../../../shared/room/refusal.ts';
import { faultKinds, problemCodec } from '../../../shared/wire/problem.ts';
import { at } from '../../support/builders.ts';

const refusals: Refusal[] = [
  { kind: 'room-busy', from: at('10:00'), until: at('11:00') },
  { kind: 'room-declined' },
  { kind: 'gave-way' },
  { kind: 'calendar-away' },
  { kind: 'too-late' },
  { kind: 'too-short' },
  { kind: 'too-long', longestMinutes: 240 },
  { kind: 'too-far-ahead', until: at('18:00') },
  { kind: 'in-the-past' },
  { kind: 'occurrence-gone' },
  { kind: 'changed-meanwhile', end: at('11:00') },
  { kind: 'not-booked-here' },
  { kind: 'booking-switched-off' },
  { kind: 'check-in-not-needed' },
  { kind: 'check-in-not-open', opensAt: at('18:00') },
  { kind: 'undo-over' },
  { kind: 'undone' },
  { kind: 'room-not-known' },
  { kind: 'room-closed', from: at('08:00'), until: null, reason: 'The projector is being replaced' },
  { kind: 'out-of-service' },
];

test.for(refusals)('a door reads $kind whole from its problem', async (refusal) => {
  const response = problemResponse(refusal);
  const problem = problemCodec.decode(await response.json());

  expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  expect(problem).toMatchObject({
    ok: true,
    value: { type: `urn:doorlight:problem:${refusal.kind}`, status: response.status, refusal },
  });
});

test.for(faultKinds.map((kind) => ({ kind })))(
  '$kind has a title, a status of its class and no refusal',
  async ({ kind }) => {
    const response = problemResponse({ kind });
    const problem = problemCodec.decode(await response.json());

    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(problem).toMatchObject({
      ok: true,
      value: { title: problemCatalogue[kind].title, status: response.status },
    });
    expect(problem).not.toHaveProperty('value.refusal');
  },
);

test('the catalogue is exactly what the wire may carry', () => {
  const kinds = [...faultKinds, ...refusals.map(({ kind }) => kind)].sort();

  expect(Object.keys(problemCatalogue).sort()).toEqual(kinds);
});

test('a refusal brings the rooms along that are free instead, and no member where none is', async () => {
  const offer = { room: 'porto@northwind.example', displayName: 'Porto', floor: '3', until: null };
  const refusal = { kind: 'room-declined' } as const;

  expect(await problemResponse(refusal, [offer]).json()).toMatchObject({ refusal, alternatives: [offer] });
  expect(await problemResponse(refusal, []).json()).not.toHaveProperty('alternatives');
});

test('waits are told in whole seconds, never too short', () => {
  expect(problemResponse({ kind: 'too-many-requests', retryAfterMs: 4_100 }).headers.get('Retry-After')).toBe('5');
});
