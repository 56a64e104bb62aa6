/**
 * The settings of every place: looked at, decided for one or many, looked over and saved. What others decide meanwhile is
 * never undone by a page that was left open: the proxy refuses, and the draft is shown again upon what now holds. Long,
 * because a draft, its preview and its saving are one thing to whoever decides.
 */

import { batch, computed, signal } from '@preact/signals';
import type { Json } from '../../../shared/basics/codec.ts';
import {
  type Decisions,
  decisionsByScope,
  isOfDevice,
  type PolicyDecision,
  type PolicyScope,
  type PolicySetting,
  policySettings,
  type SettingChange,
  type Standing,
  scopeKey,
  settingChanges,
  settingOf,
  standingOf,
} from '../../../shared/rules/policy-levels.ts';
import type { DeviceSummary } from '../../../shared/wire/pairing.ts';
import {
  type PolicyDecisions,
  policyChangeCodec,
  policyDecisionsCodec,
  policyFileCodec,
} from '../../../shared/wire/policies.ts';
import { PROBLEM_TYPE_BASE } from '../../../shared/wire/problem.ts';
import type { ConsoleClient, Failure, RoomChoice } from '../console-client.ts';
import { fieldOf, type PolicyField, policyGroups } from '../text/policy-words.ts';
import { type KeptDraft, readDraft, writeDraft } from './kept-policy.ts';
import { changeOf, type Draft, type Drafted, readTyped, valueFault } from './policy-draft.ts';
import { type PolicyImport, readPolicyFile } from './policy-import.ts';
import { type PolicyPlace, policyPlaces } from './policy-places.ts';
import { decisionsAfter, effectsOf, type SettingEffect } from './policy-preview.ts';

/** In the address: whatever is marked in the list. */
export const MARKED = 'marked';

export type PolicyRow = {
  readonly field: PolicyField;
  /** With the draft; undefined where the places differ. */
  readonly value: unknown;
  /** Who has the say: one scope, Doorlight's own where nobody has, or several. */
  readonly from: PolicyScope | 'doorlight' | 'several';
  /** Level by level, for one place: who has the say, who is overruled, who says nothing. Empty for many. */
  readonly levels: readonly ('decides' | 'overruled' | 'silent')[];
  /** Whether a place that is edited decides it itself, with the draft. */
  readonly isOwn: boolean;
  /** What would hold without that; undefined where the places differ. */
  readonly above: unknown;
  readonly isDrafted: boolean;
  readonly typed: string | null;
  readonly fault: string | null;
};

type Loaded = {
  readonly policies: PolicyDecisions;
  readonly decisions: Decisions;
  readonly rooms: readonly RoomChoice[];
  readonly devices: readonly DeviceSummary[];
  readonly places: readonly PolicyPlace[];
};

export type Meanwhile = readonly { readonly scope: PolicyScope; readonly settings: readonly SettingChange[] }[];

export type PolicyModel = ReturnType<typeof createPolicyModel>;

type Needs = { client: Pick<ConsoleClient, 'ask' | 'open' | 'listRooms' | 'listDevices'> };

