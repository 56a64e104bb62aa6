/**
 * One room's believable day: who wants it, when, and what for. Pure: the same room and date always give the same plan.
 * The plan is a wish; what the whole company leaves free decides which of it is booked (occupancy.ts).
 */

import { addMinutes, type Instant } from '../../../shared/basics/instant.ts';
import { addDays, atLocal, type LocalDate, weekday, type Zone } from '../../../shared/basics/zone.ts';
import { createDice, type Dice } from './dice.ts';
import { COLLEAGUES, type Colleague } from './people.ts';
import type { CompanyRoom } from './rooms.ts';
import { meetsOn, SERIES, SLIP_MINUTES } from './series.ts';
import { pickSubject } from './subjects.ts';

export type PlannedMeeting = {
  subject: string;
  start: Instant;
  end: Instant;
  allDay: boolean;
  sensitivity: 'normal' | 'private' | 'confidential';
  showAs: 'busy' | 'tentative';
  online: boolean;
  organizer: Colleague;
  guests: Colleague[];
};

const clock = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

const OPENS = clock('08:00');
const CLOSES = clock('18:30');
const LENGTHS = [15, 30, 30, 30, 45, 60, 60, 60, 90, 120];
/** Minutes between two meetings. Zero comes often: back to back is how rooms are used, and where doors are hardest. */
const GAPS = [0, 0, 0, 5, 15, 30, 30, 45, 60, 90];
const LONG_GAPS = [120, 180, 240];

const MONDAY = 1;
const WEDNESDAY = 3;
const THURSDAY = 4;

export function planDay(room: CompanyRoom, date: LocalDate, seed: string): PlannedMeeting[] {
  const dice = createDice(`${seed} ${room.address} ${date.year}-${date.month}-${date.day}`);
  const zone = room.building.ianaZone;
  const special = planSpecialDay(room, date, zone, dice);
  if (special !== null) return special;

  const wishes: PlannedMeeting[] = [];
  const isWeekend = [0, 6].includes(weekday(date));
  const closes = isWeekend ? OPENS + 4 * 60 : CLOSES;
  let minutes = OPENS + dice.pick(isWeekend ? [60, 120, 240] : [0, 0, 30, 60, 90]);
  while (minutes < closes) {
    const length = dice.pick(LENGTHS);
    if (!touchesSeries(room, date, minutes, minutes + length)) {
      wishes.push(planMeeting({ room, start: atLocal(date, minutes, zone), minutes: length, afterHours: false, dice }));
    }
    minutes += length + dice.pick(isWeekend || dice.chance(0.25) ? LONG_GAPS : GAPS);
  }
  // A night shift that ends tomorrow: the day a door shows is not the day a meeting began.
  if (dice.chance(0.12)) {
    wishes.push(
      planMeeting({ room, start: atLocal(date, clock('23:00'), zone), minutes: 135, afterHours: true, dice }),
    );
  } else if (dice.chance(0.2)) {
    wishes.push(
      planMeeting({
        room,
        start: atLocal(date, clock('19:00'), zone),
        minutes: dice.pick([45, 60, 90]),
        afterHours: true,
        dice,
      }),
    );
  }
  return wishes;
}

type Wish = { room: CompanyRoom; start: Instant; minutes: number; afterHours: boolean; dice: Dice };

export function planMeeting({ room, start, minutes, afterHours, dice }: Wish): PlannedMeeting {
  const confidential = dice.chance(0.12);
  const organizer = dice.pick(COLLEAGUES);
  const most = Math.min(room.capacity, 6) - 1;
  const guests = Array.from({ length: dice.between(1, Math.max(1, most)) }, () => dice.pick(COLLEAGUES));
  return {
    subject: pickSubject({ capacity: room.capacity, afterHours, confidential }, dice),
    start,
    end: addMinutes(start, minutes),
    allDay: false,
    sensitivity: confidential ? dice.pick(['private', 'private', 'confidential'] as const) : 'normal',
    showAs: dice.chance(0.08) ? 'tentative' : 'busy',
    online: room.videoDeviceName !== undefined && dice.chance(0.4),
    organizer,
    guests: [...new Set(guests)].filter((guest) => guest !== organizer),
  };
}

/** Days that one thing fills: the board's day, and a fair that takes the town hall for two. */
function planSpecialDay(room: CompanyRoom, date: LocalDate, zone: Zone, dice: Dice): PlannedMeeting[] | null {
  const local = room.address.split('@')[0];
  if (local === 'boardroom' && weekday(date) === THURSDAY) {
    const day = planMeeting({ room, start: atLocal(date, 0, zone), minutes: 0, afterHours: false, dice });
    const end = atLocal(addDays(date, 1), 0, zone);
    return [
      { ...day, subject: 'Board day', end, allDay: true, sensitivity: 'confidential', showAs: 'busy', online: false },
    ];
  }
  if (local === 'town-hall' && weekday(date) === MONDAY) {
    const fair = planMeeting({ room, start: atLocal(date, clock('14:00'), zone), minutes: 0, afterHours: false, dice });
    const end = atLocal(addDays(date, 2), clock('11:00'), zone);
    return [{ ...fair, subject: 'Supplier fair', end, sensitivity: 'normal', showAs: 'busy', online: false }];
  }
  if (local === 'town-hall' && weekday(date) > MONDAY && weekday(date) <= WEDNESDAY) return [];
  return null;
}

/** A series keeps its place free, and the place to which an occurrence may slip. */
function touchesSeries(room: CompanyRoom, date: LocalDate, from: number, to: number): boolean {
  return SERIES.some(
    (series) =>
      room.address.startsWith(`${series.room}@`) &&
      meetsOn(series, date) &&
      from < series.startMinutes + series.minutes + SLIP_MINUTES &&
      series.startMinutes < to,
  );
}
