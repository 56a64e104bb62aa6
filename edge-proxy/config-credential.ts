/** What of the credential can be said by variables of its own: managed identities, and the date of a secret. */

import { type Instant, parseIso } from '../shared/basics/instant.ts';
import { type ConfigFault, requiredGuid, type Values } from './config-values.ts';
import type { Credential } from './graph/credential.ts';

/** The same on every virtual machine of Azure; App Service and Container Apps tell theirs in IDENTITY_ENDPOINT. */
const MACHINE_ENDPOINT = 'http://169.254.169.254/metadata/identity/oauth2/token';

type ManagedIdentity = Extract<Credential, { kind: 'managed-identity' }>;

/** Whether the platform offers an identity of its own, as App Service and Container Apps do. */
export function isIdentityOffered(values: Values): boolean {
  return values.get('IDENTITY_ENDPOINT') !== null && values.get('IDENTITY_HEADER') !== null;
}

/**
 * By AZURE_MANAGED_IDENTITY, `system` or `user`; left out where the platform offers one, AZURE_CLIENT_ID tells, as it does
 * for the Azure SDK. The identity is the app then: of a user-assigned one AZURE_CLIENT_ID is the client ID.
 */
export function readManagedIdentity(values: Values): ManagedIdentity | null {
  const told = values.get('AZURE_MANAGED_IDENTITY')?.toLowerCase() ?? null;
  const clientId = values.get('AZURE_CLIENT_ID');
  const kind = told ?? (clientId === null ? 'system' : 'user');
  if (kind !== 'system' && kind !== 'user') {
    values.fault(
      'AZURE_MANAGED_IDENTITY',
      'is neither system nor user',
      'Set it to the kind of identity that is assigned.',
    );
    return null;
  }
  if (kind === 'system' && clientId !== null) {
    const remedy = 'Unset it, or set AZURE_MANAGED_IDENTITY=user if the identity is user-assigned.';
    values.fault('AZURE_CLIENT_ID', 'is set, though a system-assigned identity needs none', remedy);
    return null;
  }
  const endpoint = readEndpoint(values);
  const remedy = 'Copy "Client ID" from the overview of the user-assigned identity in Azure.';
  const identityClientId = kind === 'user' ? requiredGuid(values, 'AZURE_CLIENT_ID', remedy) : null;
  if (endpoint === null || (kind === 'user' && identityClientId === null)) return null;
  return { kind: 'managed-identity', identityClientId, endpoint, header: values.get('IDENTITY_HEADER') };
}

function readEndpoint(values: Values): string | null {
  const given = values.get('IDENTITY_ENDPOINT') ?? MACHINE_ENDPOINT;
  // Plain http it is everywhere: the platform answers on the host itself.
  if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)) return given;
  values.fault('IDENTITY_ENDPOINT', 'is not an address', 'Leave it as the platform sets it.');
  return null;
}

/** The beginning of the day in UTC where only a date is given: nobody is to be told too late. Null where nothing is set. */
export function readSecretExpiry(values: Values): Instant | null {
  const given = values.get('AZURE_CLIENT_SECRET_EXPIRES');
  if (given === null) return null;
  const moment = parseIso(/^\d{4}-\d\d-\d\d$/.test(given) ? `${given}T00:00:00Z` : given);
  const fault: Omit<ConfigFault, 'variable'> | null =
    moment === null
      ? { wrong: 'is not a date such as 2027-05-31', remedy: 'Copy "Expires" from beside the secret in Entra.' }
      : values.get('AZURE_CLIENT_SECRET') === null
        ? { wrong: 'is set, though AZURE_CLIENT_SECRET is not', remedy: 'Unset it: other credentials bear their date.' }
        : null;
  if (fault !== null) values.fault('AZURE_CLIENT_SECRET_EXPIRES', fault.wrong, fault.remedy);
  return moment;
}
