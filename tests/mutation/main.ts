/**
 * `npm run mutants`: breaks the rules and the booking engine on purpose, one small way at a time, and expects a test to
 * notice each. `-- withdrawn check-in` takes those alone whose names have one of the words. Ends with 1 where one lives,
 * or where its text is no longer in the code.
 */

import { mutants } from './mutants.ts';
import { areGreen, type Fate, fateOf } from './run-mutants.ts';

const TESTS = ['tests/shared/rules', 'tests/edge-proxy/booking', 'tests/faults/intents.test.ts'];

if (!(await areGreen(TESTS))) {
  process.stderr.write('The tests fail with nothing broken: mend them first.\n');
  process.exit(1);
}
const fates: Fate[] = [];
const words = process.argv.slice(2);
const chosen = mutants.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
for (const mutant of chosen) {
  const fate = await fateOf(mutant, TESTS);
  fates.push(fate);
  process.stdout.write(`${fate.padEnd(13)} ${mutant.name} (${mutant.file})\n`);
}
const caught = fates.filter((fate) => fate === 'caught').length;
process.stdout.write(`\n${caught} of ${fates.length} caught\n`);
process.exitCode = caught === fates.length && fates.length > 0 ? 0 : 1;
