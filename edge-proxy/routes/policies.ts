/** The policy of every level: read and changed place by place or many at once, and as one file out and in. */

import { Hono, type MiddlewareHandler } from 'hono';
import { type Codec, encodeText } from '../../shared/basics/codec.ts';
import type { DeviceId, RoomId } from '../../shared/basics/ids.ts';
import type { Room } from '../../shared/room/room.ts';
import {
  changedOverride,
  overrideFault,
  type PolicyDecision,
  type PolicyScope,
  scopeFault,
  scopeKey,
} from '../../shared/rules/policy-levels.ts';
import type { OperatorRole } from '../../shared/wire/console.ts';
import { policyChangeCodec, policyDecisionsCodec, policyFileCodec } from '../../shared/wire/policies.ts';
import type { Audit } from '../http/audit.ts';
import { readJsonBody } from '../http/json-body.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { problemResponse } from '../http/problem-response.ts';
import type { ChangedPolicy } from '../ports/policies.ts';
import type { Store } from '../ports/store.ts';
import { checkedOverride } from './policy-override.ts';
import { policyTrail } from './policy-trail.ts';

type Needs = {
  readonly store: Pick<Store, 'changePolicies' | 'listPolicyDecisions' | 'findDevice'>;
  readonly policies: { reload(): Promise<void> };
  readonly findRoom: (addressOrId: string) => Room | null;
  /** One that has left the catalogue and may come back: what was decided for it is not lost meanwhile. */
  readonly findGoneRoom: (addressOrId: string) => Room | null;
  /** After a change: reads and publishes anew what it touches. Null: every room. */
  readonly policyChanged: (roomId: RoomId | null) => void;
  /** Tells the tablet at once. */
  readonly deviceLookChanged: (deviceId: DeviceId) => void;
  /** One way. */
  readonly digest: (text: string) => string;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  readonly audit: Audit;
};

const PATH = '/api/console/policies';
/** Ten thousand decisions of a hundred characters each, and some to spare. */
const MOST_BYTES = 2 * 1024 * 1024;
/** Beyond this, looking at every room costs less than reading the policies once for each. */
const FEW_ROOMS = 20;

