/** Credentials are kept as their hash alone: whoever reads the database cannot pose as a tablet. */

import { createHash } from 'node:crypto';

/** SHA-256 in hex. Enough without salt or stretching, since what is hashed has 256 random bits. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** By which a file is known, whoever sends it again. */
export function hashBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
