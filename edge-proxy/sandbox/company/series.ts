/** The meetings that come back: stand-ups and weeklies, each with a few occurrences that somebody moved or dropped. */

import { type LocalDate, weekday } from '../../../shared/basics/zone.ts';
import { createDice } from './dice.ts';

export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

export type Series = {
  room: string;
  subject: string;
  organizer: string;
  /** 0 for Sunday. */
  days: readonly Weekday[];
  startMinutes: number;
  minutes: number;
  isPrivate?: boolean;
};

const WORKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5];
const clock = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

/** Rooms and organizers by the local part of their addresses. Times are the room's own. */
export const SERIES: readonly Series[] = [
  {
    room: 'kyoto',
    subject: 'Platform stand-up',
    organizer: 'ana.carvalho',
    days: WORKDAYS,
    startMinutes: clock('09:30'),
    minutes: 15,
  },
  {
    room: 'lisbon',
    subject: 'Tejo team stand-up',
    organizer: 'chloe.dubois',
    days: WORKDAYS,
    startMinutes: clock('09:30'),
    minutes: 15,
  },
  {
    room: 'oslo',
    subject: 'Support hand-over',
    organizer: 'samir.haddad',
    days: WORKDAYS,
    startMinutes: clock('16:00'),
    minutes: 30,
  },
  {
    room: 'valparaiso',
    subject: 'Design critique',
    organizer: 'jonas.lindqvist',
    days: [2, 4],
    startMinutes: clock('14:00'),
    minutes: 60,
  },
  {
    room: 'coimbra',
    subject: 'Weekly business review',
    organizer: 'kwame.mensah',
    days: [1],
    startMinutes: clock('10:00'),
    minutes: 90,
  },
  {
    room: 'reykjavik',
    subject: 'Architecture forum',
    organizer: 'arjun.krishnamurthy',
    days: [3],
    startMinutes: clock('11:00'),
    minutes: 60,
  },
  {
    room: 'porto',
    subject: 'Mentoring',
    organizer: 'elena.papadopoulou',
    days: [3],
    startMinutes: clock('15:00'),
    minutes: 45,
    isPrivate: true,
  },
];

export type Departure = 'as-planned' | 'moved' | 'dropped';

/** How far a moved occurrence slips. */
export const SLIP_MINUTES = 30;

/** What becomes of the occurrence on `date`; always the same for the same series and date. */
export function departureOn(series: Series, date: LocalDate): Departure {
  const thrown = createDice(`${series.room} ${series.startMinutes} ${date.year}-${date.month}-${date.day}`).fraction();
  if (thrown < 0.08) return 'dropped';
  return thrown < 0.18 ? 'moved' : 'as-planned';
}

export function meetsOn(series: Series, date: LocalDate): boolean {
  return (series.days as readonly number[]).includes(weekday(date));
}
