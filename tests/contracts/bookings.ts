/** What every Bookings must do, whether the room is asked or written to. The world says how time passes for the room that answers, and what it is told to say. */

import { describe, expect, test } from 'vitest';
import type { Bookings, NewBooking } from '../../edge-proxy/ports/bookings.ts';
import type { Interval } from '../../shared/basics/interval.ts';
import type { Room } from '../../shared/room/room.ts';
import { aKey, at } from '../support/builders.ts';

export type BookingWorld = {
  readonly bookings: Bookings;
  /** Who says whether the room may be had: the room itself, asked and answering, or nobody but who writes. */
  readonly decidedBy: 'room' | 'writer';
  /** Free all day, accepting by itself. The time is 24 November 2026, 09:00 UTC. */
  readonly room: Room;
  /** Lets the room answer what it was asked. */
  answer(): Promise<void>;
  /** Somebody in Outlook takes the room; resolves when it has accepted. */
  occupy(stretch: Interval): Promise<void>;
  /** The next write is carried out and its answer lost. */
  loseNextAnswer(): void;
  /** Starts of what stands in the organiser's calendar. */
  organised(): Promise<number[]>;
  close(): Promise<void>;
};

export function bookingsContract(name: string, open: () => Promise<BookingWorld>): void {
  async function within(run: (world: BookingWorld) => Promise<void>): Promise<void> {
    const world = await open();
    try {
      await run(world);
    } finally {
      await world.close();
    }
  }

  function aBooking({ room }: BookingWorld, change: Partial<NewBooking> = {}): NewBooking {
    return {
      key: aKey(1),
      room,
      start: at('10:00'),
      end: at('10:30'),
      title: 'Booked at the door',
      online: false,
      notAfter: at('23:59'),
      ...change,
    };
  }

  describe(`the bookings contract on ${name}`, () => {
    test('a booking waits for its room where that is asked, and says when it has answered', () =>
      within(async (world) => {
        if (world.decidedBy === 'writer') {
          const made = await world.bookings.create(aBooking(world));
          expect(made).toMatchObject({ roomResponse: 'accepted', start: at('10:00'), end: at('10:30') });
          expect(await world.bookings.read(made.eventId)).toEqual(made);
          return;
        }
        const made = await world.bookings.create(aBooking(world));
        expect(made).toMatchObject({ roomResponse: 'none', respondedAt: null, start: at('10:00'), end: at('10:30') });
        await world.answer();

        const read = await world.bookings.read(made.eventId);

        expect(read).toMatchObject({ eventId: made.eventId, iCalUId: made.iCalUId, roomResponse: 'accepted' });
        expect(read?.respondedAt).toBeGreaterThanOrEqual(at('09:00'));
      }));

    test('a room that is taken declines where it is asked; written to, it lets both stand', () =>
      within(async (world) => {
        await world.occupy({ start: at('10:15'), end: at('11:00') });
        const made = await world.bookings.create(aBooking(world));
        await world.answer();

        const roomResponse = world.decidedBy === 'room' ? 'declined' : 'accepted';
        expect(await world.bookings.read(made.eventId)).toMatchObject({ roomResponse });
      }));

    test('promise 3: one key makes one meeting, however often it is asked', () =>
      within(async (world) => {
        const first = await world.bookings.create(aBooking(world));
        const second = await world.bookings.create(aBooking(world));

        expect(second.eventId).toBe(first.eventId);
        expect(await world.organised()).toEqual([at('10:00')]);
      }));

    test('promise 3: a lost answer makes one meeting too, and the caller hears of it', () =>
      within(async (world) => {
        world.loseNextAnswer();

        const made = await world.bookings.create(aBooking(world));

        expect(made.start).toBe(at('10:00'));
        expect(await world.organised()).toEqual([at('10:00')]);
      }));

    test('a meeting is found by its key, and none where there is none', () =>
      within(async (world) => {
        const made = await world.bookings.create(aBooking(world));

        expect(await world.bookings.find(aKey(1))).toMatchObject({ eventId: made.eventId });
        expect(await world.bookings.find(aKey(2))).toBeNull();
      }));

    test('an end is moved where nobody was faster, and the room keeps its word', () =>
      within(async (world) => {
        const made = await world.bookings.create(aBooking(world));
        await world.answer();
        const read = await world.bookings.read(made.eventId);

        const outcome = await world.bookings.changeEnd(made.eventId, at('10:15'), read?.etag ?? '');
        await world.answer();

        expect(outcome).toMatchObject({ kind: 'changed', meeting: { end: at('10:15') } });
        expect(await world.bookings.read(made.eventId)).toMatchObject({ end: at('10:15'), roomResponse: 'accepted' });
      }));

    test('an end is left alone where the meeting has changed meanwhile', () =>
      within(async (world) => {
        const made = await world.bookings.create(aBooking(world));
        await world.answer();
        const read = await world.bookings.read(made.eventId);
        await world.bookings.changeEnd(made.eventId, at('10:45'), read?.etag ?? '');

        expect(await world.bookings.changeEnd(made.eventId, at('11:00'), read?.etag ?? '')).toEqual({
          kind: 'changed-meanwhile',
        });
      }));

    test('a cancelled meeting is gone, and cancelling it again is fine', () =>
      within(async (world) => {
        const made = await world.bookings.create(aBooking(world));
        await world.answer();
        await world.bookings.cancel(made.eventId, 'Given back at the door.');
        await world.bookings.cancel(made.eventId, 'Given back at the door.');

        expect(await world.bookings.read(made.eventId)).toBeNull();
        expect(await world.bookings.find(aKey(1))).toBeNull();
        expect(await world.bookings.changeEnd(made.eventId, at('11:00'), made.etag)).toEqual({ kind: 'gone' });
      }));
  });
}
