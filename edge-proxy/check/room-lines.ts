/** Which rooms there are, whether the app may read them, and in which zones they live. */

import type { CheckLine } from '../../shared/wire/check.ts';
import type { ProbedRoom, ProbeFault } from '../ports.ts';
import type { Access } from './access.ts';
import { countOf, failed, faultWords, good, isDenied, listed, skipped, WAITING, warning } from './check-lines.ts';
import type { CheckNeeds } from './check-setup.ts';
import {
  addToGroup,
  addToRoomList,
  assignRole,
  consentTo,
  LIST_ROOM_LISTS,
  LIST_ROOMS,
  lookAtMailbox,
  ROOMS_GROUP,
  setZones,
} from './commands.ts';
import type { SeenRoom } from './read-rooms.ts';

/** Past that they have one cause, and nobody reads on. */
const MOST_ROOM_LINES = 20;
const MOST_LIST_LINES = 50;

/** Gives the rooms that the doors will know; null where they cannot be told. */
export async function* catalogueLines(
  needs: CheckNeeds,
  everyRoom: Access['places'],
): AsyncGenerator<CheckLine, readonly ProbedRoom[] | null> {
  const { setup } = needs;
  const tried = 'Asked Graph for the rooms of the tenant.';
  if (!everyRoom.ok && isDenied(everyRoom.error)) {
    yield failed('permission-places', {
      tried,
      cameBack: `${faultWords(everyRoom.error)} The app may not see which rooms there are.`,
      remedy:
        'Consent to Place.Read.All, as application permission, in Entra. It is the one that Exchange cannot give.',
      command: consentTo('Place.Read.All', setup.clientId),
    });
    yield skipped('rooms', 'permission-places');
    return null;
  }
  if (!everyRoom.ok) {
    const remedy =
      everyRoom.error.reason === 'credential-refused'
        ? 'GRAPH_ENDPOINT and AZURE_AUTHORITY_HOST must belong to the same cloud. If they do, check again later.'
        : 'Check again later. If it stays, see what stands between this machine and Graph.';
    yield failed('permission-places', { tried, cameBack: faultWords(everyRoom.error), remedy });
    yield skipped('rooms', 'permission-places');
    return null;
  }
  yield good('permission-places', { tried, cameBack: 'The app may see which rooms there are.' });
  const rooms = setup.roomLists.length === 0 ? everyRoom.value : yield* roomListLines(needs);
  yield roomsLine(rooms, setup.roomLists.length > 0);
  return rooms;
}

async function* roomListLines({ setup, probe }: CheckNeeds): AsyncGenerator<CheckLine, readonly ProbedRoom[]> {
  const found = new Map<string, ProbedRoom>();
  for (const [index, roomList] of setup.roomLists.entries()) {
    const rooms = await probe.listRoomsOf(roomList);
    for (const room of rooms.ok ? rooms.value : []) found.set(room.address, room);
    if (index >= MOST_LIST_LINES) continue;
    const about = { of: roomList, title: `Room list ${roomList}`, tried: 'Asked Graph for the rooms of the list.' };
    if (!rooms.ok) {
      yield failed('room-list', {
        ...about,
        cameBack: `${faultWords(rooms.error)} No room list has this address.`,
        remedy: 'Mend ROOM_LISTS: it takes the addresses of room lists, as this command shows them, and no others.',
        command: LIST_ROOM_LISTS,
      });
    } else if (rooms.value.length === 0) {
      yield warning('room-list', {
        ...about,
        cameBack: 'The list holds no rooms.',
        remedy: 'Put rooms on it, or take it out of ROOM_LISTS. A new member shows after some hours.',
        command: addToRoomList(roomList),
      });
    } else {
      yield good('room-list', { ...about, cameBack: `It holds ${countOf(rooms.value.length, 'room')}.` });
    }
  }
  return [...found.values()];
}

function roomsLine(rooms: readonly ProbedRoom[], isByLists: boolean): CheckLine {
  const tried = isByLists ? 'Counted the rooms of ROOM_LISTS.' : 'Counted the rooms of the tenant.';
  if (rooms.length > 0) return good('rooms', { tried, cameBack: `${countOf(rooms.length, 'room')} found.` });
  return failed('rooms', {
    tried,
    cameBack: 'There is not one.',
    remedy: isByLists
      ? 'Mend ROOM_LISTS, or unset it to show every room of the tenant.'
      : 'Make room mailboxes. One that is new shows in Graph after up to a day.',
    command: isByLists ? LIST_ROOM_LISTS : LIST_ROOMS,
  });
}

