/** What somebody is about to decide, setting by setting, until it is saved or thrown away. */

import type { PolicyOverride } from '../../../shared/room/policy.ts';
import { policyOverrideCodec } from '../../../shared/room/policy.ts';
import { overrideFault, type PolicySetting } from '../../../shared/rules/policy-levels.ts';
import type { PolicyChange } from '../../../shared/wire/policies.ts';
import type { PolicyControl } from '../text/policy-words.ts';

export type Drafted = { readonly kind: 'set'; readonly value: unknown } | { readonly kind: 'clear' };
export type Draft = ReadonlyMap<PolicySetting, Drafted>;

export function changeOf(draft: Draft): Pick<PolicyChange, 'set' | 'clear'> {
  const set = new Map([...draft].flatMap(([setting, one]) => (one.kind === 'set' ? [[setting, one.value]] : [])));
  return {
    set: overrideOf(set),
    clear: [...draft].flatMap(([setting, { kind }]) => (kind === 'clear' ? [setting] : [])),
  };
}

/** Null where the value is good; else what is wrong with it, as it stands beside its field. */
export function valueFault(setting: PolicySetting, value: unknown): string | null {
  const decoded = policyOverrideCodec.decode(overrideOf(new Map([[setting, value]])));
  if (!decoded.ok) return `This has to be ${decoded.error.wanted}.`;
  if (overrideFault(decoded.value) === null) return null;
  return setting === 'openingHours' ? 'It has to open before it closes.' : 'This cannot be.';
}

/** What was typed, hours as "07:30 to 18:00", as a value to be judged by `valueFault`; lengths are put in order for whoever typed them otherwise. */
export function readTyped(control: PolicyControl, typed: string): unknown {
  const parts = typed.split(/[\s,;]+/).filter((part) => part !== '');
  switch (control.kind) {
    case 'number':
      return typed.trim() === '' ? null : Number(typed);
    case 'lengths':
      return [...new Set(parts.map(Number))].sort((a, b) => a - b);
    case 'addresses':
      return [...new Set(parts.map((part) => part.toLowerCase()))];
    case 'hours': {
      const [from = 0, to = 0] = typed.split(' to ').map(minutesOf);
      return { from, to: to === 0 ? MINUTES_OF_DAY : to };
    }
    case 'address':
      return typed.trim();
    default:
      return typed;
  }
}

const MINUTES_OF_DAY = 24 * 60;

/** Of "07:30". */
function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? Number.NaN) * 60 + (minutes ?? Number.NaN);
}

/** As a field shows it, for whoever wants to change it. */
export function asTyped(control: PolicyControl, value: unknown): string {
  if (control.kind === 'lengths' || control.kind === 'addresses') return (value as readonly unknown[]).join(', ');
  return String(value);
}

function overrideOf(values: ReadonlyMap<PolicySetting, unknown>): PolicyOverride {
  const override: Record<string, unknown> = {};
  for (const [setting, value] of values) {
    const [name = '', part] = setting.split('.');
    override[name] = part === undefined ? value : { ...(override[name] as object | undefined), [part]: value };
  }
  return override as PolicyOverride;
}
