/**
 * The code, a letter to a box. One real field lies over the boxes, so that pasting, dictating, autofill and screen
 * readers meet what they know; the boxes only show what it holds.
 */

import { useState } from 'preact/hooks';
import { CODE_LENGTH } from '../../../shared/wire/pairing.ts';
import type { CodeEntry } from '../state/code-entry.ts';
import style from './code-field.module.css';

type Props = { entry: CodeEntry; onType(typed: string): void };

export function CodeField({ entry, onType }: Props) {
  const [selected, setSelected] = useState(false);
  const { letters, strange } = entry;
  return (
    <div class={style['field']}>
      <label class="unseen" for="code">
        Code on the tablet
      </label>
      <input
        id="code"
        type="text"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        enterkeyhint="go"
        aria-describedby="code-hint"
        aria-invalid={strange}
        value={letters}
        ref={focusAtFirst}
        onInput={({ currentTarget }) => onType(currentTarget.value)}
        onSelect={({ currentTarget: field }) => {
          const some = field.selectionStart !== field.selectionEnd;
          setSelected(some);
          // The caret is not seen, so it stays where the next box shows it.
          if (!some) field.setSelectionRange(field.value.length, field.value.length);
        }}
        onBlur={() => setSelected(false)}
      />
      <div class={style['boxes']} aria-hidden="true">
        {Array.from({ length: CODE_LENGTH }, (_, index) => (
          <span key={index} class={boxClass(index, letters.length, selected)}>
            {letters[index]}
          </span>
        ))}
      </div>
      <p id="code-hint" class={style['hint']}>
        {strange
          ? 'Eight letters, no vowels and no digits: we left out what no code has.'
          : 'Eight letters, no vowels, no digits. They are good for ten minutes.'}
      </p>
    </div>
  );
}

function boxClass(index: number, typed: number, selected: boolean): string {
  const here = index === Math.min(typed, CODE_LENGTH - 1);
  const marked = selected && index < typed;
  return `${here ? style['here'] : ''} ${marked ? style['marked'] : ''}`;
}

function focusAtFirst(field: HTMLInputElement | null): void {
  if (field !== null && field.dataset['met'] === undefined) {
    field.dataset['met'] = '';
    field.focus();
  }
}