/** Whether the rooms can be read, and where not one can, whether it is the permission or the scope that is missing. */
export function* readingLines(
  { setup }: CheckNeeds,
  { seen, serviceUser, roles, objectId }: Access & { seen: readonly SeenRoom[] },
): Generator<CheckLine, void> {
  const tried = `Read the calendars of ${countOf(seen.length, 'room')}.`;
  const refused = seen.flatMap((room) => (room.meetings.ok ? [] : [{ ...room, fault: room.meetings.error }]));
  const isReadable = refused.length < seen.length || (seen.length === 0 && serviceUser.ok);
  const isAllDenied = refused.length > 0 && !isReadable && refused.every(({ fault }) => isDenied(fault));
  const mayRead = roles?.some((role) => /^Calendars\.Read(Write)?$/.test(role)) === true;
  if (!isReadable && seen.length === 0) {
    yield skipped('permission-calendars-read', 'rooms');
  } else if (isAllDenied && !mayRead && !serviceUser.ok) {
    yield failed('permission-calendars-read', {
      tried,
      cameBack: 'Graph refuses them all, and the token bears no permission for calendars.',
      remedy: `Give the app the role Application Calendars.Read over the rooms. ${WAITING}`,
      command: assignRole('Calendars.Read', ROOMS_GROUP, objectId),
    });
    yield skipped('room-readable', 'permission-calendars-read');
    return;
  } else if (isAllDenied && !mayRead) {
    yield failed('permission-calendars-read', {
      tried,
      cameBack: 'Graph refuses every room, though not the service user.',
      remedy: `Give the app the role Application Calendars.Read over the rooms too. ${WAITING}`,
      command: assignRole('Calendars.Read', ROOMS_GROUP, objectId),
    });
    yield skipped('room-readable', 'permission-calendars-read');
    return;
  } else {
    yield good('permission-calendars-read', {
      tried,
      cameBack: `${seen.length - refused.length} of ${seen.length} answered.`,
    });
  }
  if (seen.length === 0) yield skipped('room-readable', 'rooms');
  else if (refused.length === 0) yield good('room-readable', { tried, cameBack: 'Every room can be read.' });
  else if (isAllDenied) yield outOfScope(setup, seen);
  else yield* refusedRooms(refused, seen.length);
}

function outOfScope({ clientId }: CheckNeeds['setup'], seen: readonly SeenRoom[]): CheckLine {
  return failed('room-readable', {
    tried: `Read the calendars of ${countOf(seen.length, 'room')}.`,
    cameBack: `Graph refuses every room, though the app has the permission: the scope holds none of them${clientId === '' ? '' : ', or does not hold yet'}.`,
    remedy: `Put the rooms into the group that the scope or policy names. ${WAITING}`,
    command: addToGroup(
      ROOMS_GROUP,
      seen.map(({ address }) => address),
    ),
  });
}

type RefusedRoom = SeenRoom & { readonly fault: ProbeFault };

function* refusedRooms(refused: readonly RefusedRoom[], all: number): Generator<CheckLine, void> {
  const others = `${countOf(all - refused.length, 'other room')} ${all - refused.length === 1 ? 'answers' : 'answer'}.`;
  for (const room of refused.slice(0, MOST_ROOM_LINES)) yield refusedRoom(room, others);
  const rest = refused.slice(MOST_ROOM_LINES);
  if (rest.length === 0) return;
  yield failed('room-readable', {
    of: 'others',
    title: `${rest.length} more rooms`,
    tried: 'Read their calendars.',
    cameBack: `They cannot be read either. ${others}`,
    remedy: `Put them into the group that the scope or policy names. ${WAITING}`,
    command: addToGroup(
      ROOMS_GROUP,
      rest.map(({ address }) => address),
    ),
  });
}

function refusedRoom({ address, displayName, fault }: RefusedRoom, others: string): CheckLine {
  const about = { of: address, title: displayName, tried: `Read the calendar of ${address}.` };
  if (isDenied(fault)) {
    return failed('room-readable', {
      ...about,
      cameBack: `${faultWords(fault)} ${others} This one is outside the scope.`,
      remedy: `Put it into the group that the scope or policy names. ${WAITING}`,
      command: addToGroup(ROOMS_GROUP, [address]),
    });
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
  return warning('room-readable', {
    ...about,
    cameBack: `${faultWords(fault)} ${others}`,
    remedy: 'Check again later.',
  });
}

export function* zoneLines({ seen, objectId }: Access & { seen: readonly SeenRoom[] }): Generator<CheckLine, void> {
  // A room that cannot be read has its line already.
  const read = seen.filter(({ meetings }) => meetings.ok);
  const tried = `Read the mailbox settings of ${countOf(read.length, 'room')}.`;
  const denied = read.filter(({ zone }) => !zone.ok && isDenied(zone.error));
  if (read.length === 0) {
    yield skipped('permission-mailbox-settings', 'room-readable');
    yield skipped('zones', 'room-readable');
    return;
  }
  if (denied.length === read.length) {
    yield failed('permission-mailbox-settings', {
      tried,
      cameBack: 'Graph refuses them all, so the zone of every room is a guess.',
      remedy: `Give the app the role Application MailboxSettings.Read over the rooms. ${WAITING}`,
      command: assignRole('MailboxSettings.Read', ROOMS_GROUP, objectId),
    });
    yield skipped('zones', 'permission-mailbox-settings');
    return;
  }
  yield good('permission-mailbox-settings', { tried, cameBack: 'The app may read them.' });
  const unknown = read.filter(({ zone }) => !zone.ok || zone.value === null);
  const zones = new Set(read.flatMap(({ zone }) => (zone.ok && zone.value !== null ? [zone.value] : [])));
  if (unknown.length === 0) {
    yield good('zones', { tried, cameBack: `All known: ${[...zones].sort().slice(0, 10).join(', ')}.` });
    return;
  }
  yield warning('zones', {
    tried,
    cameBack: `${listed(unknown.map(({ displayName }) => displayName))}: no zone is known, so that of the neighbours is taken.`,
    remedy: "Set the mailbox's zone, by its Windows name, or set the zone of the room in the console.",
    command: setZones(unknown.map(({ address }) => address)),
  });
}
