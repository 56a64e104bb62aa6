/** Takes a room out of service: which, why, until when, and where people are to go instead. */

import { useState } from 'preact/hooks';
import type { Instant } from '../../../shared/basics/instant.ts';
import { Button } from '../components/button.tsx';
import { ChoiceField } from '../components/choice-field.tsx';
import { TextField } from '../components/text-field.tsx';
import { type ClosureDraft, EMPTY_CLOSURE } from '../state/closure-draft.ts';
import type { NoticesDeskModel } from '../state/notices-desk-model.ts';
import { readLocal } from '../text/local-time.ts';
import style from './notices-screen.module.css';

export function ClosureForm({ desk, now }: { desk: NoticesDeskModel; now: () => Instant }) {
  const { room, reason, from, until, instead } = desk.closing.value ?? EMPTY_CLOSURE;
  const write = (change: Partial<ClosureDraft>) => {
    const next = { ...EMPTY_CLOSURE, ...desk.closing.value, ...change };
    desk.closing.value = Object.values(next).every((entered) => entered === '') ? null : next;
  };
  const [fault, setFault] = useState<string | null>(null);
  const rooms = [...desk.rooms.value].sort((a, b) => a.displayName.localeCompare(b.displayName));
  const choices = rooms.map(({ id, displayName }) => [id, displayName] as const);

  const send = async (event: Event) => {
    event.preventDefault();
    const [start, end] = [readLocal(from), readLocal(until)];
    const isTooEarly = end !== null && (end <= now() || (start !== null && end <= start));
    const wrong =
      room === ''
        ? 'Choose a room.'
        : reason.trim() === ''
          ? 'Say why, in words for people at the door.'
          : isTooEarly
            ? 'It has to open after it closes, and after now.'
            : null;
    setFault(wrong);
    if (wrong !== null) return;
    const wish = { room, from: start, until: end, reason, instead: instead === '' ? null : instead };
    if (await desk.closeRoom(wish)) desk.closing.value = null;
  };

  return (
    <form class={style['form']} onSubmit={(event) => void send(event)} aria-label="Take a room out of service">
      <div class={style['fields']}>
        <ChoiceField
          label="Room"
          value={room}
          choices={[['', 'Choose a room'], ...choices]}
          onChoose={(chosen) => write({ room: chosen })}
        />
        <TextField label="Why" value={reason} onType={(typed) => write({ reason: typed })} />
        <TextField
          label="From (empty: now)"
          type="datetime-local"
          value={from}
          onType={(typed) => write({ from: typed })}
        />
        <TextField
          label="Until (empty: until you open it)"
          type="datetime-local"
          value={until}
          onType={(typed) => write({ until: typed })}
        />
        <ChoiceField
          label="People are to use"
          value={instead}
          choices={[['', 'Any free room'], ...choices.filter(([id]) => id !== room)]}
          onChoose={(chosen) => write({ instead: chosen })}
        />
        <p class={style['fault']} role="status">
          {fault}
        </p>
        <Button kind="solid" busy={desk.busy.value}>
          Close the room
        </Button>
      </div>
      <p class={style['aside']}>
        Its door says so at once and books nothing. Meetings that are there stay, and Outlook can still book it:
        Exchange is not told.
      </p>
    </form>
  );
}
