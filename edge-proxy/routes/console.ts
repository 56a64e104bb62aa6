/** What the facilities console asks beside pairing: how to sign in, who one is, the fleet, the rooms and their policy. */

import { Hono, type MiddlewareHandler } from 'hono';
import type { Codec } from '../../shared/basics/codec.ts';
import type { DeviceId, RoomId } from '../../shared/basics/ids.ts';
import type { Policy, PolicyOverride } from '../../shared/room/policy.ts';
import type { Room } from '../../shared/room/room.ts';
import type { PolicyScope } from '../../shared/rules/policy-levels.ts';
import {
  type ConsoleConfig,
  consoleConfigCodec,
  type OperatorRole,
  operatorProfileCodec,
  tenantPolicyCodec,
} from '../../shared/wire/console.ts';
import { deviceListCodec, roomListCodec } from '../../shared/wire/pairing.ts';
import type { Fleet } from '../devices/fleet.ts';
import type { Audit } from '../http/audit.ts';
import { SignInUnavailable } from '../http/openid-provider.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { problemResponse } from '../http/problem-response.ts';
import type { Store } from '../ports/store.ts';
import { readPolicyOverride } from './policy-override.ts';
import { policyTrail } from './policy-trail.ts';

export type ConsoleNeeds = {
  readonly signIn: () => Promise<ConsoleConfig>;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  readonly fleet: Pick<Fleet, 'list' | 'revoke'>;
  readonly listRooms: () => readonly Room[];
  readonly findRoom: (addressOrId: string) => Room | null;
  readonly policies: { tenant(): Policy; of(roomId: RoomId): Policy; reload(): Promise<void> };
  readonly store: Pick<Store, 'changePolicies' | 'listPolicies'>;
  /** After a change: reads and publishes anew what it touches. Null: every room. */
  readonly policyChanged: (roomId: RoomId | null) => void;
  readonly audit: Audit;
};

/** As many as the wire carries. */
const MOST_LISTED = 10_000;

export function consoleRoutes(needs: ConsoleNeeds) {
  return new Hono().route('/', signInRoutes(needs)).route('/', fleetRoutes(needs)).route('/', policyRoutes(needs));
}

function signInRoutes({ signIn, requireOperator }: ConsoleNeeds) {
  return new Hono<WithOperator>()
    .get('/api/console/config', async () => {
      try {
        return json(consoleConfigCodec, await signIn());
      } catch (cause) {
        if (!(cause instanceof SignInUnavailable)) throw cause;
        const detail = 'The sign-in service cannot be asked.';
        return problemResponse({ kind: 'not-ready', detail, retryAfterMs: 5_000 });
      }
    })
    .get('/api/console/me', requireOperator('Viewer'), (c) => json(operatorProfileCodec, c.var.operator));
}

function fleetRoutes({ requireOperator, fleet, listRooms, audit }: ConsoleNeeds) {
  return new Hono<WithOperator>()
    .get('/api/console/rooms', requireOperator('Viewer'), async () => {
      const devices = await fleet.list();
      const rooms = listRooms()
        .slice(0, MOST_LISTED)
        .map(({ id, address, displayName, building, floor, capacity }) => {
          const here = devices.filter(({ room }) => room?.id === id).length;
          return { id, address, displayName, building, floor, capacity, devices: here };
        });
      return json(roomListCodec, { rooms });
    })
    .get('/api/console/devices', requireOperator('Viewer'), async () => {
      return json(deviceListCodec, { devices: (await fleet.list()).slice(0, MOST_LISTED) });
    })
    .delete('/api/console/devices/:id', requireOperator('Operator'), async (c) => {
      const revoked = await fleet.revoke(c.req.param('id') as DeviceId);
      if (revoked === null) return problemResponse({ kind: 'not-found' });
      const where = revoked.roomId === null ? `board ${revoked.boardId}` : `room ${revoked.roomId}`;
      const subject = `device ${revoked.id} ${where}`;
      await audit({ actor: c.var.operator.username, action: 'device.revoked', subject });
      return c.body(null, 204);
    });
}

function policyRoutes({ requireOperator, findRoom, policies, store, policyChanged, audit }: ConsoleNeeds) {
  async function answer(roomId: RoomId | null): Promise<Response> {
    const stored = await store.listPolicies();
    const override = stored.find((one) => one.roomId === roomId)?.override ?? {};
    return json(tenantPolicyCodec, { policy: roomId === null ? policies.tenant() : policies.of(roomId), override });
  }

  async function change(roomId: RoomId | null, override: PolicyOverride, actor: string): Promise<Response> {
    const scope: PolicyScope = roomId === null ? { kind: 'tenant' } : { kind: 'room', room: roomId };
    const [changed] = (await store.changePolicies([scope], () => override)) ?? [];
    await policies.reload();
    policyChanged(roomId);
    for (const subject of policyTrail(scope, changed?.before ?? {}, override)) {
      await audit({ actor, action: 'policy.changed', subject });
    }
    return await answer(roomId);
  }

  return new Hono<WithOperator>()
    .get('/api/console/policy', requireOperator('Viewer'), () => answer(null))
    .put('/api/console/policy', requireOperator('Admin'), async (c) => {
      const override = await readPolicyOverride(c);
      if (!override.ok) return problemResponse(override.error);
      return await change(null, override.value, c.var.operator.username);
    })
    .get('/api/console/rooms/:id/policy', requireOperator('Viewer'), async (c) => {
      const room = findRoom(c.req.param('id'));
      return room === null ? problemResponse({ kind: 'room-not-known' }) : await answer(room.id);
    })
    .put('/api/console/rooms/:id/policy', requireOperator('Admin'), async (c) => {
      const room = findRoom(c.req.param('id'));
      if (room === null) return problemResponse({ kind: 'room-not-known' });
      const override = await readPolicyOverride(c);
      if (!override.ok) return problemResponse(override.error);
      return await change(room.id, override.value, c.var.operator.username);
    });
}

function json<T>(codec: Codec<T>, value: T): Response {
  return Response.json(codec.encode(value));
}
