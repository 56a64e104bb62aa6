/** Runs tests with one thing broken. No file is touched: the runner gets the broken text (vitest.config.ts beside this). */

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { BROKEN_NAME, type Mutant } from './mutants.ts';

export type Fate = 'caught' | 'lived' | 'does not fit';

const CONFIG = 'tests/mutation/vitest.config.ts';

/** Whether the tests are green with nothing broken: without that, a red run would say nothing. */
export async function areGreen(tests: readonly string[]): Promise<boolean> {
  return (await runTests(tests, '')) === 0;
}

export async function fateOf(mutant: Mutant, tests: readonly string[]): Promise<Fate> {
  const places = readFileSync(mutant.file, 'utf8').split(mutant.from).length - 1;
  if (places !== 1) return 'does not fit';
  return (await runTests(tests, mutant.name)) === 0 ? 'lived' : 'caught';
}

/** Ends with the runner's exit code. The programs come from node_modules/.bin, which npm puts first in PATH. */
function runTests(tests: readonly string[], broken: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn('vitest', ['run', '--config', CONFIG, '--root', '.', '--bail', '1', ...tests], {
      stdio: 'ignore',
      env: { ...process.env, [BROKEN_NAME]: broken },
      shell: process.platform === 'win32',
    });
    child.on('error', reject);
    child.on('exit', resolve);
  });
}
