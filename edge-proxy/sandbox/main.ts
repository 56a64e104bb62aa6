/**
 * The sandbox as a program. Prints one JSON line when it is ready, with all that the proxy must be told, and ends with
 * its parent where `--with-parent` is given, so that it never outlives `npm start`.
 *
 * Environment: SANDBOX_PORT (0: any), SANDBOX_PUBLIC_BASE, SANDBOX_SEED, SANDBOX_ANSWER_DELAY_MS, and SANDBOX_QUIET or
 * SANDBOX_EMPTY set to 1.
 */

import { createSandboxServer, type SandboxOptions } from './server.ts';

const MOST_PORT = 65_535;
const LONGEST_ANSWER_MS = 600_000;

const { port, options } = readEnvironment(process.env);
const sandbox = await createSandboxServer(options);
try {
  await sandbox.listen(port);
} catch (cause) {
  // The port is taken, or it is one that only root may open.
  fail(`The sandbox cannot listen on port ${port}: ${(cause as Error).message}`);
}
process.stdout.write(`${JSON.stringify({ ready: true, ...sandbox.particulars() })}\n`);

process.once('SIGTERM', stop);
process.once('SIGINT', stop);
if (process.argv.includes('--with-parent')) followParent();

function followParent(): void {
  if (process.channel !== undefined) {
    process.once('disconnect', stop);
    return;
  }
  process.stdin.once('end', stop);
  process.stdin.once('close', stop);
  process.stdin.resume();
}

function stop(): void {
  void sandbox.close().then(() => process.exit(0));
}

function readEnvironment(env: NodeJS.ProcessEnv): { port: number; options: SandboxOptions } {
  const publicBase = env['SANDBOX_PUBLIC_BASE'];
  if (publicBase !== undefined && !/^https?:\/\//.test(publicBase)) fail('SANDBOX_PUBLIC_BASE must be an http(s) URL.');
  if (publicBase !== undefined && URL.parse(publicBase) === null) fail('SANDBOX_PUBLIC_BASE must be an http(s) URL.');
  const answerDelay = env['SANDBOX_ANSWER_DELAY_MS'];
  return {
    port: readNumber('SANDBOX_PORT', env['SANDBOX_PORT'] ?? '0', MOST_PORT),
    options: {
      quiet: env['SANDBOX_QUIET'] === '1',
      empty: env['SANDBOX_EMPTY'] === '1',
      ...(publicBase !== undefined && { publicBase }),
      ...(env['SANDBOX_SEED'] !== undefined && { seed: env['SANDBOX_SEED'] }),
      ...(answerDelay !== undefined && {
        answerDelayMs: readNumber('SANDBOX_ANSWER_DELAY_MS', answerDelay, LONGEST_ANSWER_MS),
      }),
    },
  };
}

function readNumber(name: string, text: string, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > most) fail(`${name} must be a whole number from 0 to ${most}.`);
  return value;
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
