/** How long a credential holds, as far as it can be known without asking Entra. */

import type { Instant } from '../../shared/basics/instant.ts';
import { readCertificate } from './certificate.ts';
import type { Credential, ReadFile } from './credential.ts';

/** `never`: the platform renews it. `unknown`: only Entra's portal tells. @throws where the file cannot be read */
export function credentialLife(credential: Credential, readFile: ReadFile): Instant | 'never' | 'unknown' {
  switch (credential.kind) {
    case 'certificate':
      return readCertificate(readFile(credential.path)).expiresAt;
    case 'secret':
      return credential.expiresAt ?? 'unknown';
    case 'federated':
    case 'managed-identity':
    // As long as it is used, and nobody changes the password: then it says so at once.
    case 'delegated':
      return 'never';
    default:
      return credential satisfies never;
  }
}
