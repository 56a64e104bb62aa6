/**
 * Who listens to which room, or to a board of many. A new listener gets the present, every listener each new day and a
 * heartbeat. It keeps nothing for those who are away: whoever comes back gets the present again. Long because doors and
 * boards share one set of bounds: how many streams, how many of a tablet, how far behind.
 */

import type { BoardId, DeviceId, RoomId } from '../../shared/basics/ids.ts';
import { type Instant, SECOND_MS } from '../../shared/basics/instant.ts';
import type { Look } from '../../shared/room/look.ts';
import { type RoomDay, revisionId } from '../../shared/room/room-day.ts';
import { type BoardView, boardViewCodec } from '../../shared/wire/board.ts';
import type { LinkEnd } from '../../shared/wire/fleet.ts';
import type { FreeRoomNearby } from '../../shared/wire/free-rooms.ts';
import type { Notice } from '../../shared/wire/notices.ts';
import { type Command, HEARTBEAT_MS } from '../../shared/wire/stream-message.ts';
import type { Cancel, Chance, Clock, FanOut, Log, SiteMessage } from '../ports.ts';
import { type Aside, createAside, nearestEvent, noticeEvent } from './asides.ts';
import { type BoardFrames, createBoardFrames } from './board-frames.ts';
import { commandFrame, heartbeatFrame, retryFrame, roomDayFrame, type StreamFrame } from './stream-frame.ts';

/** One tablet's open stream, whatever carries it. None of these throws; after `end` or `cut` all do nothing. */
export type EventSink = {
  send(frame: StreamFrame): void;
  /** Bytes that were handed over and that the network has not taken. */
  backlogBytes(): number;
  /** Closes it once everything is sent. */
  end(): void;
  /** Closes it at once. */
  cut(): void;
};

/** `pairedAt`: when the tablet that asks was paired, since another may live under its id by now. */
type Who = { readonly deviceId: DeviceId; readonly pairedAt?: Instant | undefined };

export type Listening = Who & {
  readonly roomId: RoomId;
  /** The revision that the tablet has, as its last event named it; null where it has none. */
  readonly lastEventId: string | null;
};

/** `broken`: the connection failed, and was not closed by whoever listened. */
export type Disconnect = (how?: 'closed' | 'broken') => void;

/** A tablet's first stream opened, or its last one ended. */
export type LinkNews =
  | { readonly kind: 'opened'; readonly deviceId: DeviceId }
  | { readonly kind: 'ended'; readonly deviceId: DeviceId; readonly by: LinkEnd };

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

/** At 25 kB each, a quarter of a gigabyte: what a small box can spare. */
const MOST_STREAMS = 10_000;
/** A reload opens the new stream before the old one is known to be gone; more is a fault or mischief. */
const MOST_PER_DEVICE = 2;
/** A day is a few kB; whoever is this far behind has stopped reading and will get the present when it returns. */
const MOST_BACKLOG_BYTES = 64 * 1024;
/** A tablet can be revoked between being recognised and being connected. Ids are never given again. */
const REVOKED_REMEMBERED = 1_000;
/** Heartbeats go out room by room over this many steps, so that 5,000 tablets are not one long pause every ten seconds. */
const HEARTBEAT_STEPS = 10;
/** For a stream that gave way to a newer one of the same tablet: without it the two would oust each other for ever. */
const SUPERSEDED_RETRY_MS = 60 * SECOND_MS;
/** Back in under ten seconds, and not all in one. */
const DRAIN_RETRY = { fromMs: SECOND_MS, spreadMs: 6 * SECOND_MS };

type Listener = { readonly deviceId: DeviceId; readonly audience: Audience; readonly sink: EventSink };
type Audience = {
  readonly step: number;
  readonly listeners: Set<Listener>;
  beat(): readonly StreamFrame[];
  /** What is said beside the days, as it stands: each is told again when it has changed. */
  readonly asides: readonly Aside[];
  /** What may be on its way beside the usual. */
  spareBytes(): number;
  /** To one of its listeners, whatever it has. */
  tellPresent(listener: Listener): void;
  forget(): void;
};
type RoomAudience = Audience & { frame: RevisionFrame | null };
type BoardAudience = Audience & { readonly frames: BoardFrames; told: string };
type RevisionFrame = { readonly id: string; readonly frame: StreamFrame };

