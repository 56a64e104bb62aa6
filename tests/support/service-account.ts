/** A service account's sign-in: what a person does at a desk while a program waits, and the short way. */

import { type DelegatedSource, redeemDeviceCode, requestDeviceCode } from '../../edge-proxy/graph/device-code.ts';
import type { Clock } from '../../edge-proxy/ports/runtime.ts';
import type { Store } from '../../edge-proxy/ports/store.ts';
import type { Vault } from '../../edge-proxy/ports/vault.ts';

/** Seals nothing, for tests that are about something else. */
export const openVault: Vault = {
  seal: (secret) => `sealed ${secret}`,
  open: (sealed) => sealed.slice('sealed '.length),
};

type Needs = {
  readonly store: Pick<Store, 'saveServiceAccount'>;
  readonly serviceUser: string;
  readonly clock: Clock;
};

/** Without waiting between the polls: the person is quicker than the first one. */
export async function signInDirectly(source: DelegatedSource, { store, serviceUser, clock }: Needs): Promise<void> {
  const code = await requestDeviceCode(source, { clock });
  await enterDeviceCode(code.verificationUri, code.userCode, serviceUser);
  const redeemed = await redeemDeviceCode(source, code.deviceCode, { clock });
  if (redeemed.kind !== 'tokens') throw new Error(`the sign-in is ${redeemed.kind}`);
  const sealedToken = openVault.seal(redeemed.tokens.refreshToken ?? '');
  await store.saveServiceAccount({ account: serviceUser, sealedToken, signedInAt: clock.now() });
}

/** Null declines. */
export async function enterDeviceCode(verificationUri: string, userCode: string, who: string | null): Promise<void> {
  const page = await (await fetch(verificationUri)).text();
  const account = page
    .split('<button')
    .find((button) => who !== null && button.includes(who))
    ?.match(/value="([^"]+)"/)?.[1];
  if (who !== null && account === undefined) throw new Error(`${who} is not offered`);
  const form = new URLSearchParams({ code: userCode, account: account ?? '' });
  const answer = await fetch(verificationUri, { method: 'POST', body: form });
  if (answer.status !== 200) throw new Error(`the page answered ${answer.status}`);
}
