/** What every RoomCalendar must do, whichever Exchange is behind it. The world says how people in Outlook act on it. */

import { describe, expect, test } from 'vitest';
import type { RoomCalendar } from '../../edge-proxy/ports/calendar.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import type { Interval } from '../../shared/basics/interval.ts';
import { hidden, shown } from '../../shared/room/occurrence.ts';
import type { Room } from '../../shared/room/room.ts';
import { aPolicy, at } from '../support/builders.ts';

export type Invitation = {
  readonly subject: string;
  /** For an all-day meeting the room's midnights. */
  readonly start: Instant;
  readonly end: Instant;
  readonly allDay?: boolean;
  readonly private?: boolean;
  readonly showAs?: 'free' | 'tentative' | 'busy';
};

export type CalendarWorld = {
  readonly calendar: RoomCalendar;
  /** In Europe/Berlin, keeping subjects and private flags, accepting by itself. The time is 24 November 2026, 09:00 UTC. */
  readonly room: Room;
  /** Resolves when the room has answered. */
  invite(invitation: Invitation): Promise<{ move(to: Interval): Promise<void>; cancel(): Promise<void> }>;
  close(): Promise<void>;
};

/** The room's 24 and 25 November. */
const window = { start: at('2026-11-23T23:00:00Z'), end: at('2026-11-25T23:00:00Z') };

export function roomCalendarContract(name: string, open: () => Promise<CalendarWorld>): void {
  async function within(run: (world: CalendarWorld) => Promise<void>): Promise<void> {
    const world = await open();
    try {
      await run(world);
    } finally {
      await world.close();
    }
  }
  const read = ({ calendar, room }: CalendarWorld, policy = aPolicy()) => calendar.readView(room, window, policy);

  describe(`the calendar contract on ${name}`, () => {
    test('an empty day is empty', () =>
      within(async (world) => {
        expect(await read(world)).toEqual([]);
      }));

    test('meetings come earliest first, with what ties them to a booking', () =>
      within(async (world) => {
        await world.invite({ subject: 'Later', start: at('14:00'), end: at('15:00') });
        await world.invite({ subject: 'Sooner', start: at('10:00'), end: at('10:30') });

        expect(await read(world)).toMatchObject([
          { title: shown('Sooner'), start: at('10:00'), end: at('10:30'), allDay: false, iCalUId: expect.any(String) },
          { title: shown('Later'), start: at('14:00'), end: at('15:00'), tentative: false, unreadable: false },
        ]);
      }));

    test('what was moved stands where it was moved to, under the same id', () =>
      within(async (world) => {
        const meeting = await world.invite({ subject: 'Review', start: at('10:00'), end: at('11:00') });
        const [before] = await read(world);
        await meeting.move({ start: at('12:00'), end: at('13:00') });

        const after = await read(world);

        expect(after).toMatchObject([{ start: at('12:00'), end: at('13:00') }]);
        expect(after[0]?.id).toBe(before?.id);
      }));

    test('what was cancelled takes no time', () =>
      within(async (world) => {
        const meeting = await world.invite({ subject: 'Review', start: at('10:00'), end: at('11:00') });
        await meeting.cancel();

        expect(await read(world)).toEqual([]);
      }));

    test('a private meeting takes its time and tells nothing', () =>
      within(async (world) => {
        await world.invite({ subject: 'Salaries', start: at('10:00'), end: at('11:00'), private: true });

        const day = await read(world);

        expect(day).toMatchObject([{ start: at('10:00'), title: hidden, organizer: hidden }]);
        expect(JSON.stringify(day)).not.toContain('Salaries');
      }));

    test('titles and organizers are told as far as the policy goes', () =>
      within(async (world) => {
        await world.invite({ subject: 'Review', start: at('10:00'), end: at('11:00') });

        const day = await read(world, aPolicy({ showTitles: false, showOrganizers: false }));

        expect(day).toMatchObject([{ title: hidden, organizer: hidden }]);
      }));

    test('an all-day meeting runs between midnights of the room', () =>
      within(async (world) => {
        const today = { start: window.start, end: at('2026-11-24T23:00:00Z') };
        await world.invite({ subject: 'Offsite', ...today, allDay: true });

        expect(await read(world)).toMatchObject([{ ...today, allDay: true }]);
      }));

    test('a meeting over midnight and over the edge of the window is whole', () =>
      within(async (world) => {
        const night = { start: at('2026-11-25T22:00:00Z'), end: at('2026-11-26T01:00:00Z') };
        await world.invite({ subject: 'Night shift', ...night });

        expect(await read(world)).toMatchObject([night]);
      }));

    test('a day with more meetings than a page holds is read whole', () =>
      within(async (world) => {
        const minute = (n: number) => (at('10:00') + n * 60_000) as Instant;
        for (let n = 0; n < 110; n += 1) await world.invite({ subject: `${n}`, start: minute(n), end: minute(n + 1) });

        expect(await read(world)).toHaveLength(110);
      }));

    test('a room that is not there is gone, and says so', () =>
      within(async ({ calendar, room }) => {
        const nobody = { ...room, address: 'nobody@northwind.example' };

        await expect(calendar.readView(nobody, window, aPolicy())).rejects.toMatchObject({ reason: 'room-gone' });
      }));
  });
}