export function createPolicyModel({ client }: Needs) {
  const loaded = signal<Loaded | null>(null);
  const failure = signal<Failure | null>(null);
  const busy = signal(false);
  const search = signal('');
  const marked = signal<ReadonlySet<string>>(new Set());
  const edited = signal<readonly string[]>([]);
  const draft = signal<Draft>(new Map());
  /** What stands in a field and is no value. */
  const typed = signal<ReadonlyMap<PolicySetting, string>>(new Map());
  let restored: KeptDraft | null = null;
  const titlesAsked = signal(false);
  const reviewing = signal(false);
  const meanwhile = signal<Meanwhile>([]);
  /** How many rooms and tablets the last saving changed; null while there is nothing to tell. */
  const saved = signal<number | null>(null);
  const imported = signal<{ kind: 'read'; value: PolicyImport } | { kind: 'fault'; words: string } | null>(null);

  const places = computed(() => loaded.value?.places ?? []);
  const chosen = computed(() => edited.value.flatMap((key) => places.value.find((one) => one.key === key) ?? []));
  const change = computed(() => ({ scopes: chosen.value.map(({ scope }) => scope), ...changeOf(draft.value) }));
  const after = computed(() => decisionsAfter(loaded.value?.decisions ?? new Map(), change.value));
  const effects = computed<readonly SettingEffect[]>(() =>
    effectsOf(loaded.value?.decisions ?? new Map(), after.value, {
      places: places.value,
      scopes: change.value.scopes,
      settings: policySettings.filter((setting) => draft.value.has(setting)),
    }),
  );
  const groups = computed(() =>
    policyGroups
      .map(({ title, fields }) => ({ title, rows: fields.filter(isForAll).map(rowOf) }))
      .filter(({ rows }) => rows.length > 0),
  );
  const isDirty = computed(() => draft.value.size > 0 || typed.value.size > 0);

  /** One tablet among the places, and only what tablets decide can be decided for all of them. */
  function isForAll({ setting }: PolicyField): boolean {
    return isOfDevice(setting) || !chosen.value.some(({ scope }) => scope.kind === 'device');
  }

  function rowOf(field: PolicyField): PolicyRow {
    const { setting } = field;
    const decisions = after.value;
    const own = chosen.value.filter(({ key }) => settingOf(decisions.get(key) ?? {}, setting) !== undefined);
    const [only] = chosen.value.length === 1 ? chosen.value : [];
    const raw = typed.value.get(setting);
    const standings = chosen.value.map(({ chain }) => standingOf(decisions, chain, setting));
    return {
      field,
      value: common(standings.map(({ value }) => value)),
      from: fromOf(standings),
      levels: only === undefined ? [] : levelsOf(decisions, only, setting),
      isOwn: own.length > 0,
      above: common(chosen.value.map(({ chain }) => standingOf(decisions, chain.slice(0, -1), setting).value)),
      isDrafted: draft.value.has(setting),
      typed: raw ?? null,
      fault: raw === undefined ? null : valueFault(setting, readTyped(field.control, raw)),
    };
  }

  /** One deed at a time: a second press while one is under way is the same press. */
  async function once(deed: () => Promise<Failure | null>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    failure.value = null;
    failure.value = await deed();
    busy.value = false;
  }

  function take(policies: PolicyDecisions): void {
    const known = loaded.value;
    if (known !== null) loaded.value = { ...known, policies, decisions: decisionsByScope(policies.decisions) };
  }

  async function load(): Promise<Failure | null> {
    const [policies, rooms, devices] = await Promise.all([
      client.ask('GET', '/policies', policyDecisionsCodec),
      client.listRooms(),
      client.listDevices(),
    ]);
    if (!policies.ok) return policies.error;
    if (!rooms.ok) return rooms.error;
    if (!devices.ok) return devices.error;
    loaded.value = {
      policies: policies.value,
      decisions: decisionsByScope(policies.value.decisions),
      rooms: rooms.value,
      devices: devices.value,
      places: policyPlaces(rooms.value, devices.value),
    };
    return null;
  }

  /** Reads what others decided, keeps the draft, and says what has come between. */
  async function lookAgain(): Promise<Failure | null> {
    const before = loaded.value;
    const failed = await load();
    if (failed === null && before !== null) {
      meanwhile.value = differences(before.policies.decisions, loaded.value?.policies.decisions ?? []);
    }
    return failed;
  }

  function put(setting: PolicySetting, drafted: Drafted | null): void {
    const next = new Map(draft.value);
    if (drafted === null || isAsBefore(setting, drafted)) next.delete(setting);
    else next.set(setting, drafted);
    const rest = new Map(typed.value);
    rest.delete(setting);
    batch(() => {
      draft.value = next;
      typed.value = rest;
      saved.value = null;
    });
  }

  /** Setting what holds already, or clearing what nobody set, changes nothing anywhere and asks for no saving. */
  function isAsBefore(setting: PolicySetting, drafted: Drafted): boolean {
    const decisions = loaded.value?.decisions ?? new Map();
    return chosen.value.every(({ chain, key }) =>
      drafted.kind === 'clear'
        ? settingOf(decisions.get(key) ?? {}, setting) === undefined
        : isSame(standingOf(decisions, chain, setting).value, drafted.value),
    );
  }

  function discard(): void {
    batch(() => {
      draft.value = new Map();
      typed.value = new Map();
      titlesAsked.value = false;
      reviewing.value = false;
      meanwhile.value = [];
      imported.value = null;
    });
  }

  return {
    loaded,
    failure,
    busy,
    search,
    marked,
    places,
    chosen,
    groups,
    effects,
    draft,
    isDirty,
    hasFault: computed(() => typed.value.size > 0),
    titlesAsked,
    reviewing,
    meanwhile,
    saved,
    imported,
    ownCount: (key: string) => countSettings(loaded.value?.decisions.get(key) ?? {}),
    load: () => once(load),
    /** What `kept` gave: for the same places it is drafted again, upon what holds by now. */
    restore(kept: Json) {
      const before = readDraft(kept);
      if (before === null) return;
      restored = before;
      marked.value = new Set(before.marked);
    },
    kept: (): Json =>
      isDirty.value
        ? writeDraft({ keys: edited.value, marked: [...marked.value], draft: draft.value, typed: typed.value })
        : null,
    mark(keys: readonly string[], on: boolean) {
      const next = new Set(marked.value);
      for (const key of keys) {
        if (on) next.add(key);
        else next.delete(key);
      }
      marked.value = next;
    },
    /** Begins anew where these are others than before. */
    edit(keys: readonly string[]) {
      if (isSame(edited.value, keys)) return;
      discard();
      edited.value = keys;
      saved.value = null;
      if (restored === null || !isSame(restored.keys, keys)) return;
      draft.value = restored.draft;
      typed.value = restored.typed;
      restored = null;
    },
    /** Titles on only asks the question; all else is drafted at once. */
    decide(setting: PolicySetting, value: unknown) {
      titlesAsked.value = setting === 'showTitles' && value === true && !isTold(chosen.value, loaded.value);
      if (!titlesAsked.value) put(setting, { kind: 'set', value });
    },
    answerTitles(yes: boolean) {
      titlesAsked.value = false;
      if (yes) put('showTitles', { kind: 'set', value: true });
    },
    type(setting: PolicySetting, text: string) {
      const value = readTyped(fieldOf(setting).control, text);
      if (valueFault(setting, value) === null) put(setting, { kind: 'set', value });
      else {
        const next = new Map(draft.value);
        next.delete(setting);
        batch(() => {
          draft.value = next;
          typed.value = new Map(typed.value).set(setting, text);
        });
      }
    },
    /** What is decided here goes; what holds above holds again. */
    clear: (setting: PolicySetting) => put(setting, { kind: 'clear' }),
    review(on: boolean) {
      reviewing.value = on;
      failure.value = null;
    },
    discard,
    save: () =>
      once(async () => {
        const known = loaded.value;
        if (known === null) return null;
        const touched = new Set(effects.value.flatMap((one) => one.effects.flatMap((step) => step.places))).size;
        const body = policyChangeCodec.encode({ ...change.value, revision: known.policies.revision });
        const answer = await client.ask('PATCH', '/policies', policyDecisionsCodec, body);
        if (!answer.ok) return isOvertaken(answer.error) ? ((await lookAgain()) ?? answer.error) : answer.error;
        batch(() => {
          discard();
          take(answer.value);
          saved.value = touched;
        });
        return null;
      }),
    readFile(text: string) {
      const known = loaded.value;
      if (known === null) return;
      const read = readPolicyFile(text, { ...known, decided: known.policies.decisions });
      failure.value = null;
      imported.value = read.ok ? { kind: 'read', value: read.value } : { kind: 'fault', words: read.error };
    },
    forgetFile() {
      imported.value = null;
      meanwhile.value = [];
    },
    importFile: () =>
      once(async () => {
        const [known, file] = [loaded.value, imported.value];
        if (known === null || file?.kind !== 'read') return null;
        const query = new URLSearchParams({ revision: known.policies.revision, unknown: 'skip' });
        const body = policyFileCodec.encode(file.value.file);
        const answer = await client.ask('PUT', `/policies/file?${query}`, policyDecisionsCodec, body);
        if (!answer.ok) {
          if (!isOvertaken(answer.error)) return answer.error;
          const failed = await lookAgain();
          const present = loaded.value;
          if (present !== null) {
            const read = readPolicyFile(JSON.stringify(body), { ...present, decided: present.policies.decisions });
            if (read.ok) imported.value = { kind: 'read', value: read.value };
          }
          return failed ?? answer.error;
        }
        const touched = new Set(file.value.effects.flatMap((one) => one.effects.flatMap((step) => step.places))).size;
        batch(() => {
          take(answer.value);
          imported.value = null;
          meanwhile.value = [];
          saved.value = touched;
        });
        return null;
      }),
    exportFile: () => client.open('/policies/file', { method: 'GET' }),
  };
}

