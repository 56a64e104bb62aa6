/** What the living company needs of Exchange, in its own words; exchange-calendars.ts does it. */

import type { Instant } from '../../../shared/basics/instant.ts';
import type { Interval } from '../../../shared/basics/interval.ts';
import type { LocalDate } from '../../../shared/basics/zone.ts';
import type { PlannedMeeting } from './day-plan.ts';
import type { Occupancy } from './occupancy.ts';
import type { CompanyRoom } from './rooms.ts';
import type { Series } from './series.ts';

/** A single meeting that the company itself booked, as it stands now. */
export type OwnMeeting = { id: string; room: string; start: Instant; end: Instant; isPrivate: boolean };

export type CompanyCalendars = {
  /** What is taken in each room, whoever took it, over `window`: cancelled meetings and those shown as free left out. */
  occupancy(window: Interval): Occupancy;
  book(room: CompanyRoom, meeting: PlannedMeeting): void;
  /** A weekly series from its first occurrence on or after `from` to the last one on or before `until`. */
  bookSeries(series: Series, room: CompanyRoom, from: LocalDate, until: LocalDate): void;
  /** Does nothing where the series has no occurrence at `start`. */
  slipOccurrence(series: Series, start: Instant, to: Interval): void;
  dropOccurrence(series: Series, start: Instant): void;
  /** Own single meetings that touch `window`, earliest first. What people played with since is left out: it is theirs. */
  own(window: Interval): OwnMeeting[];
  reschedule(id: string, to: Interval): void;
  makePrivate(id: string): void;
  cancel(id: string): void;
  /** Everything that ended before `moment` leaves every calendar without a notice, as no door looks there any more. */
  forgetBefore(moment: Instant): void;
};
