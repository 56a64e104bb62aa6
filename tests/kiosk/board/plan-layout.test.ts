import { expect, test } from 'vitest';
import { PLAN_UNITS, planSize, SIGN_HEIGHT, signBox, signName } from '../../../kiosk/board/plan-layout.ts';

const plan = { picture: 'a', width: 200, height: 100, places: [] };

test('a floor is as large on the glass whatever its drawing was made in', () => {
  expect(planSize(plan)).toEqual({ width: PLAN_UNITS, height: PLAN_UNITS / 2 });
  expect(planSize({ width: 3, height: 6 })).toEqual({ width: PLAN_UNITS / 2, height: PLAN_UNITS });
});

test('a sign stands with its middle where it was dropped, and never over the edge', () => {
  const middle = signBox(plan, { x: 500, y: 500 }, 'Lisbon');
  expect(middle.left + middle.width / 2).toBe(800);
  expect(middle.top + SIGN_HEIGHT / 2).toBe(400);

  expect(signBox(plan, { x: 0, y: 0 }, 'Lisbon')).toMatchObject({ left: 0, top: 0 });
  const corner = signBox(plan, { x: 1_000, y: 1_000 }, 'Lisbon');
  expect([corner.left + corner.width, corner.top + SIGN_HEIGHT]).toEqual([1_600, 800]);
});

test('a long name is cut at its end, by signs and not within one', () => {
  expect(signName('Sala do Conselho de Administração')).toBe('Sala do Conselho de A…');
  expect(signName('Ö')).toBe('Ö');
});
