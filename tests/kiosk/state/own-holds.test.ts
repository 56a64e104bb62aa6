import { expect, test } from 'vitest';
import type { OutboxNews } from '../../../kiosk/ports.ts';
import { createOwnHolds } from '../../../kiosk/state/held-here.ts';
import { isOwnHold, withOwnHolds } from '../../../kiosk/state/own-holds.ts';
import type { Intent } from '../../../shared/wire/intent-request.ts';
import { aBooking, aKey, aMeeting, aRoomDay, at } from '../../support/builders.ts';

const intent: Intent = { kind: 'book', key: aKey(1), end: at('10:55'), notAfter: at('10:50') };
const held: OutboxNews = { kind: 'held', since: at('10:25:40') };

function anOutbox() {
  const listeners = new Set<(intent: Intent, news: OutboxNews) => void>();
  const holds = createOwnHolds({
    onNews(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const say = (news: OutboxNews, of: Intent = intent) => {
    for (const listener of listeners) listener(of, news);
  };
  return { holds, say, listeners };
}

test('what is held takes its time from the minute of the tap, and is told from what others know of', () => {
  const { holds, say } = anOutbox();

  say(held);

  const [own] = holds.occurrences.value;
  expect(own).toMatchObject({ start: at('10:25'), end: at('10:55'), booking: { key: aKey(1), status: 'held' } });
  expect(own && isOwnHold(own)).toBe(true);
  expect(isOwnHold(aMeeting('10:00', '10:30'))).toBe(false);
});

test.for<OutboxNews>([
  { kind: 'no-answer' },
  { kind: 'taken-back' },
  { kind: 'too-late' },
  { kind: 'answered', booking: aBooking() },
])('after $kind it is no hold of this screen any more', (news) => {
  const { holds, say } = anOutbox();
  say(held);
  say(held, { ...intent, key: aKey(2), start: at('11:00'), end: at('11:30') });

  say(news);

  expect(holds.occurrences.value.map(({ booking }) => booking?.key)).toEqual([aKey(2)]);
});

test('nothing but a booking is held', () => {
  const { holds, say } = anOutbox();

  say(held, { kind: 'end', key: aKey(3), notAfter: at('10:50'), occurrence: aMeeting('10:00', '11:00').id });

  expect(holds.occurrences.value).toEqual([]);
});

test('in the day it stands at its place, until the proxy tells of it itself', () => {
  const { holds, say } = anOutbox();
  say(held);
  const day = aRoomDay(at('10:25'), [aMeeting('09:00', '09:30'), aMeeting('11:00', '12:00')]);
  const own = holds.occurrences.value;

  expect(withOwnHolds(day, own).occurrences.map(({ start }) => start)).toEqual([at('09:00'), at('10:25'), at('11:00')]);
  const told = { ...day, intents: [{ key: aKey(1), kind: 'book', status: 'pending' }] as const };
  expect(withOwnHolds(told, own)).toBe(told);
  expect(withOwnHolds(day, [])).toBe(day);
});

test('a listener that is closed hears nothing more', () => {
  const { holds, say, listeners } = anOutbox();

  holds.close();
  say(held);

  expect(listeners.size).toBe(0);
  expect(holds.occurrences.value).toEqual([]);
});
