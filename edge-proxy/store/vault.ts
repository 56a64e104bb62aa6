/**
 * The Vault port: AES-256-GCM under a key that lies in a file of its own. Whoever gets the database alone (a backup, a
 * copied disk image) gets nothing; whoever gets both files gets all, which is why the key may be put elsewhere.
 */

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Vault, VaultUnusable } from '../ports/vault.ts';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
/** As NIST SP 800-38D recommends for GCM. */
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Bound into every seal, so that nothing sealed for another purpose opens here. */
const PURPOSE = Buffer.from('doorlight service account 1');
const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;
export const KEY_FILE = 'doorlight.key';

type Where = {
  readonly keyPath: string;
  /** Where nobody has put a key there, the first seal makes one, readable for this user alone. */
  readonly mayMake: boolean;
};

/** The key is read anew each time: it is wanted once an hour, and a file that was put back is taken at once. */
export function createVault({ keyPath, mayMake }: Where): Vault {
  return {
    seal(secret) {
      const key = mayMake ? (readKey(keyPath) ?? makeKey(keyPath)) : presentKey(keyPath);
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, key, iv).setAAD(PURPOSE);
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
    },
    open(sealed) {
      const key = presentKey(keyPath);
      const bytes = Buffer.from(sealed, 'base64');
      try {
        const iv = bytes.subarray(0, IV_BYTES);
        const tag = bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
        const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAAD(PURPOSE);
        decipher.setAuthTag(tag);
        return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch (cause) {
        throw new VaultUnusable(
          'the stored sign-in was sealed with another key than the one in the key file',
          `Put the key back that was in ${keyPath}; nothing is lost until then. If it is gone, sign in again.`,
          cause,
        );
      }
    },
  };
}

/** From 32 bytes as hex or base64; as `openssl rand -hex 32` writes them. @throws where it is something else */
export function parseKey(text: string): Buffer {
  const written = text.trim();
  const key = /^[0-9a-f]{64}$/i.test(written) ? Buffer.from(written, 'hex') : Buffer.from(written, 'base64');
  const isBase64 = /^[\w+/-]{43}=?$/.test(written);
  if (key.length !== KEY_BYTES || !(isBase64 || written.length === 2 * KEY_BYTES)) throw new Error('no key');
  return key;
}

function presentKey(keyPath: string): Buffer {
  const key = readKey(keyPath);
  if (key !== null) return key;
  throw new VaultUnusable(
    `the key file ${keyPath} is not there`,
    'Put it back, or restore it from a backup; nothing is lost until then. If it is gone, sign in again.',
  );
}

function readKey(keyPath: string): Buffer | null {
  let text: string;
  try {
    text = readFileSync(keyPath, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new VaultUnusable(`the key file ${keyPath} cannot be read`, 'Check that this user may read it.', cause);
  }
  try {
    return parseKey(text);
  } catch (cause) {
    throw new VaultUnusable(
      `the key file ${keyPath} holds no key of 32 bytes`,
      'Put the key back that was in it; a new one is made by: openssl rand -hex 32',
      cause,
    );
  }
}

function makeKey(keyPath: string): Buffer {
  const key = randomBytes(KEY_BYTES);
  try {
    mkdirSync(dirname(keyPath), { recursive: true, mode: DIRECTORY_MODE });
    // Never over one that is there: another program may have made it a moment ago, and sealed with it.
    writeFileSync(keyPath, `${key.toString('hex')}\n`, { mode: FILE_MODE, flag: 'wx' });
    return key;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return presentKey(keyPath);
    throw new VaultUnusable(
      `the key file ${keyPath} cannot be written`,
      'Check that this user owns its folder.',
      cause,
    );
  }
}
