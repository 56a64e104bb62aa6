/** What a change would do, before it is made: at which rooms which setting goes from what to what, and where it does not. */

import {
  changedOverride,
  type Decisions,
  isOfDevice,
  type PolicyScope,
  type PolicySetting,
  scopeKey,
  standingOf,
} from '../../../shared/rules/policy-levels.ts';
import type { PolicyChange } from '../../../shared/wire/policies.ts';
import type { PolicyPlace } from './policy-places.ts';

/** The same step at one or more places. */
export type Effect = { readonly from: unknown; readonly to: unknown; readonly places: readonly PolicyPlace[] };

export type SettingEffect = {
  readonly setting: PolicySetting;
  readonly effects: readonly Effect[];
  /** Where something nearer keeps its own. */
  readonly kept: readonly { readonly value: unknown; readonly places: readonly PolicyPlace[] }[];
};

/** All that is decided, with the change made. */
export function decisionsAfter(before: Decisions, change: Pick<PolicyChange, 'scopes' | 'set' | 'clear'>): Decisions {
  const after = new Map(before);
  for (const scope of change.scopes) {
    const key = scopeKey(scope);
    after.set(key, changedOverride(before.get(key) ?? {}, change));
  }
  return after;
}

/** `scopes`: where it is decided anew; what is reached from none of them cannot change. */
export function effectsOf(
  before: Decisions,
  after: Decisions,
  {
    places,
    scopes,
    settings,
  }: {
    readonly places: readonly PolicyPlace[];
    readonly scopes: readonly PolicyScope[];
    readonly settings: readonly PolicySetting[];
  },
): readonly SettingEffect[] {
  const changed = new Set(scopes.map(scopeKey));
  const reached = places.filter(
    ({ scope, chain }) =>
      (scope.kind === 'room' || scope.kind === 'device') && chain.some((one) => changed.has(scopeKey(one))),
  );
  return settings.map((setting) => {
    const effects = new Map<string, { from: unknown; to: unknown; places: PolicyPlace[] }>();
    const kept = new Map<string, { value: unknown; places: PolicyPlace[] }>();
    for (const place of reached) {
      const [from, to] = [standingOf(before, place.chain, setting), standingOf(after, place.chain, setting)];
      if (place.scope.kind === 'device' && !speaksForItself(place, setting, from.decidedBy, to.decidedBy)) continue;
      const key = JSON.stringify([from.value, to.value]);
      if (JSON.stringify(from.value) !== JSON.stringify(to.value)) {
        add(effects, key, { from: from.value, to: to.value, places: [] }, place);
      } else if (
        to.decidedBy !== null &&
        !changed.has(scopeKey(to.decidedBy)) &&
        isNearer(place, to.decidedBy, changed)
      ) {
        add(kept, JSON.stringify(to.value), { value: to.value, places: [] }, place);
      }
    }
    return { setting, effects: [...effects.values()], kept: [...kept.values()] };
  });
}

/** Rooms and tablets that would be otherwise than before. */
export function placesChanged(effects: readonly SettingEffect[]): readonly PolicyPlace[] {
  return [...new Set(effects.flatMap((one) => one.effects.flatMap(({ places }) => places)))];
}

/** A tablet that follows its room is told of with its room; a board follows no room. */
function speaksForItself(
  { key, chain }: PolicyPlace,
  setting: PolicySetting,
  ...decidedBy: readonly (PolicyScope | null)[]
): boolean {
  if (!isOfDevice(setting)) return false;
  return (
    !chain.some(({ kind }) => kind === 'room') || decidedBy.some((scope) => scope !== null && scopeKey(scope) === key)
  );
}

/** Nearer than the nearest of the places that decide anew. */
function isNearer({ chain }: PolicyPlace, decidedBy: PolicyScope, changed: ReadonlySet<string>): boolean {
  const keys = chain.map(scopeKey);
  return !keys.slice(keys.indexOf(scopeKey(decidedBy))).some((key) => changed.has(key));
}

function add<T extends { places: PolicyPlace[] }>(
  all: Map<string, T>,
  key: string,
  fresh: T,
  place: PolicyPlace,
): void {
  const known = all.get(key) ?? fresh;
  known.places.push(place);
  all.set(key, known);
}
