/**
 * A WebP without what was written beside its pixels: the pixels, their transparency and the colour profile stay, and of EXIF
 * the orientation.
 *
 * @see https://developers.google.com/speed/webp/docs/riff_container
 */

import { joined, nameAt, startsWith, UnreadablePicture } from './bare-parts.ts';
import { readOrientation, UPRIGHT, writeOrientation } from './picture-orientation.ts';

const HEAD_BYTES = 12;
const LOOKS = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ICCP', 'ANIM', 'ANMF']);
/** Of the flags in VP8X: an EXIF chunk, an XMP chunk follows. */
const EXIF_FLAG = 0x08;
const XMP_FLAG = 0x04;
const EXIF_PREFIX = 'Exif\0\0';

/** @throws UnreadablePicture where it ends before its last chunk does. */
export function bareWebp(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = 8 + view.getUint32(4, true);
  if (end > bytes.length) throw new UnreadablePicture();
  const kept: Uint8Array[] = [];
  let orientation = UPRIGHT;
  for (let at = HEAD_BYTES; at + 8 <= end; ) {
    const data = at + 8 + view.getUint32(at + 4, true);
    if (data > end) throw new UnreadablePicture();
    const name = nameAt(bytes, at);
    if (name === 'EXIF') orientation = readOrientation(withoutPrefix(bytes.subarray(at + 8, data)));
    if (LOOKS.has(name)) kept.push(chunk(name, bytes.subarray(at + 8, data)));
    at = data + (data % 2);
  }
  if (orientation !== UPRIGHT) kept.push(chunk('EXIF', writeOrientation(orientation)));
  const flags = orientation === UPRIGHT ? 0 : EXIF_FLAG;
  const parts = joined(...kept.map((part) => (nameAt(part, 0) === 'VP8X' ? withFlags(part, flags) : part)));
  return joined(letters('RIFF'), fourBytes(4 + parts.length), letters('WEBP'), parts);
}

/** Some programs write what stands before it in a JPEG here too. */
function withoutPrefix(exif: Uint8Array): Uint8Array {
  return startsWith(exif, EXIF_PREFIX) ? exif.subarray(EXIF_PREFIX.length) : exif;
}

function withFlags(vp8x: Uint8Array, flags: number): Uint8Array {
  const own = vp8x.slice();
  if (own.length > 8) own[8] = ((own[8] ?? 0) & ~(EXIF_FLAG | XMP_FLAG)) | flags;
  return own;
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  return joined(letters(name), fourBytes(data.length), data, new Uint8Array(data.length % 2));
}

const letters = (text: string) => new TextEncoder().encode(text);

function fourBytes(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}
