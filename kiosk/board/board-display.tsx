/** A board's life, wired: its model over its stream over whatever browser it is given. */

import '../styles/phone.css';
import '../styles/other-scripts.css';
import { computed, signal } from '@preact/signals-core';
import { SECOND_MS } from '../../shared/basics/instant.ts';
import type { Zone } from '../../shared/basics/zone.ts';
import { defaultPolicy } from '../../shared/room/policy.ts';
import type { Command } from '../../shared/wire/stream-message.ts';
import type { Display } from '../display.ts';
import type { TabletChance, TabletClock } from '../ports.ts';
import { StartingScreen } from '../screens/starting-screen.tsx';
import { createClockModel } from '../state/clock-model.ts';
import { createNoticesModel } from '../state/notices-model.ts';
import { createAskProxy } from '../sync/ask-proxy.ts';
import { createProxyClient } from '../sync/proxy-client.ts';
import type { EventSourceLike } from '../sync/room-stream.ts';
import { createBoardModel } from './board-model.ts';
import type { PageSize } from './board-rows.ts';
import { BoardScreen } from './board-screen.tsx';
import { type BoardStore, createFollowBoard } from './follow-board.ts';

export type BoardDisplayParts = {
  readonly clock: TabletClock;
  readonly chance: TabletChance;
  readonly store: BoardStore;
  readonly fetch: typeof fetch;
  readonly openEventSource: (url: string) => EventSourceLike;
  readonly glass: Pick<Window, 'matchMedia'>;
  /** The tablet's own zone. */
  readonly zone: Zone;
  readonly onCommand: (command: Command) => void;
  /** This screen is no board: the door's page knows what it is. */
  readonly onNoBoard: () => void;
  readonly onNewerProxy: () => void;
  readonly onRelease: (release: string) => void;
};

/** What reads from five metres: rows of 3.5 rem at the least, and columns wide enough for a name and a time beside it. */
export const WIDE: PageSize = { columns: 3, rows: 8, titledRows: 8 };
export const TALL: PageSize = { columns: 1, rows: 17, titledRows: 12 };
/** The date of an HTTP answer is cut to its second: on average it is half a second behind. */
const HALF_SECOND_MS = SECOND_MS / 2;

export function createBoardDisplay(parts: BoardDisplayParts): Display & { close(): void } {
  const { clock, chance, store, glass, zone } = parts;
  const upright = glass.matchMedia('(orientation: portrait)');
  const tall = signal(upright.matches);
  const turn = () => {
    tall.value = upright.matches;
  };
  // Safari has had addEventListener here since 14.
  upright.addEventListener('change', turn);
  const clockModel = createClockModel(clock);
  const ask = createAskProxy({
    fetch: parts.fetch,
    clock,
    onProxyTime: (time) => clockModel.assume(time + HALF_SECOND_MS - clock.wallClock()),
  });
  const board = createBoardModel({ clock: clockModel, size: computed(() => (tall.value ? TALL : WIDE)) });
  const heard = signal<string | undefined>(undefined);
  // Read from five metres and in passing: of a picture a board says what it shows.
  const notices = createNoticesModel({ heard, store, clock, clockModel, fetchPicture: async () => '' });
  const follow = createFollowBoard({
    clock,
    chance,
    proxy: createProxyClient(ask),
    store,
    openEventSource: parts.openEventSource,
    clockModel,
    board,
    onNotice(text) {
      heard.value = text;
    },
    onNoBoard: parts.onNoBoard,
    onCommand: parts.onCommand,
    onUnreadable: parts.onNewerProxy,
    onRelease: parts.onRelease,
  });
  const look = computed(() => board.view.value?.look ?? null);

  return {
    clock: clockModel,
    models: null,
    ask,
    look,
    hours() {
      const [first] = board.days.value.values();
      return { ...(first?.policy ?? defaultPolicy), zone: first?.room.timeZone ?? zone };
    },
    start: follow.start,
    starting: computed(() => board.view.value === null),
    fetchTouch: async () => {},
    fetchRest: async () => {},
    draw({ words, times }) {
      if (board.view.value === null) return <StartingScreen words={words} />;
      const { hanging } = notices;
      return <BoardScreen clock={clockModel} board={board} hanging={hanging} zone={zone} words={words} times={times} />;
    },
    touched() {},
    moved: () => false,
    seen() {
      clockModel.wake();
      follow.verify();
    },
    online: follow.verify,
    // Nobody uses a board; they look at it.
    whenIdle: (run) => run(),
    close() {
      upright.removeEventListener('change', turn);
      follow.close();
      notices.close();
      board.close();
      clockModel.close();
    },
  };
}
