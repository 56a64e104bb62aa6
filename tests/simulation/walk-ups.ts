/**
 * People at doors. They press what the door offers, through the kiosk's own models, now and then twice or two of them at
 * once.
 */

import { addMinutes, type Instant, instant, MINUTE_MS } from '../../shared/basics/instant.ts';
import type { Occurrence } from '../../shared/room/occurrence.ts';
import { roomFaults } from '../../shared/room/room-fault.ts';
import { wholeMinute } from '../../shared/rules/booking.ts';
import { bookingOffers, extensionOffers } from '../../shared/rules/offers.ts';
import type { Dice } from './dice.ts';
import type { Screen } from './screen.ts';
import type { Story } from './story.ts';

type Needs = {
  readonly screens: () => readonly Screen[];
  readonly rooms: readonly string[];
  readonly dice: Dice;
  readonly story: Story;
};

/** What people type for their meetings; no log may have it, nor a wire where titles are off. */
export const TYPED_TITLE = 'Birthday';
const QUARTER_MS = 15 * MINUTE_MS;
const JSON_BODY = { 'content-type': 'application/json' };
const iso = (moment: Instant) => new Date(moment).toISOString();

/** What one person does at one door; whether there was anything to press. */
type Habit = (screen: Screen) => boolean;

export function createWalkUps({ screens, rooms, dice, story }: Needs) {
  const { oneOf, whole, isLucky } = dice;
  let posted = 0;

  const book: Habit = (screen) => {
    const day = screen.day();
    const models = screen.models();
    const offer = day === null ? undefined : oneOf(bookingOffers(day, models.clock.present()));
    if (offer === undefined) return false;
    models.booking.book(offer);
    return true;
  };

  const extend: Habit = (screen) => {
    const day = screen.day();
    const running = runningOwn(screen);
    if (day === null || running === undefined) return false;
    const { clock, booking } = screen.models();
    const offer = oneOf(extensionOffers(day, running, clock.present()));
    if (offer === undefined) return false;
    booking.extend(running, offer);
    return true;
  };

  const end: Habit = (screen) => {
    const running = runningOwn(screen);
    if (running === undefined) return false;
    screen.models().booking.end(running);
    return true;
  };

  function runningOwn(screen: Screen): Occurrence | undefined {
    const now = screen.models().clock.present();
    const running = screen.day()?.occurrences.filter(({ start, end, booking }) => {
      return booking !== null && start <= now && now < end;
    });
    return oneOf(running ?? []);
  }

  const twice =
    (habit: Habit): Habit =>
    (screen) => {
      const was = habit(screen);
      habit(screen);
      return was;
    };

  /** On every tablet of the room in the same instant. */
  const together =
    (habit: Habit): Habit =>
    (screen) =>
      screens()
        .filter((one) => one.isOn() && one.address === screen.address)
        .map((one) => habit(one))
        .some((was) => was);

  const later: Habit = (screen) => {
    const now = screen.models().clock.present();
    const start = instant(Math.ceil((now + whole(0, 90) * MINUTE_MS) / QUARTER_MS) * QUARTER_MS);
    screen.models().booking.book({ start, end: addMinutes(start, 15 * whole(1, 4)), details: { title: TYPED_TITLE } });
    return true;
  };

  const elsewhere: Habit = (screen) => {
    const room = oneOf(rooms.filter((address) => address !== screen.address));
    if (room === undefined) return false;
    const end = addMinutes(wholeMinute(screen.models().clock.present()), 5 * whole(2, 9));
    screen.models().booking.book({ end, elsewhere: { room, name: 'over there' } });
    return true;
  };

  /** Mostly to what is open; also to what is not yet. */
  const checkIn: Habit = (screen) => {
    const now = screen.models().clock.present();
    const isPatient = isLucky(0.9);
    const waiting = screen.day()?.occurrences.filter((one) => {
      return one.checkIn.kind === 'needed' && (!isPatient || one.checkIn.opensAt <= now);
    });
    const meeting = oneOf(waiting ?? []);
    if (meeting !== undefined) screen.models().booking.checkIn(meeting);
    return meeting !== undefined;
  };

  const undo: Habit = (screen) => {
    const own = screen.day()?.occurrences.filter(({ booking }) => booking !== null) ?? [];
    const latest = isLucky(0.7) ? own.at(-1) : oneOf(own);
    if (latest !== undefined) screen.models().booking.undo(latest);
    return latest !== undefined;
  };

  /** Somebody else's, where the door lets them; where it does not, the tap is refused. */
  const endAny: Habit = (screen) => {
    const now = screen.models().clock.present();
    const running = oneOf(screen.day()?.occurrences.filter(({ start, end }) => start <= now && now < end) ?? []);
    if (running !== undefined) screen.models().booking.end(running);
    return running !== undefined;
  };

  const report: Habit = (screen) => {
    screen.models().booking.report(oneOf(roomFaults) ?? 'other');
    return true;
  };

  /**
   * Not by the kiosk, but by whatever else holds a tablet's cookie: the same key twice at once, and now and then with
   * another wish under it.
   */
  const post: Habit = (screen) => {
    posted += 1;
    const now = screen.models().clock.present();
    const key = `aaaaaaaa-0000-4000-8000-${String(posted).padStart(12, '0')}`;
    const wish = (minutes: number) =>
      JSON.stringify({
        key,
        kind: 'book',
        notAfter: iso(addMinutes(now, 1)),
        end: iso(addMinutes(wholeMinute(now), minutes)),
      });
    for (const minutes of isLucky(0.3) ? [15, 20] : [15, 15]) {
      screen.line
        .fetch('/api/intents', { method: 'POST', headers: JSON_BODY, body: wish(minutes) })
        .catch(() => undefined);
    }
    return true;
  };

  const habits: readonly (readonly [number, string, Habit])[] = [
    [30, 'book', book],
    [8, 'book, twice', twice(book)],
    [10, 'book, at both tablets', together(book)],
    [12, 'extend', extend],
    [3, 'extend, at both tablets', together(extend)],
    [10, 'end', end],
    [3, 'end, twice', twice(end)],
    [10, 'book for later', later],
    [6, 'book another room', elsewhere],
    [8, 'check in', checkIn],
    [2, 'check in, at both tablets', together(checkIn)],
    [7, 'undo', undo],
    [2, 'undo, twice', twice(undo)],
    [4, 'end whatever runs', endAny],
    [2, 'report a fault', report],
    [4, 'post one key twice', post],
  ];

  return {
    useDoor(): void {
      const screen = oneOf(screens().filter((one) => one.isOn()));
      if (screen === undefined) return;
      const [, kind, act] = dice.weighed(habits.map((habit) => [habit[0], habit] as const));
      if (act(screen)) story.deed(`door ${screen.nth}`, kind);
    },
  };
}
