/** Links that pair a tablet once: made and withdrawn by operators, used by whichever tablet opens one first. */

import { type Context, Hono, type MiddlewareHandler } from 'hono';
import type { DeviceId } from '../../shared/basics/ids.ts';
import type { Room } from '../../shared/room/room.ts';
import type { OperatorRole } from '../../shared/wire/console.ts';
import {
  type EnrolmentSummary,
  enrolmentListCodec,
  enrolmentRequestCodec,
  LINK_HOURS,
  LINK_MARK,
  madeLinksCodec,
  redeemedCodec,
  redeemingCodec,
  withdrawalCodec,
} from '../../shared/wire/enrolment.ts';
import type { Boards } from '../devices/boards.ts';
import { type Enrol, type LinkTarget, stateOf } from '../devices/enrol.ts';
import type { Fleet } from '../devices/fleet.ts';
import type { Target } from '../devices/pair-device.ts';
import type { Audit } from '../http/audit.ts';
import type { DeviceSession } from '../http/device-session.ts';
import { readJsonBody } from '../http/json-body.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { problemResponse } from '../http/problem-response.ts';
import { clientAddress, ownOrigin, type Trust } from '../http/request-origin.ts';
import type { Device, Enrolment } from '../ports/devices.ts';
import type { Clock } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import { type NamedPlaceNeeds, placeText, readNamedPlaces } from './named-place.ts';

type Needs = NamedPlaceNeeds & {
  readonly enrol: Enrol;
  readonly boards: Pick<Boards, 'findOrMake' | 'find'>;
  readonly store: Pick<Store, 'findDevice' | 'listDevices'>;
  readonly fleet: Pick<Fleet, 'summarise' | 'revoke'>;
  readonly session: Pick<DeviceSession, 'give' | 'deviceOf'>;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  /** Where tablets reach us; null: wherever the operator did. */
  readonly publicUrl: string | null;
  readonly audit: Audit;
  readonly trust: Trust;
  readonly clock: Clock;
};

/** Five hundred rooms with long names. */
const MOST_BYTES = 1024 * 1024;

export function enrolmentRoutes(needs: Needs) {
  return new Hono().route('/', tabletRoutes(needs)).route('/', operatorRoutes(needs));
}

function tabletRoutes({ enrol, fleet, session, audit, trust, clock }: Needs) {
  return new Hono().post('/api/enrolments', async (c) => {
    const asked = await readJsonBody(c, redeemingCodec);
    if (!asked.ok) return problemResponse(asked.error);
    const { link, attempt = null, particulars = null, name = null } = asked.value;
    const before = await session.deviceOf(c);
    const used = await enrol.redeem({ link, attempt, particulars, name, address: clientAddress(c, trust) });
    if (!used.ok) {
      const { error } = used;
      if (error.kind !== 'too-many-requests') return problemResponse({ kind: error.kind });
      return problemResponse({ kind: error.kind, retryAfterMs: error.until - clock.now() });
    }
    const { device, credential } = used.value;
    session.give(c, credential);
    const actor = `device ${device.id}`;
    await audit({ actor, action: 'enrolment.used', subject: placeText(device) });
    // It hung elsewhere until now. Nobody could find what would be left of it there.
    if (before !== null && before.id !== device.id) await forget(before);
    return c.json(redeemedCodec.encode(fleet.summarise(device)) as object);

    async function forget(old: Device): Promise<void> {
      await fleet.revoke(old.id);
      await audit({ actor, action: 'device.revoked', subject: `device ${old.id} enrolled elsewhere` });
    }
  });
}

