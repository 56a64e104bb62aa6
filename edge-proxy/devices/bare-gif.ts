/**
 * A GIF without what was written beside its pixels: its comments, and what programs keep in application blocks, XMP among
 * it. Met only in drawings, which scanners of old wrote so.
 *
 * @see https://www.w3.org/Graphics/GIF/spec-gif89a.txt
 */

import { joined, UnreadablePicture } from './bare-parts.ts';

const HEAD_BYTES = 13;
const IMAGE_BYTES = 10;
const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
/** How long a picture stands and which colour is seen through: the one extension that changes how it looks. */
const GRAPHIC_CONTROL = 0xf9;

/** @throws UnreadablePicture where it ends before it says so. */
export function bareGif(bytes: Uint8Array): Uint8Array {
  const at = (place: number): number => {
    const byte = bytes[place];
    if (byte === undefined) throw new UnreadablePicture();
    return byte;
  };
  const tableBytes = (flags: number) => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 0x07) + 1));
  /** Past the blocks that begin at `place`, each with its length before it, up to the empty one. */
  function pastBlocks(place: number): number {
    let next = place;
    for (let length = at(next); length > 0; length = at(next)) next += 1 + length;
    return next + 1;
  }

  let place = HEAD_BYTES + tableBytes(at(10));
  const kept = [bytes.subarray(0, place)];
  for (;;) {
    const kind = at(place);
    if (kind === TRAILER) return joined(...kept, Uint8Array.of(TRAILER));
    const isImage = kind === IMAGE;
    if (!isImage && kind !== EXTENSION) throw new UnreadablePicture();
    // An image has its own colours and, before its blocks, the size of their code.
    const blocks = isImage ? place + IMAGE_BYTES + tableBytes(at(place + 9)) + 1 : place + 2;
    const next = pastBlocks(blocks);
    if (isImage || at(place + 1) === GRAPHIC_CONTROL) kept.push(bytes.subarray(place, next));
    place = next;
  }
}
