/** A tablet asks for a code and waits; an operator looks who asks and says yes. */

import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { OperatorRole } from '../../shared/wire/console.ts';
import {
  deviceSummaryCodec,
  pairingCodeCodec,
  pairingConfirmCodec,
  pairingRequestCodec,
  waitingTabletCodec,
} from '../../shared/wire/pairing.ts';
import { CODE_LIFETIME_MS } from '../devices/code-tries.ts';
import type { DeviceNames } from '../devices/device-names.ts';
import type { Fleet } from '../devices/fleet.ts';
import type { PairDevice } from '../devices/pair-device.ts';
import type { HangingTablet, ServiceCodes } from '../devices/service-codes.ts';
import type { Audit } from '../http/audit.ts';
import type { DeviceSession } from '../http/device-session.ts';
import { readJsonBody } from '../http/json-body.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { problemResponse } from '../http/problem-response.ts';
import { clientAddress, isSecure, ownOrigin, type Trust } from '../http/request-origin.ts';
import type { Clock } from '../ports/runtime.ts';
import { type NamedPlaceNeeds, placeText, readNamedPlaces } from './named-place.ts';
import { problemOf, readTypedCodes } from './typed-code.ts';

type Needs = NamedPlaceNeeds & {
  readonly names: Pick<DeviceNames, 'placeOf'>;
  readonly pairDevice: PairDevice;
  /** Of tablets that hang already: an operator types what a screen shows, and need not know which kind it is. */
  readonly serviceCodes: Pick<ServiceCodes, 'find' | 'take' | 'hasRunOut' | 'giveUp'>;
  readonly fleet: Pick<Fleet, 'summarise' | 'move'>;
  readonly session: DeviceSession;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  /** Where operators reach the console; null: wherever the tablet reached us. */
  readonly publicUrl: string | null;
  readonly audit: Audit;
  readonly trust: Trust;
  readonly clock: Clock;
};

/** Under the 30 s after which some boxes on the way give up on a silent request. */
const LONGEST_WAIT_MS = 25_000;

export function pairingRoutes(needs: Needs) {
  return new Hono().route('/', tabletRoutes(needs)).route('/', operatorRoutes(needs));
}

function tabletRoutes({ pairDevice, session, publicUrl, audit, trust, clock }: Needs) {
  const cookieName = (c: Context): string => (isSecure(c, trust) ? '__Host-doorlight-pairing' : 'doorlight-pairing');
  const attributes = (c: Context) =>
    ({ path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure(c, trust) }) as const;

  return new Hono()
    .post('/api/pairings', async (c) => {
      const body = await readJsonBody(c, pairingRequestCodec, { whenEmpty: '{}' });
      if (!body.ok) return problemResponse(body.error);
      const before = getCookie(c, cookieName(c)) ?? null;
      const { particulars = null, name = null } = body.value;
      const asked = await pairDevice.request(particulars, clientAddress(c, trust), before, name);
      if (!asked.ok) return problemOf(asked.error, clock);

      const { code, requestSecret, expiresAt } = asked.value;
      // Outlives the code, so that a late tablet hears that it has run out.
      setCookie(c, cookieName(c), requestSecret, { ...attributes(c), maxAge: (2 * CODE_LIFETIME_MS) / 1_000 });
      const verificationUrl = verificationUrlOf(code, publicUrl ?? ownOrigin(c, trust));
      return c.json(pairingCodeCodec.encode({ code, expiresAt, verificationUrl }) as object, 201);
    })
    .get('/api/pairings/current', async (c) => {
      const secret = getCookie(c, cookieName(c));
      if (secret === undefined) {
        // Told yes already, in an answer that took this tablet's request cookie away.
        if ((await session.deviceOf(c)) !== null) return c.json({ status: 'paired' });
        return problemResponse({ kind: 'not-found', detail: 'This tablet has not asked to be paired.' });
      }
      await pairDevice.awaitNews(secret, LONGEST_WAIT_MS, c.req.raw.signal);
      // Who has hung up would never receive the credential, which is handed over only once.
      if (c.req.raw.signal.aborted) return problemResponse({ kind: 'not-ready' });
      const news = await pairDevice.news(secret);
      if (news.status !== 'waiting') deleteCookie(c, cookieName(c), attributes(c));
      if (news.status === 'paired') {
        session.give(c, news.credential);
        await audit({
          actor: `device ${news.device.id}`,
          action: 'device.paired',
          subject: placeText(news.device),
        });
      }
      return c.json({ status: news.status });
    });
}

