/** Whether the rooms' calendars can be read, and where not, whether the permission is missing or the scope leaves them out. */

import type { CheckLine } from '../../shared/wire/check.ts';
import type { ProbeFault } from '../ports/check-probe.ts';
import type { Access } from './access.ts';
import { countOf, failed, faultWords, good, isDenied, skipped, WAITING, warning } from './check-lines.ts';
import { type CheckNeeds, type CheckSetup, isDelegated } from './check-setup.ts';
import { addToGroup, assignRole, lookAtMailbox, ROOMS_GROUP, shareCalendars } from './commands.ts';
import type { SeenRoom } from './read-rooms.ts';

/** Past that they have one cause, and nobody reads on. */
const MOST_ROOM_LINES = 20;

type RefusedRoom = SeenRoom & { readonly fault: ProbeFault };

export function* readingLines(
  { setup }: CheckNeeds,
  { serviceUser, roles, objectId }: Access,
  seen: readonly SeenRoom[],
): Generator<CheckLine, void> {
  const tried = `Read the calendars of ${countOf(seen.length, 'room')}.`;
  if (seen.length === 0) {
    if (serviceUser.ok) yield good('permission-calendars-read', { tried, cameBack: 'The service user can be read.' });
    else yield skipped('permission-calendars-read', 'rooms');
    yield skipped('room-readable', 'rooms');
    return;
  }
  const refused = seen.flatMap((room) => (room.meetings.ok ? [] : [{ ...room, fault: room.meetings.error }]));
  const isNoneReadable = refused.length === seen.length && refused.every(({ fault }) => isDenied(fault));
  const isConsented = roles?.some((role) => /^Calendars\.Read(Write)?$/.test(role)) === true;
  if (isNoneReadable && !isConsented) {
    const others = serviceUser.ok
      ? ', though not the service user'
      : ', and the token bears no permission for calendars';
    const remedy = `Give the app the role Application Calendars.Read over the rooms. ${WAITING}`;
    yield failed('permission-calendars-read', {
      tried,
      cameBack: `Graph refuses every room${others}.`,
      ...(isDelegated(setup)
        ? letIn(setup, seen)
        : { remedy, command: assignRole('Calendars.Read', ROOMS_GROUP, objectId) }),
    });
    yield skipped('room-readable', 'permission-calendars-read');
    return;
  }
  const cameBack = `${seen.length - refused.length} of ${seen.length} answered.`;
  yield isNoneReadable
    ? good('permission-calendars-read', { tried: 'Looked at the permissions in the token.', cameBack: 'It is there.' })
    : good('permission-calendars-read', { tried, cameBack });
  if (refused.length === 0) yield good('room-readable', { tried, cameBack: 'Every room can be read.' });
  else if (isNoneReadable) yield outOfScope(setup, seen, tried);
  else yield* refusedRooms(setup, refused, seen.length);
}

/** How rooms come within reach. */
function letIn(setup: CheckSetup, rooms: readonly SeenRoom[]): { remedy: string; command: string } {
  const addresses = rooms.map(({ address }) => address);
  if (isDelegated(setup)) {
    const remedy = 'Share the calendar with the service account. It may take an hour until Graph knows.';
    return { remedy, command: shareCalendars(addresses, setup.serviceUser) };
  }
  const remedy = `Put what is refused into the group that the scope or policy names. ${WAITING}`;
  return { remedy, command: addToGroup(ROOMS_GROUP, addresses) };
}

function outOfScope(setup: CheckSetup, seen: readonly SeenRoom[], tried: string): CheckLine {
  return failed('room-readable', {
    tried,
    cameBack: 'Graph refuses every room, though the app has the permission: the scope holds none, or not yet.',
    ...letIn(setup, seen),
  });
}

function* refusedRooms(setup: CheckSetup, refused: readonly RefusedRoom[], all: number): Generator<CheckLine, void> {
  const answering = all - refused.length;
  const others = `${countOf(answering, 'other room')} ${answering === 1 ? 'answers' : 'answer'}.`;
  for (const room of refused.slice(0, MOST_ROOM_LINES)) yield refusedRoom(setup, room, others);
  const rest = refused.slice(MOST_ROOM_LINES);
  if (rest.length === 0) return;
  yield failed('room-readable', {
    of: 'others',
    title: countOf(rest.length, 'more room'),
    tried: 'Read their calendars.',
    cameBack: `They cannot be read either. ${others}`,
    ...letIn(setup, rest),
  });
}

function refusedRoom(setup: CheckSetup, room: RefusedRoom, others: string): CheckLine {
  const { address, displayName, fault } = room;
  const about = { of: address, title: displayName, tried: `Read the calendar of ${address}.` };
  if (isDenied(fault)) {
    const cameBack = `${faultWords(fault)} ${others} This one is outside the scope.`;
    return failed('room-readable', { ...about, cameBack, ...letIn(setup, [room]) });
  }
  if (fault.reason === 'room-gone') {
    return failed('room-readable', {
      ...about,
      cameBack: `${faultWords(fault)} It is listed as a place, but has no mailbox that Graph can open.`,
      remedy:
        'A room on an Exchange server of your own is out of reach, and a deleted one has to be taken off its list.',
      command: lookAtMailbox(address),
    });
  }
  const cameBack = `${faultWords(fault)} ${others}`;
  return warning('room-readable', { ...about, cameBack, remedy: 'Check again later.' });
}
