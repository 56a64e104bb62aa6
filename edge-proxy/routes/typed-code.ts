/**
 * What an operator has typed off a screen, before it is known of which kind it is: tablets that hang show codes as new ones
 * do, and both are tried under one count (decision 0026).
 */

import type { Context } from 'hono';
import type { Asker, CodeFault, PairDevice } from '../devices/pair-device.ts';
import type { HangingTablet, ServiceCodes } from '../devices/service-codes.ts';
import type { Audit } from '../http/audit.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { problemResponse } from '../http/problem-response.ts';
import { clientAddress, type Trust } from '../http/request-origin.ts';
import type { Clock } from '../ports/runtime.ts';

type Needs = {
  readonly pairDevice: Pick<PairDevice, 'blockedUntil' | 'beginTry' | 'claimFailed'>;
  readonly serviceCodes: Pick<ServiceCodes, 'find' | 'take' | 'hasRunOut' | 'giveUp'>;
  readonly audit: Audit;
  readonly trust: Trust;
  readonly clock: Clock;
};

export function readTypedCodes({ pairDevice, serviceCodes, audit, trust, clock }: Needs) {
  const askerOf = (c: Context<WithOperator>): Asker => ({
    operator: c.var.operator.id,
    address: clientAddress(c, trust),
  });

  return {
    askerOf,

    /**
     * The tablet that hangs already and shows this code; `take` spends the code. Null where pairing has to judge it, which
     * also tells whoever has guessed too often.
     */
    async hanging(
      c: Context<WithOperator>,
      code: string,
      how: 'find' | 'take' = 'find',
    ): Promise<HangingTablet | 'run-out' | null> {
      const asker = askerOf(c);
      if (pairDevice.blockedUntil(asker) !== null) return null;
      const takeBack = pairDevice.beginTry(asker);
      try {
        const found = await (how === 'take' ? serviceCodes.take(code) : serviceCodes.find(code));
        return found ?? (serviceCodes.hasRunOut(code) ? 'run-out' : null);
      } finally {
        takeBack();
      }
    },

    /** The code is as it may be, and what was wanted of it cannot be. It bears that five times. */
    async claimFailed(c: Context<WithOperator>, code: string): Promise<void> {
      if (pairDevice.blockedUntil(askerOf(c)) !== null) return;
      if (await pairDevice.claimFailed(code)) serviceCodes.giveUp(code);
    },

    /** The no to a code, and for the trail that it was one too many. */
    async refused(c: Context<WithOperator>, fault: CodeFault): Promise<Response> {
      const asker = askerOf(c);
      if (fault.kind === 'no-such-code' && pairDevice.blockedUntil(asker) !== null) {
        const { username: actor } = c.var.operator;
        await audit({ actor, action: 'operator.stopped', subject: `after wrong codes, from ${asker.address}` });
      }
      return problemOf(fault, clock);
    },
  };
}

export function problemOf(fault: CodeFault, clock: Clock): Response {
  if (fault.kind !== 'too-many-requests') return problemResponse({ kind: fault.kind });
  return problemResponse({ kind: fault.kind, retryAfterMs: fault.until - clock.now() });
}
