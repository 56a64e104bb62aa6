/** What one server-sent event holds. Its name is the member of `streamCodecs`; its data the JSON of that codec. */

import { type Codec, type Decoded, integer, isoInstant, nullable, object, oneOf, text } from '../basics/codec.ts';
import type { Instant } from '../basics/instant.ts';
import { roomDayCodec } from '../room/room-day.ts';

/**
 * Told every few seconds, as an event and not an SSE comment, because EventSource hides comments and a dead connection
 * would look alive (kiosk-facts, A9). The door counts by `time`, since tablet clocks drift; `readAt` tells that the day
 * it shows has been looked at again and still stands; `release` is what the proxy would serve now.
 */
export type Heartbeat = { readonly time: Instant; readonly readAt: Instant | null; readonly release?: string };

/**
 * `unpaired`: this tablet was taken off its room; wipe and show the pairing screen. The others as facilities gave them
 * (device-commands.ts): with an `id` to answer to, not to be begun after `notAfter`, and each with what it takes:
 * `seconds` how long it lasts, `percent` of the light, `words` to show.
 */
export const commandNames = ['reload', 'update', 'identify', 'dim', 'message', 'unpaired'] as const;

export const heartbeatCodec: Codec<Heartbeat> = object(
  { time: isoInstant, readAt: nullable(isoInstant) },
  { release: text({ max: 64 }) },
);
export const commandCodec = object(
  { name: oneOf(...commandNames) },
  {
    id: text({ max: 100 }),
    notAfter: isoInstant,
    seconds: integer({ min: 1, max: 100_000 }),
    percent: integer({ min: 1, max: 100 }),
    words: text(),
  },
);
export type Command = Decoded<typeof commandCodec>;

export const streamCodecs = { 'room-day': roomDayCodec, heartbeat: heartbeatCodec, command: commandCodec };
export type StreamEventName = keyof typeof streamCodecs;

/** How often the proxy speaks even if nothing changed. Under the 15 s that old middle boxes allow to silence. */
export const HEARTBEAT_MS = 10_000;
/** Two missed and a bit: then the stream is dead, whatever the socket says. */
export const SILENCE_MS = 25_000;
