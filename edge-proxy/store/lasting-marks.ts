/**
 * What must not come back with an old backup of the database: a tablet that was taken off, a code that was used. It is
 * written beside the database and carried over into whatever database is found there at the next opening. Whoever
 * restores the whole folder restores this too; docs/configuration.md says so.
 */

import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const MARKS_FILE = 'doorlight.marks';
const REACHED_FILE = 'doorlight.reached';
const FILE_MODE = 0o600;
/** Codes live for ten minutes; a backup that is younger than that is as far back as they matter. */
const CODES_KEPT_MS = 86_400_000;

export type Mark =
  /** The life of the store that had the file last. */
  | { readonly kind: 'life'; readonly generation: string }
  | { readonly kind: 'revoked'; readonly device: string; readonly at: number }
  | { readonly kind: 'used'; readonly code: string; readonly at: number };

/** In the order in which they were made. A line that was cut off by a crash was never promised, and is passed over. */
export function readMarks(dataDir: string): Mark[] {
  let written: string;
  try {
    written = readFileSync(join(dataDir, MARKS_FILE), 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
  return written.split('\n').flatMap(parseMark);
}

/** Durable when it returns. */
export function appendMark(dataDir: string, mark: Mark): void {
  write(join(dataDir, MARKS_FILE), 'a', `${JSON.stringify(mark)}\n`);
}

/** As short as it can be: the last life, every tablet once, no code of yesterday. */
export function rewriteMarks(dataDir: string, marks: readonly Mark[], now: number): void {
  const kept = new Map<string, Mark>();
  for (const mark of marks) {
    if (mark.kind === 'used' && mark.at < now - CODES_KEPT_MS) continue;
    const name =
      mark.kind === 'life' ? 'life' : mark.kind === 'revoked' ? `device ${mark.device}` : `code ${mark.code}`;
    // The first revocation counts, the last life.
    if (mark.kind === 'life' || !kept.has(name)) kept.set(name, mark);
  }
  const file = join(dataDir, MARKS_FILE);
  write(`${file}.new`, 'w', [...kept.values()].map((mark) => `${JSON.stringify(mark)}\n`).join(''));
  renameSync(`${file}.new`, file);
}

/**
 * How far the ledger had come. Not forced to the disk, as it is written with every tap and only ever compared: less than
 * the truth overlooks a backup of the last minute before the power went, and nothing else.
 */
export function noteReached(dataDir: string, intents: number): void {
  writeFileSync(join(dataDir, REACHED_FILE), String(intents), { mode: FILE_MODE });
}

/** 0 where nothing can be told. */
export function readReached(dataDir: string): number {
  try {
    return Number.parseInt(readFileSync(join(dataDir, REACHED_FILE), 'utf8'), 10) || 0;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw cause;
  }
}

function write(file: string, how: 'a' | 'w', lines: string): void {
  const handle = openSync(file, how, FILE_MODE);
  try {
    // Begins anew, in case the last line was cut off.
    writeSync(handle, how === 'a' ? `\n${lines}` : lines);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function parseMark(line: string): Mark[] {
  try {
    const { kind, generation, device, code, at } = JSON.parse(line) as Record<string, unknown>;
    if (kind === 'life' && typeof generation === 'string') return [{ kind, generation }];
    if (kind === 'revoked' && typeof device === 'string' && typeof at === 'number') return [{ kind, device, at }];
    if (kind === 'used' && typeof code === 'string' && typeof at === 'number') return [{ kind, code, at }];
  } catch {
    // Empty, or cut off.
  }
  return [];
}
