/**
 * Proof of a certificate: the client signs a short JWT with the private key, and we check it against the certificate
 * that the admin uploaded. It is really verified, lest the proxy's own signing be tested against a yes-man.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/certificate-credentials
 */

import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { ClientCertificate, DaemonApp } from './directory.ts';
import { type Refusal, refusals } from './token-error.ts';

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** PS256 goes with a SHA-256 thumbprint, RS256 with the older SHA-1 one; Entra takes both. */
const ALGORITHMS = ['PS256', 'RS256'];
/** Clocks differ; Entra forgives five minutes. */
const CLOCK_TOLERANCE_S = 300;

type Asked = { audiences: string[]; now: number };

/** Null when the assertion proves the app, otherwise what Entra would answer. */
export async function refuseAssertion(
  assertion: string,
  app: DaemonApp,
  { audiences, now }: Asked,
): Promise<Refusal | null> {
  const thumbprint = readThumbprint(assertion);
  if (thumbprint === null) return refusals.assertionMalformed();
  if (decodeJwt(assertion).iss !== app.clientId) return refusals.assertionIssuer();
  const certificate = findCertificate(app.certificates, thumbprint);
  if (certificate === undefined) {
    return refusals.assertionSignature(
      `The key was not found., Thumbprint of key used by client: '${thumbprint.toString('hex').toUpperCase()}'`,
    );
  }
  try {
    await jwtVerify(assertion, certificate.publicKey, {
      algorithms: ALGORITHMS,
      audience: audiences,
      issuer: app.clientId,
      subject: app.clientId,
      requiredClaims: ['exp', 'jti'],
      clockTolerance: CLOCK_TOLERANCE_S,
      currentDate: new Date(now),
    });
    return null;
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError)) throw cause;
    return refusalFor(cause);
  }
}

function refusalFor(cause: errors.JOSEError): Refusal {
  if (cause instanceof errors.JWTExpired) return refusals.assertionTimes();
  if (cause instanceof errors.JWTClaimValidationFailed) {
    if (cause.claim === 'aud') return refusals.assertionAudience();
    if (cause.claim === 'nbf' || cause.claim === 'exp') return refusals.assertionTimes();
    return refusals.assertionIssuer();
  }
  return refusals.assertionSignature('');
}

function findCertificate(certificates: ClientCertificate[], thumbprint: Buffer): ClientCertificate | undefined {
  return certificates.find((one) => Buffer.from(one.thumbprint.replaceAll(':', ''), 'hex').equals(thumbprint));
}

/** The bytes of `x5t#S256` or `x5t`; null where this is no JWT or names no certificate. */
function readThumbprint(assertion: string): Buffer | null {
  try {
    const header = decodeProtectedHeader(assertion);
    decodeJwt(assertion);
    const named = header['x5t#S256'] ?? header.x5t;
    return typeof named === 'string' ? Buffer.from(named, 'base64url') : null;
  } catch {
    // jose throws for anything that is not three base64url parts of JSON; to Entra all of it is one malformed token.
    return null;
  }
}
