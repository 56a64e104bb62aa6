/**
 * The stream, opened by the small script in boot/ while the display's own is still on its way: what it says meanwhile is
 * kept, and told to whoever listens then. Two round trips less before a new tablet's first picture.
 */

import type { boardStreamCodecs } from '../../shared/wire/board.ts';
import type { laterCodecs } from '../../shared/wire/later-message.ts';
import type { StreamEventName } from '../../shared/wire/stream-message.ts';
import type { EventSourceLike } from './room-stream.ts';

/** All there are, since what nobody has listened to is lost. */
type Name = StreamEventName | keyof typeof laterCodecs | keyof typeof boardStreamCodecs | 'error';
const NAMES: { readonly [name in Name]: true } = {
  'room-day': true,
  heartbeat: true,
  command: true,
  notice: true,
  nearest: true,
  board: true,
  'rooms-read': true,
  error: true,
};

/** Where the one script leaves it for the other: null once the display is there, which opens its own from then on. */
type Place = { earlyStream?: EarlyStream | null };
type EarlyStream = { adopt(): EventSourceLike };
type Listener = Parameters<EventSourceLike['addEventListener']>[1];

export function offerEarlyStream(place: object, open: () => EventSourceLike): void {
  const shared: Place = place;
  if (shared.earlyStream === undefined) shared.earlyStream = createEarlyStream(open());
}

/** To be asked once, by the display. */
export function claimEarlyStream(place: object): EarlyStream | null {
  const shared: Place = place;
  const offered = shared.earlyStream ?? null;
  shared.earlyStream = null;
  return offered;
}

function createEarlyStream(source: EventSourceLike): EarlyStream {
  const kept: { readonly name: string; readonly event: Parameters<Listener>[0] }[] = [];
  const listeners: { readonly name: string; readonly listener: Listener }[] = [];
  let adopted = false;

  function tell(name: string, event: Parameters<Listener>[0]): void {
    for (const one of [...listeners]) if (one.name === name) one.listener(event);
  }

  for (const name of Object.keys(NAMES)) {
    source.addEventListener(name, (event) => {
      // Left to itself it would open another, about which nobody could ask the proxy first.
      if (name === 'error') source.close();
      if (adopted) tell(name, event);
      else kept.push({ name, event });
    });
  }
  return {
    adopt() {
      // Once all have begun to listen, and in the order in which it was said.
      queueMicrotask(() => {
        adopted = true;
        for (const { name, event } of kept.splice(0)) tell(name, event);
      });
      return {
        addEventListener: (name, listener) => void listeners.push({ name, listener }),
        close() {
          listeners.length = 0;
          source.close();
        },
      };
    },
  };
}
