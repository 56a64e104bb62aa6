/**
 * Environment to Config: all faults at once, each with its remedy, before anything starts. Pure but for the files that
 * the variables name, which `readFile` reads. With any AZURE_* variable set it is a real tenant and nothing is guessed;
 * with none, the sandbox tenant serves. Long, because every variable and what it means beside the others stands here once.
 */

import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Instant } from '../shared/basics/instant.ts';
import { err, ok, type Result } from '../shared/basics/result.ts';
import {
  isDelegated,
  isIdentityOffered,
  readDelegated,
  readManagedIdentity,
  readSecretExpiry,
} from './config-credential.ts';
import {
  addressList,
  baseUrl,
  type ConfigFault,
  createValues,
  type Environment,
  isDomain,
  isGuid,
  mailbox,
  portNumber,
  required,
  requiredGuid,
  type Values,
} from './config-values.ts';
import { readCertificate } from './graph/certificate.ts';
import type { Credential, ReadFile } from './graph/credential.ts';

export { type ConfigFault, describeFaults } from './config-values.ts';

export type Config = ServerConfig & PagesConfig & (SandboxConfig | TenantConfig);

export type ServerConfig = {
  readonly host: string;
  readonly port: number;
  /** Base of the webhook addresses, no closing slash; null where Graph cannot reach us: then rooms are polled. */
  readonly publicUrl: string | null;
  readonly dataDir: string;
  /** Of a tenant's proxy, where what no backup may bring back is kept; null: in `dataDir`. */
  readonly marksDir: string | null;
  readonly tls: { readonly certPath: string; readonly keyPath: string } | null;
};

export type PagesConfig = {
  /** `off`: tablets are given a worker that takes away the one they have. */
  readonly worker: 'on' | 'off';
};

export type SandboxConfig = {
  readonly mode: 'sandbox';
  /** Variables that are set and mean nothing without a tenant, to be named at the start. */
  readonly ignored: readonly string[];
};

export type TenantConfig = {
  readonly mode: 'tenant';
  readonly tenantId: string;
  /** Empty with a system-assigned managed identity, which Azure knows without one. */
  readonly clientId: string;
  readonly credential: Credential;
  /** No closing slash, no tenant: https://login.microsoftonline.com */
  readonly authorityHost: string;
  /** No closing slash, no version: https://graph.microsoft.com */
  readonly graphEndpoint: string;
  readonly serviceUser: string;
  readonly operatorClientId: string;
  readonly canaryMailbox: string | null;
  /** Empty: every room of the tenant. */
  readonly roomLists: readonly string[];
};

const TENANT_ONLY = [
  'GRAPH_ENDPOINT',
  'SERVICE_USER',
  'CANARY_MAILBOX',
  'ROOM_LISTS',
  'OPERATOR_CLIENT_ID',
  'CALENDAR_ACCESS',
  'DOORLIGHT_KEY_FILE',
];

/** What the Azure CLI and its build agents set for themselves says nothing of a tenant that somebody wants served. */
const OF_AZURE_CLI = /^AZURE_(CONFIG_DIR|EXTENSION_DIR|HTTP_USER_AGENT|CORE_|DEFAULTS_|DEVOPS_|LOGGING_)/;

export function readConfig(env: Environment, readFile: ReadFile): Result<Config, ConfigFault[]> {
  const values = createValues(env);
  const server = { ...readServer(values, readFile), worker: readWorker(values) };
  const isTenant = values.names().some((name) => name.startsWith('AZURE_') && !OF_AZURE_CLI.test(name));
  const rest = isTenant ? readTenant(values, readFile) : readSandbox(values);
  return values.faults.length === 0 && rest !== null ? ok({ ...server, ...rest }) : err([...values.faults]);
}

function readSandbox(values: Values): SandboxConfig {
  return { mode: 'sandbox', ignored: TENANT_ONLY.filter((name) => values.get(name) !== null) };
}

function readServer(values: Values, readFile: ReadFile): ServerConfig {
  const tls = readTls(values, readFile);
  if (values.get('DATABASE_URL') !== null) {
    values.fault(
      'DATABASE_URL',
      'is set, but PostgreSQL comes with a later release',
      'Unset it. Everything is kept by SQLite in DATA_DIR, which carries a thousand rooms on one machine.',
    );
  }
  return {
    // Without TLS only this machine is served unless somebody says otherwise: cookies and calendars would go in the clear.
    host: values.get('HOST') ?? (tls === null ? '127.0.0.1' : '0.0.0.0'),
    port: portNumber(values, 'PORT', 8080),
    publicUrl: baseUrl(values, 'PUBLIC_URL', 'https://doorlight.contoso.com'),
    dataDir: values.get('DATA_DIR') ?? './data',
    marksDir: values.get('MARKS_DIR'),
    tls,
  };
}

function readWorker(values: Values): PagesConfig['worker'] {
  const asked = values.get('KIOSK_WORKER') ?? 'on';
  if (asked === 'on' || asked === 'off') return asked;
  values.fault('KIOSK_WORKER', 'is neither on nor off', 'Leave it unset, or set it to off while tablets are stuck.');
  return 'on';
}

