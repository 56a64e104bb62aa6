/** Where a room's sign stands on a floor plan, and how large, in the units of the drawing that both are shown in. */

import type { FloorPlan, PlanPlace } from '../../shared/wire/board.ts';

/** However a floor is shaped, its longer side is this many units: so a sign is as large on each. */
export const PLAN_UNITS = 1_600;
/** Tall enough to be read from where one stands before a board. */
export const SIGN_HEIGHT = 64;
/** A letter's share of its height, on average, in our type. */
const LETTER = 0.56;
const LETTER_HEIGHT = 30;
const LAMP_AND_EDGES = 84;
const NARROWEST = 150;
const MOST_LETTERS = 22;

export function planSize({ width, height }: Pick<FloorPlan, 'width' | 'height'>): { width: number; height: number } {
  const scale = PLAN_UNITS / Math.max(width, height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** A long name is cut at its end: the list beside the plan has it whole. */
export function signName(name: string): string {
  const letters = [...name];
  return letters.length <= MOST_LETTERS ? name : `${letters.slice(0, MOST_LETTERS - 1).join('')}…`;
}

/** Its upper left corner and its width, moved inwards where it would stand over the edge. */
export function signBox(plan: FloorPlan, { x, y }: Pick<PlanPlace, 'x' | 'y'>, name: string) {
  const size = planSize(plan);
  const letters = [...signName(name)].length;
  const width = Math.max(NARROWEST, Math.round(LAMP_AND_EDGES + letters * LETTER * LETTER_HEIGHT));
  const inside = (middle: number, half: number, most: number) =>
    Math.min(Math.max(middle - half, 0), Math.max(0, most - 2 * half));
  return {
    left: inside((x * size.width) / 1_000, width / 2, size.width),
    top: inside((y * size.height) / 1_000, SIGN_HEIGHT / 2, size.height),
    width,
  };
}