function levelsOf(decisions: Decisions, { chain }: PolicyPlace, setting: PolicySetting): PolicyRow['levels'] {
  const decided = chain.map((scope) => settingOf(decisions.get(scopeKey(scope)) ?? {}, setting) !== undefined);
  const nearest = decided.lastIndexOf(true);
  return decided.map((isSet, index) => (isSet ? (index === nearest ? 'decides' : 'overruled') : 'silent'));
}

/** Undefined where they differ. */
function common(values: readonly unknown[]): unknown {
  return values.every((value) => isSame(value, values[0])) ? values[0] : undefined;
}

function fromOf(standings: readonly Standing[]): PolicyRow['from'] {
  const by = standings.map(({ decidedBy }) => decidedBy);
  if (!by.every((scope) => isSame(scope, by[0]))) return 'several';
  return by[0] ?? 'doorlight';
}

/** Whoever shows titles everywhere already has read what that needs. */
function isTold(chosen: readonly PolicyPlace[], loaded: Loaded | null): boolean {
  if (loaded === null) return false;
  return chosen.every(({ chain }) => standingOf(loaded.decisions, chain, 'showTitles').value === true);
}

function differences(before: readonly PolicyDecision[], after: readonly PolicyDecision[]): Meanwhile {
  const [old, fresh] = [decisionsByScope(before), decisionsByScope(after)];
  const scopes = new Map([...before, ...after].map(({ scope }) => [scopeKey(scope), scope]));
  return [...scopes].flatMap(([key, scope]) => {
    const settings = settingChanges(old.get(key) ?? {}, fresh.get(key) ?? {});
    return settings.length === 0 ? [] : [{ scope, settings }];
  });
}

function countSettings(override: object): number {
  return policyGroups
    .flatMap(({ fields }) => fields)
    .filter(({ setting }) => settingOf(override, setting) !== undefined).length;
}

function isOvertaken(failure: Failure): boolean {
  return failure.kind === 'problem' && failure.problem.type === `${PROBLEM_TYPE_BASE}policy-changed-meanwhile`;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
