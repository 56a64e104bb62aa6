/** How the app proves itself to Entra, best first: a certificate, the platform's own token, a secret. */

/** Files are read again for each token, so that a new certificate takes over without a restart. */
export type Credential =
  | { readonly kind: 'certificate'; readonly path: string }
  | { readonly kind: 'federated'; readonly path: string }
  | { readonly kind: 'secret'; readonly secret: string };

/** Text of a file. @throws where it cannot be read */
export type ReadFile = (path: string) => string;
