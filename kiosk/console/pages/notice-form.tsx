/**
 * A notice to be hung, or one that hangs to be changed: its words or its picture, where and until when, and how a door will
 * show it.
 */

import { useState } from 'preact/hooks';
import type { Instant } from '../../../shared/basics/instant.ts';
import type { PlacedNotice } from '../../../shared/wire/notice-desk.ts';
import { LONGEST_NOTICE, PICTURE_PATH } from '../../../shared/wire/notices.ts';
import { Button } from '../components/button.tsx';
import { ChoiceField } from '../components/choice-field.tsx';
import { TextField } from '../components/text-field.tsx';
import { draftOf, draftPlaces, type NoticeDraft, wishOf } from '../state/notice-draft.ts';
import type { NoticesDeskModel, Writing } from '../state/notices-desk-model.ts';
import { readLocal } from '../text/local-time.ts';
import type { SayTime } from '../text/say-time.ts';
import style from './notices-screen.module.css';

type Props = {
  desk: NoticesDeskModel;
  /** Null for a new one. Another one is another form: it takes its words once. */
  edited: PlacedNotice | null;
  now: () => Instant;
  say: SayTime;
  /** It was changed, or is to stay as it is. */
  onDone(): void;
};

const TAKEN = 'image/png,image/jpeg,image/webp';
const NO_PICTURE = 'That is no picture that doors take: a still PNG, JPEG or WebP of at most 512 kB.';

export function NoticeForm({ desk, edited, now, say, onDone }: Props) {
  const rooms = desk.rooms.value;
  const own = draftOf(edited, rooms);
  const id = edited?.id ?? null;
  const mine = (writing: Writing | null) => (writing !== null && writing.edited === id ? writing.draft : own);
  const draft = mine(desk.writing.value);
  const [fault, setFault] = useState<string | null>(null);
  const { text, hash, alt, place, from, until } = draft;
  const write = (change: Partial<NoticeDraft>) => {
    const next = { ...mine(desk.writing.peek()), ...change };
    const isAsFound = JSON.stringify(next) === JSON.stringify(own);
    desk.writing.value = isAsFound ? null : { edited: id, draft: next };
  };
  const end = readLocal(until);
  const leave = () => {
    desk.writing.value = null;
    onDone();
  };
  const hangsAlready = edited !== null && edited.from <= now();

  const send = async (event: Event) => {
    event.preventDefault();
    const wish = wishOf(draft, edited, rooms, now());
    setFault(wish.ok ? null : wish.error);
    if (!wish.ok) return;
    const isUp = await (edited === null ? desk.hang(wish.value) : desk.change(edited.id, wish.value));
    if (isUp) leave();
  };
  const choose = async (file: File | undefined) => {
    const sent = file === undefined ? own.hash : await desk.sendPicture(file);
    // Another picture shows another thing; its words are to be written anew.
    write(sent === own.hash ? { hash: own.hash, alt: own.alt } : { hash: sent ?? own.hash, alt: '' });
    setFault(sent === null && file !== undefined ? NO_PICTURE : null);
  };

  return (
    <form
      class={style['form']}
      onSubmit={(event) => void send(event)}
      aria-label={edited === null ? 'Hang a notice' : 'Change a notice'}
    >
      <div class={style['fields']}>
        <label class={style['area']}>
          <span>What it says</span>
          <textarea
            rows={4}
            maxLength={LONGEST_NOTICE}
            value={text}
            ref={edited === null ? null : focusOnce}
            onInput={(event) => write({ text: event.currentTarget.value })}
          />
        </label>
        <label class={style['area']}>
          <span>{hash === null ? 'A picture, if it helps' : 'Another picture instead'}</span>
          <input
            type="file"
            accept={TAKEN}
            onChange={(event) => void choose(event.currentTarget.files?.[0] ?? undefined)}
          />
        </label>
        {hash !== null && (
          <>
            <TextField label="What the picture shows" value={alt} onType={(typed) => write({ alt: typed })} />
            <Button kind="line" small onPress={() => write({ hash: null, alt: '' })}>
              Leave the picture out
            </Button>
          </>
        )}
        <ChoiceField
          label="Where"
          value={place}
          choices={draftPlaces(edited, rooms).map(({ key, name }) => [key, name])}
          onChoose={(chosen) => write({ place: chosen })}
        />
        {!hangsAlready && (
          <TextField
            label="From (empty: now)"
            type="datetime-local"
            value={from}
            onType={(typed) => write({ from: typed })}
          />
        )}
        <TextField label="Until" type="datetime-local" value={until} onType={(typed) => write({ until: typed })} />
        <p class={style['fault']} role="status">
          {fault}
        </p>
        <div class={style['deeds']}>
          <Button kind="solid" busy={desk.busy.value}>
            {edited === null ? 'Hang it' : 'Save the change'}
          </Button>
          {edited !== null && (
            <Button kind="line" onPress={leave}>
              Leave it as it is
            </Button>
          )}
        </div>
      </div>
      <figure class={style['preview']}>
        <figcaption>As a door shows it</figcaption>
        <div class={style['door']} aria-hidden="true">
          <b>Free</b>
          <span>until 14:30</span>
          <div class={style['card']}>
            {hash !== null && <img src={`${PICTURE_PATH}${hash}`} alt="" />}
            <p>{text === '' && hash === null ? 'Your words' : text}</p>
            <small>Facilities, until {end === null ? '…' : say.clock(end, now())}</small>
          </div>
        </div>
      </figure>
    </form>
  );
}

/** Whoever presses Edit is to write on where the words are. */
function focusOnce(field: HTMLTextAreaElement | null): void {
  field?.focus();
}
