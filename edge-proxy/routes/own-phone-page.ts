/**
 * The page itself: one colour, one word, one time, then the day, and each free stretch as a way into one's own Outlook.
 * Drawn here and without a script, so that any phone shows it at once.
 */

import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { addMinutes, earliest, type Instant, MINUTE_MS, toIso } from '../../shared/basics/instant.ts';
import { dayOf } from '../../shared/basics/zone.ts';
import { type Occurrence, occupies } from '../../shared/room/occurrence.ts';
import type { Room } from '../../shared/room/room.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import { type BaseState, type RoomState, roomState } from '../../shared/rules/room-state.ts';
import { bookableGaps } from '../../shared/rules/slots.ts';

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;
type Mood = 'free' | 'expected' | 'used' | 'none';
type Face = { readonly mood: Mood; readonly word: string; readonly phrase: string };

/** What Outlook's form is filled with: long enough for most, and it can be changed there. */
const USUAL_MINUTES = 30;

export function ownPhonePage(day: RoomDay, now: Instant): Html {
  const { room } = day;
  const clock = clockOf(room);
  const state = roomState(day, now);
  const face = faceOf(state, clock, (moment) => laterText(room, moment, now, clock));
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
    <meta name="robots" content="noindex" />
    <title>${room.displayName}: ${face.word} ${face.phrase}</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/own-phone.css" />
  </head>
  <body>
    <header class="${face.mood}">
      <h1><bdi>${room.displayName}</bdi> <small>${factsOf(room)}</small></h1>
      <p class="hour"><time>${clock(now)}</time></p>
      <p class="state"><b>${face.word}</b> ${face.phrase}</p>
    </header>
    <main>
      ${reasonOf(state)}
      <h2>Today</h2>
      <ul>
        ${isUnsure(state) ? html`<li>Look inside, or see the room in Outlook.</li>` : linesOf(day, now, clock)}
      </ul>
    </main>
    <footer><p>Times are the room’s own. This page is as of ${clock(now)}; load it again for the present.</p></footer>
  </body>
</html>`;
}

function faceOf(state: RoomState, clock: Clock, later: Clock): Face {
  switch (state.kind) {
    case 'stale':
      return { mood: 'none', word: 'Not sure', phrase: `${wasText(state.was)} at ${clock(state.readAt)}` };
    case 'unknown':
      return { mood: 'none', word: 'Not sure', phrase: 'right now' };
    case 'out-of-service':
      return { mood: 'none', word: 'Closed', phrase: state.until === null ? 'for now' : `until ${later(state.until)}` };
    case 'booking':
      return {
        mood: 'expected',
        word: state.status === 'held' ? 'Held' : 'Booking',
        phrase: `until ${clock(state.until)}`,
      };
    case 'available':
      return { mood: 'free', word: 'Free', phrase: state.until === null ? 'all day' : `until ${clock(state.until)}` };
    case 'starting-soon':
      return { mood: 'expected', word: 'Booked', phrase: `from ${clock(state.from)}` };
    case 'awaiting-check-in':
      return { mood: 'expected', word: 'Check in', phrase: `by ${clock(state.by)}, at the door` };
    case 'in-use':
    case 'ending-soon':
      return { mood: 'used', word: 'In use', phrase: `until ${clock(state.until)}` };
    default:
      return state satisfies never;
  }
}

/** A closed room has its meetings all the same, since Outlook knows of no closing. */
function isUnsure(state: RoomState): boolean {
  if (state.kind === 'out-of-service') return state.closure === null;
  return state.kind === 'stale' || state.kind === 'unknown';
}

function reasonOf(state: RoomState): Html | string {
  const closure = state.kind === 'out-of-service' ? state.closure : null;
  if (closure === null) return '';
  const { reason, instead } = closure;
  return html`<p><bdi>${reason}</bdi>${instead === null ? '' : html`<br />Use <bdi>${instead.displayName}</bdi> instead.`}</p>`;
}

/** The hour alone where it is today. */
function laterText({ timeZone }: Room, moment: Instant, now: Instant, clock: Clock): string {
  if (moment < dayOf(now, timeZone).end) return clock(moment);
  const date = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long', day: 'numeric', month: 'long' });
  return `${date.format(moment)}, ${clock(moment)}`;
}

function wasText(was: BaseState): string {
  return was.kind === 'available' || was.kind === 'starting-soon' ? 'it was free' : 'it was in use';
}

function linesOf(day: RoomDay, now: Instant, clock: Clock): Html[] {
  const today = dayOf(now, day.room.timeZone);
  const meetings = day.occurrences.filter((one) => occupies(one) && one.end > now && one.start < today.end);
  const gaps = bookableGaps(day, { start: now, end: today.end }, now);
  const lines = [
    ...meetings.map((one) => ({ start: one.start, line: meetingLine(one, clock) })),
    ...gaps.map((gap) => ({ start: gap.start, line: gapLine(day.room, gap.start, gap.end, clock) })),
  ];
  return lines.sort((a, b) => a.start - b.start).map(({ line }) => line);
}

function meetingLine({ start, end, title, organizer }: Occurrence, clock: Clock): Html {
  const words = [title, organizer].flatMap((one) => (one.kind === 'shown' ? [one.text] : []));
  return html`<li><b>${clock(start)}–${clock(end)}</b> <span>${
    words.length === 0 ? 'Booked' : words.map((word, place) => html`${place === 0 ? '' : ', '}<bdi>${word}</bdi>`)
  }</span></li>`;
}

function gapLine(room: Room, start: Instant, end: Instant, clock: Clock): Html {
  const minutes = Math.floor((end - start) / MINUTE_MS);
  const until = earliest(end, addMinutes(start, USUAL_MINUTES));
  return html`<li class="gap"><b>${clock(start)}–${clock(end)}</b> <span>Free for ${lengthText(minutes)}</span>
    <a href="${outlookForm(room, start, until)}" rel="noreferrer noopener">Book it in my Outlook</a></li>`;
}

/** @see https://learn.microsoft.com/outlook/ (the form of a new event, filled in by the address) */
function outlookForm(room: Room, start: Instant, end: Instant): string {
  const form = new URL('https://outlook.office.com/calendar/0/deeplink/compose');
  form.searchParams.set('path', '/calendar/action/compose');
  form.searchParams.set('rru', 'addevent');
  form.searchParams.set('startdt', toIso(start));
  form.searchParams.set('enddt', toIso(end));
  form.searchParams.set('location', room.displayName);
  form.searchParams.set('to', room.address);
  return form.href;
}

function lengthText(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} ${hours === 1 ? 'hour' : 'hours'}` : `${hours} h ${rest} min`;
}

function factsOf({ floor, capacity, wheelchairAccessible }: Room): string {
  return [
    ...(floor === null ? [] : [/^\d+$/.test(floor) ? `Floor ${floor}` : floor]),
    ...(capacity === null || capacity === 0 ? [] : [`${capacity} ${capacity === 1 ? 'seat' : 'seats'}`]),
    ...(wheelchairAccessible ? ['step-free'] : []),
  ].join(', ');
}

type Clock = (moment: Instant) => string;

function clockOf({ timeZone }: Room): Clock {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return (moment) => format.format(moment);
}
