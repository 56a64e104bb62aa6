import { expect, test } from 'vitest';
import { createPlanModel } from '../../../../kiosk/console/state/plan-model.ts';
import { moodOf, planFinding } from '../../../../kiosk/console/state/plan-words.ts';
import type { RoomId } from '../../../../shared/basics/ids.ts';
import { type Board, boardCodec } from '../../../../shared/wire/board.ts';
import { aBoard } from '../../../support/builders.ts';
import { aProblem, aRoomChoice, createHandTimers, yes } from '../fixtures.ts';
import { createScriptedAsk } from '../scripted-ask.ts';

const HASH = 'a'.repeat(64);
const plan = { picture: HASH, width: 1_000, height: 500, places: [] };
const third = aBoard({ name: 'Third floor', plan });
const lobby = aBoard({ id: 'board-2' as Board['id'], name: 'Lobby' });

function aDesk(script: Record<string, unknown> = {}) {
  const timers = createHandTimers();
  const client = createScriptedAsk({
    'GET /boards': { boards: [lobby, third] },
    'GET /rooms/states': { rooms: [{ room: 'lisbon' as RoomId, state: 'available' }] },
    ...script,
  });
  const sent: unknown[] = [];
  const plans = createPlanModel({
    client: {
      ...client,
      listRooms: () => yes([aRoomChoice('Porto'), aRoomChoice('Lisbon')]),
      open: async (_, init) => {
        sent.push(init.body);
        return { ok: true, value: Response.json({ hash: HASH, width: 10, height: 5 }) };
      },
    },
    after: timers.after,
    isWatched: () => true,
  });
  return { ...client, plans, timers, sent };
}

test('the first board with a drawing is open, with its rooms by name and their colours', async () => {
  const { plans } = aDesk();
  await plans.load();

  expect(plans.open.value?.name).toBe('Third floor');
  expect(plans.rooms.value.map(({ displayName }) => displayName)).toEqual(['Lisbon', 'Porto']);
  expect(moodOf(plans.states.value.get('lisbon'))).toBe('free');
  expect(moodOf(plans.states.value.get('porto'))).toBe('none');
});

test('a room is put, moved and taken off; nothing is kept until it is saved', async () => {
  const { plans, questions, asked, script } = aDesk();
  await plans.load();
  plans.place('lisbon', 500, 500);
  plans.place('lisbon', 1_200.4, -3);
  plans.place('porto', 10, 20);
  plans.remove('porto');
  expect(plans.open.value?.plan?.places).toEqual([{ room: 'lisbon', x: 1_000, y: 0 }]);
  expect(plans.unsaved.value).toBe(true);
  expect(questions().some((one) => one.startsWith('PUT'))).toBe(false);

  script['PUT /boards/board-1'] = { ...third, plan: { ...plan, places: [{ room: 'lisbon', x: 1_000, y: 0 }] } };
  await plans.save();
  expect(asked.at(-1)?.body).toMatchObject({ plan: { places: [{ room: 'lisbon', x: 1_000, y: 0 }] } });
  expect(plans.unsaved.value).toBe(false);
});

test('a save that was refused keeps what was arranged', async () => {
  const { plans } = aDesk({ 'PUT /boards/board-1': { failure: aProblem('not-allowed', 403) } });
  await plans.load();
  plans.place('lisbon', 500, 500);
  await plans.save();

  expect(plans.unsaved.value).toBe(true);
  expect(plans.open.value?.plan?.places).toHaveLength(1);
});

test('another drawing keeps the rooms where they are, and one that is too large is not sent', async () => {
  const { plans, sent } = aDesk();
  await plans.load();
  plans.place('lisbon', 500, 500);
  await plans.draw(new Blob(['<svg/>']), null);
  expect(plans.open.value?.plan).toMatchObject({ width: 10, places: [{ room: 'lisbon' }] });

  await plans.draw(new Blob([new Uint8Array(3_000_000)]), null);
  expect(sent).toHaveLength(1);
  expect(plans.tooLarge.value).toBe(true);
});

test('where the proxy does not answer, no room keeps its colour', async () => {
  const { plans, script, timers } = aDesk();
  await plans.load();
  script['GET /rooms/states'] = undefined;
  await timers.ring();

  expect(plans.states.value.size).toBe(0);
});

test.for([
  { places: [], title: 'Third floor has no rooms on it yet' },
  { places: ['lisbon'], title: '1 of 1 room is free' },
  { places: ['lisbon', 'porto'], title: '1 of 2 rooms are free' },
])('a floor with $places is called "$title"', ({ places, title }) => {
  const board = { ...third, plan: { ...plan, places: places.map((room) => ({ room: room as RoomId, x: 1, y: 1 })) } };

  expect(planFinding(board, new Map([['lisbon', 'available']]))).toBe(title);
});

test('rooms that were arranged before the sign-in ended stand so again, and go back where they were', async () => {
  const { plans } = aDesk();
  const places = [{ room: 'lisbon' as RoomId, x: 10, y: 20 }];
  plans.restore(boardCodec.encode({ ...third, plan: { ...plan, places } }));
  await plans.load();
  expect([plans.open.value?.plan?.places, plans.unsaved.value]).toEqual([places, true]);

  plans.putBack();
  expect([plans.open.value?.plan?.places, plans.unsaved.value]).toEqual([[], false]);
});

test('two who arrange the same floor at once do not undo each other', async () => {
  const place = (room: string, x: number) => ({ room: room as RoomId, x, y: 500 });
  const floor = (...places: ReturnType<typeof place>[]) => ({ ...third, plan: { ...plan, places } });
  const { plans, asked, script } = aDesk({
    'GET /boards': { boards: [floor(place('lisbon', 1), place('faro', 2), place('oslo', 3))] },
  });
  await plans.load();
  plans.place('lisbon', 700, 500);
  plans.remove('oslo');
  plans.place('porto', 800, 500);
  const meanwhile = floor(place('lisbon', 1), place('faro', 900), place('oslo', 3), place('bergen', 4));
  script['GET /boards'] = { boards: [{ ...meanwhile, name: 'Third floor, east' }] };
  script['PUT /boards/board-1'] = third;
  await plans.save();

  expect(asked.at(-1)?.body).toMatchObject({
    name: 'Third floor, east',
    plan: { places: [place('lisbon', 700), place('faro', 900), place('bergen', 4), place('porto', 800)] },
  });
});
