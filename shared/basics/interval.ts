/** Half-open stretches of time, [start, end): a meeting that ends at 10:00 does not touch one that begins at 10:00. */

import { earliest, type Instant, latest } from './instant.ts';

export type Interval = { readonly start: Instant; readonly end: Instant };

export function contains(interval: Interval, moment: Instant): boolean {
  return interval.start <= moment && moment < interval.end;
}

/** Whether they share any time. An interval of no length shares none, not even with one that surrounds it. */
export function overlaps(a: Interval, b: Interval): boolean {
  return latest(a.start, b.start) < earliest(a.end, b.end);
}

/** The part of `interval` inside `bounds`, or null where there is none. */
export function clip(interval: Interval, bounds: Interval): Interval | null {
  return overlaps(interval, bounds)
    ? { start: latest(interval.start, bounds.start), end: earliest(interval.end, bounds.end) }
    : null;
}

/** The stretches of `bounds` that none of `taken` covers, earliest first. `taken` may overlap and be in any order. */
export function gaps(taken: readonly Interval[], bounds: Interval): Interval[] {
  const found: Interval[] = [];
  let freeFrom = bounds.start;
  for (const { start, end } of [...taken].filter((one) => overlaps(one, bounds)).sort((a, b) => a.start - b.start)) {
    if (start > freeFrom) found.push({ start: freeFrom, end: start });
    freeFrom = latest(freeFrom, end);
  }
  if (freeFrom < bounds.end) found.push({ start: freeFrom, end: bounds.end });
  return found;
}

/** All time that any of them covers, earliest first; none of the stretches touches another. Of no length: covers none. */
export function joined(all: readonly Interval[]): Interval[] {
  const found: Interval[] = [];
  for (const { start, end } of all.filter((one) => one.start < one.end).sort((a, b) => a.start - b.start)) {
    const last = found[found.length - 1];
    if (last === undefined || start > last.end) found.push({ start, end });
    else found[found.length - 1] = { start: last.start, end: latest(last.end, end) };
  }
  return found;
}

/** Those that share time with another one of them. In one pass, since thousands are not to be compared in pairs. */
export function sharingTime<T extends Interval>(all: readonly T[]): Set<T> {
  const sharing = new Set<T>();
  /** Of those that began before, the one that ends last. */
  let longest: T | null = null;
  for (const one of all.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start)) {
    if (longest !== null && one.start < longest.end) sharing.add(longest).add(one);
    if (longest === null || one.end > longest.end) longest = one;
  }
  return sharing;
}
