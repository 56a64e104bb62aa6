/** What of the credential can be said by variables of its own: managed identities, and the date of a secret. */

import { type Instant, parseIso } from '../shared/basics/instant.ts';
import { type ConfigFault, requiredGuid, type Values } from './config-values.ts';
import type { Credential, ReadFile } from './graph/credential.ts';
import { parseKey } from './store/vault.ts';

/** The same on every virtual machine of Azure; App Service and Container Apps tell theirs in IDENTITY_ENDPOINT. */
const MACHINE_ENDPOINT = 'http://169.254.169.254/metadata/identity/oauth2/token';

type Delegated = Extract<Credential, { kind: 'delegated' }>;
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

/** By CALENDAR_ACCESS: `app`, which goes without saying, or `delegated`, in the name of SERVICE_USER. */
export function isDelegated(values: Values): boolean {
  const told = values.get('CALENDAR_ACCESS')?.toLowerCase() ?? 'app';
  if (told !== 'app' && told !== 'delegated') {
    const remedy = 'Set it to delegated for a service account that signs in by device code; unset it otherwise.';
    values.fault('CALENDAR_ACCESS', 'is neither app nor delegated', remedy);
  }
  if (told !== 'delegated' && values.get('DOORLIGHT_KEY_FILE') !== null) {
    const remedy = 'Unset it: without a service account there is nothing to seal.';
    values.fault('DOORLIGHT_KEY_FILE', 'is set, though CALENDAR_ACCESS is not delegated', remedy);
  }
  return told === 'delegated';
}

/** `credentials`: the variables of the app's own, none of which may be set beside it. */
export function readDelegated(values: Values, readFile: ReadFile, credentials: readonly string[]): Delegated {
  for (const name of credentials.filter((one) => values.get(one) !== null)) {
    const remedy = 'Unset it: the service account signs in by itself, to an app that allows public client flows.';
    values.fault(name, 'is set, though CALENDAR_ACCESS is delegated', remedy);
  }
  const keyFile = values.get('DOORLIGHT_KEY_FILE');
  if (keyFile !== null) refuseKeyFile(values, readFile, keyFile);
  return { kind: 'delegated', keyFile };
}

function refuseKeyFile(values: Values, readFile: ReadFile, keyFile: string): void {
  const remedy = 'Make one with: openssl rand -hex 32. If it has sealed a sign-in before, put the same key back.';
  let text: string;
  try {
    text = readFile(keyFile);
  } catch {
    values.fault('DOORLIGHT_KEY_FILE', 'names a file that cannot be read', remedy);
    return;
  }
  try {
    parseKey(text);
  } catch {
    values.fault('DOORLIGHT_KEY_FILE', 'names a file that holds no key of 32 bytes', remedy);
  }
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
