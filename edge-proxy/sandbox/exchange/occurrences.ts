/** From what a mailbox keeps to what happens when: series expanded inside a window, with their exceptions and gaps. */

import { DAY_MS } from '../../../shared/basics/instant.ts';
import type { Zone } from '../../../shared/basics/zone.ts';
import type { CalendarItem, Instance, Span } from './calendar-item.ts';
import { daysBetween, nextDay, previousDay } from './recurrence.ts';
import { type Day, momentOf, wallReading } from './wall-time.ts';

export type Bounds = { start: number; end: number };

/** The moments of a span. `zone` is that of the mailbox: an all-day event is the local day of whoever looks at it. */
export function boundsOf(span: Span, zone: Zone): Bounds {
  return span.kind === 'timed'
    ? span
    : { start: momentOf({ day: span.firstDay, ms: 0 }, zone), end: momentOf({ day: span.endDay, ms: 0 }, zone) };
}

/** Half-open on both sides, but an event of no length counts at its one moment. */
export function touches(bounds: Bounds, window: Bounds): boolean {
  return (
    bounds.start < window.end &&
    (bounds.end > window.start || (bounds.start === bounds.end && bounds.start >= window.start))
  );
}

/** The single event, or each occurrence that touches the window; in no particular order. */
export function instancesIn(item: CalendarItem, window: Bounds, zone: Zone): Instance[] {
  if (item.recurrence === null) {
    return touches(boundsOf(item.span, zone), window) ? [{ item, day: null, change: null, span: item.span }] : [];
  }
  const found: Instance[] = [];
  // A day more on each side covers every offset between the series' zone and UTC, and the wall clock's own jumps.
  const lengthDays = Math.ceil((boundsOf(item.span, zone).end - boundsOf(item.span, zone).start) / DAY_MS);
  const from = Math.floor(window.start / DAY_MS) - lengthDays - 1;
  for (const day of daysBetween(item.recurrence, from, Math.floor(window.end / DAY_MS) + 1)) {
    if (item.removed.has(day) || item.changes.has(day)) continue;
    const span = spanOnDay(item.span, day, item.recurrence.zone);
    if (touches(boundsOf(span, zone), window)) found.push({ item, day, change: null, span });
  }
  for (const [day, change] of item.changes) {
    if (touches(boundsOf(change.span, zone), window)) found.push({ item, day, change, span: change.span });
  }
  return found;
}

/** Null where the series does not meet on that day, or no more. */
export function instanceOn(item: CalendarItem, day: Day): Instance | null {
  if (item.recurrence === null || item.removed.has(day)) return null;
  const change = item.changes.get(day) ?? null;
  if (change !== null) return { item, day, change, span: change.span };
  return daysBetween(item.recurrence, day, day).length === 0
    ? null
    : { item, day, change: null, span: spanOnDay(item.span, day, item.recurrence.zone) };
}

/** The item as itself: the single event, or the series as its master. */
export function wholeOf(item: CalendarItem): Instance {
  return { item, day: null, change: null, span: item.span };
}

/** `span` as it falls on another day. Both ends keep to the wall clock of the series' zone. */
export function spanOnDay(span: Span, day: Day, zone: Zone): Span {
  if (span.kind === 'all-day') return { kind: 'all-day', firstDay: day, endDay: day + span.endDay - span.firstDay };
  const first = wallReading(span.start, zone);
  const last = wallReading(span.end, zone);
  const start = momentOf({ day, ms: first.ms }, zone);
  const end = momentOf({ day: day + last.day - first.day, ms: last.ms }, zone);
  // 02:00 to 02:30 on the night that skips both: the meeting stays, without length.
  return { kind: 'timed', start, end: Math.max(start, end) };
}

/** Whether an occurrence moved to `span` would pass or overlap the one before or after it; Exchange refuses that. */
export function crossesNeighbour(item: CalendarItem, day: Day, span: Span, zone: Zone): boolean {
  if (item.recurrence === null) return false;
  const moved = boundsOf(span, zone);
  const before = neighbour(item, day, previousDay);
  const after = neighbour(item, day, nextDay);
  return (
    (before !== null && moved.start < boundsOf(before.span, zone).end) ||
    (after !== null && moved.end > boundsOf(after.span, zone).start)
  );
}

type Step = typeof nextDay;

function neighbour(item: CalendarItem, day: Day, step: Step): Instance | null {
  if (item.recurrence === null) return null;
  for (let at = step(item.recurrence, day); at !== null; at = step(item.recurrence, at)) {
    const instance = instanceOn(item, at);
    if (instance !== null) return instance;
  }
  return null;
}
