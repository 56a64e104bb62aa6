/** What may be posted to the control API, decoded and bounded. */

import {
  flag,
  integer,
  isoInstant,
  listOf,
  nullable,
  object,
  oneOf,
  parsed,
  text,
} from '../../../shared/basics/codec.ts';

const MOST_MINUTES = 60 * 24 * 60;
const address = text({ min: 3, max: 320 });

/** With an offset, or a wall clock reading, which is then the room's: a datetime-local field knows no zone. */
const WALL_CLOCK = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?$/;

export type Start = { kind: 'moment'; at: number } | { kind: 'wall-clock'; text: string };

const start = parsed<Start>(
  (given) => {
    if (WALL_CLOCK.test(given)) return { kind: 'wall-clock', text: given.length === 10 ? `${given}T00:00` : given };
    const moment = isoInstant.decode(given);
    return moment.ok ? { kind: 'moment', at: moment.value } : null;
  },
  (value) => (value.kind === 'moment' ? new Date(value.at).toISOString() : value.text),
  'an ISO 8601 time with its offset, or a local one of the room',
  { type: 'string' },
);

const minutes = integer({ min: 0, max: MOST_MINUTES });
const sensitivity = oneOf('normal', 'personal', 'private', 'confidential');
const showAs = oneOf('free', 'tentative', 'busy', 'oof', 'workingElsewhere');
const details = {
  subject: text({ max: 20_000 }),
  start,
  end: start,
  minutes,
  private: flag,
  sensitivity,
  tentative: flag,
  showAs,
};

/** Give `start` or `startsIn` (minutes from now, at the last full minute), and `end` or `minutes`. */
export const invitation = object(
  {},
  {
    ...details,
    room: address,
    rooms: listOf(address, { max: 20 }),
    attendees: listOf(address, { max: 100 }),
    organizer: address,
    startsIn: integer({ min: -MOST_MINUTES, max: MOST_MINUTES }),
    allDay: flag,
    weekly: flag,
    /** How many times a weekly meeting meets. */
    times: integer({ min: 1, max: 52 }),
    online: flag,
    body: text({ max: 20_000 }),
    /** Written straight into the room's own calendar, as a delegate would: nobody checks for conflicts. */
    direct: flag,
  },
);

export const meetingChange = object({}, details);

export const cancellation = object({}, { comment: text({ max: 2_000 }) });

export const LIFECYCLE_EVENTS = ['reauthorizationRequired', 'subscriptionRemoved', 'missed'] as const;
export const lifecycle = object({ event: oneOf(...LIFECYCLE_EVENTS) });

export const entraChange = object(
  {},
  {
    /** A status the token endpoint answers instead of tokens; null mends it. */
    tokenStatus: nullable(integer({ min: 400, max: 599 })),
    /** The same for the OpenID metadata, which the console's sign-in needs. */
    metadataStatus: nullable(integer({ min: 400, max: 599 })),
    secretExpired: flag,
    rotateKeys: flag,
    roles: listOf(text({ min: 1, max: 100 }), { max: 50 }),
  },
);

/** As by New-ManagementRoleAssignment; the roles go by their names in Graph. */
export const roleAssignments = object({
  assignments: listOf(object({ role: text({ min: 1, max: 100 }), mailboxes: listOf(address, { max: 5_000 }) }), {
    max: 50,
  }),
});

export const accessPolicy = object({ mailboxes: nullable(listOf(address, { max: 5_000 })) });
