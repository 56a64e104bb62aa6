import { expect, test } from 'vitest';
import { beginWatch, type Exemption, lookAgain } from '../../../edge-proxy/attendance/room-watch.ts';
import type { DeviceId, OccurrenceId } from '../../../shared/basics/ids.ts';
import type { HealthCause } from '../../../shared/room/room-day.ts';
import { aRoomDay, at } from '../../support/builders.ts';

/** A look at the room: which screens listen, whether its calendar can be read, how old its day is. */
type Look = {
  readonly clock: string;
  readonly screens?: readonly string[];
  readonly health?: HealthCause;
  readonly readAt?: string;
};

/** What a ten o'clock meeting, to be checked in to by ten past, comes to after these looks. */
function after(looks: readonly Look[]): Exemption | null {
  const [start, end, opensAt, until] = [at('10:00'), at('11:00'), at('09:50'), at('10:10')];
  const meeting = { occurrence: 'one' as OccurrenceId, seriesId: null, version: null, start, end, opensAt, until };
  const watch = beginWatch(meeting, opensAt);
  for (const { clock, screens = ['door'], health, readAt = clock } of looks) {
    const change = { health: health === undefined ? null : { cause: health, since: at(clock) } };
    const seen = { day: aRoomDay(at(readAt), [], change), screens: screens as DeviceId[] };
    const wrong = lookAgain(watch, seen, at(clock));
    if (wrong !== null) return wrong;
  }
  return null;
}

const minutes = (...clocks: readonly string[]): Look[] => clocks.map((clock) => ({ clock }));

test.for<{ looks: Look[]; comesTo: Exemption | null; because: string }>([
  { looks: minutes('09:50', '10:00', '10:01', '10:02'), comesTo: null, because: 'all was well' },
  {
    looks: minutes('09:50', '09:59', '10:02'),
    comesTo: 'proxy-away',
    because: 'we slept for two minutes of its grace',
  },
  {
    looks: [...minutes('09:50', '10:00'), { clock: '10:01', screens: [] }],
    comesTo: null,
    because: 'a tablet may change its access point',
  },
  {
    looks: [...minutes('10:00'), { clock: '10:00:40', screens: [] }, { clock: '10:01:01', screens: [] }],
    comesTo: 'no-screen',
    because: 'nobody could check in',
  },
  {
    looks: [{ clock: '09:50', screens: [] }, { clock: '09:55', screens: [] }, ...minutes('10:00', '10:01')],
    comesTo: null,
    because: 'the screen came back before the grace began',
  },
  {
    looks: [{ clock: '09:55', screens: ['door', 'side'] }, ...minutes('10:00')],
    comesTo: 'screen-lost',
    because: 'the side door went dark at 09:55 and may hold a check-in',
  },
  {
    looks: [{ clock: '09:59:30', screens: ['door', 'side'] }, ...minutes('10:00', '10:00:30')],
    comesTo: null,
    because: 'it may be back in a moment',
  },
  {
    looks: [
      ...minutes('10:00'),
      { clock: '10:00:30', health: 'throttled' },
      { clock: '10:01:01', health: 'throttled' },
    ],
    comesTo: 'calendar-away',
    because: 'what changes in Outlook is not known',
  },
  {
    looks: [...minutes('10:00'), { clock: '10:00:50', readAt: '09:55' }, { clock: '10:01:10', readAt: '09:55' }],
    comesTo: 'calendar-away',
    because: 'the day is older than a door would speak of',
  },
])('it comes to $comesTo, because $because', ({ looks, comesTo }) => {
  expect(after(looks)).toBe(comesTo);
});
