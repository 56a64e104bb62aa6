/** Chance from the system's own generator, also where only jitter is wanted: one source, none to be guessed. */

import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Chance } from '../ports/runtime.ts';

/** The widest range that randomInt takes. */
const RANGE = 2 ** 48 - 1;

export function systemChance(): Chance {
  return {
    fraction: () => randomInt(RANGE) / RANGE,
    uuid: () => randomUUID(),
    secret: (bits) => randomBytes(Math.ceil(bits / 8)).toString('base64url'),
    word: (alphabet, length) => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join(''),
  };
}
