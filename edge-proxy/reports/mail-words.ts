/** What a report says in a mail: plain text that every reader opens, a dozen lines at most. */

import type { LocalDate } from '../../shared/basics/zone.ts';
import { printDate, type RoomUseLine, type UseReport } from '../../shared/wire/reports.ts';

export type MailWords = { readonly subject: string; readonly text: string };

/** So many rooms are named in each list; the console has the rest. */
const MOST_NAMED = 5;

/** `consoleUrl`: where the report is whole; null where nobody knows by which address people reach the console. */
export function mailWords(report: UseReport, consoleUrl: string | null): MailWords {
  const { from, to, minutes, counts, rooms } = report;
  const days =
    from.day === to.day && from.month === to.month ? printDate(from) : `${printDate(from)} to ${printDate(to)}`;
  const subject = `Use of rooms, ${days}: ${shareOf(minutes.taken, minutes.open)}`;
  if (minutes.open === 0) {
    return { subject: `Use of rooms, ${days}: nothing seen`, text: 'No room could be seen in its opening hours.\n' };
  }
  const emptiest = rooms
    .filter((room) => room.counts.noShows > 0)
    .toSorted((a, b) => b.counts.noShows - a.counts.noShows);
  const idle = rooms.filter((room) => room.minutes.open > 0 && room.counts.planned + room.counts.door === 0);
  const paragraphs = [
    `Rooms were taken for ${shareOf(minutes.taken, minutes.open)} of their opening hours, as far as we could see: ${hours(minutes.taken)} of ${hours(minutes.open)}.`,
    `${counts.planned} meetings were booked in a calendar, ${counts.door} at a door. Nobody came to ${counts.noShows}, and ${hours(minutes.released)} were given back for that.`,
    ...named('Most meetings that nobody came to', emptiest, (room) => `${room.displayName}: ${room.counts.noShows}`),
    ...named('Not used at all', idle, (room) => room.displayName),
    ...(consoleUrl === null ? [] : [`All of it, with what each figure means: ${consoleUrl}?page=use`]),
  ];
  return { subject, text: `${paragraphs.join('\n\n')}\n` };
}

function named(title: string, rooms: readonly RoomUseLine[], say: (room: RoomUseLine) => string): string[] {
  if (rooms.length === 0) return [];
  const more = rooms.length > MOST_NAMED ? [`and ${rooms.length - MOST_NAMED} more`] : [];
  return [[`${title}:`, ...[...rooms.slice(0, MOST_NAMED).map(say), ...more].map((line) => `- ${line}`)].join('\n')];
}

/** Whole per cent, and never nothing where there was something. */
function shareOf(part: number, whole: number): string {
  if (whole === 0) return '0 %';
  const share = (100 * part) / whole;
  return `${share > 0 && share < 1 ? 'under 1' : Math.round(share)} %`;
}

function hours(minutes: number): string {
  return minutes < 60 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

export type Period = { readonly from: LocalDate; readonly to: LocalDate };
