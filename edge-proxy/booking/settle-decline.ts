/**
 * Ending a meeting at the door, whoever booked it. Our own is shortened, as settle-end.ts does it; one from Outlook is
 * declined by its room where the policy says so, since only its organiser could do more.
 */

import type { Instant } from '../../shared/basics/instant.ts';
import type { Interval } from '../../shared/basics/interval.ts';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import { decideDecline } from '../../shared/rules/decide-change.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import type { CalendarOccurrence } from '../ports/calendar.ts';
import { advanceGivingUp, isGivingUp } from './give-up.ts';
import type { KindRules } from './kind-rules.ts';
import type { RoomReading } from './room-views.ts';
import { endRules } from './settle-end.ts';

type End = Extract<Intent, { kind: 'end' }>;

const ENDED_COMMENT =
  'This meeting was ended early at the door, so the room is free for others. Only the room has left it; the rest of your meeting, and of its series, stands.';

export const endAnyRules: KindRules<End> = {
  refuseNow(intent, known, now) {
    const { day } = known.reading;
    if (!isOthers(day, intent)) return endRules.refuseNow(intent, known, now);
    // A day that may be behind does not know yet what was moved in Outlook: then only a reading decides.
    if (!known.isFresh && day.policy.mayEndOthers) return null;
    const decided = decideDecline(day, intent.occurrence, now);
    return decided.ok ? null : decided.error;
  },
  firstStretch: endRules.firstStretch,
  async advance(desk, row, intent) {
    const shown = desk.views.current(row.roomId)?.day ?? null;
    const isNew = row.eventId === null;
    if (!isGivingUp(row) && !(isNew && shown !== null && isOthers(shown, intent))) {
      return await endRules.advance(desk, row, intent);
    }
    const asShown = shown?.occurrences.find(({ id }) => id === intent.occurrence) ?? null;
    const seen = isNew ? (intent.seen ?? asShown) : row;
    const judge = async (reading: RoomReading) => judgeDecline(reading, intent, seen, desk.clock.now());
    return await advanceGivingUp(desk, row, { occurrence: intent.occurrence, comment: ENDED_COMMENT, judge });
  },
};

function isOthers(day: RoomDay, { occurrence }: End): boolean {
  return day.occurrences.some(({ id, booking }) => id === occurrence && booking === null);
}

/** `seen`: the stretch that the door showed when it was tapped; null where nobody knows that any more. */
function judgeDecline(
  { day, calendar }: RoomReading,
  { occurrence }: End,
  seen: Interval | null,
  now: Instant,
): Result<CalendarOccurrence, Refusal> {
  const copy = calendar.find(({ id }) => id === occurrence);
  if (copy === undefined) return err({ kind: 'occurrence-gone' });
  if (seen !== null && (copy.start !== seen.start || copy.end !== seen.end)) {
    return err({ kind: 'changed-meanwhile', end: copy.end });
  }
  const decided = decideDecline(day, occurrence, now);
  return decided.ok ? ok(copy) : decided;
}
