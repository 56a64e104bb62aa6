/** Days of any zone with any meetings, for properties: clock changes, zones off by 30 and 45 minutes, ragged ends. */

import fc from 'fast-check';
import type { OccurrenceId } from '../../../shared/basics/ids.ts';
import { addMinutes, addMs, type Instant } from '../../../shared/basics/instant.ts';
import { displayWindow, type RoomDay } from '../../../shared/room/room-day.ts';
import { anOccurrence, aPolicy, aRoom, aRoomDay, at, aZone } from '../../support/builders.ts';

/** The clocks change in the first and the third: back in Europe, forward by half an hour on Lord Howe. */
const PLACES = [
  { zone: aZone('Europe/Berlin'), midnight: at('2026-10-24T22:00:00Z') },
  { zone: aZone('Asia/Kathmandu'), midnight: at('2026-11-23T18:15:00Z') },
  { zone: aZone('Australia/Lord_Howe'), midnight: at('2026-10-03T13:30:00Z') },
  { zone: aZone('America/St_Johns'), midnight: at('2026-03-08T03:30:00Z') },
  { zone: aZone('UTC'), midnight: at('00:00') },
];

const meetings = fc.array(
  fc.record({
    from: fc.integer({ min: 0, max: 2_880 }),
    length: fc.integer({ min: 0, max: 200 }),
    seconds: fc.constantFrom(0, 0, 0, 20),
  }),
  { maxLength: 8 },
);

const policies = fc.record({
  bookingLengths: fc.constantFrom([15, 30, 45, 60], [5], [20, 90, 480], [10, 15, 20, 25, 30]),
  roundToMinutes: fc.constantFrom(1, 5, 15, 30, 60),
  longestBookingMinutes: fc.constantFrom(5, 45, 240, 1_440),
});

export const someDays = fc
  .record({
    place: fc.constantFrom(...PLACES),
    meetings,
    policy: policies,
    seconds: fc.integer({ min: 0, max: 26 * 3_600 }),
  })
  .map(({ place, meetings: list, policy, seconds }): { day: RoomDay; now: Instant } => {
    const now = addMs(place.midnight, seconds * 1_000);
    const room = aRoom({ timeZone: place.zone });
    const occurrences = list
      .map(({ from, length, seconds: ragged }, n) => {
        const start = addMinutes(place.midnight, from);
        const end = addMs(addMinutes(start, length), ragged * 1_000);
        return anOccurrence({ id: `m${n}` as OccurrenceId, start, end });
      })
      .sort((a, b) => a.start - b.start);
    const window = displayWindow(now, place.zone, { horizonDays: 2 });
    return { now, day: aRoomDay(now, occurrences, { room, window, policy: aPolicy(policy) }) };
  });
