/** One meeting's name, as far as the policy lets a door know it. */

import type { ComponentChildren } from 'preact';
import type { Occurrence, Shown } from '../../shared/room/occurrence.ts';
import type { Policy } from '../../shared/room/policy.ts';
import type { Words } from '../text/messages.ts';

/**
 * Null where nothing may be said: an empty line says less than "no title". `place` is where in the sentence it stands.
 */
export function occurrenceName(
  occurrence: Occurrence,
  policy: Policy,
  { say, compose }: Words,
  place: 'first' | 'later',
): ComponentChildren {
  const { title, organizer, unreadable } = occurrence;
  if (unreadable) return null;
  const [subject, person] = [textOf(title), textOf(organizer)];
  if (subject !== null) {
    const bold = (
      <b>
        <bdi>{subject}</bdi>
      </b>
    );
    // Room mailboxes often replace the subject by the organiser's name: once is enough.
    const named = person === null || person === subject.trim();
    return named ? bold : compose('meeting-by', { title: bold, organizer: <bdi>{person}</bdi> });
  }
  const instead = untitled(occurrence, policy);
  if (instead !== null) return say(place === 'first' ? instead : `${instead}-next`);
  return person === null ? null : <bdi>{person}</bdi>;
}

/** The same as plain text, for whoever has it read out. */
export function occurrenceText(occurrence: Occurrence, policy: Policy, { say }: Words): string {
  const [subject, person] = [textOf(occurrence.title), textOf(occurrence.organizer)];
  if (occurrence.unreadable) return say('why-bad-answer');
  if (subject !== null) return subject;
  const instead = untitled(occurrence, policy);
  if (instead !== null) return say(instead);
  return person ?? say('span-taken');
}

/** What is said for a title that is not shown. What was booked at a door is no secret, even while it has no title yet. */
function untitled({ title, booking }: Occurrence, { showTitles }: Policy): 'door-booking' | 'private-meeting' | null {
  if (booking !== null) return 'door-booking';
  return title.kind === 'hidden' && showTitles ? 'private-meeting' : null;
}

function textOf(shown: Shown): string | null {
  const text = shown.kind === 'shown' ? shown.text.trim() : '';
  return text === '' ? null : text;
}
