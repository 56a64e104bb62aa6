/** A file of settings that somebody chose: whether it is one, whom it names that is not here, and what it would change. */

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
  /** Settings that this release has not, as another one or a slip of the pen writes them: they are left out. */
  readonly unknownSettings: readonly string[];
  /** Buildings and floors that no room is in. */
  readonly emptyPlaces: readonly PolicyScope[];
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
  const written = readJson(text);
  if (!written.ok) return err('It is not JSON at all.');
  if (!isRecord(written.value) || written.value['doorlight'] !== 'policies') {
    return err('It is no file of settings that Doorlight wrote.');
  }
  const file = policyFileCodec.decode(written.value);
  if (!file.ok) return err(`${file.error.path} has to be ${file.error.wanted}.`);
  const byAddress = new Map(present.rooms.map(({ address, id }) => [address.toLowerCase(), id]));
  const here = new Map(present.places.map((place) => [place.key, place]));
  const wanted = new Map<string, PolicyDecision>();
  const unknownRooms: string[] = [];
  const unknownDevices: string[] = [];
  const emptyPlaces: PolicyScope[] = [];
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
    else {
      wanted.set(scopeKey(scope), { scope, override });
      if (!here.has(scopeKey(scope))) emptyPlaces.push(scope);
    }
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
  const unknownSettings = settingsNotKnown(written.value['decisions']);
  return ok({ file: file.value, unknownRooms, unknownDevices, unknownSettings, emptyPlaces, changes, effects });
}

function readJson(text: string): Result<unknown, 'no JSON'> {
  try {
    // Editors on Windows begin a file with a mark that nobody sees.
    return ok(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    return err('no JSON');
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The codec passes over them, so that an older release can read a newer file; whoever imports is to know. */
function settingsNotKnown(decisions: unknown): readonly string[] {
  const names = (Array.isArray(decisions) ? decisions : []).flatMap((decision: unknown) => {
    const override = isRecord(decision) ? decision['override'] : null;
    return isRecord(override) ? Object.entries(override).flatMap(namesIn) : [];
  });
  return [...new Set(names)].filter((name) => !policySettings.includes(name));
}

/** The parts of what has parts, such as `look.theme`. */
function namesIn([name, value]: readonly [string, unknown]): readonly string[] {
  const hasParts = policySettings.some((setting) => setting.startsWith(`${name}.`));
  return hasParts && isRecord(value) ? Object.keys(value).map((part) => `${name}.${part}`) : [name];
}

function isHere(scope: PolicyScope, here: ReadonlyMap<string, PolicyPlace>): boolean {
  return (scope.kind !== 'room' && scope.kind !== 'device') || here.has(scopeKey(scope));
}
