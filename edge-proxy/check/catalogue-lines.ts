/** Which rooms there are: those of the tenant, or of the room lists that were named. */

import type { CheckLine } from '../../shared/wire/check.ts';
import type { ProbedRoom } from '../ports/check-probe.ts';
import type { Access } from './access.ts';
import { countOf, failed, faultWords, good, isDenied, skipped, warning } from './check-lines.ts';
import { type CheckNeeds, isDelegated } from './check-setup.ts';
import { addToRoomList, consentTo, LIST_ROOM_LISTS, LIST_ROOMS } from './commands.ts';

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
      ...(isDelegated(setup)
        ? { remedy: 'Consent to Place.Read.All, as delegated permission, and sign the service account in again.' }
        : {
            remedy:
              'Consent to Place.Read.All, as application permission, in Entra. It is the one that Exchange cannot give.',
            command: consentTo('Place.Read.All', setup.clientId),
          }),
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
