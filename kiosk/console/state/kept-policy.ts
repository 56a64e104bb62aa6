/** A draft of settings while its author signs in again: as it is put away, and read again by whichever release is there then. */

import { type Codec, type Json, listOf, object, oneOf, text } from '../../../shared/basics/codec.ts';
import { type PolicySetting, policySettings } from '../../../shared/rules/policy-levels.ts';
import { type Draft, type Drafted, valueFault } from './policy-draft.ts';

export type KeptDraft = {
  /** Of the places that are decided for. */
  readonly keys: readonly string[];
  readonly marked: readonly string[];
  readonly draft: Draft;
  readonly typed: ReadonlyMap<PolicySetting, string>;
};

const MOST_PLACES = 10_000;
const setting = oneOf(...policySettings);
const keys = listOf(text(), { max: MOST_PLACES });
const lines = { max: policySettings.length };

/** Values as the text of their JSON: what each may be is the setting's own. */
const codec: Codec<{
  readonly keys: readonly string[];
  readonly marked: readonly string[];
  readonly set: readonly { readonly setting: PolicySetting; readonly value: string }[];
  readonly clear: readonly PolicySetting[];
  readonly typed: readonly { readonly setting: PolicySetting; readonly text: string }[];
}> = object({
  keys,
  marked: keys,
  set: listOf(object({ setting, value: text({ max: 100_000 }) }), lines),
  clear: listOf(setting, lines),
  typed: listOf(object({ setting, text: text({ max: 100_000 }) }), lines),
});

export function writeDraft({ keys, marked, draft, typed }: KeptDraft): Json {
  return codec.encode({
    keys,
    marked,
    set: [...draft].flatMap(([setting, one]) =>
      one.kind === 'set' ? [{ setting, value: JSON.stringify(one.value) }] : [],
    ),
    clear: [...draft].flatMap(([setting, { kind }]) => (kind === 'clear' ? [setting] : [])),
    typed: [...typed].map(([setting, words]) => ({ setting, text: words })),
  });
}

/** Null where it is none; without the settings and values that are none any more. */
export function readDraft(kept: Json): KeptDraft | null {
  const read = codec.decode(kept);
  if (!read.ok) return null;
  const { set, clear, typed } = read.value;
  const draft = new Map<PolicySetting, Drafted>(clear.map((setting) => [setting, { kind: 'clear' }]));
  for (const { setting, value } of set) {
    const meant = parse(value);
    if (meant !== undefined && valueFault(setting, meant) === null) draft.set(setting, { kind: 'set', value: meant });
  }
  return {
    keys: read.value.keys,
    marked: read.value.marked,
    draft,
    typed: new Map(typed.map(({ setting, text: words }) => [setting, words])),
  };
}

function parse(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}
