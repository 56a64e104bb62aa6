/**
 * What the tenant's directory holds: the tenant itself, the two app registrations (the proxy's own and the console's),
 * and the people who may sign in. Plain data that tests and the control page may change while the sandbox runs, as an
 * admin would in the Entra portal.
 */

import type { KeyObject } from 'node:crypto';

export type Tenant = { id: string; domain: string; displayName: string };

/** `endsAt` in epoch milliseconds. The id is what people paste by mistake in place of the value. */
export type ClientSecret = { id: string; value: string; endsAt: number };

/** A certificate as uploaded to the app registration. The thumbprint is hexadecimal: SHA-1 or SHA-256 of the DER. */
export type ClientCertificate = { thumbprint: string; publicKey: KeyObject };

/** The daemon app: what the proxy is to Entra. `roles` are the app permissions with admin consent. */
export type DaemonApp = {
  clientId: string;
  /** Id of the enterprise application, which Graph's tokens carry as `oid`. */
  objectId: string;
  displayName: string;
  secrets: ClientSecret[];
  certificates: ClientCertificate[];
  roles: string[];
};

/** The console's app registration, of the kind "single-page application". */
export type OperatorApp = {
  clientId: string;
  displayName: string;
  /** Exact URIs beside the rule that any loopback port may serve /console. */
  redirectUris: string[];
};

/** The app that a service account signs in to by device code, where app-only access is refused. */
export type ServiceApp = {
  clientId: string;
  displayName: string;
  /** "Allow public client flows". */
  isPublic: boolean;
  /** Delegated permissions with consent. */
  scopes: string[];
  /** The service account itself, which is nobody among the people. */
  account: Person;
};

export const OPERATOR_ROLES = ['Viewer', 'Operator', 'Admin'] as const;
export type OperatorRole = (typeof OPERATOR_ROLES)[number];

export type Person = {
  objectId: string;
  displayName: string;
  userPrincipalName: string;
  jobTitle: string;
  /** App roles assigned on the console's enterprise application; most of the company has none. */
  roles: OperatorRole[];
};

export type Directory = {
  tenant: Tenant;
  daemon: DaemonApp;
  operatorApp: OperatorApp;
  serviceApp?: ServiceApp;
  people: Person[];
};

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;

export type TenantLookup = 'found' | 'unknown' | 'malformed';

/** Entra takes a tenant by its GUID or by any of its domains. */
export function findTenant(tenant: Tenant, asked: string): TenantLookup {
  if (asked.toLowerCase() === tenant.id || asked.toLowerCase() === tenant.domain) return 'found';
  return GUID.test(asked) || DOMAIN.test(asked) ? 'unknown' : 'malformed';
}

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether the console may be sent back to this address. On loopback any port is taken (RFC 8252, section 7.3), since
 * `npm start` and the tests choose theirs freely; elsewhere the address must be registered to the letter.
 */
export function isRedirectUriOf(app: OperatorApp, uri: string): boolean {
  if (app.redirectUris.includes(uri)) return true;
  const parsed = URL.parse(uri);
  if (parsed === null || parsed.hash !== '' || parsed.search !== '') return false;
  if (!['http:', 'https:'].includes(parsed.protocol)) return false;
  return LOOPBACK_HOSTS.has(parsed.hostname) && /^\/console(\/.*)?$/.test(parsed.pathname);
}

/** Origins whose pages may read the token endpoint's answers. */
export function isOriginOf(app: OperatorApp, origin: string): boolean {
  return isRedirectUriOf(app, `${origin}/console`) || app.redirectUris.some((uri) => URL.parse(uri)?.origin === origin);
}
