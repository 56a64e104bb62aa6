/** What every RoomReplies must do. The world says what stands in the room's calendar and what organisers were told. */

import { describe, expect, test } from 'vitest';
import type { RoomReplies } from '../../edge-proxy/ports/bookings.ts';
import { type CalendarOccurrence, CalendarUnavailable } from '../../edge-proxy/ports/calendar.ts';
import type { Room } from '../../shared/room/room.ts';
import { at } from '../support/builders.ts';

export type RepliesWorld = {
  readonly replies: RoomReplies;
  readonly room: Room;
  /** Somebody invites the room to three mornings in a row, and it accepts; its copies, earliest first. */
  inviteSeries(): Promise<readonly CalendarOccurrence[]>;
  /** Somebody writes a meeting straight into the room's calendar. */
  writeIntoRoom(): Promise<CalendarOccurrence>;
  /** Starts of what stands in the room's calendar. */
  left(): Promise<number[]>;
  /** How many meetings their organisers were told about that the room has given up. */
  told(): Promise<number>;
  close(): Promise<void>;
};

const COMMENT = 'Nobody came.';
const LATER = at('23:59');

export function roomRepliesContract(name: string, open: () => Promise<RepliesWorld>): void {
  async function within(run: (world: RepliesWorld) => Promise<void>): Promise<void> {
    const world = await open();
    try {
      await run(world);
    } finally {
      await world.close();
    }
  }

  async function aSeries(world: RepliesWorld): Promise<[CalendarOccurrence, CalendarOccurrence, CalendarOccurrence]> {
    const [first, second, third] = await world.inviteSeries();
    if (first === undefined || second === undefined || third === undefined) throw new Error('no series');
    return [first, second, third];
  }

  describe(`the room replies contract on ${name}`, () => {
    test('of a series the room gives up the one occurrence, and its organiser is told of that one', () =>
      within(async (world) => {
        const [first, second, third] = await aSeries(world);

        await world.replies.giveUp(world.room, second, COMMENT, LATER);

        expect(await world.left()).toEqual([first.start, third.start]);
        expect(await world.told()).toBe(1);
      }));

    test('what is gone already is fine, and nobody is told twice', () =>
      within(async (world) => {
        const [first] = await aSeries(world);
        await world.replies.giveUp(world.room, first, COMMENT, LATER);
        await world.replies.giveUp(world.room, first, COMMENT, LATER);

        expect(await world.left()).toHaveLength(2);
        expect(await world.told()).toBe(1);
      }));

    test('a meeting that the room itself organises is cancelled', () =>
      within(async (world) => {
        const meeting = await world.writeIntoRoom();
        expect(meeting.organisedByRoom).toBe(true);

        await world.replies.giveUp(world.room, meeting, COMMENT, LATER);

        expect(await world.left()).toEqual([]);
      }));

    test('promise 3: nothing is sent after its time', () =>
      within(async (world) => {
        const [first] = await aSeries(world);

        const late = world.replies.giveUp(world.room, first, COMMENT, at('08:59'));

        await expect(late).rejects.toThrow(CalendarUnavailable);
        expect(await world.left()).toHaveLength(3);
        expect(await world.told()).toBe(0);
      }));
  });
}
