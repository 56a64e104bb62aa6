/**
 * The streams that are open now, and the bounds that doors and boards share: how many there are, how many of a tablet, how
 * far one may fall behind, and that nobody listens under an id that was taken from them.
 */

import type { DeviceId } from '../../shared/basics/ids.ts';
import { type Instant, SECOND_MS } from '../../shared/basics/instant.ts';
import type { LinkEnd } from '../../shared/wire/fleet.ts';
import type { Log } from '../ports/runtime.ts';
import type { Aside } from './asides.ts';
import { commandFrame, retryFrame, type StreamFrame } from './stream-frame.ts';

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
export type Who = { readonly deviceId: DeviceId; readonly pairedAt?: Instant | undefined };

/** A tablet's first stream opened, or its last one ended. */
export type LinkNews =
  | { readonly kind: 'opened'; readonly deviceId: DeviceId }
  | { readonly kind: 'ended'; readonly deviceId: DeviceId; readonly by: LinkEnd };

export type Listener = { readonly deviceId: DeviceId; readonly audience: Audience; readonly sink: EventSink };

/** Those who listen to the same. */
export type Audience = {
  /** At which part of a heartbeat's round it is told the time. */
  readonly step: number;
  readonly listeners: Set<Listener>;
  beat(): readonly StreamFrame[];
  /** What is said beside the days, as it stands: each is told again when it has changed. */
  readonly asides: readonly Aside[];
  /** What may be on its way beside the usual. */
  spareBytes(): number;
  /** To one of its listeners, whatever it has. */
  tellPresent(listener: Listener): void;
  /** Nobody listens any more. */
  forget(): void;
};

type Needs = {
  readonly log: Log;
  readonly maxStreams?: number;
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
/** For a stream that gave way to a newer one of the same tablet: without it the two would oust each other for ever. */
const SUPERSEDED_RETRY_MS = 60 * SECOND_MS;

export function createListeners({ log, maxStreams = MOST_STREAMS, onLink = () => undefined }: Needs) {
  /** Oldest first. */
  const byDevice = new Map<DeviceId, Listener[]>();
  const revoked = new Set<DeviceId>();
  /** Since when another tablet lives under the id; as many as there are devices at the most. */
  const replaced = new Map<DeviceId, Instant>();
  let streams = 0;
  const counted = { cut: 0, superseded: 0, turnedAway: 0 };

  const ofDevice = (deviceId: DeviceId): readonly Listener[] => [...(byDevice.get(deviceId) ?? [])];

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

  function add(listener: Listener): void {
    const { audience, deviceId } = listener;
    const before = ofDevice(deviceId);
    audience.listeners.add(listener);
    byDevice.set(deviceId, [...before, listener]);
    streams += 1;
    if (before.length === 0) onLink({ kind: 'opened', deviceId });
  }

  /** Fine where it is off already. */
  function remove(listener: Listener, by: LinkEnd): void {
    const { audience, deviceId } = listener;
    if (!audience.listeners.delete(listener)) return;
    if (audience.listeners.size === 0) audience.forget();
    const left = ofDevice(deviceId).filter((one) => one !== listener);
    if (left.length === 0) byDevice.delete(deviceId);
    else byDevice.set(deviceId, [...left]);
    streams -= 1;
    if (left.length === 0) onLink({ kind: 'ended', deviceId, by });
  }

  function close(listener: Listener, lastWord: StreamFrame, by: LinkEnd): void {
    remove(listener, by);
    listener.sink.send(lastWord);
    listener.sink.end();
  }

  function closeAllOf(deviceId: DeviceId, lastWord: StreamFrame): void {
    for (const listener of ofDevice(deviceId)) close(listener, lastWord, 'closed');
  }

  function makeWay(deviceId: DeviceId): void {
    const before = ofDevice(deviceId);
    for (const oldest of before.slice(0, Math.max(0, before.length + 1 - MOST_PER_DEVICE))) {
      counted.superseded += 1;
      close(oldest, retryFrame(SUPERSEDED_RETRY_MS), 'superseded');
    }
  }

  return {
    /** Whether there is a place for one more stream of this tablet; counts those who are turned away. */
    admits(deviceId: DeviceId): boolean {
      const willReplace = ofDevice(deviceId).length >= MOST_PER_DEVICE;
      if (streams < maxStreams || willReplace) return true;
      counted.turnedAway += 1;
      return false;
    },
    /** False, and told so, where the tablet was revoked or replaced between being recognised and being connected. */
    letsIn({ deviceId, pairedAt }: Who, sink: EventSink): boolean {
      const isOfBefore = pairedAt !== undefined && pairedAt < (replaced.get(deviceId) ?? pairedAt);
      if (revoked.has(deviceId) || isOfBefore) {
        sink.send(commandFrame({ name: 'unpaired' }));
        sink.end();
        return false;
      }
      makeWay(deviceId);
      return true;
    },
    add,
    remove,
    send,
    close,
    closeAllOf,
    ofDevice,
    all: (): readonly Listener[] => [...byDevice.values()].flat(),
    revoke(deviceId: DeviceId): void {
      revoked.add(deviceId);
      if (revoked.size > REVOKED_REMEMBERED) revoked.delete(revoked.values().next().value ?? deviceId);
      closeAllOf(deviceId, commandFrame({ name: 'unpaired' }));
    },
    replace(deviceId: DeviceId, since: Instant): void {
      replaced.set(deviceId, since);
      closeAllOf(deviceId, commandFrame({ name: 'unpaired' }));
    },
    connected: (deviceId: DeviceId): boolean => byDevice.has(deviceId),
    counts: () => ({ streams, ...counted }),
  };
}
