import type { VNode } from 'preact';
import { expect, test } from 'vitest';
import type { AgendaLine } from '../../../kiosk/components/agenda.tsx';
import { dayPage } from '../../../kiosk/screens/day-sheet.tsx';
import type { SheetParts } from '../../../kiosk/screens/sheet-page.ts';
import type { Chosen } from '../../../kiosk/state/day-plan.ts';
import { createTimeFormat } from '../../../kiosk/text/format-time.ts';
import { loadWords } from '../../../kiosk/text/messages.ts';
import { addMs, MINUTE_MS } from '../../../shared/basics/instant.ts';
import type { Occurrence } from '../../../shared/room/occurrence.ts';
import { aMeeting, aRoomDay, at } from '../../support/builders.ts';

/** A door that remembers which sheet it was asked to open. */
async function aDoor(meetings: number, others: readonly Occurrence[] = []) {
  const now = at('09:00');
  const occurrences = Array.from({ length: meetings }, (_, n) => {
    const start = addMs(now, (n + 1) * MINUTE_MS);
    return aMeeting('09:00', '09:00', { start, end: addMs(start, MINUTE_MS) });
  });
  const day = aRoomDay(now, [...occurrences, ...others]);
  const words = await loadWords(['en-GB']);
  await words.whole();
  const speech = { words, times: createTimeFormat(words, day.room.timeZone), day, now };
  let chosen: Chosen = { offset: 0, start: null, minutes: null };
  const view = {
    openSheet(sheet: { kind: 'day'; chosen: Chosen }) {
      chosen = sheet.chosen;
    },
  };
  const parts = { speech, view, booking: {} } as unknown as SheetParts;
  return {
    lines: () => (dayPage(chosen, parts).children as VNode<{ lines: readonly AgendaLine[] }>).props.lines,
    chosen: () => chosen,
  };
}

test('a day gone wrong is told two dozen lines at a time, and the rest is one press away', async () => {
  const door = await aDoor(60);
  const counts = [door.lines().length];
  for (let press = 0; press < 2; press += 1) {
    expect(door.lines().at(-1)?.what).toBe('More');
    door.lines().at(-1)?.gap?.onPress();
    counts.push(door.lines().length);
  }

  // The meetings and the gap after them; and as long as there is more, the way to it.
  expect(counts).toEqual([25, 49, 61]);
});

test('an ordinary day is told whole', async () => {
  const door = await aDoor(20);

  expect(door.lines()).toHaveLength(21);
});

test('a meeting that lasts all day says so, and not from which midnight to which', async () => {
  const offsite = aMeeting('00:00', '00:00', { end: at('2026-11-25T00:00:00Z'), allDay: true });
  const door = await aDoor(0, [offsite]);

  expect(door.lines().map(({ span }) => span)).toEqual(['all day']);
});
