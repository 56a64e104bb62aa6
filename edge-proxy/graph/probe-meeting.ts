/** The marks of one meeting by which the check knows how its mailbox is set up; what it is called stays here. */

import type { ProbedMeeting } from '../ports/check-probe.ts';
import type { GraphEvent } from './graph-event.ts';
import { toInstant } from './graph-time.ts';

/** Null for what tells nothing: unreadable, cancelled, or the head of a series. */
export function probeMeeting(event: GraphEvent | null): ProbedMeeting | null {
  if (event === null || event.details === null) return null;
  const { subject, organizer, sensitivity, response, isCancelled, type } = event.details;
  if (isCancelled || type === 'seriesmaster') return null;
  return {
    start: toInstant(event.start),
    // Written into the room's own calendar by a delegate: no booking attendant has seen it.
    isInvitation: response !== 'organizer',
    isAnswered: response === 'accepted' || response === 'declined',
    isPrivate: sensitivity !== 'normal' && sensitivity !== '',
    title: titleOf(subject?.trim() ?? '', organizer?.trim() ?? ''),
  };
}

/** AddOrganizerToSubject puts the name in front of what is left; DeleteSubject, by itself, leaves nothing at all. */
function titleOf(subject: string, organizer: string): ProbedMeeting['title'] {
  if (subject === '') return 'empty';
  return organizer !== '' && subject.toLowerCase().startsWith(organizer.toLowerCase()) ? 'organizer' : 'own';
}
