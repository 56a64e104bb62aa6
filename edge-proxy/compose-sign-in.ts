/** Wires who may ask for what: tablets by their cookie, operators by their token of Entra. */

import type { Ground } from './compose-ground.ts';
import { addressBlock } from './devices/address-block.ts';
import { createTries } from './devices/tries.ts';
import { consoleSignIn } from './http/console-sign-in.ts';
import { createDeviceSession, type RecogniseDevice } from './http/device-session.ts';
import { createOpenIdProvider } from './http/openid-provider.ts';
import { createOperatorSession } from './http/operator-session.ts';
import { REFUSALS_IN_ALL, REFUSALS_OF_ADDRESS, refusalPace } from './http/refusal-pace.ts';
import { createSignInTrail } from './http/sign-in-trail.ts';

export type ComposedSignIn = ReturnType<typeof composeSignIn>;

export function composeSignIn(ground: Ground, recognise: RecogniseDevice) {
  const { server, tenant, audit, clock, log, fetch } = ground;
  // Behind TLS of our own nobody stands between; behind a reverse proxy it is the only one that can reach us over http.
  const trust = { forwardedHeaders: server.tls === null && server.publicUrl?.startsWith('https:') === true };
  const session = createDeviceSession({ recognise, trust });
  const { requireDevice, requireScreen } = session;
  const authority = { authorityHost: tenant.authorityHost, tenant: tenant.tenantId };
  const clientId = tenant.operatorClientId;
  const openIdProvider = createOpenIdProvider({ ...authority, fetch, clock, log });
  const trail = createSignInTrail({ audit, clock, trust });
  const pace = refusalPace({
    ofAddress: createTries(clock, { ...REFUSALS_OF_ADDRESS, countedAs: addressBlock }),
    inAll: createTries(clock, REFUSALS_IN_ALL),
    trust,
    clock,
  });
  const { requireOperator } = createOperatorSession({ openIdProvider, clientId, clock, pace, ...trail });
  const signIn = consoleSignIn({ ...authority, clientId, openIdProvider });
  return { trust, session, requireDevice, requireScreen, requireOperator, signIn };
}
