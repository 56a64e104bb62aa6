/** One line to type in, under its label. */

import style from './text-field.module.css';

type Props = {
  label: string;
  value: string;
  type?: 'text' | 'search' | 'date' | 'datetime-local' | 'email';
  onType(value: string): void;
  min?: string;
  max?: string;
};

export function TextField({ label, value, type = 'text', onType, min, max }: Props) {
  return (
    <label class={style['field']}>
      <span>{label}</span>
      <input
        // Preact's types tell inputs apart by the word itself.
        type={type as 'text'}
        value={value}
        min={min}
        max={max}
        autocomplete="off"
        onInput={(event) => onType(event.currentTarget.value)}
      />
    </label>
  );
}
