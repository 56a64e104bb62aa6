/** How the value of one setting is entered: each kind by what browsers have for it, so that every keyboard knows it. */

import type { OpeningHours } from '../../../shared/room/policy.ts';
import { Tick } from '../components/tick.tsx';
import { asTyped } from '../state/policy-draft.ts';
import type { PolicyModel, PolicyRow } from '../state/policy-model.ts';
import { languageInEnglish, offeredLanguages, sayTimeOfDay, sayValue } from '../text/policy-words.ts';
import { plural } from '../text/say-time.ts';
import style from './policy.module.css';

type Props = { id: string; row: PolicyRow; describedBy: string; policy: PolicyModel };

export function PolicyControlView(props: Props) {
  const { id, row, describedBy, policy } = props;
  const { field, value } = row;
  const { setting, control } = field;
  switch (control.kind) {
    case 'flag':
      return <Flag {...props} />;
    case 'choice':
      return (
        <Select
          id={id}
          describedBy={describedBy}
          value={value === undefined ? null : String(value)}
          options={control.options}
          onChoose={(chosen) => policy.decide(setting, chosen)}
        />
      );
    case 'hours':
      return <Hours {...props} />;
    case 'languages':
      return <Languages {...props} />;
    default: {
      const isNumber = control.kind === 'number';
      return (
        <span class={style['typed']}>
          <input
            id={id}
            class={`${style['text']} ${isNumber ? style['short'] : ''}`}
            type="text"
            inputMode={isNumber ? 'numeric' : KEYBOARDS[control.kind]}
            autocomplete="off"
            spellcheck={false}
            placeholder={value === undefined ? 'They differ' : control.kind === 'addresses' ? 'Nobody' : ''}
            aria-describedby={describedBy}
            aria-invalid={row.fault !== null}
            value={row.typed ?? (value === undefined ? '' : asTyped(control, value))}
            onChange={({ currentTarget }) => policy.type(setting, currentTarget.value)}
          />
          {isNumber && <small>{unitWords(row, control.unit)}</small>}
        </span>
      );
    }
  }
}

const KEYBOARDS = { lengths: 'text', addresses: 'email', address: 'url' } as const;

/** "minutes", and for many of them what they come to: "minutes: 4 hours". */
function unitWords({ field, value, typed }: PolicyRow, unit: string): string {
  const count = Number(value);
  const units = plural(typed === null ? count : 2, unit).replace(/^\S+ /, '');
  if (typed !== null || value === undefined) return plural(2, unit).replace(/^\S+ /, '');
  const words = sayValue(field.setting, value);
  const isPlain = words === plural(count, unit) || words === `${count} min`;
  return isPlain ? units : `${units}: ${words}`;
}

function Flag({ id, row, describedBy, policy }: Props) {
  const { field, value } = row;
  if (value === undefined) {
    const options = [
      ['true', 'Yes'],
      ['false', 'No'],
    ] as const;
    return (
      <Select
        id={id}
        labelledBy={`${id}-label`}
        describedBy={describedBy}
        value={null}
        options={options}
        onChoose={(chosen) => policy.decide(field.setting, chosen === 'true')}
      />
    );
  }
  return (
    <button
      id={id}
      type="button"
      role="switch"
      class={style['switch']}
      aria-checked={value === true}
      aria-labelledby={`${id}-label`}
      aria-describedby={describedBy}
      onClick={() => policy.decide(field.setting, value !== true)}
    >
      <i aria-hidden="true" />
      <b aria-hidden="true">{value === true ? 'Yes' : 'No'}</b>
    </button>
  );
}

type SelectProps = {
  id: string;
  labelledBy?: string;
  describedBy?: string;
  /** Null: the places differ, which one cannot choose. */
  value: string | null;
  options: readonly (readonly [value: string, words: string])[];
  onChoose(value: string): void;
};

function Select({ id, labelledBy, describedBy, value, options, onChoose }: SelectProps) {
  return (
    <select
      id={id}
      class={style['select']}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      value={value ?? ''}
      onChange={({ currentTarget }) => currentTarget.value !== '' && onChoose(currentTarget.value)}
    >
      {value === null && (
        <option value="" selected>
          They differ
        </option>
      )}
      {options.map(([one, words]) => (
        <option key={one} value={one} selected={one === value}>
          {words}
        </option>
      ))}
    </select>
  );
}

function Hours({ id, row, describedBy, policy }: Props) {
  const hours = (row.value ?? null) as OpeningHours | null;
  const [from, to] = row.typed === null ? [sayOrNone(hours?.from), sayOrNone(hours?.to)] : row.typed.split(' to ');
  // One of the two alone says nothing yet.
  const decide = (opens: string, closes: string) => {
    if (opens !== '' && closes !== '') policy.type(row.field.setting, `${opens} to ${closes}`);
  };
  return (
    <fieldset class={style['hours']} aria-labelledby={`${id}-label`} aria-describedby={describedBy}>
      <label>
        from
        <input
          type="time"
          class={style['time']}
          value={from}
          onChange={(event) => decide(event.currentTarget.value, to ?? '')}
        />
      </label>
      <label>
        to
        <input
          type="time"
          class={style['time']}
          value={to}
          onChange={(event) => decide(from ?? '', event.currentTarget.value)}
        />
      </label>
    </fieldset>
  );
}

function sayOrNone(minute: number | undefined): string {
  return minute === undefined ? '' : sayTimeOfDay(minute);
}

/** What the screen speaks, and what else people may choose there. */
function Languages({ id, row, describedBy, policy }: Props) {
  const tags = (row.value ?? []) as readonly string[];
  const [first, ...others] = tags;
  const known = [...offeredLanguages, ...tags.map((tag) => [tag, languageInEnglish(tag)] as const)];
  const all = [...new Map(known)];
  const decide = (languages: readonly string[]) => policy.decide(row.field.setting, languages);
  return (
    <fieldset class={style['languages']} aria-labelledby={`${id}-label`} aria-describedby={describedBy}>
      <label for={id}>
        The screen speaks
        <Select
          id={id}
          value={row.value === undefined ? null : (first ?? 'own')}
          options={[['own', 'the tablet’s own'], ...all]}
          onChoose={(tag) => decide(tag === 'own' ? [] : [tag, ...others.filter((other) => other !== tag)])}
        />
      </label>
      {first !== undefined && (
        <fieldset class={style['others']}>
          <legend>People may also choose</legend>
          {all
            .filter(([tag]) => tag !== first)
            .map(([tag, words]) => (
              <Tick
                key={tag}
                checked={others.includes(tag)}
                onTick={() =>
                  decide([first, ...(others.includes(tag) ? others.filter((one) => one !== tag) : [...others, tag])])
                }
              >
                {words}
              </Tick>
            ))}
        </fieldset>
      )}
    </fieldset>
  );
}
