/** What a board is called: by its name it is found again, and another screen can show the same. */

import style from './room-picker.module.css';

type Props = { name: string; onName(name: string): void };

export function BoardName({ name, onName }: Props) {
  return (
    <fieldset class={style['picker']}>
      <legend class="unseen">Board</legend>
      <label for="board-name">The board’s name</label>
      <input
        id="board-name"
        class={style['search']}
        type="text"
        maxLength={100}
        autocomplete="off"
        value={name}
        onInput={({ currentTarget }) => onName(currentTarget.value)}
      />
      <p class={style['rest']}>
        A board that is there already is shown as it is. A new one shows every room; called as a building, the rooms of
        that building.
      </p>
    </fieldset>
  );
}