export function createRoomHub(options: Options): RoomHub {
  const { fanOut, currentDay, boardView, notices, nearest, clock, chance, log, maxStreams = MOST_STREAMS } = options;
  const { ownLook = () => null } = options;
  const { unanswered = () => [], onLink = () => undefined } = options;
  const released = options.release == null ? {} : { release: options.release };
  const rooms = new Map<RoomId, RoomAudience>();
  const boards = new Map<BoardId, BoardAudience>();
  /** Oldest first. */
  const byDevice = new Map<DeviceId, Listener[]>();
  const revoked = new Set<DeviceId>();
  /** Since when another tablet lives under the id; as many as there are devices at the most. */
  const replaced = new Map<DeviceId, Instant>();
  let streams = 0;
  let opened = 0;
  let step = 0;
  const counted = { cut: 0, superseded: 0, turnedAway: 0 };
  const unsubscribe = fanOut.subscribe(onMessage);
  let cancelBeat = beatLater();

  function heartbeat(readAt: Instant | null): StreamFrame {
    return heartbeatFrame({ time: clock.now(), readAt, ...released });
  }

  function onMessage(message: SiteMessage): void {
    switch (message.kind) {
      case 'room-day':
        tellDay(message.day);
        for (const [boardId, audience] of boards) tellBoard(boardId, audience, message.day);
        return;
      case 'read-again':
        // The next heartbeat says so, at most ten seconds later.
        return;
      case 'device-revoked':
        revoke(message.deviceId);
        return;
      case 'device-replaced':
        replaced.set(message.deviceId, message.at);
        end(message.deviceId);
        return;
      case 'device-look':
        for (const listener of [...(byDevice.get(message.deviceId) ?? [])]) listener.audience.tellPresent(listener);
        return;
      case 'device-moved':
        move(message);
        return;
      case 'device-named':
        return;
      case 'device-command':
        for (const listener of [...(byDevice.get(message.deviceId) ?? [])])
          send(listener, commandFrame(message.command));
        return;
      case 'notices-changed':
        for (const audience of [...rooms.values(), ...boards.values()]) tellAsides(audience);
        return;
      case 'board-changed': {
        const audience = boards.get(message.boardId);
        if (audience !== undefined) tellBoard(message.boardId, audience, null);
        return;
      }
      default:
        message satisfies never;
    }
  }

  function revoke(deviceId: DeviceId): void {
    revoked.add(deviceId);
    if (revoked.size > REVOKED_REMEMBERED) revoked.delete(revoked.values().next().value ?? deviceId);
    end(deviceId);
  }

  function end(deviceId: DeviceId): void {
    for (const listener of [...(byDevice.get(deviceId) ?? [])]) {
      close(listener, commandFrame({ name: 'unpaired' }), 'closed');
    }
  }

  /** It comes back at once, and is then told where it hangs: its streams belong to where it hung. */
  function move({ deviceId }: { readonly deviceId: DeviceId }): void {
    for (const listener of [...(byDevice.get(deviceId) ?? [])]) close(listener, retryFrame(0), 'closed');
  }

  function tellDay(day: RoomDay): void {
    const audience = rooms.get(day.room.id);
    if (audience === undefined) return;
    for (const listener of [...audience.listeners]) send(listener, frameFor(listener, audience, day));
  }

  /** Its new day; or all of it, where what it shows has changed: it was decided anew, or a room came or went. */
  function tellBoard(boardId: BoardId, audience: BoardAudience, day: RoomDay | null): void {
    const view = boardView(boardId);
    if (view === null) return;
    const changed = textOf(view) !== audience.told;
    audience.told = textOf(view);
    const concerns = day !== null && view.rooms.includes(day.room.id);
    const frame = changed ? audience.frames.snapshot(view) : concerns ? audience.frames.day(view, day) : null;
    if (frame === null) return;
    for (const listener of [...audience.listeners]) {
      const own = changed && ownLook(listener.deviceId) !== null;
      send(listener, own ? snapshotFor(listener, audience, view) : frame);
    }
  }

  /** Of the few that look otherwise than the other screens of their board, each has a frame of its own. */
  function snapshotFor({ deviceId }: Listener, { frames }: BoardAudience, view: BoardView): StreamFrame {
    return frames.snapshot({ ...view, look: { ...view.look, ...ownLook(deviceId) } });
  }

  /** The same for doors. Its id is the room's revision all the same: a tablet that comes back is told the day in any case. */
  function frameFor({ deviceId }: Listener, audience: RoomAudience, day: RoomDay): StreamFrame {
    const own = ownLook(deviceId);
    if (own === null) return frameOf(audience, day);
    return roomDayFrame({ ...day, policy: { ...day.policy, look: { ...day.policy.look, ...own } } });
  }

  /** Encoded once for each revision, however many look at it. */
  function frameOf(audience: RoomAudience, day: RoomDay): StreamFrame {
    const id = revisionId(day);
    if (audience.frame?.id !== id) audience.frame = { id, frame: roomDayFrame(day) };
    return audience.frame.frame;
  }

  /** Judged by what was left from before, so that one large day is no reason to cut anybody. */
  function send(listener: Listener, frame: StreamFrame): void {
    if (listener.sink.backlogBytes() <= MOST_BACKLOG_BYTES + listener.audience.spareBytes()) {
      listener.sink.send(frame);
      return;
    }
    counted.cut += 1;
    log.warn('stream.cut', { deviceId: listener.deviceId, backlogBytes: listener.sink.backlogBytes() });
    remove(listener, 'stalled');
    listener.sink.cut();
  }

  function asidesOf(...texts: readonly (() => string)[]): Aside[] {
    return texts.map((text) => createAside(text));
  }

  /** Whatever differs by now, to all who listen. */
  function tellAsides({ asides, listeners }: Audience): void {
    for (const aside of asides) {
      const news = aside.news();
      if (news !== null) for (const listener of [...listeners]) send(listener, news);
    }
  }

  /** All of it, to one who has just come; what has changed meanwhile, to the others too. */
  function welcomeWithAsides(listener: Listener): void {
    const { audience } = listener;
    for (const aside of audience.asides) {
      const news = aside.news();
      const others = news === null ? [] : [...audience.listeners].filter((one) => one !== listener);
      for (const other of others) if (news !== null) send(other, news);
      send(listener, aside.present());
    }
  }

  function beatLater(): Cancel {
    return clock.after(HEARTBEAT_MS / HEARTBEAT_STEPS, () => {
      cancelBeat = beatLater();
      step = (step + 1) % HEARTBEAT_STEPS;
      for (const audience of [...rooms.values(), ...boards.values()]) {
        if (audience.step !== step) continue;
        const frames = audience.beat();
        for (const listener of [...audience.listeners]) for (const frame of frames) send(listener, frame);
        tellAsides(audience);
      }
    });
  }

  function roomAudience(roomId: RoomId): RoomAudience {
    const known = rooms.get(roomId);
    if (known !== undefined) return known;
    const made: RoomAudience = {
      step: nextStep(),
      listeners: new Set(),
      frame: null,
      beat: () => [heartbeat(currentDay(roomId)?.readAt ?? null)],
      asides: asidesOf(
        ...(notices === undefined ? [] : [() => noticeEvent(notices.ofRoom(roomId))]),
        ...(nearest === undefined ? [] : [() => nearestEvent(nearest(roomId))]),
      ),
      spareBytes: () => 0,
      tellPresent(listener) {
        const day = currentDay(roomId);
        if (day !== null) send(listener, frameFor(listener, made, day));
      },
      forget: () => rooms.delete(roomId),
    };
    rooms.set(roomId, made);
    return made;
  }

  function boardAudience(boardId: BoardId): BoardAudience {
    const known = boards.get(boardId);
    if (known !== undefined) return known;
    const frames = createBoardFrames(currentDay);
    const made: BoardAudience = {
      step: nextStep(),
      listeners: new Set(),
      frames,
      told: '',
      beat() {
        // Rooms that left the catalogue and a look that was decided anew send no message of their own.
        tellBoard(boardId, made, null);
        const view = boardView(boardId);
        const read = view === null ? null : frames.roomsRead(view);
        const time = heartbeat(null);
        return read === null ? [time] : [read, time];
      },
      asides: asidesOf(...(notices === undefined ? [] : [() => noticeEvent(notices.ofBoard(boardId))])),
      spareBytes: frames.snapshotBytes,
      tellPresent(listener) {
        const view = boardView(boardId);
        if (view !== null) send(listener, snapshotFor(listener, made, view));
      },
      forget: () => boards.delete(boardId),
    };
    boards.set(boardId, made);
    return made;
  }

  function nextStep(): number {
    opened += 1;
    return (opened - 1) % HEARTBEAT_STEPS;
  }

  function add(listener: Listener): void {
    const { audience, deviceId } = listener;
    audience.listeners.add(listener);
    const ofDevice = byDevice.get(deviceId) ?? [];
    byDevice.set(deviceId, [...ofDevice, listener]);
    streams += 1;
    if (ofDevice.length === 0) onLink({ kind: 'opened', deviceId });
  }

  /** Fine where it is off already. */
  function remove(listener: Listener, by: LinkEnd): void {
    const { audience, deviceId } = listener;
    if (!audience.listeners.delete(listener)) return;
    if (audience.listeners.size === 0) audience.forget();
    const left = (byDevice.get(deviceId) ?? []).filter((one) => one !== listener);
    if (left.length === 0) byDevice.delete(deviceId);
    else byDevice.set(deviceId, left);
    streams -= 1;
    if (left.length === 0) onLink({ kind: 'ended', deviceId, by });
  }

  function close(listener: Listener, lastWord: StreamFrame, by: LinkEnd): void {
    remove(listener, by);
    listener.sink.send(lastWord);
    listener.sink.end();
  }

  /** False where the tablet was revoked or replaced between being recognised and being connected. */
  function welcome({ deviceId, pairedAt }: Who, sink: EventSink): boolean {
    const isOfBefore = pairedAt !== undefined && pairedAt < (replaced.get(deviceId) ?? pairedAt);
    if (revoked.has(deviceId) || isOfBefore) {
      sink.send(commandFrame({ name: 'unpaired' }));
      sink.end();
      return false;
    }
    makeWay(deviceId);
    return true;
  }

  function makeWay(deviceId: DeviceId): void {
    const ofDevice = byDevice.get(deviceId) ?? [];
    for (const oldest of ofDevice.slice(0, Math.max(0, ofDevice.length + 1 - MOST_PER_DEVICE))) {
      counted.superseded += 1;
      close(oldest, retryFrame(SUPERSEDED_RETRY_MS), 'superseded');
    }
  }

  function repeatUnanswered(listener: Listener): void {
    for (const command of unanswered(listener.deviceId)) send(listener, commandFrame(command));
  }

  return {
    admits(deviceId) {
      const willReplace = (byDevice.get(deviceId)?.length ?? 0) >= MOST_PER_DEVICE;
      if (streams < maxStreams || willReplace) return true;
      counted.turnedAway += 1;
      return false;
    },
    connect({ deviceId, pairedAt, roomId, lastEventId }, sink) {
      if (!welcome({ deviceId, pairedAt }, sink)) return () => undefined;
      const audience = roomAudience(roomId);
      const listener = { deviceId, audience, sink };
      add(listener);
      const day = currentDay(roomId);
      // By its revision alone one cannot tell which look a tablet has on.
      const isTold = day !== null && revisionId(day) === lastEventId && ownLook(deviceId) === null;
      if (!isTold) audience.tellPresent(listener);
      for (const frame of audience.beat()) send(listener, frame);
      repeatUnanswered(listener);
      welcomeWithAsides(listener);
      return (how = 'closed') => remove(listener, how);
    },
    connectBoard({ deviceId, pairedAt, boardId }, sink) {
      if (!welcome({ deviceId, pairedAt }, sink)) return () => undefined;
      const audience = boardAudience(boardId);
      const listener = { deviceId, audience, sink };
      add(listener);
      const view = boardView(boardId);
      if (view !== null) {
        // The first listener sets what has been told; whoever listens already is told of a change by the next beat.
        if (audience.listeners.size === 1) audience.told = textOf(view);
        audience.tellPresent(listener);
      }
      send(listener, heartbeat(null));
      repeatUnanswered(listener);
      welcomeWithAsides(listener);
      return (how = 'closed') => remove(listener, how);
    },
    connected: (deviceId) => byDevice.has(deviceId),
    screensOf: (roomId) => [...(rooms.get(roomId)?.listeners ?? [])].map(({ deviceId }) => deviceId),
    stats: () => ({ streams, rooms: rooms.size, boards: boards.size, ...counted }),
    drain() {
      unsubscribe();
      cancelBeat();
      for (const listener of [...byDevice.values()].flat()) {
        close(listener, retryFrame(DRAIN_RETRY.fromMs + DRAIN_RETRY.spreadMs * chance.fraction()), 'restart');
      }
    },
  };
}

function textOf(view: BoardView): string {
  return JSON.stringify(boardViewCodec.encode(view));
}
