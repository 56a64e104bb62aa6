/** What a change means for when a meeting is: its new span, and what becomes of a series and its exceptions. */

import { err, ok, type Result } from '../../../shared/basics/result.ts';
import { isInside } from './attendee-copy.ts';
import type { CalendarItem, Instance, Span } from './calendar-item.ts';
import { type EventChange, type Moment, readRecurrence, readTiming, type Timing } from './event-draft.ts';
import type { ExchangeFault } from './exchange-fault.ts';
import type { Mailbox } from './mailbox.ts';
import { printWall, wallReading } from './wall-time.ts';
import { readZone } from './zones.ts';

/** What the change says of start and end, the rest as it was. */
export function readNewTiming(before: Instance, change: EventChange, mailbox: Mailbox): Result<Timing, ExchangeFault> {
  const { item, span } = before;
  const untouched = change.start === undefined && change.end === undefined && change.isAllDay === undefined;
  if (untouched) return ok({ span, startZoneName: item.startZoneName, endZoneName: item.endZoneName });
  const start = change.start ?? asMoment(span, 'start', item.startZoneName);
  const end = change.end ?? asMoment(span, 'end', item.endZoneName);
  return readTiming(start, end, change.isAllDay ?? span.kind === 'all-day', mailbox);
}

function asMoment(span: Span, bound: 'start' | 'end', zoneName: string): Moment {
  if (span.kind === 'all-day') {
    const day = bound === 'start' ? span.firstDay : span.endDay;
    return { dateTime: printWall({ day, ms: 0 }), timeZone: zoneName };
  }
  const zone = readZone(zoneName);
  return zone === null ? span[bound] : { dateTime: printWall(wallReading(span[bound], zone)), timeZone: zoneName };
}

type NewTimes = Pick<CalendarItem, 'span' | 'startZoneName' | 'endZoneName' | 'recurrence' | 'changes' | 'removed'>;

/** A series whose times or pattern change begins anew: Exchange drops its exceptions. */
export function newTimes(before: CalendarItem, change: EventChange, timing: Timing): Result<NewTimes, ExchangeFault> {
  const { recurrence: old, changes, removed } = before;
  const unchanged = { ...timing, recurrence: old, changes, removed };
  if (change.recurrence === undefined && (old === null || isSameSpan(before.span, timing.span))) return ok(unchanged);
  if (change.recurrence === null) return ok({ ...timing, recurrence: null, changes: new Map(), removed: new Set() });
  const draft = change.recurrence ?? (old === null ? null : movedSeries(old, timing));
  if (draft === null) return ok(unchanged);
  const series = readRecurrence(draft, timing);
  if (!series.ok) return err(series.error);
  return ok({ ...timing, ...series.value, changes: new Map(), removed: new Set() });
}

function movedSeries({ pattern, range, zone, zoneName }: NonNullable<CalendarItem['recurrence']>, { span }: Timing) {
  const firstDay = span.kind === 'all-day' ? span.firstDay : wallReading(span.start, zone).day;
  return { pattern, range: { ...range, firstDay }, zoneName };
}

function isSameSpan(one: Span, other: Span): boolean {
  return isInside(one, other) && isInside(other, one);
}
