import { expect, test } from 'vitest';
import type { Failure } from '../../../../kiosk/console/console-client.ts';
import { createPairingDeskModel } from '../../../../kiosk/console/state/pairing-desk-model.ts';
import type { Result } from '../../../../shared/basics/result.ts';
import { aDevice, aProblem, aRoomChoice, createHandTimers, no, waitingTablet, yes } from '../fixtures.ts';

const lisbon = aRoomChoice('Lisbon');
const fresh = aDevice('Lisbon', { connected: false, lastSeenAt: null });

function aDesk(change: Partial<Parameters<typeof createPairingDeskModel>[0]['client']> = {}) {
  const timers = createHandTimers();
  const asked: string[] = [];
  let paired = 0;
  const desk = createPairingDeskModel({
    client: {
      findTablet: (code) => {
        asked.push(`find ${code}`);
        return yes(waitingTablet);
      },
      listRooms: () => yes([lisbon, aRoomChoice('Porto')]),
      confirmPairing: (code, place) => {
        asked.push(`confirm ${code} ${Object.entries(place).flat().join(' ')}`);
        return yes(fresh);
      },
      releaseTablet: (code) => {
        asked.push(`release ${code}`);
        return yes(null);
      },
      listDevices: () => yes([fresh]),
      ...change,
    },
    after: timers.after,
    paired: () => {
      paired += 1;
    },
  });
  return { desk, timers, asked, paired: () => paired };
}

async function atTheRoom(change: Parameters<typeof aDesk>[0] = {}) {
  const given = aDesk(change);
  given.desk.enter('wdjb mthk');
  await given.desk.findTablet();
  given.desk.choose(lisbon);
  return given;
}

test('a code of seven letters is not asked for', async () => {
  const { desk, asked } = aDesk();
  desk.enter('WDJBMTH');
  await desk.findTablet();

  expect(asked).toEqual([]);
  expect(desk.step.value.kind).toBe('code');
});

test('code, room, yes: the tablet gets its room, and the door is said to be lit once its stream is open', async () => {
  let connected = false;
  const { desk, timers, asked, paired } = await atTheRoom({ listDevices: () => yes([{ ...fresh, connected }]) });
  await desk.confirm();
  expect(asked).toEqual(['find WDJBMTHK', 'confirm WDJBMTHK room lisbon']);
  expect(desk.step.value).toMatchObject({ kind: 'done', lit: 'waiting' });
  expect(paired()).toBe(1);

  await timers.ring();
  expect(desk.step.value).toMatchObject({ lit: 'waiting' });

  connected = true;
  await timers.ring();
  expect(desk.step.value).toMatchObject({ lit: 'yes' });
  expect(timers.waiting()).toBe(0);
});

test('a screen that hangs at no door is paired to the board of the name that was typed', async () => {
  const { desk, asked } = await atTheRoom();
  desk.callBoard('  ');
  await desk.confirm();
  desk.callBoard(' Lobby ');
  await desk.confirm();

  expect(asked.slice(1)).toEqual(['confirm WDJBMTHK board Lobby']);
});

test('a screen that was nearly a board hangs at the door that was chosen before', async () => {
  const { desk, asked } = await atTheRoom();
  desk.callBoard('Lobby');
  desk.callBoard(null);
  await desk.confirm();

  expect(asked.slice(1)).toEqual(['confirm WDJBMTHK room lisbon']);
});

test('a tablet that does not come within a minute is said so, and asked for no longer', async () => {
  const { desk, timers } = await atTheRoom();
  await desk.confirm();
  for (let looks = 0; looks < 60; looks += 1) await timers.ring();

  expect(desk.step.value).toMatchObject({ kind: 'done', lit: 'not-yet' });
  expect(timers.waiting()).toBe(0);
});

test('a wrong code stays in its boxes with the reason, which goes with the next letter', async () => {
  const { desk } = aDesk({ findTablet: () => no(aProblem('no-such-code', 404)) });
  desk.enter('WDJBMTHK');
  await desk.findTablet();
  expect(desk.step.value.kind).toBe('code');
  expect(desk.entry.value.letters).toBe('WDJBMTHK');
  expect(desk.failure.value).toMatchObject({ problem: { status: 404 } });

  desk.enter('WDJBMTH');
  expect(desk.failure.value).toBeNull();
});

test('a yes that comes too late keeps the chosen room and says why', async () => {
  const { desk } = await atTheRoom({ confirmPairing: () => no(aProblem('code-run-out', 410)) });
  await desk.confirm();

  expect(desk.step.value.kind).toBe('room');
  expect(desk.chosen.value).toEqual(lisbon);
  expect(desk.failure.value).toMatchObject({ problem: { status: 410 } });
});

