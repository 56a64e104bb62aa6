/**
 * What a file says of itself in its first bytes, since whoever sends it may say anything: which still picture it is, and
 * how large. Nothing is decoded; the tablets' own browsers do that, in their sandboxes.
 */

import type { PictureType } from '../../shared/wire/notice-desk.ts';
import { LARGEST_SIDE_PX } from '../../shared/wire/notices.ts';
import { FIRST_ON_ITS_SIDE, type Orientation, readOrientation, UPRIGHT } from './picture-orientation.ts';

export type PictureFormat = { readonly mediaType: PictureType; readonly width: number; readonly height: number };

/** Null for anything but a still PNG, JPEG or WebP of a size that a tablet can hold. */
export function pictureFormat(bytes: Uint8Array): PictureFormat | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const format = readPng(view) ?? readJpeg(view) ?? readWebp(view);
    if (format === null) return null;
    const { width, height } = format;
    return width > 0 && height > 0 && width <= LARGEST_SIDE_PX && height <= LARGEST_SIDE_PX ? format : null;
  } catch {
    // It ends before it has said so.
    return null;
  }
}

/** @see https://www.w3.org/TR/png-3/ */
function readPng(view: DataView): PictureFormat | null {
  if (view.byteLength < 33 || view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a) return null;
  if (word(view, 12) !== 'IHDR') return null;
  let orientation = UPRIGHT;
  // An animation says so before the first pixels.
  for (let at = 8; word(view, at + 4) !== 'IDAT'; at += 12 + view.getUint32(at)) {
    if (word(view, at + 4) === 'acTL') return null;
    if (word(view, at + 4) === 'eXIf') orientation = readOrientation(partOf(view, at + 8, view.getUint32(at)));
  }
  return { mediaType: 'image/png', ...asShown(view.getUint32(16), view.getUint32(20), orientation) };
}

/** Segments of a JPEG that stand alone, without a length. */
const STANDALONE = /^(01|d[0-8])$/;
/** Start of a frame: baseline, progressive and their relatives, but not the tables c4, c8 and cc. */
const FRAME = /^c[0-35-79-bd-f]$/;

const APP1 = 'e1';

/** @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B */
function readJpeg(view: DataView): PictureFormat | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  let orientation = UPRIGHT;
  for (let at = 2; view.getUint8(at) === 0xff; ) {
    const marker = view
      .getUint8(at + 1)
      .toString(16)
      .padStart(2, '0');
    if (marker === 'ff') at += 1;
    else if (STANDALONE.test(marker)) at += 2;
    else if (FRAME.test(marker)) {
      return { mediaType: 'image/jpeg', ...asShown(view.getUint16(at + 7), view.getUint16(at + 5), orientation) };
    } else {
      const length = view.getUint16(at + 2);
      if (marker === APP1 && word(view, at + 4) === 'Exif')
        orientation = readOrientation(partOf(view, at + 10, length - 8));
      at += 2 + length;
    }
  }
  return null;
}

const WEBP_ANIMATED = 0x02;

/** @see https://developers.google.com/speed/webp/docs/riff_container */
function readWebp(view: DataView): PictureFormat | null {
  if (view.byteLength < 30 || word(view, 0) !== 'RIFF' || word(view, 8) !== 'WEBP') return null;
  const sized = (width: number, height: number): PictureFormat => ({ mediaType: 'image/webp', width, height });
  switch (word(view, 12)) {
    case 'VP8 ':
      return sized(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return sized((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    case 'VP8X':
      if ((view.getUint8(20) & WEBP_ANIMATED) !== 0) return null;
      return sized(threeBytes(view, 24) + 1, threeBytes(view, 27) + 1);
    default:
      return null;
  }
}

/** Browsers turn a JPEG and a PNG as their EXIF says, and no WebP. */
function asShown(width: number, height: number, orientation: Orientation) {
  return orientation >= FIRST_ON_ITS_SIDE ? { width: height, height: width } : { width, height };
}

function partOf(view: DataView, at: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + at, length);
}

function threeBytes(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

function word(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));
}
