/** Plays people with Outlook through the sandbox's control API: what they do there, and what they see afterwards. */

type Control = (method: string, path: string, body?: unknown) => Promise<Response>;

export type Meeting = {
  readonly id: string;
  readonly iCalUId: string;
  readonly subject: string;
  readonly organizer: { readonly name: string; readonly address: string };
  readonly start: string;
  readonly end: string;
  readonly cancelled: boolean;
  readonly response: string;
  readonly attendees: readonly { readonly address: string }[];
};

export type Letter = {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly body: string;
  readonly savedToSentItems: boolean;
};

/** Times in minutes from now, at the last full minute. */
export type Invitation = {
  readonly room: string;
  readonly subject?: string;
  readonly startsIn?: number;
  readonly minutes?: number;
  readonly organizer?: string;
  readonly private?: boolean;
  readonly allDay?: boolean;
  /** Straight into the room's calendar, with nobody asked. */
  readonly direct?: boolean;
};

export type Outlook = ReturnType<typeof createOutlook>;

export function createOutlook(control: Control) {
  async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await control(method, path, body);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
  const meeting = (id: string) => `/meetings/${encodeURIComponent(id)}`;

  return {
    rooms: () => ask<{ id: string; address: string; displayName: string; timeZone: string }[]>('GET', '/rooms'),
    invite: (invitation: Invitation) => ask<Meeting>('POST', '/meetings', invitation),
    change: (id: string, change: { start?: string; end?: string; private?: boolean; subject?: string }) =>
      ask<Meeting>('PATCH', meeting(id), change),
    remove: (id: string) => ask<void>('DELETE', meeting(id)),
    cancel: (id: string) => ask<void>('POST', `${meeting(id)}/cancel`, {}),
    /** What stands in a calendar around now, cancelled meetings left out. */
    async calendar(address: string, hoursAhead = 24): Promise<Meeting[]> {
      const around = (hours: number) => encodeURIComponent(new Date(Date.now() + hours * 3_600_000).toISOString());
      const path = `/calendar/${encodeURIComponent(address)}?from=${around(-24)}&to=${around(hoursAhead)}`;
      const { meetings } = await ask<{ meetings: Meeting[] }>('GET', path);
      return meetings.filter(({ cancelled }) => !cancelled);
    },
    /** A bad day, by the name of its preset: graph-down, rooms-decline and others. */
    breakDown: (preset: string) => ask<unknown>('POST', '/faults', { preset }),
    mend: () => ask<void>('DELETE', '/faults'),
    /** What was sent by mail, the oldest first. */
    letters: () => ask<Letter[]>('GET', '/outbox'),
    /** What the proxy has asked since the last `forget`. */
    requests: () => ask<unknown>('GET', '/requests'),
    forgetRequests: () => ask<void>('DELETE', '/requests'),
  };
}
