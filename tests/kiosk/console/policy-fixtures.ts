/** A proxy that keeps settings as the real one does, for the console's models: a few rooms, tablets, and what is decided. */

import type { RoomChoice } from '../../../kiosk/console/console-client.ts';
import { createPolicyModel } from '../../../kiosk/console/state/policy-model.ts';
import type { Json } from '../../../shared/basics/codec.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { err, ok } from '../../../shared/basics/result.ts';
import type { PolicyOverride } from '../../../shared/room/policy.ts';
import { changedOverride, type PolicyScope, scopeKey } from '../../../shared/rules/policy-levels.ts';
import type { DeviceSummary } from '../../../shared/wire/pairing.ts';
import { policyChangeCodec, policyDecisionsCodec, policyFileCodec } from '../../../shared/wire/policies.ts';
import { aDevice, aProblem, aRoomChoice, yes } from './fixtures.ts';

export const lisbon = aRoomChoice('Lisbon', { building: 'Cais', floor: '1' });
export const porto = aRoomChoice('Porto', { building: 'Cais', floor: '1' });
export const faro = aRoomChoice('Faro', { building: 'Cais', floor: '2' });
export const oslo = aRoomChoice('Oslo', { building: 'Spreeufer', floor: 'Ground floor' });

export const tenant: PolicyScope = { kind: 'tenant' };
export const cais: PolicyScope = { kind: 'building', building: 'Cais' };
export const floor1: PolicyScope = { kind: 'floor', building: 'Cais', floor: '1' };
export const roomOf = ({ id }: RoomChoice): PolicyScope => ({ kind: 'room', room: id as RoomId });

type Given = { decided?: readonly (readonly [PolicyScope, PolicyOverride])[]; devices?: readonly DeviceSummary[] };

export function aPolicySite({ decided = [], devices = [aDevice('Lisbon')] }: Given = {}) {
  const decisions = new Map(decided.map(([scope, override]) => [scopeKey(scope), { scope, override }]));
  let made = 0;
  const asked: { method: string; path: string; body: Json | undefined }[] = [];
  const answer = () => ok({ decisions: [...decisions.values()], revision: `after ${made} decisions` });
  const decide = (scope: PolicyScope, override: PolicyOverride) => {
    made += 1;
    decisions.set(scopeKey(scope), { scope, override });
  };
  const ask = async (method: string, path: string, codec: unknown, body?: Json) => {
    asked.push({ method, path, body });
    const present = answer();
    if (method === 'PATCH') {
      const change = policyChangeCodec.decode(body);
      if (!change.ok) return err(aProblem('bad-request', 400));
      if (change.value.revision !== present.value.revision) return err(aProblem('policy-changed-meanwhile', 409));
      for (const scope of change.value.scopes) {
        decide(scope, changedOverride(decisions.get(scopeKey(scope))?.override ?? {}, change.value));
      }
    }
    if (method === 'PUT') {
      const query = new URLSearchParams(path.split('?')[1]);
      if (query.get('revision') !== present.value.revision) return err(aProblem('policy-changed-meanwhile', 409));
      const file = policyFileCodec.decode(body);
      decisions.clear();
      if (file.ok) for (const { scope, override } of file.value.decisions) decide(scope, override);
    }
    return codec === policyDecisionsCodec ? answer() : ok(null);
  };
  const policy = createPolicyModel({
    client: {
      ask: ask as never,
      open: async () => ok(new Response('{}')),
      listRooms: () => yes([oslo, porto, faro, lisbon]),
      listDevices: () => yes(devices),
    },
  });
  const rowOf = (setting: string) => {
    const row = policy.groups.value.flatMap(({ rows }) => rows).find(({ field }) => field.setting === setting);
    if (row === undefined) throw new Error(`no row for ${setting}`);
    return row;
  };
  const edit = async (...scopes: readonly PolicyScope[]) => {
    await policy.load();
    policy.edit(scopes.map(scopeKey));
  };
  return { policy, asked, decide, decisions, edit, rowOf };
}
