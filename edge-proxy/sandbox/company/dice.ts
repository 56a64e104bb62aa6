/**
 * Chance that replays. Each room's day is thrown with dice of its own, named after room and date, so that a day comes
 * out the same whenever it is planned and whatever else was planned before it.
 */

export type Dice = {
  /** At least 0, below 1. */
  fraction(): number;
  /** Whole, both ends included. */
  between(least: number, most: number): number;
  /** True about this often, 0 to 1. */
  chance(probability: number): boolean;
  /** @throws where there is nothing to pick from */
  pick<T>(from: readonly T[]): T;
};

export function createDice(seed: string): Dice {
  let state = hash(seed);

  // Mulberry32: 32 bits of state, good enough for calendars and the same on every machine.
  function fraction(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  const between = (least: number, most: number): number => least + Math.floor(fraction() * (most - least + 1));
  return {
    fraction,
    between,
    chance: (probability) => fraction() < probability,
    pick(from) {
      const picked = from[between(0, from.length - 1)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
  };
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
}
