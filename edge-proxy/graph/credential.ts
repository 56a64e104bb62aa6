/** How the app proves itself to Entra, best first: a managed identity, a certificate, the platform's own token, a secret. */

import type { Instant } from '../../shared/basics/instant.ts';

/** Files are read again for each token, so that a new certificate takes over without a restart. */
export type Credential =
  | { readonly kind: 'certificate'; readonly path: string }
  | { readonly kind: 'federated'; readonly path: string }
  /** `expiresAt`: as whoever set it read it in Entra's portal; left out where nobody said. */
  | { readonly kind: 'secret'; readonly secret: string; readonly expiresAt?: Instant }
  | {
      readonly kind: 'managed-identity';
      /** Of a user-assigned identity; null for the system-assigned one. */
      readonly identityClientId: string | null;
      readonly endpoint: string;
      /** What App Service and Container Apps want to be shown; null where the endpoint is a virtual machine's. */
      readonly header: string | null;
    }
  /** None of the app's own: it acts for the service account that has signed in. */
  | {
      readonly kind: 'delegated';
      /** Where the key lies that seals its sign-in; null for one that we make beside the database. */
      readonly keyFile: string | null;
    };

/** One that we prove ourselves with at Entra; a managed identity is vouched for by the platform. */
export type ProvenCredential = Exclude<Credential, { kind: 'managed-identity' | 'delegated' }>;

/** Text of a file. @throws where it cannot be read */
export type ReadFile = (path: string) => string;
