/**
 * Signing an operator in with Entra, by MSAL: authorisation code and PKCE, by redirect, since pop-ups are blocked on
 * phones and in installed apps. MSAL weighs five times the rest of this page, so it is a chunk of its own, fetched while
 * the proxy is asked how to sign in. Tokens stay in this tab's sessionStorage and are renewed without a word.
 */

import type { AccountInfo, AuthenticationResult, IPublicClientApplication } from '@azure/msal-browser';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import type { ConsoleConfig } from '../../shared/wire/console.ts';
import type { AccessToken } from './console-client.ts';
import { readSignInFault, type SignInFault } from './text/sign-in-fault.ts';

export type SignIn = {
  /** Whether somebody is signed in: just back from Entra, or since earlier in this tab. */
  arrive(): Promise<Result<boolean, SignInFault>>;
  /** Leaves the page; answers only where that fails. `choose`: ask who, even where Entra knows somebody. */
  leave(options: { choose: boolean }): Promise<SignInFault>;
  signOut(): Promise<void>;
  accessToken: AccessToken;
};

/** `origin`: of this page; Entra sends people back to its /console, to the letter as it is registered. */
export async function createSignIn(config: ConsoleConfig, origin: string): Promise<Result<SignIn, SignInFault>> {
  // Checked before MSAL does, which would fail with a sentence for programmers.
  if (globalThis.crypto?.subtle === undefined) return err({ kind: 'insecure', code: null });
  const home = `${origin}/console`;
  const given = config.authorityMetadata;
  try {
    const { PublicClientApplication, CacheLookupPolicy, InteractionRequiredAuthError, ProtocolMode } = await import(
      '@azure/msal-browser'
    );
    const msal: IPublicClientApplication = new PublicClientApplication({
      auth: {
        clientId: config.clientId,
        authority: config.authority,
        knownAuthorities: [...config.knownAuthorities],
        redirectUri: home,
        postLogoutRedirectUri: home,
        ...(given !== undefined && { authorityMetadata: given }),
      },
      // Of endpoints that are given, MSAL would take the first part of the path for the tenant's name and replace it.
      ...(given !== undefined && { system: { protocolMode: ProtocolMode.OIDC } }),
      cache: { cacheLocation: 'sessionStorage' },
    });
    await msal.initialize();
    const scopes = [config.scope];

    return ok({
      async arrive() {
        try {
          // The page of the redirect shows what was asked for by itself; MSAL would load it a second time for that.
          const back = await msal.handleRedirectPromise({ navigateToLoginRequestUrl: false });
          if (back !== null) msal.setActiveAccount(back.account);
          return ok(currentAccount(msal, back) !== null);
        } catch (error) {
          return err(readSignInFault(error));
        }
      },

      async leave({ choose }) {
        try {
          await msal.loginRedirect({ scopes, ...(choose && { prompt: 'select_account' }) });
          // The page is being left: whoever waits for this waits with it.
          return await new Promise<never>(() => {});
        } catch (error) {
          return readSignInFault(error);
        }
      },

      async signOut() {
        const account = msal.getActiveAccount();
        await msal.logoutRedirect(account === null ? {} : { account });
      },

      async accessToken({ fresh }) {
        const account = currentAccount(msal, null);
        if (account === null) return err({ kind: 'signed-out' });
        try {
          // Never by a hidden frame: our own headers forbid frames, and browsers that block third-party cookies fail it.
          const cacheLookupPolicy = fresh
            ? CacheLookupPolicy.RefreshToken
            : CacheLookupPolicy.AccessTokenAndRefreshToken;
          return ok((await msal.acquireTokenSilent({ scopes, account, cacheLookupPolicy })).accessToken);
        } catch (error) {
          if (error instanceof InteractionRequiredAuthError) return err({ kind: 'signed-out' });
          return err({ kind: 'sign-in', fault: readSignInFault(error) });
        }
      },
    });
  } catch (error) {
    return err(readSignInFault(error));
  }
}

function currentAccount(msal: IPublicClientApplication, back: AuthenticationResult | null): AccountInfo | null {
  const account = back?.account ?? msal.getActiveAccount() ?? msal.getAllAccounts()[0] ?? null;
  if (account !== null) msal.setActiveAccount(account);
  return account;
}
