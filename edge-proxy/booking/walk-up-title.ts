/** What a walk-up's meeting is called in everybody's calendar, and whether it is online, as far as the policy lets a door decide that. */

import type { Policy } from '../../shared/room/policy.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';

const NEUTRAL_TITLE = 'Booked at the door';
/** As much as a calendar shows in one line. */
const LONGEST_PART = 100;

/** Controls, and what turns the direction of text or hides in it: it would reach every mailbox that sees the room. */
const INVISIBLE = /[\p{Cc}\p{Cs}\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/gu;

type Details = Pick<Extract<Intent, { kind: 'book' }>, 'title' | 'name' | 'online'>;

export function allowedDetails(
  { title, name, online = false }: Details,
  { mayAddDetails, mayMeetOnline }: Pick<Policy, 'mayAddDetails' | 'mayMeetOnline'>,
): { readonly title: string; readonly online: boolean } {
  return { title: mayAddDetails ? walkUpTitle({ title, name }) : NEUTRAL_TITLE, online: online && mayMeetOnline };
}

/** Whoever types at a door is a stranger to us. */
export function walkUpTitle({
  title,
  name,
}: {
  readonly title?: string | undefined;
  readonly name?: string | undefined;
}): string {
  const subject = oneLine(title) || NEUTRAL_TITLE;
  const booker = oneLine(name);
  return booker === '' ? subject : `${subject} (${booker})`;
}

function oneLine(typed: string | undefined): string {
  const clean = (typed ?? '').normalize('NFC').replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim();
  return [...clean].slice(0, LONGEST_PART).join('').trim();
}
