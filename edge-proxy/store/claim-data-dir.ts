/**
 * One proxy to a data directory. The claim is a lock that SQLite takes on a file of its own: the kernel lets go of it with
 * the process, however that ends, so that no claim outlives its holder and none has to be cleared away by hand. Who holds
 * it stands beside it, for people only.
 */

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Instant, toIso } from '../../shared/basics/instant.ts';
import { makeDataDir, StoreUnusable } from './open-database.ts';

/** `host`: as it calls itself, since two containers may share a volume and both be process 1. */
export type Holder = { readonly pid: number; readonly host: string; readonly since: Instant };

export const LOCK_FILE = 'doorlight.lock';
export const HOLDER_FILE = 'doorlight.holder';
/** A restart may start the new one while the old one ends. */
const PATIENCE_MS = 3_000;
const FILE_MODE = 0o600;

/** @throws StoreUnusable if another process holds it, or nobody can. */
export function claimDataDir(dataDir: string, holder: Holder): { release(): void } {
  makeDataDir(dataDir);
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(join(dataDir, LOCK_FILE), { timeout: PATIENCE_MS });
    // Never committed: a transaction that is open for as long as we live.
    lock.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE;');
    writeDown(holder, join(dataDir, HOLDER_FILE));
  } catch (cause) {
    lock?.close();
    if (!isTaken(cause)) throw cannotLock(dataDir, cause);
    throw new StoreUnusable(
      `another Doorlight is using ${dataDir} (${readHolder(dataDir)})`,
      'Stop that one first, or set DATA_DIR to another directory. Two of them on one directory would book over each other.',
      cause,
    );
  }
  const held = lock;
  return { release: () => held.close() };
}

/** A full disk must keep nobody from starting. What stood there names another, and goes then. */
function writeDown(holder: Holder, path: string): void {
  try {
    writeFileSync(path, describe(holder), { mode: FILE_MODE });
  } catch {
    rmSync(path, { force: true, recursive: true });
  }
}

/** @see https://www.sqlite.org/rescode.html SQLITE_BUSY */
const SQLITE_BUSY = 5;

function isTaken(cause: unknown): boolean {
  return cause instanceof Error && 'errcode' in cause && (Number(cause.errcode) & 0xff) === SQLITE_BUSY;
}

function cannotLock(dataDir: string, cause: unknown): StoreUnusable {
  const why = cause instanceof Error ? cause.message : 'no reason given';
  return new StoreUnusable(
    `no lock can be had in ${dataDir} (${why})`,
    'Put DATA_DIR on a local disk with room on it, or on a volume that supports file locks, and check that this user owns it.',
    cause,
  );
}

function describe({ pid, host, since }: Holder): string {
  return `process ${pid} on ${host}, since ${toIso(since)}\n`;
}

function readHolder(dataDir: string): string {
  try {
    return readFileSync(join(dataDir, HOLDER_FILE), 'utf8').trim();
  } catch {
    return 'which one is not known';
  }
}
