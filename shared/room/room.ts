/** A room as Exchange's catalogue and its mailbox settings describe it. */

import { branded, type Codec, flag, integer, listOf, nullable, object, parsed, text } from '../basics/codec.ts';
import type { RoomId } from '../basics/ids.ts';
import { parseZone, type Zone } from '../basics/zone.ts';

export type Room = {
  readonly id: RoomId;
  /** The mailbox, in lower case: Exchange compares addresses without regard to case. */
  readonly address: string;
  readonly displayName: string;
  readonly timeZone: Zone;
  readonly capacity: number | null;
  readonly building: string | null;
  /** As a person says it ("3", "Mezzanine"), not a number to reckon with. */
  readonly floor: string | null;
  /** Equipment in the words of the catalogue, such as the name of the display. */
  readonly features: readonly string[];
  readonly wheelchairAccessible: boolean;
};

export const zoneCodec: Codec<Zone> = parsed(parseZone, (zone) => zone, 'an IANA time zone', { type: 'string' });

export const roomCodec: Codec<Room> = object({
  id: branded<RoomId>(),
  address: text({ min: 1 }),
  displayName: text(),
  timeZone: zoneCodec,
  capacity: nullable(integer({ min: 0, max: 1_000_000 })),
  building: nullable(text()),
  floor: nullable(text()),
  features: listOf(text(), { max: 50 }),
  wheelchairAccessible: flag,
});
