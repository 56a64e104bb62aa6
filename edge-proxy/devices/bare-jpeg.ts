/**
 * A JPEG without what was written beside its pixels. Of its application segments three change how it looks and stay: JFIF
 * (without its thumbnail), the colour profile, and Adobe's note on the colours; and of EXIF the orientation.
 *
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B
 */

import { joined, startsWith, UnreadablePicture } from './bare-parts.ts';
import { type Orientation, readOrientation, UPRIGHT, writeOrientation } from './picture-orientation.ts';

const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;
const COMMENT = 0xfe;
const [APP0, APP1, APP2, APP14, APP15] = [0xe0, 0xe1, 0xe2, 0xee, 0xef];

const JFIF = 'JFIF\0';
/** Its version, units and densities; behind them the size of a thumbnail, and the thumbnail. */
const JFIF_BYTES = 12;
const EXIF = 'Exif\0\0';

/** @throws UnreadablePicture where it ends, or stops being one, before its first pixels. */
export function bareJpeg(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Uint8Array[] = [];
  let orientation: Orientation = UPRIGHT;
  let hasPixels = false;
  let at = 2;
  while (at < bytes.length) {
    if (view.getUint8(at) !== 0xff) {
      if (hasPixels) break;
      throw new UnreadablePicture();
    }
    const marker = at + 1 < bytes.length ? view.getUint8(at + 1) : 0xff;
    // What stands behind the end is another picture, or a film: telephones put both there.
    if (marker === END) break;
    if (marker === 0xff || isAlone(marker)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    const next = at + 2 + lengthAt(view, at + 2, hasPixels);
    if (marker === SCAN) {
      at = scanEnd(bytes, Math.min(next, bytes.length), kept, at);
      hasPixels = true;
      continue;
    }
    const body = bytes.subarray(at + 4, next);
    if (marker === APP1 && startsWith(body, EXIF)) orientation = readOrientation(body.subarray(EXIF.length));
    if (next <= bytes.length) kept.push(...bareSegment(marker, body, bytes.subarray(at, next)));
    at = next;
  }
  if (!hasPixels) throw new UnreadablePicture();
  const turned = orientation === UPRIGHT ? [] : [exifSegment(orientation)];
  return joined(Uint8Array.of(0xff, START), ...turned, ...kept, Uint8Array.of(0xff, END));
}

/** A segment as it may stay; nothing where it may not. */
function bareSegment(marker: number, body: Uint8Array, whole: Uint8Array): Uint8Array[] {
  if (marker === COMMENT) return [];
  if (marker < APP0 || marker > APP15) return [whole];
  if (marker === APP0 && startsWith(body, JFIF) && body.length >= JFIF_BYTES) {
    return [segment(APP0, joined(body.subarray(0, JFIF_BYTES), Uint8Array.of(0, 0)))];
  }
  const isColour =
    (marker === APP2 && startsWith(body, 'ICC_PROFILE\0')) || (marker === APP14 && startsWith(body, 'Adobe'));
  return isColour ? [whole] : [];
}

/**
 * Keeps a scan and answers where the next marker stands. Among the pixels ff is followed by 00, or by one of the marks that
 * a decoder starts anew at. One that is cut off shows as far as it goes, as it would have.
 */
function scanEnd(bytes: Uint8Array, from: number, kept: Uint8Array[], start: number): number {
  let at = from;
  while (at < bytes.length && (bytes[at] !== 0xff || isAmongPixels(bytes[at + 1]))) at += 1;
  kept.push(bytes.subarray(start, at));
  return at;
}

const isAmongPixels = (next: number | undefined) => next === 0 || (next !== undefined && next >= 0xd0 && next <= 0xd7);

/** Markers without a length. */
function isAlone(marker: number): boolean {
  return marker <= 0x01 || (marker >= 0xd0 && marker <= START);
}

function lengthAt(view: DataView, at: number, hasPixels: boolean): number {
  const length = at + 2 <= view.byteLength ? view.getUint16(at) : 0;
  const isCut = length < 2 || at + length > view.byteLength;
  if (!isCut) return length;
  // Behind pixels a torn end costs nobody the picture.
  if (hasPixels) return view.byteLength;
  throw new UnreadablePicture();
}

function exifSegment(orientation: Orientation): Uint8Array {
  return segment(APP1, joined(new TextEncoder().encode(EXIF), writeOrientation(orientation)));
}

function segment(marker: number, body: Uint8Array): Uint8Array {
  const length = body.length + 2;
  return joined(Uint8Array.of(0xff, marker, length >> 8, length & 0xff), body);
}
