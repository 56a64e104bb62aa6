/**
 * Every test there is, in one go: types, lint, unit and contract tests, then journeys in a real Chromium. Prints one
 * closing line, `N passed, N failed`, and ends with 1 if anything failed or nothing ran.
 */

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Count = { passed: number; failed: number };

const folder = await mkdtemp(join(tmpdir(), 'doorlight-tests-'));
const unitReport = join(folder, 'unit.json');
const journeyReport = join(folder, 'journeys.json');

const counts = [
  whole(await run('Types', 'tsc', ['-b'])),
  whole(await run('Lint and format', 'biome', ['check', '--error-on-warnings', '.'])),
  await reported(
    await run('Unit and contract tests', 'vitest', [
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${unitReport}`,
    ]),
    async () => countUnit(await readFile(unitReport, 'utf8')),
  ),
  whole(await run('Build', 'vite', ['build', '--logLevel', 'warn'])),
  await reported(
    await run('Journeys', 'playwright', ['test'], { PLAYWRIGHT_JSON_OUTPUT_NAME: journeyReport }),
    async () => countJourneys(await readFile(journeyReport, 'utf8')),
  ),
];
await rm(folder, { recursive: true });

const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

function run(title: string, program: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  process.stdout.write(`\n── ${title}\n`);
  return new Promise((resolve) => {
    // The programs come from node_modules/.bin, which npm puts first in PATH, and so run on the project's own Node.
    const child = spawn(program, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
      shell: process.platform === 'win32',
    });
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** A step that is one test: it holds or it does not. */
function whole(exitCode: number): Count {
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** A runner that failed without a failing test, or left no report, counts as one failure. */
async function reported(exitCode: number, read: () => Promise<Count>): Promise<Count> {
  const count = await read().catch(() => ({ passed: 0, failed: 0 }));
  return exitCode !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

function countUnit(report: string): Count {
  const { numPassedTests, numFailedTests } = JSON.parse(report) as { numPassedTests: number; numFailedTests: number };
  return { passed: numPassedTests, failed: numFailedTests };
}

function countJourneys(report: string): Count {
  const { stats } = JSON.parse(report) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  };
  // A journey that passes only at a second try is a defect, and so is one that was left out.
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped };
}
