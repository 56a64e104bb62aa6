/**
 * Where things stand on the day's ruler, as shares of its length. Places are measured in real time, so a day of 23 or 25
 * hours is drawn as long as it is; labels are what the room's own wall clock shows.
 */

import { addMinutes, type Instant } from '../../shared/basics/instant.ts';
import { clip, type Interval } from '../../shared/basics/interval.ts';
import { atLocal, dayOf, localDate, localMinutes } from '../../shared/basics/zone.ts';
import { stretchOf } from '../../shared/room/closure.ts';
import { type Occurrence, occupies } from '../../shared/room/occurrence.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';

export type RibbonBlock = { readonly from: number; readonly to: number; readonly look: 'past' | 'solid' | 'open' };
export type RibbonHour = { readonly hour: number; readonly place: number };
export type RibbonLayout = {
  readonly blocks: readonly RibbonBlock[];
  readonly hours: readonly RibbonHour[];
  /** Null outside the ruler. */
  readonly now: number | null;
};

/** More labels than this run into each other on a tall panel. */
const MOST_LABELS = 13;
/** As many as fit with a hair between them. Beyond that, what is nearer together than its share is drawn as one. */
const MOST_BLOCKS = 96;

/** `known` false: the day is too old to be drawn, and only the ruler and the time are shown. */
export function layOutRibbon(day: RoomDay, now: Instant, known: boolean): RibbonLayout {
  const today = dayOf(now, day.room.timeZone);
  const shown = known ? day.occurrences.filter((one) => occupies(one) && clip(one, today) !== null) : [];
  const ruler = rulerOf(day, shown, today, now);
  const place = (moment: Instant) => (moment - ruler.start) / (ruler.end - ruler.start);

  const blocks = shown.flatMap((one) => {
    const part = clip(one, ruler);
    return part === null ? [] : splitAtNow(part, now, isOpenEnded(one), place);
  });
  // Their edges alone, behind what is booked in them all the same.
  const closed = (known ? (day.closures ?? []) : []).flatMap((one) => {
    const part = clip(stretchOf(one, ruler.end), ruler);
    return part === null ? [] : [{ from: place(part.start), to: place(part.end), look: 'open' as const }];
  });
  const nowIsOnIt = ruler.start <= now && now <= ruler.end;
  return {
    blocks: [...closed, ...(blocks.length > MOST_BLOCKS ? joined(blocks) : blocks)],
    hours: hoursOf(day, ruler, now, place),
    now: nowIsOnIt ? place(now) : null,
  };
}

/** The opening hours, stretched to whole hours around whatever lies outside them, within the local day. */
function rulerOf(day: RoomDay, shown: readonly Occurrence[], today: Interval, now: Instant): Interval {
  const zone = day.room.timeZone;
  const date = localDate(now, zone);
  const { from, to } = day.policy.openingHours;
  const opening = { start: atLocal(date, from, zone), end: atLocal(date, to, zone) };
  let { start, end } = opening.end > opening.start ? opening : today;
  for (const one of shown) {
    // An all-day entry would make every ruler a whole day long and say nothing by it.
    if (one.allDay) continue;
    const part = clip(one, today);
    if (part === null) continue;
    if (part.start < start) start = addMinutes(part.start, -(localMinutes(part.start, zone) % 60));
    if (part.end > end) end = addMinutes(part.end, (60 - (localMinutes(part.end, zone) % 60)) % 60);
  }
  return clip({ start, end }, today) ?? today;
}

/** Asked for and not confirmed, or not readable: its edges are drawn, its time is not filled. */
function isOpenEnded({ booking, unreadable }: Occurrence): boolean {
  return unreadable || (booking !== null && booking.status !== 'confirmed');
}

function splitAtNow(part: Interval, now: Instant, open: boolean, place: (moment: Instant) => number): RibbonBlock[] {
  const ahead = open ? 'open' : 'solid';
  const [from, to] = [place(part.start), place(part.end)];
  if (part.end <= now) return [{ from, to, look: 'past' }];
  if (part.start >= now) return [{ from, to, look: ahead }];
  return [
    { from, to: place(now), look: 'past' },
    { from: place(now), to, look: ahead },
  ];
}

function joined(blocks: readonly RibbonBlock[]): RibbonBlock[] {
  const last = new Map<string, RibbonBlock>();
  const found: RibbonBlock[] = [];
  for (const block of blocks) {
    const before = last.get(block.look);
    const isNear = before !== undefined && block.from - before.to < 1 / MOST_BLOCKS;
    const one = isNear ? { ...before, to: Math.max(before.to, block.to) } : block;
    if (isNear) found[found.indexOf(before)] = one;
    else found.push(one);
    last.set(block.look, one);
  }
  return found;
}

function hoursOf(day: RoomDay, ruler: Interval, now: Instant, place: (moment: Instant) => number): RibbonHour[] {
  const zone = day.room.timeZone;
  const date = localDate(now, zone);
  const found = new Map<Instant, number>();
  for (let hour = 0; hour <= 24; hour += 1) {
    const moment = atLocal(date, hour * 60, zone);
    // An hour that the spring change skips is the moment of the change, which the next hour names rightly.
    if (moment >= ruler.start && moment <= ruler.end) found.set(moment, hour % 24);
  }
  const every = found.size > MOST_LABELS ? 2 : 1;
  return [...found].filter(([, hour]) => hour % every === 0).map(([moment, hour]) => ({ hour, place: place(moment) }));
}
