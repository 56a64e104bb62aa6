/** What a mail about quiet doors and rooms says. Names of rooms, causes and remedies; never a title. */

import { localMinutes } from '../../shared/basics/zone.ts';
import type { AlertEvent, AlertSettings } from '../../shared/wire/alerts.ts';
import type { Alarm } from '../../shared/wire/watch.ts';
import type { Letter } from '../ports/mail.ts';

type Incident = { readonly alarm: Alarm; readonly about: string };
type Given = { readonly settings: AlertSettings; readonly consoleUrl: string | null; readonly isLast: boolean };

/** A night in which all fails is told by a number. */
const MOST_NAMED = 20;

export function alertWords(
  event: AlertEvent,
  incidents: readonly Incident[],
  { settings, consoleUrl, isLast }: Given,
): Pick<Letter, 'subject' | 'text'> {
  const [first] = incidents;
  const others = incidents.length - 1;
  const who = first === undefined ? '' : `${first.about}${others > 0 ? ` and ${others} more` : ''}`;
  const lines = incidents.slice(0, MOST_NAMED).map(({ alarm, about }) => {
    const since = clockOf(alarm.firstSeenAt, settings);
    if (event === 'over') return `${about}: over, since it began at ${since}.`;
    const cause = `${about}, since ${since}: ${alarm.cause}.`;
    return alarm.remedy === null ? cause : `${cause}\n${alarm.remedy}`;
  });
  if (incidents.length > MOST_NAMED) lines.push(`And ${incidents.length - MOST_NAMED} more.`);
  return {
    subject: SUBJECTS[event](who, others > 0),
    text: `${[
      ...(event === 'test' ? ['This is a test. Mails about doors and rooms that go quiet reach you.'] : lines),
      ...(event === 'began' ? ['You hear of it again when it is over, and not before.'] : []),
      ...(isLast ? ['This is the last mail of today. See the console for more.'] : []),
      ...(consoleUrl === null ? [] : [consoleUrl]),
    ].join('\n\n')}\n`,
  };
}

const SUBJECTS: Readonly<Record<AlertEvent, (who: string, areMany: boolean) => string>> = {
  began: (who, areMany) => `Doorlight: ${who} ${areMany ? 'need' : 'needs'} somebody`,
  over: (who, areMany) => `Doorlight: ${who} ${areMany ? 'are' : 'is'} well again`,
  test: () => 'Doorlight: a test',
};

/** "09:05", by the clock of whoever reads. */
function clockOf(moment: Alarm['firstSeenAt'], { zone }: AlertSettings): string {
  const minutes = localMinutes(moment, zone);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
