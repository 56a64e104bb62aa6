/** Wires what becomes of taps: the booking engine, and beside it what is known of who came. Each tells the other. */

import type { DeviceId, RoomId } from '../shared/basics/ids.ts';
import { createBookingEngine } from './booking/booking-engine.ts';
import { forgetOldIntents } from './booking/forget-intents.ts';
import { composeAttendance } from './compose-attendance.ts';
import type { ComposedGraph } from './compose-graph.ts';
import type { Ground } from './compose-ground.ts';
import type { ComposedRooms } from './compose-rooms.ts';

type Needs = {
  readonly graph: Pick<ComposedGraph, 'bookings' | 'directBookings' | 'replies' | 'mail'>;
  readonly rooms: Pick<ComposedRooms, 'findRoom' | 'policies' | 'republish' | 'views'>;
  /** The tablets that show a room now. */
  readonly screensOf: (roomId: RoomId) => readonly DeviceId[];
};

export type ComposedBookings = ReturnType<typeof composeBookings>;

export function composeBookings(ground: Ground, { graph, rooms, screensOf }: Needs) {
  const { store, isRestored, alarms, audit, fanOut, clock, log, meter, consoleUrl } = ground;
  const { findRoom, policies, republish, views } = rooms;
  const attendance = composeAttendance({
    store,
    clock,
    log,
    alarms,
    policies,
    audit,
    ...views,
    republish,
    release: (roomId, release) => booking.release(roomId, release),
    screens: screensOf,
    mail: graph.mail,
    findRoom,
    consoleUrl,
  });
  const booking = createBookingEngine({
    clock,
    log,
    meter,
    store,
    bookings: graph.bookings,
    directBookings: graph.directBookings,
    replies: attendance.alarms.watched(graph.replies),
    findRoom,
    views,
    republish,
    onSettled: attendance.onSettled,
    isRestored,
  });
  const stopForgetting = forgetOldIntents({ store, clock, log });
  const stopNews = fanOut.subscribe((message) => {
    if (message.kind === 'room-day') booking.roomChanged(message.day.room.id);
    if (message.kind === 'room-day') attendance.noShows.roomChanged(message.day.room.id);
    if (message.kind === 'read-again') booking.roomReadAgain(message.roomId);
    if (message.kind === 'read-again') attendance.noShows.roomChanged(message.roomId);
  });

  return {
    submitIntent: booking.submitIntent,
    underWay: booking.underWay,
    /** Once, when the rooms are known. */
    resumeUnsettled: booking.resumeUnsettled,
    onFaultDone: attendance.onFaultDone,
    close(): void {
      stopNews();
      stopForgetting();
      booking.close();
      attendance.close();
    },
  };
}
