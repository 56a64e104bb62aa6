import { expect, test, vi } from 'vitest';
import type { Act } from '../../../kiosk/components/desk.tsx';
import { aheadActs } from '../../../kiosk/screens/closed-words.tsx';
import { deskActs } from '../../../kiosk/screens/desk-acts.ts';
import { doorFace } from '../../../kiosk/state/door-face.ts';
import { createTimeFormat } from '../../../kiosk/text/format-time.ts';
import { loadWords } from '../../../kiosk/text/messages.ts';
import { roomState } from '../../../shared/rules/room-state.ts';
import { aClosure, aMeeting, aPolicy, aRoomDay, at, aZone } from '../../support/builders.ts';

const now = at('10:24');
const live = { kind: 'live' } as const;
const closedUntil = (until: string | null, change: Parameters<typeof aRoomDay>[2] = {}) =>
  aRoomDay(now, [aMeeting('10:00', '11:00')], { closures: [aClosure('08:00', until)], ...change });

async function speechOf(day: ReturnType<typeof aRoomDay>) {
  const words = await loadWords(['en-GB']);
  await words.whole();
  return { words, times: createTimeFormat(words, aZone('Europe/Lisbon')), day, now };
}

test.for([
  { until: '15:00', phrase: { kind: 'until', moment: at('15:00') }, because: 'it opens today' },
  {
    until: '2026-11-25T08:00:00Z',
    phrase: { kind: 'until', moment: at('2026-11-25T08:00:00Z') },
    because: 'it opens tomorrow',
  },
  {
    until: '2026-11-26T08:00:00Z',
    phrase: { kind: 'until', moment: at('2026-11-26T00:00:00Z') },
    because: 'the day is enough from afar',
  },
  { until: null, phrase: { kind: 'right-now' }, because: 'nobody has said' },
])('a room closed until $until says so on slate, and as much as helps, since $because', ({ until, phrase }) => {
  const day = closedUntil(until);

  const face = doorFace(day, roomState(day, now), live, null, now);

  expect(face).toMatchObject({
    mood: 'none',
    word: 'closed',
    phrase,
    lamp: { kind: 'closed' },
    line: { kind: 'closed' },
  });
});

test('a closed door offers another room and a booking for when it is open again, and nothing of its own', async () => {
  const day = closedUntil('2026-11-25T08:00:00Z');
  const state = roomState(day, now);
  const speech = await speechOf(day);
  const view = { openSheet: vi.fn() };
  const booking = { book() {}, extend() {}, end() {}, undo() {}, checkIn() {}, report() {} };

  const ahead = aheadActs(state, speech, view);
  const { acts } = deskActs(state, live, null, speech, { booking, view, ahead });
  acts[1]?.onPress();

  expect(acts.map(({ label, detail }) => [label, detail])).toEqual([
    ['Find a free room', undefined],
    ['Book ahead', 'from tomorrow, 08:00'],
  ]);
  expect(view.openSheet).toHaveBeenCalledWith({
    kind: 'day',
    chosen: { offset: 1, start: at('2026-11-25T08:00:00Z'), minutes: null },
  });
});

test.for([
  { until: null, policy: {}, because: 'nobody knows when it opens' },
  { until: '2026-12-01T08:00:00Z', policy: {}, because: 'that is beyond what can be booked' },
  { until: '15:00', policy: { mayBook: false }, because: 'nothing can be booked here at all' },
])('nothing is offered ahead where $because', async ({ until, policy }) => {
  const day = closedUntil(until, { policy: aPolicy(policy) });

  expect(aheadActs(roomState(day, now), await speechOf(day), { openSheet() {} })).toEqual([]);
});

test('a taken door names the free room it knows of in its main button', async () => {
  const day = aRoomDay(now, [aMeeting('10:00', '11:00')]);
  const lead: Act = { label: 'Take Porto', detail: 'until 12:00', look: 'solid', onPress() {} };
  const deeds = { booking: {} as never, view: { openSheet() {} } };

  const named = deskActs(roomState(day, now), live, null, await speechOf(day), { ...deeds, lead });
  const unnamed = deskActs(roomState(day, now), live, null, await speechOf(day), { ...deeds, lead: null });

  expect([named.acts[0]?.label, unnamed.acts[0]?.label]).toEqual(['Take Porto', 'Find a free room']);
});