function operatorRoutes(needs: Needs) {
  const { enrol, store, boards, findRoom, requireOperator, publicUrl, audit, trust, clock } = needs;
  const placeOf = readNamedPlaces(needs);

  async function describe(enrolments: readonly Enrolment[]): Promise<EnrolmentSummary[]> {
    const replaced = new Set(enrolments.flatMap(({ replaces }) => replaces ?? []));
    const devices = replaced.size === 0 ? [] : await store.listDevices();
    return enrolments.map((one) => {
      const { id, replaces, name, madeAt, madeBy, expiresAt, usedAt, deviceId } = one;
      const { roomId, boardId } = replaces === null ? one : (devices.find((device) => device.id === replaces) ?? one);
      const room: Room | null = roomId === null ? null : findRoom(roomId);
      const board = boardId === null ? null : boards.find(boardId);
      return {
        id,
        place: room?.displayName ?? board?.name ?? roomId ?? boardId ?? '',
        building: room?.building ?? null,
        floor: room?.floor ?? null,
        replaces,
        name,
        state: stateOf(one, clock.now()),
        madeAt,
        madeBy,
        expiresAt,
        usedAt,
        device: deviceId,
      };
    });
  }

  const linkOf = (c: Context, secret: string): string =>
    `${publicUrl?.replace(/\/+$/, '') ?? ownOrigin(c, trust)}/${LINK_MARK}${secret}`;

  return new Hono<WithOperator>()
    .get('/api/console/enrolments', requireOperator('Operator'), async () => {
      const enrolments = (await describe(await enrol.list())).slice(0, 10_000);
      return answer(enrolmentListCodec.encode({ enrolments }));
    })
    .post('/api/console/enrolments', requireOperator('Operator'), async (c) => {
      const asked = await readJsonBody(c, enrolmentRequestCodec, { mostBytes: MOST_BYTES });
      if (!asked.ok) return problemResponse(asked.error);
      const { links, hours = LINK_HOURS.usual } = asked.value;
      if (links.length === 0)
        return problemResponse({ kind: 'bad-request', detail: '/links has to name one at least.' });
      const wanted: { target: LinkTarget; name: string | null }[] = [];
      // All or none: half a sheet of codes would be hung up as a whole one.
      for (const [index, { name = null, ...named }] of links.entries()) {
        const target = await placeOf(named);
        if (!target.ok) {
          const detail = 'detail' in target.error ? target.error.detail : undefined;
          if (target.error.kind === 'not-ready') return problemResponse(target.error);
          return problemResponse({
            kind: 'bad-request',
            detail: `/links/${index}: ${detail ?? 'there is no such room.'}`,
          });
        }
        wanted.push({ target: linkTarget(target.value), name });
      }
      const actor = c.var.operator.username;
      const made = await enrol.make(wanted, hours, actor);
      const summaries = await describe(made.map(({ enrolment }) => enrolment));
      for (const { enrolment } of made) {
        const { id, replaces } = enrolment;
        const where = replaces === null ? placeText(enrolment) : `device ${replaces}`;
        await audit({ actor, action: 'enrolment.made', subject: `enrolment ${id} ${where}` });
      }
      const told = made.flatMap(({ secret }, index) => {
        const enrolment = summaries[index];
        return enrolment === undefined ? [] : [{ enrolment, url: linkOf(c, secret) }];
      });
      return answer(madeLinksCodec.encode({ links: told }), 201);
    })
    .post('/api/console/enrolments/withdraw', requireOperator('Operator'), async (c) => {
      const asked = await readJsonBody(c, withdrawalCodec, { mostBytes: MOST_BYTES });
      if (!asked.ok) return problemResponse(asked.error);
      const ids = await enrol.withdraw(asked.value.ids);
      const actor = c.var.operator.username;
      for (const id of ids) await audit({ actor, action: 'enrolment.withdrawn', subject: `enrolment ${id}` });
      return answer(withdrawalCodec.encode({ ids }));
    });
}

function linkTarget(target: Target): LinkTarget {
  if ('replaces' in target) return { kind: 'takes-over', deviceId: target.replaces as DeviceId };
  if (target.roomId !== null) return { kind: 'room', roomId: target.roomId };
  return { kind: 'board', boardId: target.boardId };
}

/** Links are told here: nothing on the way may keep them. */
function answer(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } });
}