function readTls(values: Values, readFile: ReadFile): ServerConfig['tls'] {
  const certPath = values.get('TLS_CERT_PATH');
  const keyPath = values.get('TLS_KEY_PATH');
  if (certPath === null && keyPath === null) return null;
  if (certPath === null || keyPath === null) {
    const [missing, given] = certPath === null ? ['TLS_CERT_PATH', 'TLS_KEY_PATH'] : ['TLS_KEY_PATH', 'TLS_CERT_PATH'];
    values.fault(missing, `is not set, though ${given} is`, 'Set both for TLS, or none behind a reverse proxy.');
    return null;
  }
  const certificate = parseFile(values, readFile, 'TLS_CERT_PATH', certPath, {
    parse: (pem) => new X509Certificate(pem),
    wanted: 'a certificate in PEM form, beginning with -----BEGIN CERTIFICATE-----',
  });
  const key = parseFile(values, readFile, 'TLS_KEY_PATH', keyPath, {
    parse: (pem) => createPrivateKey(pem),
    wanted: 'a private key in PEM form without a passphrase',
  });
  if (certificate !== null && key !== null && !certificate.checkPrivateKey(key)) {
    values.fault('TLS_KEY_PATH', 'names the key of another certificate', 'Give the two files that were made together.');
  }
  return { certPath, keyPath };
}

function readTenant(values: Values, readFile: ReadFile): TenantConfig | null {
  const tenantId = readTenantId(values);
  const credential = readCredential(values, readFile);
  const isManaged = credential?.kind === 'managed-identity';
  const clientId = isManaged ? (credential.identityClientId ?? '') : readClientId(values);
  refuseUnknownAzure(values);
  const { authorityHost, graphEndpoint } = readCloud(values);
  const serviceUser = mailbox(
    values,
    'SERVICE_USER',
    required(values, 'SERVICE_USER', 'Give the mailbox that books for people at the door, such as rooms@contoso.com.'),
  );
  const operatorClientId = requiredGuid(
    values,
    'OPERATOR_CLIENT_ID',
    'Copy "Application (client) ID" of the app registration that operators sign in to (README, "The console").',
  );
  const canaryMailbox = mailbox(values, 'CANARY_MAILBOX', values.get('CANARY_MAILBOX'));
  if (canaryMailbox !== null && canaryMailbox === serviceUser) {
    values.fault(
      'CANARY_MAILBOX',
      'is the service user, which must be readable',
      'Give a mailbox that the app must never be able to read, such as that of an executive.',
    );
  }
  const roomLists = addressList(values, 'ROOM_LISTS');
  if (tenantId === null || clientId === null || credential === null) return null;
  if (serviceUser === null || operatorClientId === null) return null;
  return {
    mode: 'tenant',
    tenantId,
    clientId,
    credential,
    authorityHost,
    graphEndpoint,
    serviceUser,
    operatorClientId,
    canaryMailbox,
    roomLists,
  };
}

function readClientId(values: Values): string | null {
  const remedy = 'Copy "Application (client) ID" from the overview of the app registration in Entra.';
  // Its absence may be what is wrong with the managed identity, and is said there.
  return values.get('AZURE_MANAGED_IDENTITY') === null ? requiredGuid(values, 'AZURE_CLIENT_ID', remedy) : null;
}

function readTenantId(values: Values): string | null {
  const remedy = 'Copy "Directory (tenant) ID" from the overview of the app registration in Entra.';
  const value = required(values, 'AZURE_TENANT_ID', remedy);
  if (value === null || isGuid(value) || isDomain(value)) return value;
  values.fault('AZURE_TENANT_ID', 'is neither a GUID nor a domain', remedy);
  return null;
}

const CREDENTIALS = [
  'AZURE_CLIENT_CERTIFICATE_PATH',
  'AZURE_FEDERATED_TOKEN_FILE',
  'AZURE_CLIENT_SECRET',
  'AZURE_MANAGED_IDENTITY',
] as const;

function readCredential(values: Values, readFile: ReadFile): Credential | null {
  if (isDelegated(values)) return readDelegated(values, readFile, [...CREDENTIALS, 'AZURE_CLIENT_SECRET_EXPIRES']);
  const [given, ...others] = CREDENTIALS.filter((name) => values.get(name) !== null);
  const secretExpiry = readSecretExpiry(values);
  if (given === undefined && isIdentityOffered(values)) return readManagedIdentity(values);
  if (given === undefined) {
    values.fault(
      'AZURE_CLIENT_CERTIFICATE_PATH',
      'is not set, and no other credential is',
      'Set exactly one of AZURE_CLIENT_CERTIFICATE_PATH (best), AZURE_FEDERATED_TOKEN_FILE, AZURE_CLIENT_SECRET and AZURE_MANAGED_IDENTITY.',
    );
    return null;
  }
  if (others.length > 0) {
    values.fault(given, `is set beside ${others.join(' and ')}`, 'Keep exactly one credential and unset the rest.');
  }
  const value = values.get(given) ?? '';
  switch (given) {
    case 'AZURE_CLIENT_SECRET':
      return readSecret(values, value, secretExpiry);
    case 'AZURE_MANAGED_IDENTITY':
      return readManagedIdentity(values);
    case 'AZURE_CLIENT_CERTIFICATE_PATH': {
      const wanted = 'one PEM file with the certificate and its private key, without a passphrase';
      const found = parseFile(values, readFile, given, value, { parse: readCertificate, wanted });
      return found === null ? null : { kind: 'certificate', path: value };
    }
    case 'AZURE_FEDERATED_TOKEN_FILE': {
      const wanted = 'the token that the platform writes (a JWT)';
      const found = parseFile(values, readFile, given, value, { parse: jwtText, wanted });
      return found === null ? null : { kind: 'federated', path: value };
    }
    default:
      return given satisfies never;
  }
}

