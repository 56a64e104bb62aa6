/** The PEM file that proves the app to Entra: one certificate and its private key, in either order. */

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { type Instant, instant } from '../../shared/basics/instant.ts';

export type AppCertificate = {
  /** SHA-256 of the certificate, in hex without colons: how Entra finds the one that was uploaded. */
  readonly thumbprint: string;
  readonly privateKeyPem: string;
  readonly expiresAt: Instant;
};

/** @throws where the text holds no certificate, no unencrypted private key, or a key of another certificate. */
export function readCertificate(pem: string): AppCertificate {
  const certificate = new X509Certificate(block(pem, /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/));
  const key = createPrivateKey(block(pem, /-----BEGIN ([A-Z]+ )?PRIVATE KEY-----[\s\S]+?-----END \1?PRIVATE KEY-----/));
  if (!certificate.checkPrivateKey(key)) throw new Error('the private key belongs to another certificate');
  return {
    thumbprint: certificate.fingerprint256.replaceAll(':', ''),
    privateKeyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    expiresAt: instant(certificate.validToDate.getTime()),
  };
}

function block(pem: string, form: RegExp): string {
  const found = form.exec(pem)?.[0];
  if (found === undefined) throw new Error('a block of the PEM file is missing');
  return found;
}
