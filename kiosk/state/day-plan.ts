/**
 * One day as something to choose from: its meetings, the gaps between them, and the stretch somebody is about to book.
 * Pure: what was chosen comes in and goes out, so that the day may change under the finger and the choice still fits.
 */

import { addMinutes, type Instant, latest } from '../../shared/basics/instant.ts';
import { clip, type Interval } from '../../shared/basics/interval.ts';
import { addDays, atLocal, localDate, localDay } from '../../shared/basics/zone.ts';
import { type Closure, stretchOf } from '../../shared/room/closure.ts';
import { type Occurrence, occupies } from '../../shared/room/occurrence.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import { startingNow } from '../../shared/rules/booking.ts';
import { type Offer, offersAt } from '../../shared/rules/offers.ts';
import { bookableGaps, startChoices } from '../../shared/rules/slots.ts';

/** A meeting, a stretch in which facilities keep the room closed, or neither: then it is free. */
export type PlanRow = Interval & { readonly occurrence: Occurrence | null; readonly closure: Closure | null };

/** What was touched so far; null where the plan is to propose. `offset`: days from today. */
export type Chosen = {
  readonly offset: number;
  readonly start: Instant | null;
  readonly minutes: number | null;
  /** How many lines of the day were asked for; left out: as many as anybody reads. */
  readonly lines?: number;
};

export type DayPlan = {
  readonly date: Interval;
  /** Earliest first; those with no occurrence are free and can be booked. */
  readonly rows: readonly PlanRow[];
  readonly pick: Pick | null;
};

export type Pick = {
  readonly start: Instant;
  /** Whether it begins this moment, and the proxy is to say when exactly. */
  readonly isNow: boolean;
  readonly offer: Offer;
  readonly offers: readonly Offer[];
  readonly earlier: Instant | null;
  readonly later: Instant | null;
};

const STEP_MINUTES = 15;
/** Long enough for most, and short enough to leave something to the next. */
const USUAL_MINUTES = 30;

export function planDay(day: RoomDay, chosen: Chosen, now: Instant): DayPlan {
  const date = dateOf(day, chosen.offset, now);
  const open = openPart(day, date, chosen.offset, now);
  const gaps = bookableGaps(day, open, now);
  const meetings = day.occurrences.filter((one) => occupies(one) && one.end > now && clip(one, date) !== null);
  const closed = (day.closures ?? []).flatMap((closure) => {
    const part = clip(stretchOf(closure, date.end), date);
    return part === null || part.end <= now ? [] : [{ ...part, occurrence: null, closure }];
  });
  const rows = [
    ...meetings.map((occurrence) => ({ start: occurrence.start, end: occurrence.end, occurrence, closure: null })),
    ...closed,
    ...gaps.map((gap) => ({ ...gap, occurrence: null, closure: null })),
  ].sort((a, b) => a.start - b.start);
  return { date, rows, pick: pickOf(day, gaps, chosen, now) };
}

function dateOf({ room }: RoomDay, offset: number, now: Instant): Interval {
  return localDay(addDays(localDate(now, room.timeZone), offset), room.timeZone);
}

/** The opening hours; in the evening what is left of the day, since somebody stands here. */
function openPart({ policy, room }: RoomDay, date: Interval, offset: number, now: Instant): Interval {
  const local = localDate(date.start, room.timeZone);
  const [from, to] = [policy.openingHours.from, policy.openingHours.to].map((minutes) =>
    atLocal(local, minutes, room.timeZone),
  ) as [Instant, Instant];
  const start = offset === 0 ? now : latest(from, date.start);
  return { start, end: to > start ? to : date.end };
}

function pickOf(day: RoomDay, gaps: readonly Interval[], chosen: Chosen, now: Instant): Pick | null {
  const starts = gaps.flatMap((gap) => [gap.start, ...startChoices(day, gap, now, STEP_MINUTES)]);
  const choices = [...new Set(starts)].filter((start) => offersAt(day, start, now).length > 0).sort((a, b) => a - b);
  const wanted = chosen.start;
  // What was chosen may have been taken, or gone by, meanwhile: then the next that there is.
  const start = (wanted === null ? null : choices.find((one) => one >= wanted)) ?? choices[0];
  if (start === undefined) return null;
  const offers = offersAt(day, start, now);
  const offer = offerFor(offers, start, chosen.minutes);
  const place = choices.indexOf(start);
  return {
    start,
    isNow: start === startingNow(day, now),
    offer,
    offers,
    earlier: choices[place - 1] ?? null,
    later: choices[place + 1] ?? null,
  };
}

/** The length that is wanted, or what comes next to it from below: ends are rounded up, so lengths are compared by name. */
function offerFor(offers: readonly Offer[], start: Instant, minutes: number | null): Offer {
  const wanted = minutes ?? USUAL_MINUTES;
  const shorter = offers.filter(({ end }) => end <= addMinutes(start, wanted));
  const found = offers.find((offer) => offer.minutes === wanted) ?? shorter[shorter.length - 1] ?? offers[0];
  if (found === undefined) throw new Error('a start without an offer is no choice');
  return found;
}
