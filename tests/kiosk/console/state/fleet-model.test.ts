import { expect, test } from 'vitest';
import { createFleetModel } from '../../../../kiosk/console/state/fleet-model.ts';
import { at } from '../../../support/builders.ts';
import { aDevice, aProblem, aRoomChoice, createHandTimers, no, settled, yes } from '../fixtures.ts';

const lisbon = aDevice('Lisbon');
const porto = aDevice('Porto');

function aFleet(change: Partial<Parameters<typeof createFleetModel>[0]['client']> = {}) {
  const timers = createHandTimers();
  const counts = { devices: 0, rooms: 0 };
  const given = { watched: true };
  const fleet = createFleetModel({
    client: {
      listDevices: () => {
        counts.devices += 1;
        return yes([lisbon, porto]);
      },
      listRooms: () => {
        counts.rooms += 1;
        return yes([aRoomChoice('Lisbon')]);
      },
      revokeDevice: () => yes(null),
      ...change,
    },
    now: () => at('10:30'),
    after: timers.after,
    isWatched: () => given.watched,
  });
  return { fleet, timers, counts, given };
}

const roomsOf = (fleet: ReturnType<typeof createFleetModel>) =>
  fleet.doors.value?.map(({ device }) => device.room?.displayName);

test('the doors are looked at again and again, their rooms asked for once', async () => {
  const { fleet, timers, counts } = aFleet();
  await fleet.look();
  await timers.ring();

  expect(counts).toEqual({ devices: 2, rooms: 1 });
  expect(timers.waiting()).toBe(1);
  expect(fleet.placeOfRoom('lisbon')).toBe('Spreeufer 3');
  expect(fleet.placeOfRoom('porto')).toBeNull();
});

test('a list that nobody sees is not asked for', async () => {
  const { fleet, timers, counts, given } = aFleet();
  await fleet.look();
  given.watched = false;
  await timers.ring();
  expect(counts.devices).toBe(1);

  given.watched = true;
  await timers.ring();
  expect(counts.devices).toBe(2);
});

test('while the server is away the last list stays, with when it was read', async () => {
  let away = false;
  const { fleet } = aFleet({ listDevices: () => (away ? no({ kind: 'no-answer' }) : yes([lisbon])) });
  await fleet.look();
  away = true;
  await fleet.look();

  expect(roomsOf(fleet)).toEqual(['Lisbon']);
  expect(fleet.readAt.value).toBe(at('10:30'));
  expect(fleet.failure.value).toEqual({ kind: 'no-answer' });
});

test('a tablet taken off leaves the list at once', async () => {
  let left = [lisbon, porto];
  const { fleet } = aFleet({
    listDevices: () => yes(left),
    revokeDevice: (id) => {
      left = left.filter((device) => device.id !== id);
      return yes(null);
    },
  });
  await fleet.look();
  fleet.ask(lisbon.id);
  await fleet.remove(lisbon.id);

  expect(roomsOf(fleet)).toEqual(['Porto']);
  expect(fleet.asking.value).toBeNull();
});

test('a removal that failed keeps its reason over the next look, until another is asked for', async () => {
  const { fleet } = aFleet({ revokeDevice: () => no(aProblem('not-allowed', 403)) });
  await fleet.look();
  fleet.ask(lisbon.id);
  await fleet.remove(lisbon.id);
  await settled();
  expect(roomsOf(fleet)).toEqual(['Lisbon', 'Porto']);
  expect(fleet.removalFailure.value).toMatchObject({ problem: { status: 403 } });

  fleet.ask(porto.id);
  expect(fleet.removalFailure.value).toBeNull();
});

test('a closed model waits for nothing more', async () => {
  const { fleet, timers } = aFleet();
  const looking = fleet.look();
  fleet.close();
  await looking;

  expect(timers.waiting()).toBe(0);
  expect(fleet.doors.value).toBeNull();
});
