/** One meeting's name, as far as the policy lets a door know it. */

import type { ComponentChildren } from 'preact';
import type { Occurrence, Shown } from '../../shared/room/occurrence.ts';
import type { Policy } from '../../shared/room/policy.ts';
import type { Words } from '../text/messages.ts';

/**
 * Null where nothing may be said: an empty line says less than "no title". `place` is where in the sentence it stands.
 */
export function occurrenceName(
  { title, organizer, unreadable }: Occurrence,
  policy: Policy,
  { say, compose }: Words,
  place: 'first' | 'later',
): ComponentChildren {
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
  if (title.kind === 'hidden' && policy.showTitles) {
    return say(place === 'first' ? 'private-meeting' : 'private-meeting-next');
  }
  return person === null ? null : <bdi>{person}</bdi>;
}

/** The same as plain text, for whoever has it read out. */
export function occurrenceText(occurrence: Occurrence, policy: Policy, { say }: Words): string {
  const [subject, person] = [textOf(occurrence.title), textOf(occurrence.organizer)];
  if (occurrence.unreadable) return say('why-unreadable');
  if (subject !== null) return subject;
  if (occurrence.title.kind === 'hidden' && policy.showTitles) return say('private-meeting');
  return person ?? say('span-taken');
}

function textOf(shown: Shown): string | null {
  const text = shown.kind === 'shown' ? shown.text.trim() : '';
  return text === '' ? null : text;
}
