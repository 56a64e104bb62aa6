/** The doors as the proxy lists them, looked at again now and then while somebody watches; and taking one off. */

import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Instant, SECOND_MS } from '../../../shared/basics/instant.ts';
import type { DeviceSummary } from '../../../shared/wire/pairing.ts';
import type { ConsoleClient, Failure, RoomChoice } from '../console-client.ts';
import { placeOf } from './find-rooms.ts';
import { type Door, readDoors } from './fleet-finding.ts';

export type FleetModel = {
  /** Null before the first answer. */
  readonly doors: ReadonlySignal<readonly Door[] | null>;
  /** When the list was read, so that old news is told as old. */
  readonly readAt: ReadonlySignal<Instant | null>;
  /** Why the latest look came to nothing. */
  readonly failure: ReadonlySignal<Failure | null>;
  /** Why the latest removal did; it stays until the next is asked for. */
  readonly removalFailure: ReadonlySignal<Failure | null>;
  /** The door whose removal is being asked about. */
  readonly asking: ReadonlySignal<DeviceSummary['id'] | null>;
  readonly removing: ReadonlySignal<boolean>;
  placeOfRoom(roomId: string): string | null;
  look(): Promise<void>;
  ask(id: DeviceSummary['id'] | null): void;
  remove(id: DeviceSummary['id']): Promise<void>;
  close(): void;
};

type Needs = {
  client: Pick<ConsoleClient, 'listDevices' | 'listRooms' | 'revokeDevice'>;
  now(): Instant;
  after(delayMs: number, run: () => void): () => void;
  /** A list that nobody sees is not asked for. */
  isWatched(): boolean;
};

const LOOK_EVERY_MS = 15 * SECOND_MS;

export function createFleetModel({ client, now, after, isWatched }: Needs): FleetModel {
  const devices = signal<readonly DeviceSummary[] | null>(null);
  const rooms = signal<ReadonlyMap<string, RoomChoice>>(new Map());
  const readAt = signal<Instant | null>(null);
  const failure = signal<Failure | null>(null);
  const removalFailure = signal<Failure | null>(null);
  const asking = signal<DeviceSummary['id'] | null>(null);
  const removing = signal(false);
  let closed = false;
  let callOff = () => {};

  async function look(): Promise<void> {
    callOff();
    const [listed, known] = await Promise.all([
      client.listDevices(),
      // Where a room is hardly ever changes: asked until it is known, then left.
      rooms.value.size > 0 ? null : client.listRooms(),
    ]);
    if (closed) return;
    if (known?.ok) rooms.value = new Map(known.value.map((room) => [room.id, room]));
    if (listed.ok) {
      devices.value = listed.value;
      readAt.value = now();
    }
    failure.value = listed.ok ? null : listed.error;
    callOff();
    callOff = after(LOOK_EVERY_MS, lookIfWatched);
  }

  function lookIfWatched(): void {
    if (isWatched()) void look();
    else callOff = after(LOOK_EVERY_MS, lookIfWatched);
  }

  return {
    doors: computed(() => (devices.value === null ? null : readDoors(devices.value, readAt.value ?? now()))),
    readAt,
    failure,
    removalFailure,
    asking,
    removing,
    placeOfRoom: (roomId) => {
      const room = rooms.value.get(roomId);
      return room === undefined ? null : placeOf(room);
    },
    look,
    ask(id) {
      asking.value = id;
      removalFailure.value = null;
    },
    async remove(id) {
      if (removing.value) return;
      removing.value = true;
      const removed = await client.revokeDevice(id);
      removing.value = false;
      asking.value = null;
      if (removed.ok) devices.value = devices.value?.filter((device) => device.id !== id) ?? null;
      else removalFailure.value = removed.error;
      // Somebody else may have been quicker: the list says who is right.
      void look();
    },
    close() {
      closed = true;
      callOff();
    },
  };
}
