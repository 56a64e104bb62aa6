/**
 * Who listens to which room, or to a board of many. A new listener gets the present, every listener each new day and a
 * heartbeat. It keeps nothing for those who are away: whoever comes back gets the present again.
 */

import type { BoardId, DeviceId, RoomId } from '../../shared/basics/ids.ts';
import { type Instant, SECOND_MS } from '../../shared/basics/instant.ts';
import type { Look } from '../../shared/room/look.ts';
import { type RoomDay, revisionId } from '../../shared/room/room-day.ts';
import type { BoardView } from '../../shared/wire/board.ts';
import type { FreeRoomNearby } from '../../shared/wire/free-rooms.ts';
import type { Notice } from '../../shared/wire/notices.ts';
import { type Command, HEARTBEAT_MS } from '../../shared/wire/stream-message.ts';
import type { FanOut, SiteMessage } from '../ports/fan-out.ts';
import type { Cancel, Chance, Clock, Log } from '../ports/runtime.ts';
import { createAside, nearestEvent, noticeEvent } from './asides.ts';
import { createBoardAudiences } from './board-audiences.ts';
import { type Audience, createListeners, type EventSink, type LinkNews, type Listener, type Who } from './listeners.ts';
import { createRoomAudiences } from './room-audiences.ts';
import { commandFrame, heartbeatFrame, retryFrame, type StreamFrame } from './stream-frame.ts';

export type Listening = Who & {
  readonly roomId: RoomId;
  /** The revision that the tablet has, as its last event named it; null where it has none. */
  readonly lastEventId: string | null;
};

/** `broken`: the connection failed, and was not closed by whoever listened. */
export type Disconnect = (how?: 'closed' | 'broken') => void;

export type RoomHub = {
  /** Whether there is a place for one more stream of this tablet. To be asked before `connect`. */
  admits(deviceId: DeviceId): boolean;
  /** Sends the present at once. The answer takes the listener off again; to be called when its connection is gone. */
  connect(listening: Listening, sink: EventSink): Disconnect;
  /** The same for a screen of many rooms, which gets the days of them all however much it has. */
  connectBoard(listening: Who & { readonly boardId: BoardId }, sink: EventSink): Disconnect;
  connected(deviceId: DeviceId): boolean;
  /** The tablets at the doors of this room that listen now. */
  screensOf(roomId: RoomId): readonly DeviceId[];
  stats(): HubStats;
  /** Before a shutdown: tells each listener to come back, spread over some seconds, and closes its stream. */
  drain(): void;
};

export type HubStats = {
  readonly streams: number;
  readonly rooms: number;
  readonly boards: number;
  /** Listeners closed because they did not take what was sent. */
  readonly cut: number;
  /** Listeners closed because their tablet opened another. */
  readonly superseded: number;
  /** Listeners turned away because there were too many. */
  readonly turnedAway: number;
};

type Options = {
  readonly fanOut: FanOut;
  readonly currentDay: (roomId: RoomId) => RoomDay | null;
  readonly boardView: (boardId: BoardId) => BoardView | null;
  /** What a tablet decides of its look; null where it wears its room's or its board's. */
  readonly ownLook?: (deviceId: DeviceId) => Partial<Look> | null;
  /** What hangs at a screen beside its days; left out where nothing ever does. */
  readonly notices?: {
    readonly ofRoom: (roomId: RoomId) => readonly Notice[];
    readonly ofBoard: (boardId: BoardId) => readonly Notice[];
  };
  /** Where to go from the door of a room that is taken. */
  readonly nearest?: (roomId: RoomId) => FreeRoomNearby | null;
  readonly clock: Clock;
  /** Of the pages that we serve, so that a tablet notices that it is behind. */
  readonly release?: string | null;
  readonly chance: Chance;
  readonly log: Log;
  readonly maxStreams?: number;
  /** What this tablet has been told and has not answered: it may have missed it. */
  readonly unanswered?: (deviceId: DeviceId) => readonly Command[];
  /** Must not throw. */
  readonly onLink?: (news: LinkNews) => void;
};

/** Heartbeats go out room by room over this many steps, so that 5,000 tablets are not one long pause every ten seconds. */
const HEARTBEAT_STEPS = 10;
/** Back in under ten seconds, and not all in one. */
const DRAIN_RETRY = { fromMs: SECOND_MS, spreadMs: 6 * SECOND_MS };

