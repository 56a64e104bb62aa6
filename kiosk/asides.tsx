/** What stands beside the status and is not of it: notices, and the free room to go to. Part of the sheets' chunk. */

import { computed, type ReadonlySignal } from '@preact/signals-core';
import type { ComponentChild, ComponentChildren } from 'preact';
import { decodeText } from '../shared/basics/codec.ts';
import type { RoomState } from '../shared/rules/room-state.ts';
import type { FreeRoomNearby } from '../shared/wire/free-rooms.ts';
import { laterCodecs } from '../shared/wire/later-message.ts';
import type { Act } from './components/desk.tsx';
import { NoticeCard } from './components/notice-card.tsx';
import { SignageScreen } from './components/signage-screen.tsx';
import type { Recollection, TabletClock } from './ports.ts';
import { aheadActs } from './screens/closed-words.tsx';
import type { Speech } from './screens/face-words.tsx';
import { laterLine } from './screens/later-lines.ts';
import { noticeWords } from './screens/notices-sheet.tsx';
import { floorText } from './screens/room-facts.ts';
import type { ClockModel } from './state/clock-model.ts';
import type { DoorFace, FaceLine } from './state/door-face.ts';
import { createNoticesModel, type Hanging, inTurn } from './state/notices-model.ts';
import type { Connection, RoomModel } from './state/room-model.ts';
import { createSignageModel } from './state/signage-model.ts';
import type { ViewModel } from './state/view-model.ts';

export type Asides = {
  readonly hanging: ReadonlySignal<readonly Hanging[]>;
  /** The notice whose turn it is; null where none hangs. */
  card(speech: Speech, view: Pick<ViewModel, 'openSheet'>): ComponentChild;
  /** Instead of the door's screen, where it is time for that; null where it is not. */
  signage(speech: Speech, face: DoorFace, phrase: string): ComponentChild;
  /** Where to go from a door that is taken; null where that is not known, or may not be so any more. */
  lead(speech: Speech, connection: Connection, view: Pick<ViewModel, 'openSheet'>): Act | null;
  /** A line with all that there is to say; null where the first picture had it whole. */
  line(line: FaceLine, speech: Speech): ComponentChildren;
  /** What of a closed room can be booked already. */
  ahead(state: RoomState, speech: Speech, view: Pick<ViewModel, 'openSheet'>): readonly Act[];
  touched(): void;
  /** Somebody is near, and presses nothing. True where a notice filled the screen until now. */
  moved(): boolean;
};

export type AsidesParts = {
  /** The latest events of these names, as they came. */
  readonly heard: ReadonlySignal<{ readonly notice?: string; readonly nearest?: string }>;
  readonly store: Recollection;
  readonly clock: Pick<TabletClock, 'after'>;
  readonly clockModel: ClockModel;
  readonly room: Pick<RoomModel, 'day' | 'state'>;
  readonly idle: ReadonlySignal<boolean>;
  readonly fetch: typeof fetch;
};

export function createAsides({ heard, store, clock, clockModel, room, idle, fetch }: AsidesParts): Asides {
  const notices = createNoticesModel({
    heard: computed(() => heard.value.notice),
    store,
    clock,
    clockModel,
    fetchPicture: (path) => fetchAsDataUrl(fetch, path),
  });
  const signage = createSignageModel({ after: clock.after, clock: clockModel, room, notices, idle });
  const nearest = computed((): FreeRoomNearby | null => {
    const event = decodeText(laterCodecs.nearest, heard.value.nearest ?? '');
    return event.ok ? event.value.nearest : null;
  });

  return {
    hanging: notices.hanging,
    card(speech, view) {
      const several = notices.hanging.value;
      const notice = inTurn(several, speech.now);
      if (notice === null) return null;
      const words = noticeWords(notice, several, speech);
      return <NoticeCard {...words} src={notice.src} onPress={() => view.openSheet({ kind: 'notices' })} />;
    },
    signage(speech, face, phrase) {
      const several = notices.hanging.value;
      const notice = inTurn(several, speech.now);
      if (notice === null || !signage.showing.value) return null;
      const { words, times, day, now } = speech;
      return (
        <SignageScreen
          {...noticeWords(notice, several, speech)}
          src={notice.src}
          room={day.room.displayName}
          time={times.time(now)}
          mood={face.mood}
          word={words.say(face.word)}
          phrase={phrase}
          lamp={face.lamp}
          wakeLabel={words.say('touch-to-wake')}
          now={now}
          onWake={signage.wake}
        />
      );
    },
    lead({ words, times, day, now }, connection, view) {
      const found = nearest.value;
      if (found === null || connection.kind === 'lost' || (found.until !== null && found.until <= now)) return null;
      const until =
        found.until === null ? words.say('all-day') : words.say('until', { time: times.moment(found.until, now) });
      const place = found.floor === null || found.floor === day.room.floor ? [] : [floorText(found.floor, words)];
      return {
        label: words.say('take-room', { room: found.displayName }),
        detail: [...place, until].join(', '),
        look: 'solid',
        onPress: () => view.openSheet({ kind: 'take', room: found }),
      };
    },
    line: laterLine,
    ahead: aheadActs,
    touched: signage.touched,
    moved() {
      const wasCovered = signage.showing.peek();
      signage.wake();
      return wasCovered;
    },
  };
}

/** The page may show nothing from elsewhere, and IndexedDB in Safari is at odds with Blobs: text is at home everywhere. */
async function fetchAsDataUrl(ask: typeof fetch, path: string): Promise<string> {
  const answer = await ask(path);
  const type = answer.headers.get('Content-Type') ?? '';
  // Read in any case: a browser keeps what is not read for as long as the page lives.
  const blob = await answer.blob();
  // A captive portal answers too.
  if (!answer.ok || !type.startsWith('image/')) throw new Error(`no picture: ${answer.status}`);
  return await new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => fail(reader.error ?? new Error('a picture could not be read'));
    reader.readAsDataURL(blob);
  });
}
