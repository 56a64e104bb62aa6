/** A calendar entry as the control page and its API show it: all of it, since whoever plays Outlook sees everything. */

import { attendeesOf, contentOf, type Instance, isCancelled, responseOf } from '../exchange/calendar-item.ts';
import { instanceId } from '../exchange/item-ids.ts';
import type { Mailbox } from '../exchange/mailbox.ts';
import { boundsOf } from '../exchange/occurrences.ts';
import { printDay } from '../exchange/wall-time.ts';

export type MeetingView = {
  /** Of this mailbox's copy, of one occurrence where it is a series; a change by it finds the organizer's. */
  id: string;
  /** `YYYY-MM-DD`, the day on which the series meets; null for a single meeting. */
  occurrence: string | null;
  iCalUId: string;
  subject: string;
  organizer: { name: string; address: string };
  /** ISO 8601 with Z. */
  start: string;
  end: string;
  allDay: boolean;
  sensitivity: string;
  showAs: string;
  cancelled: boolean;
  online: boolean;
  /** This mailbox's own answer. */
  response: string;
  attendees: { name: string; address: string; type: string; response: string }[];
};

export function viewMeeting(instance: Instance, mailbox: Mailbox): MeetingView {
  const { item, day, span } = instance;
  const content = contentOf(instance);
  const { start, end } = boundsOf(span, mailbox.zone);
  return {
    id: instanceId(item.id, day),
    occurrence: day === null ? null : printDay(day),
    iCalUId: item.iCalUId,
    subject: content.subject,
    organizer: { name: item.organizer.name, address: item.organizer.address },
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
    allDay: span.kind === 'all-day',
    sensitivity: content.sensitivity,
    showAs: content.showAs,
    cancelled: isCancelled(instance),
    online: content.joinUrl !== null,
    response: responseOf(instance).response,
    attendees: attendeesOf(instance).map(({ name, address, type, status }) => ({
      name,
      address,
      type,
      response: status.response,
    })),
  };
}