export function createRoomHub(options: Options): RoomHub {
  const { fanOut, currentDay, boardView, notices, nearest, clock, chance } = options;
  const { ownLook = () => null, unanswered = () => [] } = options;
  const released = options.release == null ? {} : { release: options.release };
  const listeners = createListeners(options);
  const { send } = listeners;
  let opened = 0;
  let step = 0;
  const common = { currentDay, ownLook, heartbeat, nextStep, send };
  const rooms = createRoomAudiences({
    ...common,
    asides: (roomId) => [
      ...(notices === undefined ? [] : [createAside(() => noticeEvent(notices.ofRoom(roomId)))]),
      ...(nearest === undefined ? [] : [createAside(() => nearestEvent(nearest(roomId)))]),
    ],
  });
  const boards = createBoardAudiences({
    ...common,
    boardView,
    asides: (boardId) => (notices === undefined ? [] : [createAside(() => noticeEvent(notices.ofBoard(boardId)))]),
  });
  const unsubscribe = fanOut.subscribe(onMessage);
  let cancelBeat = beatLater();

  function onMessage(message: SiteMessage): void {
    switch (message.kind) {
      case 'room-day':
        rooms.tellDay(message.day);
        boards.tellDay(message.day);
        return;
      case 'read-again':
        // The next heartbeat says so, at most ten seconds later.
        return;
      case 'device-revoked':
        listeners.revoke(message.deviceId);
        return;
      case 'device-replaced':
        listeners.replace(message.deviceId, message.at);
        return;
      case 'device-look':
        for (const listener of listeners.ofDevice(message.deviceId)) listener.audience.tellPresent(listener);
        return;
      case 'device-moved':
        // It comes back at once, and is then told where it hangs: its streams belong to where it hung.
        listeners.closeAllOf(message.deviceId, retryFrame(0));
        return;
      case 'device-named':
        return;
      case 'device-command':
        for (const listener of listeners.ofDevice(message.deviceId)) send(listener, commandFrame(message.command));
        return;
      case 'notices-changed':
        for (const audience of audiences()) tellAsides(audience);
        return;
      case 'board-changed':
        boards.boardChanged(message.boardId);
        return;
      default:
        message satisfies never;
    }
  }

  function audiences(): readonly Audience[] {
    return [...rooms.all(), ...boards.all()];
  }

  function heartbeat(readAt: Instant | null): StreamFrame {
    return heartbeatFrame({ time: clock.now(), readAt, ...released });
  }

  function nextStep(): number {
    opened += 1;
    return (opened - 1) % HEARTBEAT_STEPS;
  }

  function beatLater(): Cancel {
    return clock.after(HEARTBEAT_MS / HEARTBEAT_STEPS, () => {
      cancelBeat = beatLater();
      step = (step + 1) % HEARTBEAT_STEPS;
      for (const audience of audiences()) {
        if (audience.step !== step) continue;
        const frames = audience.beat();
        for (const listener of [...audience.listeners]) for (const frame of frames) send(listener, frame);
        tellAsides(audience);
      }
    });
  }

  /** Whatever differs by now, to all who listen. */
  function tellAsides({ asides, listeners: all }: Audience): void {
    for (const aside of asides) {
      const news = aside.news();
      if (news !== null) for (const listener of [...all]) send(listener, news);
    }
  }

  /** What one who has just come is told beside its days: what it may have missed, and the asides as they stand. */
  function tellTheRest(listener: Listener): void {
    const { audience, deviceId } = listener;
    for (const command of unanswered(deviceId)) send(listener, commandFrame(command));
    for (const aside of audience.asides) {
      // What has changed meanwhile is news to the others too.
      const news = aside.news();
      const others = news === null ? [] : [...audience.listeners].filter((one) => one !== listener);
      for (const other of others) if (news !== null) send(other, news);
      send(listener, aside.present());
    }
  }

  return {
    admits: listeners.admits,
    connect({ deviceId, pairedAt, roomId, lastEventId }, sink) {
      if (!listeners.letsIn({ deviceId, pairedAt }, sink)) return () => undefined;
      const audience = rooms.of(roomId);
      const listener = { deviceId, audience, sink };
      listeners.add(listener);
      const day = currentDay(roomId);
      // By its revision alone one cannot tell which look a tablet has on.
      const isTold = day !== null && revisionId(day) === lastEventId && ownLook(deviceId) === null;
      if (!isTold) audience.tellPresent(listener);
      for (const frame of audience.beat()) send(listener, frame);
      tellTheRest(listener);
      return (how = 'closed') => listeners.remove(listener, how);
    },
    connectBoard({ deviceId, pairedAt, boardId }, sink) {
      if (!listeners.letsIn({ deviceId, pairedAt }, sink)) return () => undefined;
      const audience = boards.of(boardId);
      const listener = { deviceId, audience, sink };
      listeners.add(listener);
      audience.tellPresent(listener);
      send(listener, heartbeat(null));
      tellTheRest(listener);
      return (how = 'closed') => listeners.remove(listener, how);
    },
    connected: listeners.connected,
    screensOf: rooms.screensOf,
    stats: () => ({ ...listeners.counts(), rooms: rooms.all().length, boards: boards.all().length }),
    drain() {
      unsubscribe();
      cancelBeat();
      for (const listener of listeners.all()) {
        const delayMs = DRAIN_RETRY.fromMs + DRAIN_RETRY.spreadMs * chance.fraction();
        listeners.close(listener, retryFrame(delayMs), 'restart');
      }
    },
  };
}