test('a second tap while the first is under way does nothing', async () => {
  let answer: (result: Result<typeof fresh, Failure>) => void = () => {};
  let confirms = 0;
  const { desk } = await atTheRoom({
    confirmPairing: () => {
      confirms += 1;
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
  });
  const first = desk.confirm();
  await desk.confirm();
  answer({ ok: true, value: fresh });
  await first;

  expect(confirms).toBe(1);
});

test('nothing is confirmed before a room is chosen', async () => {
  const { desk, asked } = aDesk();
  desk.enter('WDJBMTHK');
  await desk.findTablet();
  await desk.confirm();

  expect(asked).toEqual(['find WDJBMTHK']);
});

test('starting again forgets code, search and room, and stops looking', async () => {
  const { desk, timers } = await atTheRoom();
  desk.searchRooms('por');
  await desk.confirm();
  desk.startAgain();

  expect(desk.step.value.kind).toBe('code');
  expect([desk.entry.value.letters, desk.search.value, desk.chosen.value]).toEqual(['', '', null]);
  expect(timers.waiting()).toBe(0);
});

const hung = { ...waitingTablet, hangs: aDevice('Lisbon') };

async function atTheHangingOne(change: Parameters<typeof aDesk>[0] = {}) {
  const given = aDesk({ findTablet: () => yes(hung), ...change });
  given.desk.enter('wdjb mthk');
  await given.desk.findTablet();
  return given;
}

test('the code of a tablet that hangs already leads to its move and not to a pairing', async () => {
  const { desk, asked } = await atTheHangingOne();
  expect(desk.step.value).toMatchObject({
    kind: 'hangs',
    device: { room: { displayName: 'Lisbon' } },
    askedOff: false,
  });

  desk.choose(lisbon);
  await desk.confirm();
  expect(asked, 'it hangs there').toEqual([]);

  desk.choose(aRoomChoice('Porto'));
  await desk.confirm();
  expect(asked).toEqual(['confirm WDJBMTHK room porto']);
  expect(desk.step.value.kind).toBe('done');
});

test('it is taken off once that has been asked and said yes to', async () => {
  const { desk, asked, paired } = await atTheHangingOne();
  desk.askOff(true);
  expect(desk.step.value).toMatchObject({ kind: 'hangs', askedOff: true });
  desk.askOff(false);
  expect(desk.step.value).toMatchObject({ kind: 'hangs', askedOff: false });
  expect(asked).toEqual([]);

  desk.askOff(true);
  await desk.takeOff();
  expect(asked).toEqual(['release WDJBMTHK']);
  expect(desk.step.value).toMatchObject({ kind: 'off', device: { room: { displayName: 'Lisbon' } } });
  expect(paired()).toBe(1);
});

test('a code that ran out before the yes is said so, and the tablet is not said to be off', async () => {
  const { desk } = await atTheHangingOne({ releaseTablet: () => no(aProblem('no-such-code', 404)) });
  desk.askOff(true);
  await desk.takeOff();

  expect(desk.step.value.kind).toBe('hangs');
  expect(desk.failure.value).toEqual(aProblem('no-such-code', 404));
});

test('where the room has a tablet already the new one may take over from it', async () => {
  const old = aDevice('Lisbon', { id: 'device-old' as never, connected: false });
  const { desk, asked } = await atTheRoom({ listDevices: () => yes([old, aDevice('Porto')]) });
  expect(desk.there.value).toEqual([old]);
  expect(desk.replaces.value, 'one more, unless somebody says otherwise').toBeNull();

  desk.replace(old.id);
  await desk.confirm();
  expect(asked.at(-1)).toBe('confirm WDJBMTHK replaces device-old');
});

test.for([
  { when: 'another room is chosen', deed: 'room' },
  { when: 'it is to be a board', deed: 'board' },
  { when: 'it is one more after all', deed: 'more' },
])('nothing is replaced once $when', async ({ deed }) => {
  const old = aDevice('Lisbon');
  const { desk, asked } = await atTheRoom({ listDevices: () => yes([old]) });
  desk.replace(old.id);
  if (deed === 'room') desk.choose(aRoomChoice('Porto'));
  if (deed === 'board') desk.callBoard('Lobby');
  if (deed === 'more') desk.replace(null);
  await desk.confirm();

  expect(asked.at(-1)).not.toContain('replaces');
});

test('where nobody can say which tablets hang there, the new one is paired all the same', async () => {
  const { desk, asked } = await atTheRoom({ listDevices: () => no({ kind: 'no-answer' }) });
  expect(desk.there.value).toEqual([]);
  await desk.confirm();

  expect(asked.at(-1)).toBe('confirm WDJBMTHK room lisbon');
});
