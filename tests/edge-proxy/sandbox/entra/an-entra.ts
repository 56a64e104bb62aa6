/** A tenant's Entra without a socket, under a clock that stands still until a test moves it. */

import { createHash } from 'node:crypto';
import type { Directory } from '../../../../edge-proxy/sandbox/entra/directory.ts';
import { createEntra } from '../../../../edge-proxy/sandbox/entra/entra-app.ts';
import type { EntraFaults } from '../../../../edge-proxy/sandbox/entra/entra-site.ts';
import { createSigningKeys } from '../../../../edge-proxy/sandbox/entra/signing-keys.ts';

export const TENANT = '5f1c7a52-3d0e-4a38-9b59-0c9d4a7e1f10';
export const CLIENT = '0b7e6c1a-7f4d-4a1b-8a3a-6f2d8c9e5b21';
export const CONSOLE = '9d2f4e83-15c6-4b07-a6d1-73e80b1c2f44';
export const SECRET = 'kJ8~the-value-not-the-id';
export const SECRET_ID = 'c3a4f0de-9a6b-4e2f-8d1c-5b7e90f1a2b3';
export const ORIGIN = 'http://127.0.0.1:4000';
export const OPERATOR = '11111111-0000-4000-8000-000000000001';
export const NOBODY = '11111111-0000-4000-8000-000000000002';

/** Made once for a test file: it is the slow part, and no test minds the others' keys. */
const signingKeys = createSigningKeys();

export async function anEntra({ publicBase = ORIGIN }: { publicBase?: string } = {}) {
  let now = Date.parse('2026-03-03T08:00:00Z');
  let handles = 0;
  const directory: Directory = {
    tenant: { id: TENANT, domain: 'northwind.example', displayName: 'Northwind' },
    daemon: {
      clientId: CLIENT,
      objectId: '2c5b8f0e-4d1a-4c7b-9e6f-a1b2c3d4e5f6',
      displayName: 'Doorlight',
      secrets: [{ id: SECRET_ID, value: SECRET, endsAt: Date.parse('2027-01-01T00:00:00Z') }],
      certificates: [],
      roles: ['Calendars.ReadWrite', 'Place.Read.All'],
    },
    operatorApp: {
      clientId: CONSOLE,
      displayName: 'Doorlight console',
      redirectUris: ['https://doors.northwind.example/console'],
    },
    people: [
      {
        objectId: OPERATOR,
        displayName: 'Priya Raman',
        userPrincipalName: 'priya.raman@northwind.example',
        jobTitle: 'Facilities',
        roles: ['Operator'],
      },
      {
        objectId: NOBODY,
        displayName: 'Bo Ek',
        userPrincipalName: 'bo.ek@northwind.example',
        jobTitle: 'Engineer',
        roles: [],
      },
    ],
  };
  const faults: EntraFaults = { tokenStatus: null };
  const keys = await signingKeys;
  const entra = createEntra({
    directory,
    keys,
    faults,
    clock: { now: () => now, after: () => () => {} },
    randomText: () => createHash('sha256').update(`handle ${handles++}`).digest('base64url'),
    guid: () => `00000000-0000-4000-8000-${String(handles++).padStart(12, '0')}`,
    urls: () => ({ origin: ORIGIN, publicBase }),
  });

  return {
    ...entra,
    directory,
    keys,
    faults,
    now: () => now,
    pass(ms: number) {
      now += ms;
    },
    askToken: (
      form: Record<string, string>,
      { tenant = TENANT, headers = {} }: { tenant?: string; headers?: Record<string, string> } = {},
    ) =>
      entra.app.request(`/${tenant}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form), headers }),
  };
}

export type AnEntra = Awaited<ReturnType<typeof anEntra>>;

export const withSecret = {
  grant_type: 'client_credentials',
  client_id: CLIENT,
  client_secret: SECRET,
  scope: 'https://graph.microsoft.com/.default',
};

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
