/** One of some, under its label. */

import style from './text-field.module.css';

type Props = {
  label: string;
  value: string;
  choices: readonly (readonly [value: string, words: string])[];
  onChoose(value: string): void;
};

export function ChoiceField({ label, value, choices, onChoose }: Props) {
  return (
    <label class={style['field']}>
      <span>{label}</span>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {choices.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
