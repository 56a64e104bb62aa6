/**
 * Settings come down from the tenant over the building and the floor to the room, and the look down to the single tablet:
 * the nearest level that decides one has the say. The proxy resolves by this rule what doors are told, and the console what would change, so that a preview
 * cannot promise what the doors then do not show.
 */

import type { DeviceId, RoomId } from '../basics/ids.ts';
import { languageOf, spokenLanguages } from '../room/look.ts';
import { defaultBackstage, defaultPolicy, type Policy, type PolicyOverride } from '../room/policy.ts';

/** From the widest to the nearest. */
export const policyLevels = ['tenant', 'building', 'floor', 'room', 'device'] as const;
/** What a decision holds for. Buildings and floors are as the catalogue names them, to the letter. */
export type PolicyScope =
  | { readonly kind: 'tenant' }
  | { readonly kind: 'building'; readonly building: string }
  /** `building` is null where the catalogue knows only the floor. */
  | { readonly kind: 'floor'; readonly building: string | null; readonly floor: string }
  | { readonly kind: 'room'; readonly room: RoomId }
  /** How one tablet looks and speaks; all else is the room's, which two doors of it share. */
  | { readonly kind: 'device'; readonly device: DeviceId };

export type PolicyDecision = { readonly scope: PolicyScope; readonly override: PolicyOverride };

/** As much of a room as tells which decisions hold for it. */
export type RoomPlace = { readonly id: RoomId; readonly building: string | null; readonly floor: string | null };

/** Every setting that a level decides by itself, in the order of the policy; the parts of check-in and look by their own names. */
export const policySettings = Object.entries({ ...defaultPolicy, ...defaultBackstage }).flatMap(([name, value]) =>
  isGroup(name) ? Object.keys(value as object).map((part) => `${name}.${part}`) : [name],
);
export type PolicySetting = (typeof policySettings)[number];

/** What a tablet decides for itself. */
export function isOfDevice(setting: PolicySetting): boolean {
  return setting.startsWith('look.');
}

/** The scopes that hold for a room, the widest first: as many as its place has. */
export function scopesOf({ id, building, floor }: RoomPlace): readonly PolicyScope[] {
  return [
    { kind: 'tenant' },
    ...(building ? [{ kind: 'building', building } as const] : []),
    ...(floor ? [{ kind: 'floor', building: building || null, floor } as const] : []),
    { kind: 'room', room: id },
  ];
}

/** Another text for each scope, and the same for the same. */
export function scopeKey(scope: PolicyScope): string {
  switch (scope.kind) {
    case 'tenant':
      return 'tenant';
    case 'building':
      return JSON.stringify(['building', scope.building]);
    case 'floor':
      return JSON.stringify(['floor', scope.building, scope.floor]);
    case 'room':
      return JSON.stringify(['room', scope.room]);
    case 'device':
      return JSON.stringify(['device', scope.device]);
  }
}

export type Decisions = ReadonlyMap<string, PolicyOverride>;

export function decisionsByScope(decisions: readonly PolicyDecision[]): Decisions {
  return new Map(decisions.map(({ scope, override }) => [scopeKey(scope), override]));
}

export function resolvePolicy(decisions: Decisions, place: RoomPlace): Policy {
  return scopesOf(place).reduce(
    (policy, scope) => overlaid(policy, decisions.get(scopeKey(scope)) ?? {}),
    defaultPolicy,
  );
}

/** A member that is there but undefined decides nothing. */
export function overlaid(policy: Policy, override: PolicyOverride): Policy {
  const { checkIn, look, faultRecipients: _backstage, ...rest } = override;
  return {
    ...policy,
    ...decided(rest),
    checkIn: { ...policy.checkIn, ...decided(checkIn ?? {}) },
    look: { ...policy.look, ...decided(look ?? {}) },
  };
}

/** The value of one setting; undefined where the override leaves it to the level above. */
export function settingOf(override: PolicyOverride, setting: PolicySetting): unknown {
  const [name = '', part] = setting.split('.');
  const value = (override as Record<string, unknown>)[name];
  return part === undefined ? value : (value as Record<string, unknown> | undefined)?.[part];
}

/** What is set is set, what is cleared is left to the level above; the rest stays as it was decided. */
export function changedOverride(
  override: PolicyOverride,
  { set, clear }: { readonly set: PolicyOverride; readonly clear: readonly PolicySetting[] },
): PolicyOverride {
  const next: Record<string, unknown> = {};
  for (const setting of policySettings) {
    const value = settingOf(set, setting) ?? (clear.includes(setting) ? undefined : settingOf(override, setting));
    if (value === undefined) continue;
    const [name = '', part] = setting.split('.');
    next[name] = part === undefined ? value : { ...(next[name] as object | undefined), [part]: value };
  }
  return next as PolicyOverride;
}

export type SettingChange = { readonly setting: PolicySetting; readonly from: unknown; readonly to: unknown };

/** What differs, setting by setting; undefined stands for "left to the level above". */
export function settingChanges(before: PolicyOverride, after: PolicyOverride): readonly SettingChange[] {
  return policySettings
    .map((setting) => ({ setting, from: settingOf(before, setting), to: settingOf(after, setting) }))
    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
}

/** What stands of one setting along the scopes of a place, the widest first. */
export type Standing = {
  readonly value: unknown;
  /** Which of the scopes has the say; null where none decides it and Doorlight's own holds. */
  readonly decidedBy: PolicyScope | null;
};

export function standingOf(decisions: Decisions, scopes: readonly PolicyScope[], setting: PolicySetting): Standing {
  for (const scope of [...scopes].reverse()) {
    const value = settingOf(decisions.get(scopeKey(scope)) ?? {}, setting);
    if (value !== undefined) return { value, decidedBy: scope };
  }
  return { value: settingOf({ ...defaultPolicy, ...defaultBackstage }, setting), decidedBy: null };
}

/** Null where the scope may decide all of it. */
export function scopeFault({ kind }: PolicyScope, override: PolicyOverride): string | null {
  if (kind !== 'device') return null;
  const beyond = policySettings.find((one) => !isOfDevice(one) && settingOf(override, one) !== undefined);
  return beyond === undefined ? null : `/${beyond.replace('.', '/')} is the room's to decide, not one tablet's.`;
}

/** What a codec cannot see since it takes two values together; null where nothing is wrong. */
export function overrideFault({ openingHours, bookingLengths, look, ledAddress }: PolicyOverride): string | null {
  if (ledAddress && !LIGHT_ADDRESS.test(ledAddress)) {
    return '/ledAddress has to be an http address without a password, or host:port/hex.';
  }
  if (openingHours && openingHours.from >= openingHours.to) return '/openingHours has to open before it closes.';
  const unknown = look?.languages?.find((tag) => !spokenLanguages.includes(languageOf(tag)));
  if (unknown !== undefined) return `/look/languages: no screen speaks ${unknown}.`;
  const isRising = bookingLengths?.every((length, i) => i === 0 || length > (bookingLengths[i - 1] ?? 0)) ?? true;
  return isRising ? null : '/bookingLengths has to be in order, shortest first.';
}

/** Nobody's password is kept in a policy that every screen of the floor can read. */
const LIGHT_ADDRESS = /^(https?:\/\/[^\s/@?#]+(\/[^\s]*)?|[a-z0-9.-]+:\d{1,5}\/([0-9a-f]{2}|\{[rgb]\})+)$/i;

function isGroup(name: string): boolean {
  return name === 'checkIn' || name === 'look';
}

function decided<T extends object>(some: T): Partial<T> {
  return Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined)) as Partial<T>;
}