export function policiesRoutes(needs: Needs) {
  const { store, policies, findRoom, findGoneRoom, policyChanged, deviceLookChanged, requireOperator, audit } = needs;

  function revisionOf(decisions: readonly PolicyDecision[]): string {
    return needs.digest(encodeText(policyFileCodec, { doorlight: 'policies', decisions }));
  }

  /** Left out: whoever asks takes it as it is. */
  function isStill(revision: string | undefined) {
    return (present: readonly PolicyDecision[]) => revision === undefined || revision === revisionOf(present);
  }

  async function answer(): Promise<Response> {
    const decisions = await store.listPolicyDecisions();
    return json(policyDecisionsCodec, { decisions, revision: revisionOf(decisions) });
  }

  async function follow(changed: readonly ChangedPolicy[] | null, actor: string): Promise<Response> {
    if (changed === null) return problemResponse({ kind: 'policy-changed-meanwhile' });
    await policies.reload();
    const real = changed.filter(({ scope, before, after }) => policyTrail(scope, before, after).length > 0);
    const ofRooms = real.filter(({ scope }) => scope.kind !== 'device');
    const rooms = ofRooms.flatMap(({ scope }) => (scope.kind === 'room' ? [scope.room] : []));
    if (rooms.length < ofRooms.length || rooms.length > FEW_ROOMS) policyChanged(null);
    else for (const roomId of rooms) policyChanged(roomId);
    for (const { scope, before, after } of real) {
      if (scope.kind === 'device') deviceLookChanged(scope.device);
      for (const subject of policyTrail(scope, before, after))
        await audit({ actor, action: 'policy.changed', subject });
    }
    return await answer();
  }

  /** Rooms under their ids, whichever way they were named; null where there is no such room or tablet. */
  async function known(scope: PolicyScope, orGone: 'or-gone' | 'here'): Promise<PolicyScope | null> {
    if (scope.kind === 'device') {
      const device = await store.findDevice(scope.device);
      return device === null || device.revokedAt !== null ? null : scope;
    }
    if (scope.kind !== 'room') return scope;
    const room = findRoom(scope.room) ?? (orGone === 'or-gone' ? findGoneRoom(scope.room) : null);
    return room === null ? null : { kind: 'room', room: room.id };
  }

  return new Hono<WithOperator>()
    .get(PATH, requireOperator('Viewer'), answer)
    .patch(PATH, requireOperator('Admin'), async (c) => {
      const asked = await readJsonBody(c, policyChangeCodec, { mostBytes: MOST_BYTES });
      if (!asked.ok) return problemResponse(asked.error);
      const set = checkedOverride(asked.value.set);
      if (!set.ok) return problemResponse(set.error);
      const scopes: PolicyScope[] = [];
      for (const one of asked.value.scopes) {
        const scope = await known(one, 'here');
        if (scope === null) return problemResponse({ kind: one.kind === 'device' ? 'not-found' : 'room-not-known' });
        const fault = scopeFault(scope, set.value);
        if (fault !== null) return problemResponse({ kind: 'bad-request', detail: `/set${fault}` });
        scopes.push(scope);
      }
      const changed = await store.changePolicies(
        scopes,
        (present) => changedOverride(present, asked.value),
        isStill(asked.value.revision),
      );
      return await follow(changed, c.var.operator.username);
    })
    .get(`${PATH}/file`, requireOperator('Viewer'), async () => {
      const decisions = (await store.listPolicyDecisions()).map(({ scope, override }): PolicyDecision => {
        if (scope.kind !== 'room') return { scope, override };
        const room = findRoom(scope.room) ?? findGoneRoom(scope.room);
        return { scope: { kind: 'room', room: (room?.address ?? scope.room) as RoomId }, override };
      });
      return json(policyFileCodec, { doorlight: 'policies', decisions });
    })
    .put(`${PATH}/file`, requireOperator('Admin'), async (c) => {
      const file = await readJsonBody(c, policyFileCodec, { mostBytes: MOST_BYTES });
      if (!file.ok) return problemResponse(file.error);
      const wanted = new Map<string, PolicyDecision>();
      for (const [index, { scope: named, override }] of file.value.decisions.entries()) {
        const at = `/decisions/${index}`;
        const fault = overrideFault(override) ?? scopeFault(named, override);
        if (fault !== null) return problemResponse({ kind: 'bad-request', detail: `${at}/override${fault}` });
        const scope = await known(named, 'or-gone');
        if (scope === null && c.req.query('unknown') === 'skip') continue;
        if (scope === null) {
          const what = named.kind === 'device' ? 'tablet' : 'room';
          return problemResponse({ kind: 'bad-request', detail: `${at}/scope: there is no such ${what}.` });
        }
        if (wanted.has(scopeKey(scope)))
          return problemResponse({ kind: 'bad-request', detail: `${at}/scope: it is there twice.` });
        wanted.set(scopeKey(scope), { scope, override });
      }
      // What the file could not name stays: rooms that nobody knows any more, and tablets that were taken off.
      const present: PolicyScope[] = [];
      for (const { scope } of await store.listPolicyDecisions()) {
        if ((await known(scope, 'or-gone')) !== null) present.push(scope);
      }
      const scopes = new Map(
        [...present, ...[...wanted.values()].map(({ scope }) => scope)].map((one) => [scopeKey(one), one]),
      );
      const changed = await store.changePolicies(
        [...scopes.values()],
        (_, scope) => wanted.get(scopeKey(scope))?.override ?? {},
        isStill(c.req.query('revision')),
      );
      return await follow(changed, c.var.operator.username);
    });
}

function json<T>(codec: Codec<T>, value: T): Response {
  return Response.json(codec.encode(value), { headers: { 'Cache-Control': 'no-store' } });
}
