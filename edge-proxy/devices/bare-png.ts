/**
 * A PNG without what was written beside its pixels: only the chunks stay that change how it looks, and of EXIF the
 * orientation.
 *
 * @see https://www.w3.org/TR/png-3/
 */

import { joined, nameAt, UnreadablePicture } from './bare-parts.ts';
import { readOrientation, UPRIGHT, writeOrientation } from './picture-orientation.ts';

const SIGNATURE_BYTES = 8;
/** Length, name and checksum about the data. */
const FRAME_BYTES = 12;
/** A list of what may stay and not of what may not: programs invent chunks, some with the picture as it was before it was cut. */
const LOOKS = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs acTL fcTL fdAT'.split(' '),
);

/** @throws UnreadablePicture where it ends before it says so. */
export function barePng(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept = [bytes.subarray(0, SIGNATURE_BYTES)];
  for (let at = SIGNATURE_BYTES; ; ) {
    if (at + FRAME_BYTES > bytes.length) throw new UnreadablePicture();
    const next = at + FRAME_BYTES + view.getUint32(at);
    if (next > bytes.length) throw new UnreadablePicture();
    const name = nameAt(bytes, at + 4);
    if (LOOKS.has(name)) kept.push(bytes.subarray(at, next));
    if (name === 'eXIf') kept.push(...bareExif(bytes.subarray(at + 8, next - 4)));
    // What stands behind the end is no part of it.
    if (name === 'IEND') return joined(...kept);
    at = next;
  }
}

function bareExif(tiff: Uint8Array): Uint8Array[] {
  const orientation = readOrientation(tiff);
  return orientation === UPRIGHT ? [] : [chunk('eXIf', writeOrientation(orientation))];
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const body = joined(new TextEncoder().encode(name), data);
  const frame = new DataView(new ArrayBuffer(8));
  frame.setUint32(0, data.length);
  frame.setUint32(4, checksum(body));
  const [length, sum] = [new Uint8Array(frame.buffer, 0, 4), new Uint8Array(frame.buffer, 4, 4)];
  return joined(length, body, sum);
}

/** CRC-32 bit by bit: for thirty bytes a table is not worth its lines. */
function checksum(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum & 1) === 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
