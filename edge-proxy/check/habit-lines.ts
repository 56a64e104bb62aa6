/**
 * How the rooms' mailboxes are set up. Graph does not show Exchange's switches, but what stands in a calendar tells: an
 * invitation that nobody answers, a title that is always the organizer's name.
 */

import type { Instant } from '../../shared/basics/instant.ts';
import type { CheckLine } from '../../shared/wire/check.ts';
import type { ProbedMeeting } from '../ports/check-probe.ts';
import { countOf, good, listed, skipped, warning } from './check-lines.ts';
import { acceptByThemselves, keepTitles } from './commands.ts';
import type { SeenRoom } from './read-rooms.ts';

/** Two people may well call a meeting by the organizer's name; three in a row is a switch. */
const FEWEST_TO_JUDGE = 3;

type Habits = {
  readonly address: string;
  readonly displayName: string;
  readonly invitations: readonly ProbedMeeting[];
};

export function* habitLines(seen: readonly SeenRoom[], now: Instant): Generator<CheckLine, void> {
  const rooms = seen.flatMap(({ address, displayName, meetings }) =>
    meetings.ok ? [{ address, displayName, invitations: meetings.value.filter((one) => one.isInvitation) }] : [],
  );
  if (rooms.length === 0) {
    yield skipped('accepting', 'room-readable');
    yield skipped('titles', 'room-readable');
    return;
  }
  yield acceptingLine(rooms, now);
  yield titlesLine(rooms);
}

function acceptingLine(rooms: readonly Habits[], now: Instant): CheckLine {
  const silent = rooms.filter(({ invitations }) => isSilent(invitations, now));
  const looked = rooms.reduce((sum, { invitations }) => sum + invitations.length, 0);
  const tried = `Looked at the answers to ${countOf(looked, 'invitation')} of the last 30 days and the next 14.`;
  if (silent.length > 0) {
    return warning('accepting', {
      tried,
      cameBack: `${listed(silent.map(({ displayName }) => displayName))}: invitations stay unanswered. What is booked at the door would never be confirmed.`,
      remedy:
        'Let the room accept by itself. Where that may not be, set its policy bookingMode to direct: then Doorlight writes into its calendar, and looks for rivals itself. Where a delegate decides on purpose, leave it and tell people so.',
      command: acceptByThemselves(silent.map(({ address }) => address)),
    });
  }
  const idle = rooms.filter(({ invitations }) => invitations.length === 0).length;
  const cameBack =
    idle === 0 ? 'Every room answers by itself.' : `No room leaves one open; ${idle} had none to answer.`;
  return good('accepting', { tried, cameBack });
}

/** One that came a moment ago may be open still; one whose meeting has begun, or all of them, may not. */
function isSilent(invitations: readonly ProbedMeeting[], now: Instant): boolean {
  const open = invitations.filter(({ isAnswered }) => !isAnswered);
  const isEvery = open.length === invitations.length && open.length >= FEWEST_TO_JUDGE;
  return isEvery || open.some(({ start }) => start <= now);
}

function titlesLine(rooms: readonly Habits[]): CheckLine {
  const judged = rooms.filter(({ invitations }) => invitations.length >= FEWEST_TO_JUDGE);
  const rewriting = judged.filter(({ invitations }) => invitations.every(({ title }) => title !== 'own'));
  const looked = judged.reduce((sum, { invitations }) => sum + invitations.length, 0);
  const tried = `Looked at the titles and private flags of ${countOf(looked, 'invitation')}.`;
  if (rewriting.length > 0) {
    const clearing = rewriting.filter(({ invitations }) => invitations.every(({ isPrivate }) => !isPrivate));
    const flags = clearing.length > 0 ? ', and no meeting is private: such mailboxes clear the private flag too' : '';
    return warning('titles', {
      tried,
      cameBack: `${listed(rewriting.map(({ displayName }) => displayName))}: every title is the organizer's name or empty${flags}.`,
      remedy: 'Keep titles off for these rooms until the command has run. It holds for meetings booked from then on.',
      command: keepTitles(rewriting.map(({ address }) => address)),
    });
  }
  const isPrivateSeen = judged.some(({ invitations }) => invitations.some(({ isPrivate }) => isPrivate));
  const flags = isPrivateSeen
    ? 'Private meetings stay private.'
    : 'No private meeting was among them, so whether the flag survives is not proven: make one before you turn titles on.';
  return good('titles', { tried, cameBack: `No room rewrites its titles. ${flags}` });
}
