/** A file of settings that somebody chose: whether it is one, whom it names that is not here, and what it would change. */

import { decodeText } from '../../../shared/basics/codec.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { err, ok, type Result } from '../../../shared/basics/result.ts';
import {
  type Decisions,
  overrideFault,
  type PolicyDecision,
  type PolicyScope,
  policySettings,
  type SettingChange,
  scopeFault,
  scopeKey,
  settingChanges,
} from '../../../shared/rules/policy-levels.ts';
import { type PolicyFile, policyFileCodec } from '../../../shared/wire/policies.ts';
import type { RoomChoice } from '../console-client.ts';
import type { PolicyPlace } from './policy-places.ts';
import { effectsOf, type SettingEffect } from './policy-preview.ts';

export type PolicyImport = {
  readonly file: PolicyFile;
  /** Addresses of rooms, and ids of tablets, that are not here now. */
  readonly unknownRooms: readonly string[];
  readonly unknownDevices: readonly string[];
  /** Place by place what would be decided otherwise. */
  readonly changes: readonly { readonly scope: PolicyScope; readonly settings: readonly SettingChange[] }[];
  readonly effects: readonly SettingEffect[];
};

type Present = {
  readonly decisions: Decisions;
  readonly decided: readonly PolicyDecision[];
  readonly places: readonly PolicyPlace[];
  readonly rooms: readonly RoomChoice[];
};

/** The fault in words, with its place in the file. */
export function readPolicyFile(text: string, present: Present): Result<PolicyImport, string> {
  const file = decodeText(policyFileCodec, text);
  if (!file.ok) {
    const { path, wanted } = file.error;
    return err(path === '' ? 'It is not JSON at all.' : `${path} has to be ${wanted}.`);
  }
  const byAddress = new Map(present.rooms.map(({ address, id }) => [address.toLowerCase(), id]));
  const here = new Map(present.places.map((place) => [place.key, place]));
  const wanted = new Map<string, PolicyDecision>();
  const unknownRooms: string[] = [];
  const unknownDevices: string[] = [];
  for (const [index, { scope: named, override }] of file.value.decisions.entries()) {
    const at = `/decisions/${index}`;
    const fault = overrideFault(override) ?? scopeFault(named, override);
    if (fault !== null) return err(`${at}/override${fault}`);
    const scope: PolicyScope =
      named.kind === 'room'
        ? { kind: 'room', room: (byAddress.get(named.room.toLowerCase()) ?? named.room) as RoomId }
        : named;
    if (wanted.has(scopeKey(scope))) return err(`${at}/scope: the same place is there twice.`);
    if (scope.kind === 'room' && !here.has(scopeKey(scope))) unknownRooms.push(scope.room);
    else if (scope.kind === 'device' && !here.has(scopeKey(scope))) unknownDevices.push(scope.device);
    else wanted.set(scopeKey(scope), { scope, override });
  }

  // What the file does not name is left to the level above; what it cannot name stays as it is.
  const namable = present.decided.filter(({ scope }) => isHere(scope, here));
  const scopes = new Map([...namable, ...wanted.values()].map(({ scope }) => [scopeKey(scope), scope]));
  const after = new Map(present.decisions);
  for (const [key] of scopes) after.set(key, wanted.get(key)?.override ?? {});
  const changes = [...scopes].flatMap(([key, scope]) => {
    const settings = settingChanges(present.decisions.get(key) ?? {}, after.get(key) ?? {});
    return settings.length === 0 ? [] : [{ scope, settings }];
  });
  const effects = effectsOf(present.decisions, after, {
    places: present.places,
    scopes: changes.map(({ scope }) => scope),
    settings: policySettings,
  }).filter((one) => one.effects.length > 0);
  return ok({ file: file.value, unknownRooms, unknownDevices, changes, effects });
}

function isHere(scope: PolicyScope, here: ReadonlyMap<string, PolicyPlace>): boolean {
  return (scope.kind !== 'room' && scope.kind !== 'device') || here.has(scopeKey(scope));
}
