/** One yes or no of the policy. Who may not change it reads the word alone. */

import style from './switch-row.module.css';

type Props = { label: string; on: boolean; mayChange: boolean; onTurn(on: boolean): void };

export function SwitchRow({ label, on, mayChange, onTurn }: Props) {
  const word = on ? 'Yes' : 'No';
  if (!mayChange) {
    return (
      <p class={style['row']}>
        <span>{label}</span>
        <b>{word}</b>
      </p>
    );
  }
  return (
    <button type="button" role="switch" aria-checked={on} class={style['row']} onClick={() => onTurn(!on)}>
      <span>{label}</span>
      <b aria-hidden="true">
        <i class={style['switch']} />
        {word}
      </b>
    </button>
  );
}
