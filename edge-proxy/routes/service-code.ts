/** A tablet that hangs already asks for a code, and an operator who types it takes the tablet off (decision 0027). */

import { Hono, type MiddlewareHandler } from 'hono';
import type { OperatorRole } from '../../shared/wire/console.ts';
import { pairingCodeCodec } from '../../shared/wire/pairing.ts';
import type { Fleet } from '../devices/fleet.ts';
import type { PairDevice } from '../devices/pair-device.ts';
import type { ServiceCodes } from '../devices/service-codes.ts';
import type { Audit } from '../http/audit.ts';
import type { WithScreen } from '../http/device-session.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { problemResponse } from '../http/problem-response.ts';
import { clientAddress, ownOrigin, type Trust } from '../http/request-origin.ts';
import type { Clock } from '../ports/runtime.ts';
import { placeText } from './named-place.ts';
import { verificationUrlOf } from './pairing.ts';
import { readTypedCodes } from './typed-code.ts';

type Needs = {
  readonly serviceCodes: ServiceCodes;
  /** Both kinds of code are tried under one count. */
  readonly pairDevice: Pick<PairDevice, 'look' | 'blockedUntil' | 'beginTry' | 'claimFailed'>;
  readonly fleet: Pick<Fleet, 'revoke'>;
  readonly requireScreen: MiddlewareHandler<WithScreen>;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  /** Where operators reach the console; null: wherever the tablet reached us. */
  readonly publicUrl: string | null;
  readonly audit: Audit;
  readonly trust: Trust;
  readonly clock: Clock;
};

export function serviceCodeRoutes(needs: Needs) {
  const { serviceCodes, pairDevice, fleet, requireScreen, requireOperator, publicUrl, audit, trust } = needs;
  const typed = readTypedCodes(needs);

  const ofTablets = new Hono<WithScreen>().post('/api/device/service-code', requireScreen, async (c) => {
    const { device } = c.var;
    const { asked, isNew } = await serviceCodes.ask(device, clientAddress(c, trust));
    const { code, expiresAt } = asked;
    if (isNew) {
      await audit({
        actor: `device ${device.id}`,
        action: 'service-code.asked',
        subject: placeText(device),
      });
    }
    const verificationUrl = verificationUrlOf(code, publicUrl ?? ownOrigin(c, trust));
    return c.json(pairingCodeCodec.encode({ code, expiresAt, verificationUrl }) as object, 201);
  });

  const ofOperators = new Hono<WithOperator>().post(
    '/api/console/pairings/:code/release',
    requireOperator('Operator'),
    async (c) => {
      const code = c.req.param('code');
      const { operator } = c.var;
      const taken = await typed.hanging(c, code, 'take');
      if (taken === 'run-out') return problemResponse({ kind: 'code-run-out' });
      if (taken === null) {
        // A wrong code costs a try here as well; a right one of a new tablet has nothing to be taken off.
        const waiting = await pairDevice.look(code, typed.askerOf(c));
        return waiting.ok
          ? problemResponse({ kind: 'bad-request', detail: 'This tablet hangs nowhere yet.' })
          : await typed.refused(c, waiting.error);
      }
      const revoked = await fleet.revoke(taken.device.id);
      if (revoked === null) return problemResponse({ kind: 'code-run-out' });
      const subject = `device ${revoked.id} ${placeText(revoked)}`;
      await audit({ actor: operator.username, action: 'device.revoked', subject });
      return c.body(null, 204);
    },
  );

  return new Hono().route('/', ofTablets).route('/', ofOperators);
}
