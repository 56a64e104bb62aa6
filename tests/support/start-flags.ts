/** What `npm start` tells Node besides the program's name: who starts the proxy by itself starts that one. */

import { readFileSync } from 'node:fs';

const PROGRAM = 'edge-proxy/main.ts';

export const startFlags: readonly string[] = readStartFlags();

function readStartFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    scripts: { start: string };
  };
  const command = scripts.start.split(' && ').at(-1)?.split(' ') ?? [];
  if (command[0] !== 'node' || command.at(-1) !== PROGRAM) throw new Error(`npm start no longer ends in ${PROGRAM}`);
  return command.slice(1, -1);
}
