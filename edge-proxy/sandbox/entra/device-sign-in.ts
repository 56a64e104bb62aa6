/**
 * The device code grant, for the service account of tenants that refuse app-only access: which code was given, what a
 * person said to it, and what the polling app is told. HTTP and HTML are device-routes.ts's business.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
 */

import { err, ok, type Result } from '../../../shared/basics/result.ts';
import type { Form } from './client-credentials.ts';
import type { Directory, Person, ServiceApp } from './directory.ts';
import { createShortLived } from './short-lived.ts';
import { type Refusal, refusals } from './token-error.ts';

export const DEVICE_CODE_LIFETIME_S = 900;
export const POLL_INTERVAL_S = 5;
/** An unused one ends after ninety days. */
const REFRESH_LIFETIME_MS = 90 * 86_400_000;
const MOST_KEPT = 1_000;
const USER_CODE_LENGTH = 9;

type Said = { readonly kind: 'nothing' } | { readonly kind: 'yes'; readonly person: Person } | { readonly kind: 'no' };
type Asked = { userCode: string; said: Said; polledAt: number | null; intervalS: number; endsAt: number };
type Renewable = { person: Person; signIn: number };

export type DelegatedGrant = { readonly person: Person; readonly app: ServiceApp; readonly refreshToken: string };
export type DeviceSignIn = ReturnType<typeof createDeviceSignIn>;

type Needs = { directory: Directory; now: () => number; randomText: () => string };

export function createDeviceSignIn({ directory, now, randomText }: Needs) {
  const kept = { most: MOST_KEPT, now, randomText };
  const codes = createShortLived<Asked>({ ...kept, lifetimeMs: DEVICE_CODE_LIFETIME_S * 1_000 });
  const renewables = createShortLived<Renewable>({ ...kept, lifetimeMs: REFRESH_LIFETIME_MS });
  const byUserCode = new Map<string, Asked>();
  /** Sign-ins before this one have been revoked, as by a new password. */
  let liveSignIn = 0;

  function appOf(form: Form): Result<ServiceApp, Refusal> {
    const { serviceApp, tenant } = directory;
    const clientId = form.get('client_id') ?? '';
    if (clientId === '') return err(refusals.parameterMissing('client_id'));
    if (clientId.toLowerCase() !== serviceApp?.clientId) return err(refusals.appUnknown(clientId, tenant.displayName));
    return serviceApp.isPublic ? ok(serviceApp) : err(refusals.credentialMissing());
  }

  function grantTo(person: Person, app: ServiceApp): DelegatedGrant {
    return { person, app, refreshToken: renewables.add({ person, signIn: liveSignIn }) };
  }

  function find(userCode: string): Asked | null {
    const asked = byUserCode.get(userCode.replace(/[\s-]/g, '').toUpperCase());
    return asked === undefined || asked.endsAt <= now() || asked.said.kind !== 'nothing' ? null : asked;
  }

  return {
    begin(form: Form): Result<{ deviceCode: string; userCode: string }, Refusal> {
      const app = appOf(form);
      if (!app.ok) return app;
      if ((form.get('scope') ?? '') === '') return err(refusals.parameterMissing('scope'));
      for (const [code, { endsAt }] of byUserCode) if (endsAt <= now()) byUserCode.delete(code);
      const userCode = randomText()
        .replace(/[^a-z0-9]/gi, '')
        .slice(-USER_CODE_LENGTH)
        .toUpperCase();
      const endsAt = now() + DEVICE_CODE_LIFETIME_S * 1_000;
      const asked: Asked = { userCode, said: { kind: 'nothing' }, polledAt: null, intervalS: POLL_INTERVAL_S, endsAt };
      byUserCode.set(userCode, asked);
      return ok({ deviceCode: codes.add(asked), userCode });
    },

    isWaiting: (userCode: string): boolean => find(userCode) !== null,

    /** Null: the person says no. False where nobody asks with that code any more. */
    answer(userCode: string, person: Person | null): boolean {
      const asked = find(userCode);
      if (asked === null) return false;
      asked.said = person === null ? { kind: 'no' } : { kind: 'yes', person };
      return true;
    },

    redeem(form: Form): Result<DelegatedGrant, Refusal> {
      const app = appOf(form);
      if (!app.ok) return app;
      const deviceCode = form.get('device_code') ?? '';
      if (deviceCode === '') return err(refusals.parameterMissing('device_code'));
      const found = codes.find(deviceCode);
      if (found.kind === 'unknown') return err(refusals.deviceCodeUnknown());
      if (found.kind === 'expired') return err(refusals.deviceCodeExpired());
      const asked = found.value;
      const isEarly = asked.polledAt !== null && now() < asked.polledAt + asked.intervalS * 1_000;
      asked.polledAt = now();
      if (isEarly) {
        // RFC 8628, section 3.5: this and all that follow.
        asked.intervalS += POLL_INTERVAL_S;
        return err(refusals.slowDown());
      }
      if (asked.said.kind === 'nothing') return err(refusals.authorizationPending());
      codes.remove(deviceCode);
      byUserCode.delete(asked.userCode);
      return asked.said.kind === 'yes' ? ok(grantTo(asked.said.person, app.value)) : err(refusals.deviceDeclined());
    },

    /** The old one keeps working, as with Entra: two programs may hold it. */
    renew(form: Form): Result<DelegatedGrant, Refusal> {
      const app = appOf(form);
      if (!app.ok) return app;
      const found = renewables.find(form.get('refresh_token') ?? '');
      if (found.kind === 'unknown') return err(refusals.refreshInvalid());
      if (found.kind === 'expired') return err(refusals.refreshUnused());
      if (found.value.signIn < liveSignIn) return err(refusals.refreshRevoked());
      return ok(grantTo(found.value.person, app.value));
    },

    /** What an admin does by "Revoke sessions", or a person by a new password. */
    revokeAll(): void {
      liveSignIn += 1;
    },
  };
}
