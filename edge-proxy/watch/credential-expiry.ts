/**
 * How long the app's credential still holds, where that can be known: an expired one darkens every door at once, on a
 * night that was known for two years. An alarm at each step, the later the worse.
 */

import { DAY_MS, HOUR_MS, type Instant, toIso } from '../../shared/basics/instant.ts';
import type { CredentialStanding } from '../../shared/wire/room-health.ts';
import type { Severity } from '../../shared/wire/watch.ts';
import { type Cancel, type Clock, type Log, nameOf } from '../ports/runtime.ts';
import type { Alarms } from './alarms.ts';

/** `never`: renewed by the platform. `unknown`: Entra knows, but tells nobody who signs in. */
export type CredentialLife = Instant | 'never' | 'unknown';

const STEPS: readonly { readonly days: number; readonly severity: Severity }[] = [
  { days: 0, severity: 'critical' },
  { days: 1, severity: 'critical' },
  { days: 7, severity: 'critical' },
  { days: 14, severity: 'warning' },
  { days: 30, severity: 'warning' },
  { days: 60, severity: 'notice' },
];
/** A new certificate takes over without a restart, and its alarm must go then; steps are met to the hour. */
const LOOK_MS = HOUR_MS;

export type CredentialExpiry = {
  /** Negative once it is over; null where it is not known or never comes. */
  secondsLeft(): number | null;
  /** For the console, looked at anew. */
  standing(): CredentialStanding;
  close(): void;
};

type Options = {
  /** Read anew at each look. @throws where the file cannot be read */
  readonly life: () => CredentialLife;
  readonly alarms: Alarms;
  readonly clock: Clock;
  readonly log: Log;
};

export function createCredentialExpiry({ life, alarms, clock, log }: Options): CredentialExpiry {
  let cancelNext: Cancel = () => undefined;

  function read(): CredentialLife | null {
    try {
      return life();
    } catch (fault) {
      log.warn('credential.not-read', { fault: nameOf(fault) });
      return null;
    }
  }

  function look(): void {
    cancelNext = clock.after(LOOK_MS, look);
    const found = read();
    // A file just being replaced: what was known of it stands until the next look.
    if (found === null) return;
    tellUnknown(found === 'unknown');
    tellSteps(typeof found === 'number' ? found : null);
  }

  function tellUnknown(isUnknown: boolean): void {
    if (!isUnknown) {
      alarms.clear('credential-expiring', 'date-unknown');
      return;
    }
    alarms.raise('credential-expiring', 'date-unknown', {
      severity: 'warning',
      cause: 'we cannot know when the client secret runs out',
      remedy:
        'Set AZURE_CLIENT_SECRET_EXPIRES to the date beside it in Entra, or use a certificate, which bears its own.',
    });
  }

  /** Each step is an alarm of its own, so that whoever acknowledged the month hears of the week. */
  function tellSteps(expiresAt: Instant | null): void {
    const leftMs = expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt - clock.now();
    const reached = STEPS.find(({ days }) => leftMs <= days * DAY_MS);
    for (const step of STEPS) if (step !== reached) alarms.clear('credential-expiring', subjectOf(step.days));
    if (reached === undefined || expiresAt === null) return;
    const on = toIso(expiresAt).slice(0, 10);
    alarms.raise('credential-expiring', subjectOf(reached.days), {
      severity: reached.severity,
      cause: leftMs <= 0 ? `the credential of the app ran out on ${on}` : `the credential of the app runs out on ${on}`,
      remedy:
        'Make a new certificate or secret in the app registration, set it here, and take the old one away once the alarm is gone.',
    });
  }

  look();
  return {
    secondsLeft() {
      const found = read();
      return typeof found === 'number' ? Math.round((found - clock.now()) / 1_000) : null;
    },
    standing() {
      const found = read();
      if (found === null) return { ends: 'unreadable', endsAt: null };
      return typeof found === 'number' ? { ends: 'at', endsAt: found } : { ends: found, endsAt: null };
    },
    close: () => cancelNext(),
  };
}

function subjectOf(days: number): string {
  return days === 0 ? 'expired' : `${days}-days`;
}