function operatorRoutes(needs: Needs) {
  const { pairDevice, names, fleet, requireOperator, audit } = needs;
  const placeOf = readNamedPlaces(needs);
  const typed = readTypedCodes(needs);

  return new Hono<WithOperator>()
    .get('/api/console/pairings/:code', requireOperator('Operator'), async (c) => {
      const code = c.req.param('code');
      const hanging = await typed.hanging(c, code);
      if (hanging === 'run-out') return problemResponse({ kind: 'code-run-out' });
      if (hanging !== null) return c.json(waitingTabletCodec.encode(asWaiting(hanging, fleet)) as object);
      const tablet = await pairDevice.look(code, typed.askerOf(c));
      if (!tablet.ok) return await typed.refused(c, tablet.error);
      const usualRoom = (await names.placeOf(tablet.value.name))?.roomId ?? null;
      return c.json(waitingTabletCodec.encode({ ...tablet.value, usualRoom, hangs: null }) as object);
    })
    .post('/api/console/pairings/:code/confirm', requireOperator('Operator'), async (c) => {
      const body = await readJsonBody(c, pairingConfirmCodec);
      if (!body.ok) return problemResponse(body.error);
      const code = c.req.param('code');
      const { operator } = c.var;
      const place = await placeOf(body.value);
      if (!place.ok) {
        // A room that is not there is no guess and costs the operator no try. A code does not bear it for ever.
        if (place.error.kind !== 'not-ready') await typed.claimFailed(c, code);
        return problemResponse(place.error);
      }
      const { name = null } = body.value;
      const hanging = await typed.hanging(c, code);
      if (hanging === 'run-out') return problemResponse({ kind: 'code-run-out' });
      if (hanging !== null) {
        if ('replaces' in place.value) {
          await typed.claimFailed(c, code);
          return problemResponse({ kind: 'bad-request', detail: HANGS_ALREADY });
        }
        const taken = await typed.hanging(c, code, 'take');
        const moved = taken === null || taken === 'run-out' ? null : await fleet.move(taken.device.id, place.value);
        if (taken === null || taken === 'run-out' || moved === null) return problemResponse({ kind: 'code-run-out' });
        const subject = `device ${moved.id} ${placeText(taken.device)} move to ${placeText(moved)}`;
        await audit({ actor: operator.username, action: 'device.moved', subject });
        return c.json(deviceSummaryCodec.encode(fleet.summarise(moved)) as object);
      }
      const device = await pairDevice.confirm(code, place.value, typed.askerOf(c), operator.username, name);
      if (!device.ok) return await typed.refused(c, device.error);
      const subject = `device ${device.value.id} ${placeText(device.value)}`;
      const action = 'replaces' in place.value ? 'device.swapped' : 'pairing.confirmed';
      await audit({ actor: operator.username, action, subject });
      return c.json(deviceSummaryCodec.encode(fleet.summarise(device.value)) as object);
    });
}

const HANGS_ALREADY = 'This tablet has a place of its own: it is moved or taken off, and takes over from no other.';

function asWaiting({ code, device, address, askedAt, expiresAt }: HangingTablet, fleet: Pick<Fleet, 'summarise'>) {
  const { name, particulars } = device;
  return { code, name, particulars, address, askedAt, expiresAt, usualRoom: null, hangs: fleet.summarise(device) };
}

/** Where an operator's phone is sent by the square on the screen; `base` is how the console is reached. */
export function verificationUrlOf(code: string, base: string): string {
  return `${base.replace(/\/+$/, '')}/console?code=${code}`;
}
