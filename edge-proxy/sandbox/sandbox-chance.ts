/** The sandbox's one way to chance, so that a test can foresee every id and every choice. */

import { randomBytes, randomUUID } from 'node:crypto';

export type SandboxChance = {
  /** A fresh opaque name of letters and digits. */
  id(): string;
  guid(): string;
  /** From 0 up to, but not including, 1. */
  fraction(): number;
};

const ID_BYTES = 12;
const FRACTION_STEPS = 2 ** 32;

export function systemChance(): SandboxChance {
  return {
    id: () => randomBytes(ID_BYTES).toString('hex').toUpperCase(),
    guid: () => randomUUID(),
    fraction: () => randomBytes(4).readUInt32BE() / FRACTION_STEPS,
  };
}
