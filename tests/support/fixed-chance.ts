/** Chance that is the same in every run: fractions from a small generator, ids and secrets by counting. */

import type { Chance } from '../../edge-proxy/ports/runtime.ts';

export function createFixedChance(seed = 1): Chance {
  let state = seed >>> 0;
  let made = 0;

  /** Mulberry-like mixing; only its evenness matters. */
  function fraction(): number {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  }

  return {
    fraction,
    uuid() {
      made += 1;
      return `00000000-0000-4000-9000-${String(made).padStart(12, '0')}`;
    },
    secret(bits) {
      made += 1;
      return `secret-${made}-`.padEnd(Math.ceil(bits / 6), '0');
    },
    word: (alphabet, length) =>
      Array.from({ length }, () => alphabet[Math.floor(fraction() * alphabet.length)]).join(''),
  };
}
