/** A new notice: its words or its picture, where and until when, and how a door will show it. */

import { useState } from 'preact/hooks';
import type { Instant } from '../../../shared/basics/instant.ts';
import { LONGEST_NOTICE, PICTURE_PATH } from '../../../shared/wire/notices.ts';
import { Button } from '../components/button.tsx';
import { ChoiceField } from '../components/choice-field.tsx';
import { TextField } from '../components/text-field.tsx';
import { hangingPlaces } from '../state/notice-places.ts';
import type { NoticesDeskModel } from '../state/notices-desk-model.ts';
import { readLocal } from '../text/local-time.ts';
import type { SayTime } from '../text/say-time.ts';
import style from './notices-screen.module.css';

type Props = { desk: NoticesDeskModel; now: () => Instant; say: SayTime };

const TAKEN = 'image/png,image/jpeg,image/webp';

export function NoticeForm({ desk, now, say }: Props) {
  const [text, setText] = useState('');
  const [hash, setHash] = useState<string | null>(null);
  const [alt, setAlt] = useState('');
  const [place, setPlace] = useState('tenant');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const places = hangingPlaces(desk.rooms.value);
  const end = readLocal(until);

  const send = async (event: Event) => {
    event.preventDefault();
    const scope = places.find(({ key }) => key === place)?.scope;
    const wrong = faultOf({ text, hash, alt, end, start: readLocal(from) }, now());
    setFault(wrong);
    if (wrong !== null || end === null || scope === undefined) return;
    const picture = hash === null ? null : { hash, alt };
    const isUp = await desk.hang({ from: readLocal(from), until: end, text, picture, places: [scope] });
    if (!isUp) return;
    setText('');
    setHash(null);
    setAlt('');
  };
  const choose = async (file: File | undefined) => {
    if (file === undefined) return setHash(null);
    const sent = await desk.sendPicture(file);
    setHash(sent);
    setFault(sent === null ? 'That is no picture that doors take: a still PNG, JPEG or WebP of at most 512 kB.' : null);
  };

  return (
    <form class={style['form']} onSubmit={(event) => void send(event)} aria-label="Hang a notice">
      <div class={style['fields']}>
        <label class={style['area']}>
          <span>What it says</span>
          <textarea
            rows={4}
            maxLength={LONGEST_NOTICE}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <label class={style['area']}>
          <span>A picture, if it helps</span>
          <input
            type="file"
            accept={TAKEN}
            onChange={(event) => void choose(event.currentTarget.files?.[0] ?? undefined)}
          />
        </label>
        {hash !== null && <TextField label="What the picture shows" value={alt} onType={setAlt} />}
        <ChoiceField
          label="Where"
          value={place}
          choices={places.map(({ key, name }) => [key, name])}
          onChoose={setPlace}
        />
        <TextField label="From (empty: now)" type="datetime-local" value={from} onType={setFrom} />
        <TextField label="Until" type="datetime-local" value={until} onType={setUntil} />
        <p class={style['fault']} role="status">
          {fault}
        </p>
        <Button kind="solid" busy={desk.busy.value}>
          Hang it
        </Button>
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

type Draft = { text: string; hash: string | null; alt: string; start: Instant | null; end: Instant | null };

function faultOf({ text, hash, alt, start, end }: Draft, now: Instant): string | null {
  if (text.trim() === '' && hash === null) return 'Write something, or choose a picture.';
  if (hash !== null && alt.trim() === '') return 'Say what the picture shows, for those who do not see it.';
  if (end === null) return 'Say until when it hangs.';
  return end <= now || (start !== null && end <= start) ? 'It has to end after it begins, and after now.' : null;
}
