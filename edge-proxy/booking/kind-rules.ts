/** What sets one kind of intent apart. Everything else about a tap (key, ledger, bound, replay) is the same for all. */

import type { Instant } from '../../shared/basics/instant.ts';
import type { Interval } from '../../shared/basics/interval.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import type { LedgerRow, Release } from '../ports/ledger.ts';
import type { Desk } from './desk.ts';
import type { RoomReading } from './room-views.ts';

export type KindRules<I extends Intent | Release> = {
  /** What is certain to be refused later, so that it is said at once. Null leaves it to a reading of the calendar. */
  refuseNow(intent: I, known: Known, now: Instant): Refusal | null;
  /** What the ledger first writes down as its stretch. */
  firstStretch(intent: I, now: Instant): Interval;
  /** The row as it stands after one step; unsettled where Exchange has to be looked at again later. @throws CalendarUnavailable */
  advance(desk: Desk, row: LedgerRow, intent: I): Promise<LedgerRow>;
};

export type Known = {
  readonly reading: RoomReading;
  /** The same day with the time that was granted to others and that the calendar may not show yet. */
  readonly day: RoomDay;
  /** Whether it is as good as one that we would read now. */
  readonly isFresh: boolean;
};
