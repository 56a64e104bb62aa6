import { expect, test } from 'vitest';
import { systemChance } from '../../../edge-proxy/runtime/chance.ts';
import { parseIntentKey } from '../../../shared/basics/ids.ts';

const chance = systemChance();
const many = <T>(make: () => T) => Array.from({ length: 500 }, make);

test('a fraction is never below nought nor one or more', () => {
  for (const fraction of many(chance.fraction)) {
    expect(fraction).toBeGreaterThanOrEqual(0);
    expect(fraction).toBeLessThan(1);
  }
});

test('ids and secrets never come twice', () => {
  expect(new Set(many(chance.uuid)).size).toBe(500);
  expect(new Set(many(() => chance.secret(128))).size).toBe(500);
});

test('an id is a UUID', () => {
  expect(parseIntentKey(chance.uuid())).not.toBeNull();
});

test.for([
  { bits: 128, letters: 22 },
  { bits: 256, letters: 43 },
  { bits: 1, letters: 2 },
])('a secret of $bits bits is $letters letters that fit an address', ({ bits, letters }) => {
  expect(chance.secret(bits)).toMatch(new RegExp(`^[\\w-]{${letters}}$`));
});

test('a word has its length and no letter from elsewhere', () => {
  for (const word of many(() => chance.word('BCD', 8))) expect(word).toMatch(/^[BCD]{8}$/);
});
