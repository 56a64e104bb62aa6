/** `npm run check` as the program it is, over a campus whose Graph takes 100 ms for each call. */

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startSandbox } from '../support/sandbox.ts';
import { startFlags } from '../support/start-flags.ts';
import { type Figure, timeFigure } from './figure.ts';
import { addRooms, CALL_MS, ROOMS } from './thousand-rooms.ts';

/** An admin waits for it once a change, and sees how far it is. */
const MOST_MS = 60_000;

export async function measureThousandChecked(): Promise<Figure[]> {
  const sandbox = await startSandbox();
  const dataDir = await mkdtemp(join(tmpdir(), 'doorlight-checked-'));
  addRooms(sandbox);
  sandbox.plan.onRequest({}, { kind: 'delay', ms: CALL_MS });
  try {
    const begun = performance.now();
    const check = spawn(process.execPath, [...startFlags, 'edge-proxy/check-main.ts', '--json'], {
      cwd: resolve(import.meta.dirname, '../..'),
      env: { PATH: process.env['PATH'] ?? '', ...sandbox.environment, DATA_DIR: dataDir },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    check.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    const code = await new Promise<number | null>((ended) => check.once('close', ended));
    const tookMs = performance.now() - begun;
    const { failed } = JSON.parse(out) as { failed: number };
    if (code !== 0 || failed > 0) throw new Error(`the check ended with ${code}: ${out.slice(0, 500)}`);
    return [
      timeFigure(`the check of ${ROOMS.toLocaleString('en')} rooms at ${CALL_MS} ms a call`, [tookMs], {
        atMost: MOST_MS,
      }),
    ];
  } finally {
    await sandbox.close();
    await rm(dataDir, { recursive: true });
  }
}
