/**
 * What hangs on which doors, and which rooms are out of service: what is up now, and a form for the next of each. One that
 * hangs is changed in the form that the next is written in.
 */

import { useState } from 'preact/hooks';
import type { Instant } from '../../../shared/basics/instant.ts';
import type { RoomClosure } from '../../../shared/wire/closures.ts';
import type { PlacedNotice } from '../../../shared/wire/notice-desk.ts';
import { PICTURE_PATH } from '../../../shared/wire/notices.ts';
import { Button } from '../components/button.tsx';
import { NoticeBox } from '../components/notice-box.tsx';
import { PageHead } from '../components/page-head.tsx';
import { placeName } from '../state/notice-places.ts';
import type { NoticesDeskModel } from '../state/notices-desk-model.ts';
import { describeFailure } from '../text/notice.ts';
import { plural, type SayTime } from '../text/say-time.ts';
import { ClosureForm } from './closure-form.tsx';
import { NoticeForm } from './notice-form.tsx';
import style from './notices-screen.module.css';

type Props = { desk: NoticesDeskModel; mayWrite: boolean; now: () => Instant; say: SayTime };

export function NoticesScreen({ desk, mayWrite, now: readNow, say }: Props) {
  const now = readNow();
  const all = desk.notices.value;
  const up = (all ?? []).filter(({ until }) => until > now);
  const closed = desk.closures.value.filter(({ until }) => until === null || until > now);
  const failure = desk.failure.value;
  const [editing, setEditing] = useState<string | null>(desk.writing.peek()?.edited ?? null);
  /** The one whose form has just closed: its button has the focus again. */
  const [left, setLeft] = useState<string | null>(null);
  const edited = up.find(({ id }) => id === editing) ?? null;
  const edit = (id: string | null) => {
    setLeft(id === null ? editing : null);
    setEditing(id);
  };
  return (
    <>
      <PageHead title={all === null ? 'Notices' : finding(up.length, closed.length)}>
        <p>Doors show both within a second, and keep them when the network is away.</p>
      </PageHead>
      {failure !== null && <NoticeBox asked notice={describeFailure(failure, say, now)} />}
      <section class={style['part']} aria-labelledby="notices-up">
        <h2 id="notices-up">Notices</h2>
        {up.length === 0 && <p class={style['quiet']}>Nothing hangs on any door.</p>}
        <ul class={style['list']}>
          {up.map((notice) => (
            <NoticeRow
              key={notice.id}
              notice={notice}
              desk={desk}
              mayWrite={mayWrite}
              now={now}
              say={say}
              focused={left === notice.id}
              onEdit={() => edit(notice.id)}
            />
          ))}
        </ul>
        {mayWrite && (
          <NoticeForm
            key={edited?.id ?? ''}
            desk={desk}
            edited={edited}
            now={readNow}
            say={say}
            onDone={() => edit(null)}
          />
        )}
      </section>
      <section class={style['part']} aria-labelledby="rooms-closed">
        <h2 id="rooms-closed">Rooms out of service</h2>
        {closed.length === 0 && <p class={style['quiet']}>Every room is open.</p>}
        <ul class={style['list']}>
          {closed.map((closure) => (
            <ClosureRow key={closure.id} closure={closure} desk={desk} mayWrite={mayWrite} now={now} say={say} />
          ))}
        </ul>
        {mayWrite && <ClosureForm desk={desk} now={readNow} />}
      </section>
    </>
  );
}

function finding(up: number, closed: number): string {
  const hanging = up === 0 ? 'Nothing hangs' : up === 1 ? '1 notice hangs' : `${up} notices hang`;
  return `${hanging}, ${closed === 0 ? 'no room is closed' : `${plural(closed, 'room')} ${closed === 1 ? 'is' : 'are'} closed`}`;
}

type RowProps = { desk: NoticesDeskModel; mayWrite: boolean; now: Instant; say: SayTime };

type NoticeRowProps = RowProps & { notice: PlacedNotice; focused: boolean; onEdit(): void };

function NoticeRow({ notice, desk, mayWrite, now, say, focused, onEdit }: NoticeRowProps) {
  const { id, text, picture, places, from, until } = notice;
  const words = text === '' ? (picture?.alt ?? '') : text;
  const where = places.map((place) => placeName(place, desk.rooms.value)).join('; ');
  const when = from > now ? `from ${say.clock(from, now)} until` : 'until';
  return (
    <li>
      {picture !== null && <img src={`${PICTURE_PATH}${picture.hash}`} alt={picture.alt} />}
      <div>
        <p class={style['words']}>
          <bdi>{words}</bdi>
        </p>
        <p class={style['quiet']}>
          {where}, {when} {say.clock(until, now)}
        </p>
      </div>
      {mayWrite && (
        <span class={style['deeds']}>
          <Button kind="line" small focused={focused} onPress={onEdit}>
            Edit<span class="unseen">: {words}</span>
          </Button>
          <Button kind="line" small busy={desk.busy.value} onPress={() => void desk.takeDown(id)}>
            Take down<span class="unseen">: {words}</span>
          </Button>
        </span>
      )}
    </li>
  );
}

function ClosureRow({ closure, desk, mayWrite, now, say }: RowProps & { closure: RoomClosure }) {
  const { id, room, reason, from, until, instead } = closure;
  const name = placeName({ kind: 'room', room }, desk.rooms.value);
  const end = until === null ? 'until you open it' : `until ${say.clock(until, now)}`;
  const when = from > now ? `from ${say.clock(from, now)} ${end}` : end;
  return (
    <li>
      <div>
        <p class={style['words']}>
          <b>
            <bdi>{name}</bdi>
          </b>
          : <bdi>{reason}</bdi>
        </p>
        <p class={style['quiet']}>
          Closed {when}
          {instead !== null && `. People are sent to ${instead.displayName}`}
        </p>
      </div>
      {mayWrite && (
        <Button kind="line" small busy={desk.busy.value} onPress={() => void desk.openRoom(id)}>
          {from > now ? 'Call off' : 'Open it'}
          <span class="unseen">: {name}</span>
        </Button>
      )}
    </li>
  );
}
