/** Wires what is known of the tablets beside their pairing: who is connected, what they say, what they were told. */

import type { BoardId, DeviceId } from '../shared/basics/ids.ts';
import type { Room } from '../shared/room/room.ts';
import type { Board } from '../shared/wire/board.ts';
import type { Alarm } from '../shared/wire/watch.ts';
import { createCommands } from './devices/commands.ts';
import { createEvidenceDesk } from './devices/evidence-desk.ts';
import { createFleetView } from './devices/fleet-view.ts';
import { createPresence } from './devices/presence.ts';
import type { Device } from './ports/devices.ts';
import type { FanOut } from './ports/fan-out.ts';
import type { Chance, Clock, Log } from './ports/runtime.ts';
import type { Store } from './ports/store.ts';
import { createFleetHub, type FleetHub } from './relay/fleet-hub.ts';
import type { LinkNews } from './relay/listeners.ts';

type Parts = {
  readonly store: Store;
  readonly fanOut: FanOut;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly findRoom: (addressOrId: string) => Room | null;
  readonly findBoard: (id: BoardId) => Board | null;
  readonly listAlarms: () => Alarm[];
  readonly release: string | null;
  readonly move: (id: DeviceId, place: Pick<Device, 'roomId' | 'boardId'>) => Promise<Device | null>;
  readonly revoke: (id: DeviceId) => Promise<Device | null>;
};

export async function composeDevices(parts: Parts) {
  const { store, fanOut, clock, chance, log, findRoom, findBoard, listAlarms, release, move, revoke } = parts;
  // It looks at the others, and they tell it what changes.
  let fleetHub: FleetHub | null = null;
  const onChange = (id: DeviceId) => fleetHub?.deviceChanged(id);
  const presence = createPresence({ store, clock, log, onChange });
  const evidence = await createEvidenceDesk({ store, clock, onChange });
  const commands = await createCommands({
    store,
    clock,
    chance,
    log,
    tell: (deviceId, command) => fanOut.publish({ kind: 'device-command', deviceId, command }),
    findRoom,
    findBoard,
    placeName: ({ roomId, boardId }) =>
      roomId === null
        ? boardId === null
          ? ''
          : (findBoard(boardId)?.name ?? '')
        : (findRoom(roomId)?.displayName ?? ''),
    move,
    revoke,
    onChange: (command) => fleetHub?.commandChanged(command),
  });
  const view = createFleetView({ store, clock, presence, evidence, findRoom, findBoard });
  const hub = createFleetHub({
    clock,
    log,
    listDevices: view.list,
    describe: view.find,
    recentCommands: commands.recent,
    listAlarms,
    release,
  });
  fleetHub = hub;
  const stop = fanOut.subscribe((message) => {
    if (message.kind === 'device-revoked') {
      presence.forget(message.deviceId);
      evidence.forget(message.deviceId);
    }
    if (message.kind === 'device-replaced') onChange(message.deviceId);
    if (message.kind === 'device-revoked' || message.kind === 'device-moved' || message.kind === 'device-named')
      onChange(message.deviceId);
  });

  return {
    presence,
    evidence,
    commands,
    fleetHub: hub,
    onLink(news: LinkNews): void {
      if (news.kind === 'opened') presence.opened(news.deviceId);
      else presence.ended(news.deviceId, news.by);
    },
    /** After the streams have ended. What is still to be written is on its way when it answers. */
    close(): void {
      stop();
      hub.close();
      evidence.close();
      void presence.close();
      void commands.close();
    },
  };
}
