/** The policy of every level: read and changed place by place or many at once, and as one file out and in. */

import { Hono, type MiddlewareHandler } from 'hono';
import type { Codec } from '../../shared/basics/codec.ts';
import type { RoomId } from '../../shared/basics/ids.ts';
import type { Room } from '../../shared/room/room.ts';
import {
  changedOverride,
  overrideFault,
  type PolicyDecision,
  type PolicyScope,
  scopeKey,
} from '../../shared/rules/policy-levels.ts';
import type { OperatorRole } from '../../shared/wire/console.ts';
import { policyChangeCodec, policyDecisionsCodec, policyFileCodec } from '../../shared/wire/policies.ts';
import type { Audit } from '../http/audit.ts';
import { readJsonBody } from '../http/json-body.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { problemResponse } from '../http/problem-response.ts';
import type { ChangedPolicy, Store } from '../ports.ts';
import { checkedOverride } from './policy-override.ts';
import { policyTrail } from './policy-trail.ts';

type Needs = {
  readonly store: Pick<Store, 'changePolicies' | 'listPolicyDecisions'>;
  readonly policies: { reload(): Promise<void> };
  readonly findRoom: (addressOrId: string) => Room | null;
  /** After a change: reads and publishes anew what it touches. Null: every room. */
  readonly policyChanged: (roomId: RoomId | null) => void;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  readonly audit: Audit;
};

const PATH = '/api/console/policies';
/** Ten thousand decisions of a hundred characters each, and some to spare. */
const MOST_BYTES = 2 * 1024 * 1024;
/** Beyond this, looking at every room costs less than reading the policies once for each. */
const FEW_ROOMS = 20;

export function policiesRoutes(needs: Needs) {
  const { store, policies, findRoom, policyChanged, requireOperator, audit } = needs;

  async function answer(): Promise<Response> {
    return json(policyDecisionsCodec, { decisions: await store.listPolicyDecisions() });
  }

  async function follow(changed: readonly ChangedPolicy[], actor: string): Promise<Response> {
    await policies.reload();
    const real = changed.filter(({ scope, before, after }) => policyTrail(scope, before, after).length > 0);
    const rooms = real.flatMap(({ scope }) => (scope.kind === 'room' ? [scope.room] : []));
    if (rooms.length < real.length || rooms.length > FEW_ROOMS) policyChanged(null);
    else for (const roomId of rooms) policyChanged(roomId);
    for (const { scope, before, after } of real) {
      for (const subject of policyTrail(scope, before, after))
        await audit({ actor, action: 'policy.changed', subject });
    }
    return await answer();
  }

  /** Rooms under their ids, whichever way they were named; null where there is no such room. */
  function known(scope: PolicyScope): PolicyScope | null {
    if (scope.kind !== 'room') return scope;
    const room = findRoom(scope.room);
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
        const scope = known(one);
        if (scope === null) return problemResponse({ kind: 'room-not-known' });
        scopes.push(scope);
      }
      const changed = await store.changePolicies(scopes, (present) => changedOverride(present, asked.value));
      return await follow(changed, c.var.operator.username);
    })
    .get(`${PATH}/file`, requireOperator('Viewer'), async () => {
      const decisions = (await store.listPolicyDecisions()).map(({ scope, override }): PolicyDecision => {
        if (scope.kind !== 'room') return { scope, override };
        return { scope: { kind: 'room', room: (findRoom(scope.room)?.address ?? scope.room) as RoomId }, override };
      });
      return json(policyFileCodec, { doorlight: 'policies', decisions });
    })
    .put(`${PATH}/file`, requireOperator('Admin'), async (c) => {
      const file = await readJsonBody(c, policyFileCodec, { mostBytes: MOST_BYTES });
      if (!file.ok) return problemResponse(file.error);
      const wanted = new Map<string, PolicyDecision>();
      for (const [index, { scope: named, override }] of file.value.decisions.entries()) {
        const at = `/decisions/${index}`;
        const fault = overrideFault(override);
        if (fault !== null) return problemResponse({ kind: 'bad-request', detail: `${at}/override${fault}` });
        const scope = known(named);
        if (scope === null)
          return problemResponse({ kind: 'bad-request', detail: `${at}/scope: there is no such room.` });
        if (wanted.has(scopeKey(scope)))
          return problemResponse({ kind: 'bad-request', detail: `${at}/scope: it is there twice.` });
        wanted.set(scopeKey(scope), { scope, override });
      }
      // Decisions of rooms that have left the catalogue stay: the file could not name them, and they may come back.
      const present = (await store.listPolicyDecisions()).filter(({ scope }) => known(scope) !== null);
      const scopes = new Map([...present, ...wanted.values()].map(({ scope }) => [scopeKey(scope), scope]));
      const changed = await store.changePolicies(
        [...scopes.values()],
        (_, scope) => wanted.get(scopeKey(scope))?.override ?? {},
      );
      return await follow(changed, c.var.operator.username);
    });
}

function json<T>(codec: Codec<T>, value: T): Response {
  return Response.json(codec.encode(value), { headers: { 'Cache-Control': 'no-store' } });
}
