/** Wires what hangs on the walls: who shows what, what goes out to whom, and how a tablet comes to its place. */

import type { RoomId } from '../shared/basics/ids.ts';
import { composeDevices } from './compose-devices.ts';
import type { Ground } from './compose-ground.ts';
import type { ComposedRooms } from './compose-rooms.ts';
import { bareKeptPictures } from './devices/bare-kept-pictures.ts';
import { createBoards } from './devices/boards.ts';
import { createDeviceNames } from './devices/device-names.ts';
import { createEnrol } from './devices/enrol.ts';
import { createFleet, type Fleet } from './devices/fleet.ts';
import { createNotices } from './devices/notices.ts';
import { createPairDevice } from './devices/pair-device.ts';
import { createPlanPictures } from './devices/plan-pictures.ts';
import { createServiceCodes } from './devices/service-codes.ts';
import { hashBytes, hashSecret } from './http/secret-hash.ts';
import { createNearestRoom } from './relay/nearest-room.ts';
import { createRoomHub } from './relay/room-hub.ts';
import { createFloodAlarm, WRONG_CODES } from './watch/flood-alarm.ts';

export type ComposedScreens = Awaited<ReturnType<typeof composeScreens>>;

type Rooms = Pick<ComposedRooms, 'findRoom' | 'listRooms' | 'placeOf' | 'policies' | 'publish'>;

export async function composeScreens(ground: Ground, rooms: Rooms) {
  const { store, alarms, fanOut, clock, chance, log, release } = ground;
  const { findRoom, listRooms, placeOf, policies, publish } = rooms;
  const look = () => policies.tenant().look;
  const boards = await createBoards({ store, chance, fanOut, listRooms, look });
  const findBoard = boards.find;
  await bareKeptPictures({ store, log });
  const notices = await createNotices({ store, chance, clock, fanOut, listRooms, findRoom, hashBytes });
  const devices = await composeDevices({
    store,
    fanOut,
    clock,
    chance,
    log,
    findRoom,
    findBoard,
    listAlarms: alarms.list,
    release,
    move: (id, place) => fleet.move(id, place),
    revoke: (id) => fleet.revoke(id),
  });
  const hub = createRoomHub({
    unanswered: devices.commands.unanswered,
    onLink: devices.onLink,
    fanOut,
    currentDay: publish.current,
    release,
    boardView: boards.view,
    ownLook: policies.lookOf,
    notices: {
      ofRoom: (id) => notices.ofRoom(placeOf(id) ?? { id, building: null, floor: null }),
      ofBoard: (id) => notices.ofBoard(findBoard(id) ?? { building: null, floor: null, here: null }),
    },
    nearest: createNearestRoom({ currentDays: publish.currentDays, currentDay: publish.current, clock }),
    clock,
    chance,
    log,
  });
  const fleet: Fleet = createFleet({
    store,
    fanOut,
    clock,
    hashSecret,
    findRoom,
    findBoard,
    connected: hub.connected,
  });
  const guesses = createFloodAlarm({ alarms, clock, ...WRONG_CODES });
  const onWrongCode = (): void => guesses.seen(1);
  const pairDevice = createPairDevice({ store, clock, chance, hashSecret, fanOut, onWrongCode });

  /** What people call a tablet: by its place, as nobody knows it by its id. */
  async function nameOfDevice(id: string): Promise<string> {
    const device = (await fleet.list()).find((one) => one.id === id);
    return device?.room?.displayName ?? device?.board?.name ?? id;
  }

  return {
    boards,
    plans: createPlanPictures({ store, listBoards: boards.list, hashBytes, clock }),
    notices,
    devices,
    hub,
    fleet,
    pairDevice,
    serviceCodes: createServiceCodes({ store, clock, chance }),
    enrol: createEnrol({ store, clock, chance, fanOut, hashSecret }),
    names: createDeviceNames({ store, listRooms, listBoards: boards.list, move: fleet.move }),
    nameOfDevice,
    screensOf: (roomId: RoomId) => hub.screensOf(roomId),
    close(): void {
      hub.drain();
      devices.close();
      fleet.close();
      pairDevice.close();
      guesses.close();
      boards.close();
    },
  };
}
