/**
 * Outlook, as far as a person needs it who watches a door: every room's day, a form that invites a room, and a few
 * buttons on each meeting. Drawn here, put in place by outlook.js; every link is relative, because the proxy shows the
 * page below a path of its own.
 */

import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { DAY_MS } from '../../../shared/basics/instant.ts';
import type { MeetingView } from './meeting-view.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export type RoomDayView = {
  displayName: string;
  address: string;
  roomList: string;
  zone: string;
  /** Of today, in the room's zone, earliest first. */
  meetings: MeetingView[];
};

type PageContent = {
  companyName: string;
  now: number;
  rooms: RoomDayView[];
  people: { displayName: string; address: string }[];
};

export function outlookPage({ companyName, now, rooms, people }: PageContent): Html {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${companyName}: play Outlook</title>
    <link rel="stylesheet" href="outlook/outlook.css" />
    <script type="module" src="outlook/outlook.js"></script>
  </head>
  <body>
    <header>
      <h1>Play Outlook at ${companyName}</h1>
      <p>Whatever you do here happens in the sandbox tenant’s Exchange, and reaches the doors as it would from Outlook. Times are each room’s own.</p>
    </header>
    <main>
      <div class="aside">${invitationForm(rooms, people)}${faultButtons()}</div>
      ${roomDays(now, rooms)}
    </main>
    <p role="status"></p>
  </body>
</html>`;
}

/** The part that is drawn anew every few seconds. */
export function roomDays(now: number, rooms: RoomDayView[]): Html {
  const lists = [...new Set(rooms.map(({ roomList }) => roomList))];
  return html`<div id="rooms">
    ${lists.map(
      (list) => html`<h2>${list}</h2>
        <div class="grid">${rooms.filter(({ roomList }) => roomList === list).map((room) => roomCard(now, room))}</div>`,
    )}
  </div>`;
}

function roomCard(now: number, room: RoomDayView): Html {
  const taking = room.meetings.filter(isTaking);
  const current = taking.find(({ start, end }) => Date.parse(start) <= now && now < Date.parse(end));
  const next = taking.find(({ start }) => Date.parse(start) > now);
  return html`<section class="room" data-state="${current === undefined ? 'free' : 'used'}" data-room="${room.address}">
    <div class="room-head">
      <h2>${room.displayName}</h2>
      <small>${headline(current, next, room.zone)}</small>
    </div>
    ${room.meetings.length === 0 ? html`<p class="empty">Nothing today.</p>` : html`<ol>${room.meetings.map((meeting) => meetingRow(now, meeting, room))}</ol>`}
  </section>`;
}

function headline(current: MeetingView | undefined, next: MeetingView | undefined, zone: string): string {
  if (current !== undefined) return `in use until ${clock(current.end, zone)}`;
  return next === undefined ? 'free' : `free until ${clock(next.start, zone)}`;
}

function meetingRow(now: number, meeting: MeetingView, { zone, address }: RoomDayView): Html {
  const marks = [meeting.cancelled ? 'cancelled' : '', Date.parse(meeting.end) <= now ? 'past' : ''].join(' ').trim();
  return html`<li class="${marks}">
    <details id="${address}-${meeting.id}">
      <summary>
        <time datetime="${meeting.start}">${meeting.allDay ? 'all day' : `${clock(meeting.start, zone)}–${clock(meeting.end, zone)}`}</time>
        <span><b><bdi>${meeting.subject === '' ? '(no subject)' : meeting.subject}</bdi></b><small><bdi>${meeting.organizer.name}</bdi>${traits(meeting)}</small></span>
      </summary>
      ${meeting.cancelled ? '' : meetingActs(meeting)}
    </details>
  </li>`;
}

function meetingActs(meeting: MeetingView): Html {
  const path = `meetings/${encodeURIComponent(meeting.id)}`;
  const patch = (label: string, done: string, body: object): Html =>
    html`<button type="button" data-method="PATCH" data-path="${path}" data-body="${JSON.stringify(body)}" data-done="${done}">${label}</button>`;
  const later = (text: string, minutes: number): string => new Date(Date.parse(text) + minutes * 60_000).toISOString();
  const { start, end } = meeting;
  const timed = html`${patch('15 min longer', 'Made longer.', { end: later(end, 15) })}
    ${patch('15 min shorter', 'Made shorter.', { end: later(end, -15) })}
    ${patch('15 min later', 'Moved.', { start: later(start, 15), end: later(end, 15) })}
    ${patch('15 min earlier', 'Moved.', { start: later(start, -15), end: later(end, -15) })}`;
  const privacy =
    meeting.sensitivity === 'normal'
      ? patch('Make private', 'Private now.', { private: true })
      : patch('Make public', 'Public now.', { private: false });
  return html`<div class="acts">
    ${meeting.allDay ? '' : timed} ${privacy}
    <button type="button" data-method="POST" data-path="${path}/cancel" data-body="{}" data-done="Cancelled.">Cancel</button>
    <button type="button" data-method="DELETE" data-path="${path}" data-done="Deleted.">Delete</button>
  </div>`;
}

function invitationForm(rooms: RoomDayView[], people: PageContent['people']): Html {
  return html`<section class="card">
    <h2>Invite a room</h2>
    <form data-path="meetings" data-done="Invited. The room answers in a moment.">
      <label>Room <select name="room">${rooms.map((room) => html`<option value="${room.address}">${room.displayName}</option>`)}</select></label>
      <label>Organizer <select name="organizer">${people.map((person) => html`<option value="${person.address}">${person.displayName}</option>`)}</select></label>
      <label>Subject <input name="subject" value="Something came up" maxlength="255" /></label>
      <div class="pair">
        <label>Starts in (minutes) <input name="startsIn" type="number" value="0" min="-1440" max="10080" data-number /></label>
        <label>Lasts (minutes) <input name="minutes" type="number" value="30" min="1" max="1440" data-number /></label>
      </div>
      <label>Or starts at, the room’s time <input name="start" type="datetime-local" /></label>
      <div class="pair">
        <label class="check"><input name="private" type="checkbox" /> Private</label>
        <label class="check"><input name="tentative" type="checkbox" /> Tentative</label>
        <label class="check"><input name="allDay" type="checkbox" /> All day</label>
        <label class="check"><input name="weekly" type="checkbox" /> Every week</label>
      </div>
      <button class="lead">Send</button>
    </form>
  </section>`;
}

function faultButtons(): Html {
  const fault = (label: string, body: object): Html =>
    html`<button type="button" data-method="POST" data-path="faults" data-body="${JSON.stringify(body)}" data-done="${label}: now.">${label}</button>`;
  return html`<section class="card">
    <h2>Break something</h2>
    <p>Until you mend it again.</p>
    <div class="acts">
      ${fault('Graph down', { preset: 'graph-down' })} ${fault('Graph throttled', { preset: 'graph-throttled' })}
      ${fault('Graph slow', { preset: 'graph-slow' })} ${fault('Entra down', { preset: 'entra-down' })}
      ${fault('Notices lost', { preset: 'notices-lost' })} ${fault('Rooms decline', { preset: 'rooms-decline' })}
      <button type="button" class="lead" data-method="DELETE" data-path="faults" data-done="All is well again.">Mend all</button>
    </div>
  </section>`;
}

function traits(meeting: MeetingView): string {
  const said = [
    meeting.sensitivity === 'normal' ? '' : meeting.sensitivity,
    meeting.showAs === 'busy' ? '' : meeting.showAs,
    meeting.occurrence === null ? '' : 'series',
    meeting.online ? 'online' : '',
    meeting.cancelled ? 'cancelled' : '',
    Date.parse(meeting.end) - Date.parse(meeting.start) > DAY_MS ? 'several days' : '',
  ].filter((one) => one !== '');
  return said.length === 0 ? '' : ` · ${said.join(', ')}`;
}

const isTaking = (meeting: MeetingView): boolean => !meeting.cancelled && meeting.showAs !== 'free';

function clock(iso: string, zone: string): string {
  return new Date(iso).toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
}
