/** A tablet asks for a code and waits; an operator looks who asks and says yes. */

import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import type { Room } from '../../shared/room/room.ts';
import type { OperatorRole } from '../../shared/wire/console.ts';
import {
  deviceSummaryCodec,
  pairingCodeCodec,
  pairingConfirmCodec,
  pairingRequestCodec,
  waitingTabletCodec,
} from '../../shared/wire/pairing.ts';
import type { Boards } from '../devices/boards.ts';
import type { Fleet } from '../devices/fleet.ts';
import { type Asker, CODE_LIFETIME_MS, type CodeFault, type PairDevice, type Place } from '../devices/pair-device.ts';
import type { Audit } from '../http/audit.ts';
import type { DeviceSession } from '../http/device-session.ts';
import { readJsonBody } from '../http/json-body.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { type Fault, problemResponse } from '../http/problem-response.ts';
import { clientAddress, isSecure, type Trust } from '../http/request-origin.ts';
import type { Clock, Device } from '../ports.ts';

type Needs = {
  readonly pairDevice: PairDevice;
  readonly fleet: Pick<Fleet, 'summarise'>;
  readonly session: DeviceSession;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  readonly findRoom: (addressOrId: string) => Room | null;
  readonly boards: Pick<Boards, 'findOrMake'>;
  /** Whether Exchange has told which rooms there are, since we started. */
  readonly roomsKnown: () => boolean;
  /** Where operators reach the console; null: wherever the tablet reached us. */
  readonly publicUrl: string | null;
  readonly audit: Audit;
  readonly trust: Trust;
  readonly clock: Clock;
};

type No = Refusal | Fault;

/** Under the 30 s after which some boxes on the way give up on a silent request. */
const LONGEST_WAIT_MS = 25_000;
const ROOMS_WAIT_MS = 8_000;
const ROOMS_LOOK_MS = 200;
const roomsAwaited = { kind: 'not-ready', detail: 'The rooms are still being read.', retryAfterMs: 5_000 } as const;

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
      const asked = await pairDevice.request(body.value.particulars ?? null, clientAddress(c, trust), before);
      if (!asked.ok) return problemOf(asked.error, clock);

      const { code, requestSecret, expiresAt } = asked.value;
      // Outlives the code, so that a late tablet hears that it has run out.
      setCookie(c, cookieName(c), requestSecret, { ...attributes(c), maxAge: (2 * CODE_LIFETIME_MS) / 1_000 });
      const verificationUrl = `${publicUrl?.replace(/\/+$/, '') ?? ownOrigin(c, trust)}/console?code=${code}`;
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
  const { pairDevice, fleet, requireOperator, findRoom, boards, roomsKnown, audit, trust, clock } = needs;
  const askerOf = (c: Context<WithOperator>): Asker => ({
    operator: c.var.operator.id,
    address: clientAddress(c, trust),
  });

  /** Just after a start Exchange has not told the rooms yet, and whoever hangs tablets should not have to know that. */
  async function roomOnceKnown(idOrAddress: string): Promise<Room | null> {
    for (let waitedMs = 0; waitedMs < ROOMS_WAIT_MS; waitedMs += ROOMS_LOOK_MS) {
      if (findRoom(idOrAddress) !== null || roomsKnown()) break;
      await new Promise<void>((settle) => clock.after(ROOMS_LOOK_MS, settle));
    }
    return findRoom(idOrAddress);
  }

  async function placeOf({ room: asked, board }: { room?: string; board?: string }): Promise<Result<Place, No>> {
    if ((asked === undefined) === (board === undefined)) {
      return err({ kind: 'bad-request', detail: 'Name a room or a board, and one of them only.' });
    }
    if (board !== undefined) return ok({ roomId: null, boardId: (await boards.findOrMake(board)).id });
    const room = await roomOnceKnown(asked ?? '');
    if (room !== null) return ok({ roomId: room.id, boardId: null });
    return err(roomsKnown() ? { kind: 'room-not-known' } : roomsAwaited);
  }

  return new Hono<WithOperator>()
    .get('/api/console/pairings/:code', requireOperator('Operator'), async (c) => {
      const tablet = await pairDevice.look(c.req.param('code'), askerOf(c));
      return tablet.ok ? c.json(waitingTabletCodec.encode(tablet.value) as object) : problemOf(tablet.error, clock);
    })
    .post('/api/console/pairings/:code/confirm', requireOperator('Operator'), async (c) => {
      const body = await readJsonBody(c, pairingConfirmCodec);
      if (!body.ok) return problemResponse(body.error);
      const code = c.req.param('code');
      const { operator } = c.var;
      const place = await placeOf(body.value);
      // The code was right and the operator is known: a room that is not there is no guess, and costs no try.
      if (!place.ok) return problemResponse(place.error);
      const device = await pairDevice.confirm(code, place.value, askerOf(c), operator.username);
      if (!device.ok) return problemOf(device.error, clock);
      const subject = `device ${device.value.id} ${placeText(device.value)}`;
      await audit({ actor: operator.username, action: 'pairing.confirmed', subject });
      return c.json(deviceSummaryCodec.encode(fleet.summarise(device.value)) as object);
    });
}

function placeText({ roomId, boardId }: Pick<Device, 'roomId' | 'boardId'>): string {
  return roomId === null ? `board ${boardId}` : `room ${roomId}`;
}

function problemOf(fault: CodeFault, clock: Clock): Response {
  if (fault.kind !== 'too-many-requests') return problemResponse({ kind: fault.kind });
  return problemResponse({ kind: fault.kind, retryAfterMs: fault.until - clock.now() });
}

/** Only ever told back to whoever chose it, so a forged Host harms nobody else. */
function ownOrigin(c: Context, trust: Trust): string {
  const { host } = new URL(c.req.url);
  return `${isSecure(c, trust) ? 'https' : 'http'}://${host}`;
}
