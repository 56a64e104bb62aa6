/**
 * What must not come back with an old backup of the database: a tablet that was taken off or replaced, a code or a link
 * that was used. It is written beside the database, or where MARKS_DIR says, and carried over into whatever database is
 * found at the next opening. Whoever restores its folder restores this too; docs/configuration.md says so.
 */

import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const MARKS_FILE = 'doorlight.marks';
const REACHED_FILE = 'doorlight.reached';
const FILE_MODE = 0o600;
/** Codes live for ten minutes; a backup that is younger than that is as far back as they matter. */
const CODES_KEPT_MS = 86_400_000;
/** Longer than any link lives. */
const LINKS_KEPT_MS = 100 * 86_400_000;

export type Mark =
  /** The life of the store that had the file last. */
  | { readonly kind: 'life'; readonly generation: string }
  | { readonly kind: 'revoked'; readonly device: string; readonly at: number }
  | { readonly kind: 'used'; readonly code: string; readonly at: number }
  /** A link was used or withdrawn. */
  | { readonly kind: 'spent'; readonly enrolment: string; readonly at: number }
  /** Another tablet lives under this id since then; what credential it had before is nobody's. */
  | { readonly kind: 'taken-over'; readonly device: string; readonly at: number };

/** In the order in which they were made. A line that was cut off by a crash was never promised, and is passed over. */
export function readMarks(folder: string): Mark[] {
  let written: string;
  try {
    written = readFileSync(join(folder, MARKS_FILE), 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
  return written.split('\n').flatMap(parseMark);
}

/** Durable when it returns. */
export function appendMarks(folder: string, marks: readonly Mark[]): void {
  if (marks.length === 0) return;
  write(join(folder, MARKS_FILE), 'a', marks.map((mark) => `${JSON.stringify(mark)}\n`).join(''));
}

/** As short as it can be: the last life, every tablet once, no code of yesterday. */
export function rewriteMarks(folder: string, marks: readonly Mark[], now: number): void {
  const kept = new Map<string, Mark>();
  for (const mark of marks) {
    if (mark.kind === 'used' && mark.at < now - CODES_KEPT_MS) continue;
    if (mark.kind === 'spent' && mark.at < now - LINKS_KEPT_MS) continue;
    const name = nameOf(mark);
    // The first revocation counts; of lives and of tablets under one id the last.
    if (mark.kind === 'life' || mark.kind === 'taken-over' || !kept.has(name)) kept.set(name, mark);
  }
  const file = join(folder, MARKS_FILE);
  write(`${file}.new`, 'w', [...kept.values()].map((mark) => `${JSON.stringify(mark)}\n`).join(''));
  renameSync(`${file}.new`, file);
}

/**
 * How far the ledger had come. Not forced to the disk, as it is written with every tap and only ever compared: less than
 * the truth overlooks a backup of the last minute before the power went, and nothing else.
 */
export function noteReached(folder: string, intents: number): void {
  writeFileSync(join(folder, REACHED_FILE), String(intents), { mode: FILE_MODE });
}

/** 0 where nothing can be told. */
export function readReached(folder: string): number {
  try {
    return Number.parseInt(readFileSync(join(folder, REACHED_FILE), 'utf8'), 10) || 0;
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

function nameOf(mark: Mark): string {
  switch (mark.kind) {
    case 'life':
      return 'life';
    case 'revoked':
      return `device ${mark.device}`;
    case 'taken-over':
      return `taken over ${mark.device}`;
    case 'used':
      return `code ${mark.code}`;
    case 'spent':
      return `link ${mark.enrolment}`;
  }
}

function parseMark(line: string): Mark[] {
  try {
    const { kind, generation, device, code, enrolment, at } = JSON.parse(line) as Record<string, unknown>;
    if (kind === 'life' && typeof generation === 'string') return [{ kind, generation }];
    if (kind === 'revoked' && typeof device === 'string' && typeof at === 'number') return [{ kind, device, at }];
    if (kind === 'taken-over' && typeof device === 'string' && typeof at === 'number') return [{ kind, device, at }];
    if (kind === 'spent' && typeof enrolment === 'string' && typeof at === 'number') return [{ kind, enrolment, at }];
    if (kind === 'used' && typeof code === 'string' && typeof at === 'number') return [{ kind, code, at }];
  } catch {
    // Empty, or cut off.
  }
  return [];
}