function readSecret(values: Values, secret: string, expiresAt: Instant | null): Credential | null {
  // Quoted too, as some env files hand their quotes on.
  if (!isGuid(secret.replace(/^["'{(]|["'})]$/g, '')))
    return { kind: 'secret', secret, ...(expiresAt !== null && { expiresAt }) };
  values.fault(
    'AZURE_CLIENT_SECRET',
    'is a GUID, so it is the ID of the secret and not the secret',
    'In Entra, under "Certificates & secrets", copy the column "Value". It shows only once: make a new one if it is gone.',
  );
  return null;
}

function jwtText(text: string): string {
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text.trim())) throw new Error('no JWT');
  return text.trim();
}

/** Names that look like a credential of the Azure SDK but that we do not take: silence would look like acceptance. */
const CREDENTIAL_LIKE = /^AZURE_(TENANT|CLIENT|FEDERATED|AUTHORITY|USERNAME|PASSWORD|MANAGED)/;
const KNOWN_AZURE: readonly string[] = [
  'AZURE_TENANT_ID',
  'AZURE_CLIENT_ID',
  'AZURE_AUTHORITY_HOST',
  ...CREDENTIALS,
  'AZURE_CLIENT_SECRET_EXPIRES',
];

function refuseUnknownAzure(values: Values): void {
  for (const name of values.names()) {
    if (!CREDENTIAL_LIKE.test(name) || KNOWN_AZURE.includes(name)) continue;
    values.fault(name, 'means nothing to Doorlight', `Unset it. Known are ${KNOWN_AZURE.join(', ')}.`);
  }
}

/** Sign-in and Graph of each cloud: a token of one is worth nothing at the other. */
const CLOUDS: Readonly<Record<string, readonly string[]>> = {
  'https://login.microsoftonline.com': ['https://graph.microsoft.com'],
  'https://login.microsoftonline.us': ['https://graph.microsoft.us', 'https://dod-graph.microsoft.us'],
  'https://login.chinacloudapi.cn': ['https://microsoftgraph.chinacloudapi.cn'],
  'https://login.partner.microsoftonline.cn': ['https://microsoftgraph.chinacloudapi.cn'],
};

function readCloud(values: Values): { authorityHost: string; graphEndpoint: string } {
  const authorityHost =
    baseUrl(values, 'AZURE_AUTHORITY_HOST', 'https://login.microsoftonline.com') ?? 'https://login.microsoftonline.com';
  const endpoint = baseUrl(values, 'GRAPH_ENDPOINT', 'https://graph.microsoft.com') ?? 'https://graph.microsoft.com';
  const graphEndpoint = endpoint.replace(/\/v1\.0$/i, '');
  // Only what stands on this machine, as the sandbox does, may stand below a path.
  for (const [name, url] of Object.entries({ AZURE_AUTHORITY_HOST: authorityHost, GRAPH_ENDPOINT: graphEndpoint })) {
    if (!url.startsWith('https:') || new URL(url).pathname === '/') continue;
    const remedy = name === 'GRAPH_ENDPOINT' ? 'We speak version v1.0 only.' : 'The tenant goes into AZURE_TENANT_ID.';
    values.fault(name, 'has a path behind the host name', `Leave it out: ${new URL(url).origin}. ${remedy}`);
  }
  const graphs = CLOUDS[authorityHost];
  const anyGraph = Object.values(CLOUDS).flat();
  if (graphs !== undefined && anyGraph.includes(graphEndpoint) && !graphs.includes(graphEndpoint)) {
    values.fault(
      'GRAPH_ENDPOINT',
      'belongs to another cloud than AZURE_AUTHORITY_HOST',
      `With ${authorityHost} it is ${graphs.join(' or ')}.`,
    );
  }
  return { authorityHost, graphEndpoint };
}

function parseFile<T>(
  values: Values,
  readFile: ReadFile,
  variable: string,
  path: string,
  { parse, wanted }: { parse: (text: string) => T; wanted: string },
): T | null {
  let text: string;
  try {
    text = readFile(path);
  } catch {
    values.fault(variable, 'names a file that cannot be read', 'Check the path, and that this user may read it.');
    return null;
  }
  try {
    return parse(text);
  } catch {
    values.fault(variable, 'names a file that holds something else', `It must hold ${wanted}.`);
    return null;
  }
}
