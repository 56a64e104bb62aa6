/**
 * What Entra's refusals mean for whoever set up the app. Entra's own text names the tenant and the app and stays out of
 * the log; the code is enough to look it up.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */

export type TokenRefusal = { readonly code: string; readonly meaning: string; readonly remedy: string };

type Words = Omit<TokenRefusal, 'code'>;

const KNOWN: Readonly<Record<string, Words>> = {
  AADSTS7000215: {
    meaning: 'the client secret is wrong',
    remedy: 'Copy the "Value" of the secret, not its "Secret ID", into AZURE_CLIENT_SECRET.',
  },
  AADSTS7000222: {
    meaning: 'the client secret has expired',
    remedy: 'Make a new secret, or better a certificate, in the app registration and set it here.',
  },
  AADSTS700016: {
    meaning: 'the app is not known in that tenant',
    remedy: 'Check AZURE_CLIENT_ID and AZURE_TENANT_ID, and that an admin has consented to the app.',
  },
  AADSTS90002: {
    meaning: 'the tenant was not found',
    remedy: 'Check AZURE_TENANT_ID and, in a national cloud, AZURE_AUTHORITY_HOST.',
  },
  AADSTS700027: {
    meaning: 'the certificate does not match one of the app registration',
    remedy: 'Upload the public part of the certificate under "Certificates & secrets".',
  },
  AADSTS70011: {
    meaning: 'Graph of another cloud was asked for',
    remedy: 'Check that GRAPH_ENDPOINT belongs to the cloud of AZURE_AUTHORITY_HOST.',
  },
  AADSTS900023: {
    meaning: 'the tenant is neither a GUID nor a domain',
    remedy: 'Copy "Directory (tenant) ID" into AZURE_TENANT_ID.',
  },
  AADSTS700024: {
    meaning: 'the assertion is outside its time of validity',
    remedy: 'Check the clock of this machine, and that the certificate or federated token has not expired.',
  },
  AADSTS70021: {
    meaning: 'no federated credential of the app matches the token',
    remedy: 'Compare issuer, subject and audience under "Federated credentials" of the app registration.',
  },
  AADSTS7000112: {
    meaning: 'the app has been disabled in the tenant',
    remedy: 'Enable it under "Enterprise applications", "Properties".',
  },
  AADSTS7000218: {
    meaning: 'Entra wants the app to prove itself by a secret or certificate',
    remedy:
      'For a service account, set "Allow public client flows" to Yes under "Authentication" of the app registration.',
  },
  AADSTS50173: {
    meaning: 'the sign-in of the service account was revoked, as by a new password',
    remedy: 'Sign in again: npm run sign-in, or in the console.',
  },
  AADSTS700082: {
    meaning: 'the sign-in of the service account was not used for too long',
    remedy: 'Sign in again: npm run sign-in, or in the console.',
  },
  AADSTS70008: {
    meaning: 'the sign-in of the service account has expired',
    remedy: 'Sign in again: npm run sign-in, or in the console.',
  },
  AADSTS65001: {
    meaning: 'nobody has consented to what the app asks for',
    remedy: 'Let an admin consent to the permissions of the app registration, and sign in again.',
  },
  AADSTS53003: {
    meaning: 'Conditional Access blocks this way of signing in',
    remedy: 'Except the service account from the policy that blocks the device code flow, and sign in again.',
  },
  AADSTS50057: {
    meaning: 'the service account is disabled',
    remedy: 'Enable the account, and sign in again.',
  },
};

const UNKNOWN: Words = {
  meaning: 'Entra refused the app',
  remedy: 'Look the code up at https://login.microsoftonline.com/error and mend the app registration.',
};

/** From the JSON of a refused token request; null where it is no refusal in Entra's form. */
export function explainTokenRefusal(body: unknown): TokenRefusal | null {
  if (typeof body !== 'object' || body === null || !('error' in body) || typeof body.error !== 'string') return null;
  const code = aadstsCode(body);
  return { code: code ?? body.error.slice(0, 100), ...((code !== null && KNOWN[code]) || UNKNOWN) };
}

function aadstsCode(body: { error?: unknown; error_codes?: unknown; error_description?: unknown }): string | null {
  const inText = /AADSTS\d+/.exec(typeof body.error_description === 'string' ? body.error_description : '');
  if (inText !== null) return inText[0];
  const first = Array.isArray(body.error_codes) ? body.error_codes[0] : undefined;
  return Number.isInteger(first) ? `AADSTS${first}` : null;
}
