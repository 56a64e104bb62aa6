/** How the console's page signs operators in, told to the browser's MSAL. Nothing in it is secret. */

import type { ConsoleConfig } from '../../shared/wire/console.ts';
import type { OpenIdProvider } from './openid-provider.ts';
import { OPERATOR_SCOPE } from './operator-session.ts';

type Needs = {
  readonly authorityHost: string;
  readonly tenant: string;
  readonly clientId: string;
  readonly openIdProvider: () => Promise<OpenIdProvider>;
};

/**
 * MSAL refuses an authority over plain http, which the sandbox's is: there it gets a name that is never asked, and the
 * metadata, whose addresses are the sandbox's own (toolchain, 9).
 */
const STAND_IN_HOST = 'sandbox.localhost';

/** @throws SignInUnavailable where the metadata is needed and cannot be had. */
export function consoleSignIn({
  authorityHost,
  tenant,
  clientId,
  openIdProvider,
}: Needs): () => Promise<ConsoleConfig> {
  const bareId = clientId.replace(/^api:\/\//, '');
  const base = { clientId: bareId, scope: `api://${bareId}/${OPERATOR_SCOPE}` };
  const authority = new URL(authorityHost);

  return async () => {
    if (authority.protocol === 'https:') {
      const path = authority.pathname.replace(/\/+$/, '');
      const address = `${authority.origin}${path}/${tenant}`;
      return { ...base, authority: address, knownAuthorities: [authority.host] };
    }
    const { metadata, tenantId } = await openIdProvider();
    return {
      ...base,
      authority: `https://${STAND_IN_HOST}/${tenantId}`,
      knownAuthorities: [STAND_IN_HOST],
      authorityMetadata: metadata,
    };
  };
}
