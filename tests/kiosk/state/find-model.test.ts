import { expect, test } from 'vitest';
import { createFindModel } from '../../../kiosk/state/find-model.ts';
import { err, ok, type Result } from '../../../shared/basics/result.ts';
import type { FreeRooms } from '../../../shared/wire/free-rooms.ts';
import { at } from '../../support/builders.ts';
import { settled } from '../../support/virtual-tablet.ts';

const porto = {
  room: 'porto@northwind.example',
  displayName: 'Porto',
  floor: '3',
  until: at('12:00'),
  capacity: 6,
  features: [],
  wheelchairAccessible: true,
};

function aFinder() {
  const asked: { minutes: number; answer: (answer: Result<FreeRooms, unknown>) => void }[] = [];
  const model = createFindModel(
    (minutes) =>
      new Promise((answer) => {
        asked.push({ minutes, answer });
      }),
  );
  return { model, asked };
}

test('what is found is shown, and while we look nothing of an earlier look is', async () => {
  const { model, asked } = aFinder();
  model.look(30);
  asked[0]?.answer(ok({ from: at('10:24'), rooms: [porto] }));
  await settled();
  expect(model.found.value).toEqual({ kind: 'rooms', rooms: [porto] });

  model.look(60);

  expect(asked[1]?.minutes).toBe(60);
  expect(model.found.value).toEqual({ kind: 'looking' });
});

test('an answer to an earlier question comes too late', async () => {
  const { model, asked } = aFinder();
  model.look(15);
  model.look(60);
  asked[1]?.answer(ok({ from: at('10:24'), rooms: [] }));
  asked[0]?.answer(ok({ from: at('10:24'), rooms: [porto] }));
  await settled();

  expect(model.found.value).toEqual({ kind: 'rooms', rooms: [] });
});

test('no answer is said', async () => {
  const { model, asked } = aFinder();
  model.look(30);
  asked[0]?.answer(err('no-answer'));
  await settled();

  expect(model.found.value).toEqual({ kind: 'no-answer' });
});
