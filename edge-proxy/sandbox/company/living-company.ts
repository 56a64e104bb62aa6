/**
 * The company at work: about every minute somebody overruns, leaves early, cancels, moves, books. At nights and at
 * weekends too, since a demo may start at any hour. Whatever they do, some rooms stay free and some stay in use.
 */

import { addMinutes, type Instant, instant, MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import type { Interval } from '../../../shared/basics/interval.ts';
import { localDate, localMinutes, weekday } from '../../../shared/basics/zone.ts';
import type { SandboxClock } from '../sandbox-clock.ts';
import type { CompanyCalendars, OwnMeeting } from './calendars.ts';
import { planMeeting } from './day-plan.ts';
import { createDice } from './dice.ts';
import { createDayFiller } from './fill-days.ts';
import {
  FREE_ROOMS_PROMISED,
  isOpen,
  leavesEnoughFree,
  type Occupancy,
  openRooms,
  ROOMS_KEPT_BUSY,
  ROOMS_KEPT_FREE,
  roomsInUse,
  staysLively,
  take,
} from './occupancy.ts';
import { type CompanyRoom, ROOMS } from './rooms.ts';

/** Short enough that a watcher sees something within the minute, long enough to follow it. */
const ACT_EVERY_MS = 45 * SECOND_MS;
/** How far ahead rooms are kept in use. At the start farther, so that a quiet company has something to show too. */
const LIVELY_AHEAD_MINUTES = 25;
const LIVELY_AT_START_MINUTES = 4 * 60;
const BEGUN_BEFORE_START_MINUTES = 20;
/** Calendars keep today and yesterday, then forget. */
const REMEMBERED_MINUTES = 48 * 60;
const FORGET_EVERY_MINUTES = 30;
const MARK_MINUTES = 5;
const FIRST_HOUR_MINUTES = 8 * 60;
const LAST_HOUR_MINUTES = 18 * 60;

type Needs = {
  calendars: CompanyCalendars;
  clock: SandboxClock;
  seed: string;
  /** Fill today and the coming days, then let nothing happen. */
  quiet: boolean;
};

type Wish = { room: CompanyRoom; start: Instant; minutes: number; leastFree?: number };

export function startLivingCompany({ calendars, clock, seed, quiet }: Needs): { close(): void } {
  const fillDays = createDayFiller(calendars, seed);
  const dice = createDice(`${seed} life`);
  let cancelTimer = (): void => {};

  const start = instant(clock.now());
  let forgetAt = start;
  fillDays(start);
  // Those who are in a room at the start came in a while ago.
  const before = addMinutes(start, -BEGUN_BEFORE_START_MINUTES);
  keepLively(before, calendars.occupancy(aroundNow(start)), BEGUN_BEFORE_START_MINUTES + LIVELY_AT_START_MINUTES);
  if (!quiet) waitForNext();

  function waitForNext(): void {
    cancelTimer = clock.after(ACT_EVERY_MS, () => {
      live(instant(clock.now()));
      waitForNext();
    });
  }

  function live(now: Instant): void {
    fillDays(now);
    if (now >= forgetAt) {
      calendars.forgetBefore(addMinutes(now, -REMEMBERED_MINUTES));
      forgetAt = addMinutes(now, FORGET_EVERY_MINUTES);
    }
    const occupancy = calendars.occupancy(aroundNow(now));
    keepLively(now, occupancy, LIVELY_AHEAD_MINUTES);
    if (giveRoomBack(now, occupancy)) return;
    // In random order, until one of them is possible: not every minute holds a meeting that could overrun.
    const acts = [overrun, overrun, leaveEarly, cancel, move, move, bookLater, bookLater, walkIn, turnPrivate];
    while (acts.length > 0) {
      const [act] = acts.splice(dice.between(0, acts.length - 1), 1);
      if (act?.(now, occupancy) === true) return;
    }
  }

  /** Books what is missing for enough rooms to be in use at every mark of the next `minutes`. */
  function keepLively(now: Instant, occupancy: Occupancy, minutes: number): void {
    const until = addMinutes(now, minutes);
    for (let mark = nextMark(now); mark < until; mark = addMinutes(mark, MARK_MINUTES)) {
      for (let missing = ROOMS_KEPT_BUSY - roomsInUse(occupancy, mark); missing > 0; missing -= 1) {
        if (!bookSomewhere(mark, dice.pick([60, 45, 90, 75]), occupancy, FREE_ROOMS_PROMISED)) break;
      }
    }
  }

  function bookSomewhere(start: Instant, longest: number, occupancy: Occupancy, leastFree = ROOMS_KEPT_FREE): boolean {
    const from = dice.between(0, ROOMS.length - 1);
    for (const [index] of ROOMS.entries()) {
      const room = ROOMS[(from + index) % ROOMS.length] as CompanyRoom;
      for (const minutes of [longest, 30, 15]) {
        if (tryBooking({ room, start, minutes, leastFree }, occupancy)) return true;
      }
    }
    return false;
  }

  function tryBooking({ room, start, minutes, leastFree = ROOMS_KEPT_FREE }: Wish, occupancy: Occupancy): boolean {
    const wanted = { start, end: addMinutes(start, minutes) };
    if (!isOpen(occupancy, room.address, wanted)) return false;
    if (!leavesEnoughFree(occupancy, room.address, wanted, leastFree)) return false;
    calendars.book(room, planMeeting({ room, start, minutes, afterHours: !isWorkingHour(room, start), dice }));
    take(occupancy, room.address, wanted);
    return true;
  }

  // ── What people do. Each says whether it found something to do. ───────────────────────────────────────────────────

  function overrun(now: Instant, occupancy: Occupancy): boolean {
    if (isCalm(now, occupancy)) return false;
    const ending = ownBetween(now, 0, 1).filter(({ end }) => end > now && end <= addMinutes(now, 10));
    return tryOne(ending, (meeting) => {
      const more = { start: meeting.end, end: addMinutes(meeting.end, dice.pick([10, 15, 15, 30])) };
      if (!isOpen(occupancy, meeting.room, more) || !leavesEnoughFree(occupancy, meeting.room, more)) return false;
      calendars.reschedule(meeting.id, { start: meeting.start, end: more.end });
      return true;
    });
  }

  function leaveEarly(now: Instant, occupancy: Occupancy): boolean {
    const end = nextMark(now);
    const running = ownBetween(now, 0, 1).filter((one) => one.start < now && one.end > addMinutes(now, 15));
    return tryOne(running, (meeting) => {
      if (!staysLively(occupancy, meeting.room, meeting, livelyStretch(now))) return false;
      calendars.reschedule(meeting.id, { start: meeting.start, end });
      return true;
    });
  }

  function cancel(now: Instant, occupancy: Occupancy): boolean {
    return tryOne(upcoming(now), (meeting) => {
      if (!staysLively(occupancy, meeting.room, meeting, livelyStretch(now))) return false;
      calendars.cancel(meeting.id);
      return true;
    });
  }

  function move(now: Instant, occupancy: Occupancy): boolean {
    return tryOne(upcoming(now), (meeting) => {
      const shift = dice.pick([-30, -15, 15, 30, 45, 60]);
      const to = { start: addMinutes(meeting.start, shift), end: addMinutes(meeting.end, shift) };
      if (to.start < addMinutes(now, MARK_MINUTES)) return false;
      if (!isOpen(occupancy, meeting.room, to, meeting) || !leavesEnoughFree(occupancy, meeting.room, to)) return false;
      if (!staysLively(occupancy, meeting.room, meeting, livelyStretch(now))) return false;
      calendars.reschedule(meeting.id, to);
      return true;
    });
  }

  function walkIn(now: Instant, occupancy: Occupancy): boolean {
    if (isCalm(now, occupancy)) return false;
    return bookSomewhere(addMinutes(nextMark(now), dice.pick([0, 5, 10])), dice.pick([30, 45, 60]), occupancy);
  }

  function bookLater(now: Instant, occupancy: Occupancy): boolean {
    const room = dice.pick(ROOMS);
    const quarter = 15 * MINUTE_MS;
    const start = instant(Math.ceil(now / quarter) * quarter + dice.between(1, 4 * 26) * quarter);
    return isWorkingHour(room, start) && tryBooking({ room, start, minutes: dice.pick([30, 45, 60, 90]) }, occupancy);
  }

  function turnPrivate(now: Instant): boolean {
    return tryOne(upcoming(now), (meeting) => {
      if (meeting.isPrivate) return false;
      calendars.makePrivate(meeting.id);
      return true;
    });
  }

  /** When people at the doors took so much that too little is free, somebody of the company gives way. */
  function giveRoomBack(now: Instant, occupancy: Occupancy): boolean {
    if (openRooms(occupancy, now).length >= FREE_ROOMS_PROMISED) return false;
    return cancel(now, occupancy) || leaveEarly(now, occupancy);
  }

  /** Outside working hours those who are there are enough. */
  function isCalm(now: Instant, occupancy: Occupancy): boolean {
    return !ROOMS.some((room) => isWorkingHour(room, now)) && roomsInUse(occupancy, now) > ROOMS_KEPT_BUSY;
  }

  // ── What they look at ─────────────────────────────────────────────────────────────────────────────────────────────

  function ownBetween(now: Instant, fromMinutes: number, toMinutes: number): OwnMeeting[] {
    return calendars.own({ start: addMinutes(now, fromMinutes), end: addMinutes(now, toMinutes) });
  }

  /** Meetings of the next hours that have not begun; the nearest are what a watcher sees change. */
  function upcoming(now: Instant): OwnMeeting[] {
    return ownBetween(now, 0, 8 * 60).filter(({ start }) => start > addMinutes(now, 10));
  }

  function tryOne(meetings: OwnMeeting[], change: (meeting: OwnMeeting) => boolean): boolean {
    return meetings.length > 0 && change(dice.pick(meetings));
  }

  return { close: () => cancelTimer() };
}

const livelyStretch = (now: Instant): Interval => ({ start: now, end: addMinutes(now, LIVELY_AHEAD_MINUTES) });

/** As far as anybody books ahead while living; the coming days are filled by fill-days.ts. */
function aroundNow(now: Instant): Interval {
  return { start: addMinutes(now, -60), end: addMinutes(now, 30 * 60) };
}

function nextMark(now: Instant): Instant {
  const mark = MARK_MINUTES * MINUTE_MS;
  return instant(Math.ceil(now / mark) * mark);
}

function isWorkingHour(room: CompanyRoom, moment: Instant): boolean {
  const zone = room.building.ianaZone;
  if ([0, 6].includes(weekday(localDate(moment, zone)))) return false;
  const minutes = localMinutes(moment, zone);
  return minutes >= FIRST_HOUR_MINUTES && minutes < LAST_HOUR_MINUTES;
}
