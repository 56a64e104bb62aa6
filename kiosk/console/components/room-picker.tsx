/** The rooms, to search and to choose one from; what is paired already is said beside each. */

import { type ComponentChild, Fragment } from 'preact';
import type { RoomChoice } from '../console-client.ts';
import { type FoundRooms, placeOf } from '../state/find-rooms.ts';
import { plural } from '../text/say-time.ts';
import style from './room-picker.module.css';

type Props = {
  found: FoundRooms;
  search: string;
  chosen: RoomChoice | null;
  onSearch(typed: string): void;
  onChoose(room: RoomChoice): void;
  /** What is still asked of the chosen room: right under it, where nobody has to look for it. */
  under?: ComponentChild;
};

export function RoomPicker({ found, search, chosen, onSearch, onChoose, under }: Props) {
  const [first] = found.rooms;
  return (
    <fieldset class={style['picker']}>
      <legend class="unseen">Room</legend>
      <label class="unseen" for="room-search">
        Search by name, building or floor
      </label>
      <input
        id="room-search"
        class={style['search']}
        type="search"
        placeholder="Room, building or floor"
        autocomplete="off"
        value={search}
        onInput={({ currentTarget }) => onSearch(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // Enter takes what stands first, and never says yes for a room that nobody has looked at.
          event.preventDefault();
          if (first !== undefined) onChoose(first);
        }}
      />
      <div class={style['rooms']}>
        {found.rooms.map((room) => (
          <Fragment key={room.id}>
            <label class={style['room']}>
              <input type="radio" name="room" checked={room.id === chosen?.id} onChange={() => onChoose(room)} />
              <span class={style['name']}>
                <b>
                  <bdi>{room.displayName}</bdi>
                </b>
                <small>
                  <bdi>{particulars(room)}</bdi>
                </small>
              </span>
              <small>{room.devices === 0 ? 'no tablet yet' : plural(room.devices, 'tablet')}</small>
            </label>
            {room.id === chosen?.id && under}
          </Fragment>
        ))}
      </div>
      <p class={style['rest']} role="status">
        {restOf(found)}
      </p>
    </fieldset>
  );
}

function particulars(room: RoomChoice): string {
  const seats = room.capacity === null ? null : plural(room.capacity, 'seat');
  return [placeOf(room), seats].filter((part) => part !== null).join(', ') || room.address;
}

function restOf({ rooms, more }: FoundRooms): string {
  if (rooms.length === 0) return 'No room is called so. Try another part of its name.';
  return more === 0 ? '' : `And ${plural(more, 'room')} more: type a little of its name.`;
}
