/**
 * Opens the one database file, or says in words why it cannot be used. A file that a newer Doorlight has written is
 * left exactly as it is: whoever goes back to an older release by mistake must be able to go forward again.
 */

import {
  accessSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Why the store cannot be used, and what to do about it, for whoever starts the proxy. */
export class StoreUnusable extends Error {
  override readonly name = 'StoreUnusable';
  readonly reason: string;
  readonly remedy: string;

  constructor(reason: string, remedy: string, cause?: unknown) {
    super(`${reason}. ${remedy}`, { cause });
    this.reason = reason;
    this.remedy = remedy;
  }
}

export const DATABASE_FILE = 'doorlight.sqlite';
const MIGRATIONS = join(import.meta.dirname, 'migrations');
/** Long enough for a backup that copies the file; a second proxy is kept away before it comes so far. */
const BUSY_TIMEOUT_MS = 5_000;
/** Credentials' hashes and people's bookings: for this user alone. */
const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;

type Migration = { readonly version: number; readonly sql: string };

/** @throws StoreUnusable */
export function openDatabase(dataDir: string): DatabaseSync {
  const file = join(dataDir, DATABASE_FILE);
  const migrations = listMigrations();
  const newest = migrations.at(-1)?.version ?? 0;
  makeDataDir(dataDir);
  refuseForeignFile(file, newest);
  let database: DatabaseSync | undefined;
  try {
    // Made by us and not by SQLite, which would let the umask decide who reads it. The WAL takes the mode after it.
    closeSync(openSync(file, 'a', FILE_MODE));
    database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
    // Before the WAL takes over, since only the file itself is looked at before it is opened.
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    // FULL: what we have said yes to must survive the power going (toolchain, section 10).
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    migrate(database, migrations, file);
    return database;
  } catch (cause) {
    database?.close();
    if (cause instanceof StoreUnusable) throw cause;
    throw new StoreUnusable(
      `the database ${file} cannot be used (${cause instanceof Error ? cause.message : 'no reason given'})`,
      'Check that the disk has room and that this user owns the file; restore a backup if it is damaged.',
      cause,
    );
  }
}

/**
 * @param setting - the name under which the operator has set it
 * @throws StoreUnusable
 */
export function makeDataDir(path: string, setting: 'DATA_DIR' | 'MARKS_DIR' = 'DATA_DIR'): void {
  try {
    makeDirectory(resolve(path));
    accessSync(path, constants.W_OK);
  } catch (cause) {
    throw new StoreUnusable(
      `the directory ${path} cannot be written`,
      `Set ${setting} to one that this user owns.`,
      cause,
    );
  }
}

/**
 * Whether the store could be opened, without making, opening or migrating anything: another proxy may be using it.
 * @throws StoreUnusable
 */
export function inspectDatabase(dataDir: string): void {
  const file = join(dataDir, DATABASE_FILE);
  try {
    accessSync(nearestDirectory(resolve(dataDir)), constants.W_OK);
  } catch (cause) {
    throw new StoreUnusable(
      `the directory ${dataDir} cannot be written`,
      'Set DATA_DIR to one that this user owns.',
      cause,
    );
  }
  refuseForeignFile(file, listMigrations().at(-1)?.version ?? 0);
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return;
  try {
    accessSync(file, constants.W_OK);
  } catch (cause) {
    throw new StoreUnusable(`the file ${file} cannot be written`, 'Check that this user owns it.', cause);
  }
}

/** The directory itself, or of those above it the first that is there, where it would be made. */
function nearestDirectory(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isDirectory()) throw new Error('a file is in the way');
  return found !== undefined || dirname(path) === path ? path : nearestDirectory(dirname(path));
}

/** Level by level: Node's own recursion goes round for ever below /proc, where making a directory says ENOENT. */
function makeDirectory(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  makeDirectory(dirname(path));
  mkdirSync(path, { mode: DIRECTORY_MODE });
}

/** Looks at the first hundred bytes before SQLite touches anything: opening alone can already write beside the file. */
function refuseForeignFile(file: string, newest: number): void {
  const header = readHeader(file);
  if (header === null || header.length === 0) return;
  if (header.length < 100 || header.toString('latin1', 0, 15) !== 'SQLite format 3') {
    throw new StoreUnusable(`the file ${file} is no database`, 'Move it away, or restore a backup.');
  }
  if (header.readUInt32BE(APPLICATION_ID_OFFSET) !== APPLICATION_ID) {
    throw new StoreUnusable(`the database ${file} is another program's`, 'Set DATA_DIR to a directory of our own.');
  }
  refuseNewer(header.readUInt32BE(USER_VERSION_OFFSET), newest, file);
}

/** @see https://www.sqlite.org/fileformat.html#the_database_header */
const USER_VERSION_OFFSET = 60;
const APPLICATION_ID_OFFSET = 68;
/** "DrLt": whose file it is, for us and for the program `file`. */
const APPLICATION_ID = 0x44724c74;

function readHeader(file: string): Buffer | null {
  const header = Buffer.alloc(100);
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new StoreUnusable(`the file ${file} cannot be read`, 'Check that this user owns it.', cause);
  }
  try {
    return header.subarray(0, readSync(handle, header));
  } catch (cause) {
    throw new StoreUnusable(`the file ${file} cannot be read`, 'Check that it is a file and no directory.', cause);
  } finally {
    closeSync(handle);
  }
}

function refuseNewer(version: number, newest: number, file: string): void {
  if (version <= newest) return;
  throw new StoreUnusable(
    `the database ${file} was written by a newer Doorlight (version ${version}, this one knows ${newest})`,
    'Start the newer release again, or set DATA_DIR to another directory. Nothing was changed.',
  );
}

function migrate(database: DatabaseSync, migrations: readonly Migration[], file: string): void {
  // IMMEDIATE, so that of two starting at once the second waits and then finds the work done.
  database.exec('BEGIN IMMEDIATE');
  try {
    const { user_version: found } = database.prepare('PRAGMA user_version').get() as { user_version: number };
    refuseNewer(found, migrations.at(-1)?.version ?? 0, file);
    for (const { version, sql } of migrations) {
      if (version <= found) continue;
      database.exec(sql);
      database.exec(`PRAGMA user_version = ${version}`);
    }
    database.exec('COMMIT');
  } catch (cause) {
    database.exec('ROLLBACK');
    throw cause;
  }
}

function listMigrations(): Migration[] {
  return readdirSync(MIGRATIONS)
    .filter((name) => /^\d{4}-[\w-]+\.sql$/.test(name))
    .sort()
    .map((name) => ({ version: Number(name.slice(0, 4)), sql: readFileSync(join(MIGRATIONS, name), 'utf8') }));
}
