/** What an order still needs to know: how dim, which words, where to, or a yes. */

import { useEffect, useState } from 'preact/hooks';
import { type DeviceOrder, DIM_MINUTES, MESSAGE_MINUTES } from '../../../shared/wire/device-commands.ts';
import { Button } from '../components/button.tsx';
import { RoomPicker } from '../components/room-picker.tsx';
import type { ConsoleClient, RoomChoice } from '../console-client.ts';
import { findRooms } from '../state/find-rooms.ts';
import style from './fleet-actions.module.css';

type Props = {
  kind: 'dim' | 'message' | 'move' | 'revoke';
  /** Whom it is for, in words. */
  who: string;
  busy: boolean;
  listRooms: ConsoleClient['listRooms'];
  onTell(order: DeviceOrder): void;
  onKeep(): void;
};

const LEVELS = [10, 25, 50, 100] as const;

export function FleetOrder({ kind, who, busy, listRooms, onTell, onKeep }: Props) {
  const keep = (
    <Button kind="line" small focused={kind === 'revoke'} onPress={onKeep}>
      {kind === 'revoke' ? 'Keep it' : 'Leave it'}
    </Button>
  );
  switch (kind) {
    case 'revoke':
      return (
        <div class={style['orders']}>
          <p>Take {who} off? Each forgets its room and shows a new code.</p>
          <Button kind="solid" small busy={busy} onPress={() => onTell({ kind: 'revoke' })}>
            Yes, take off
          </Button>
          {keep}
        </div>
      );
    case 'dim':
      return (
        <div class={style['orders']}>
          <p>
            How bright, for {DIM_MINUTES} minutes, at {who}?
          </p>
          {LEVELS.map((percent) => (
            <Button key={percent} kind="line" small busy={busy} onPress={() => onTell({ kind: 'dim', percent })}>
              {percent} %
            </Button>
          ))}
          {keep}
        </div>
      );
    case 'message':
      return <MessageOrder who={who} busy={busy} onTell={onTell} keep={keep} />;
    case 'move':
      return <MoveOrder who={who} busy={busy} listRooms={listRooms} onTell={onTell} keep={keep} />;
  }
}

type Part = Pick<Props, 'who' | 'busy' | 'onTell'> & { keep: preact.ComponentChild };

function MessageOrder({ who, busy, onTell, keep }: Part) {
  const [words, setWords] = useState('');
  return (
    <form
      class={style['orders']}
      onSubmit={(event) => {
        event.preventDefault();
        if (words.trim() !== '') onTell({ kind: 'message', words: words.trim() });
      }}
    >
      <label class={style['words']}>
        <span>
          Shown at {who} for {MESSAGE_MINUTES} minutes, beside the status
        </span>
        <input
          type="text"
          maxLength={300}
          autocomplete="off"
          value={words}
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
        />
      </label>
      <Button kind="solid" small busy={busy}>
        Show it
      </Button>
      {keep}
    </form>
  );
}

function MoveOrder({ who, busy, listRooms, onTell, keep }: Part & Pick<Props, 'listRooms'>) {
  const [rooms, setRooms] = useState<readonly RoomChoice[]>([]);
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<RoomChoice | null>(null);
  useEffect(() => {
    let left = false;
    void listRooms().then((known) => !left && known.ok && setRooms(known.value));
    return () => {
      left = true;
    };
  }, [listRooms]);
  return (
    <form
      class={style['move']}
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== null) onTell({ kind: 'move', room: chosen.id });
      }}
    >
      <p>Where does {who} hang from now on?</p>
      <RoomPicker
        found={findRooms(rooms, search)}
        search={search}
        chosen={chosen}
        onSearch={setSearch}
        onChoose={setChosen}
      />
      <div class={style['orders']}>
        {chosen !== null && (
          <Button kind="solid" small busy={busy}>
            Move to {chosen.displayName}
          </Button>
        )}
        {keep}
      </div>
    </form>
  );
}
