/**
 * People at doors. They press what the door offers, through the kiosk's own models, now and then twice or two of them at
 * once; what no button offers yet they post as the wire has it.
 */

import type { IntentKey } from '../../shared/basics/ids.ts';
import { addMinutes, instant, MINUTE_MS } from '../../shared/basics/instant.ts';
import type { Occurrence } from '../../shared/room/occurrence.ts';
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

  /** As the wire has it, asked again under its key until somebody answers. */
  function post(screen: Screen, wish: object): boolean {
    posted += 1;
    const key = `${'a'.repeat(8)}-0000-4000-8000-${String(posted).padStart(12, '0')}` as IntentKey;
    const notAfter = new Date(addMinutes(screen.models().clock.present(), 1)).toISOString();
    const body = JSON.stringify({ key, notAfter, ...wish });
    const ask = () =>
      void screen.line
        .fetch('/api/intents', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
        .catch(() => undefined);
    ask();
    if (isLucky(0.3)) ask();
    return true;
  }

  function stretch(screen: Screen, from: number, to: number): { start: string; end: string } {
    const quarter = 15 * MINUTE_MS;
    const now = screen.models().clock.present();
    const start = instant(Math.ceil((now + whole(from, to) * MINUTE_MS) / quarter) * quarter);
    return { start: new Date(start).toISOString(), end: new Date(addMinutes(start, 15 * whole(1, 4))).toISOString() };
  }

  const later: Habit = (screen) => post(screen, { kind: 'book', ...stretch(screen, 0, 90) });
  const elsewhere: Habit = (screen) => post(screen, { kind: 'book', room: oneOf(rooms), ...stretch(screen, 0, 30) });

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
