/** One of a few, side by side. */

import style from './pills.module.css';

type Props<T> = {
  /** What is chosen, for whoever has it read out. */
  readonly name: string;
  readonly choices: readonly { readonly value: T; readonly label: string }[];
  readonly chosen: T;
  readonly onChoose: (value: T) => void;
};

export function Pills<T extends string | number | null>({ name, choices, chosen, onChoose }: Props<T>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid in Chrome 83
    <div class={style['pills']} role="group" aria-label={name}>
      {choices.map(({ value, label }) => (
        <button key={label} type="button" aria-pressed={value === chosen} onClick={() => onChoose(value)}>
          {label}
        </button>
      ))}
    </div>
  );
}
