/**
 * How a picture is to be turned: the one thing in a camera's EXIF that a screen needs. Phones store every photograph as the
 * sensor saw it and write beside it how it was held, so one whose EXIF is dropped whole would lie on its side.
 */

/** 1: as it is. 2 to 8: turned, mirrored or both; from 5 on width and height change places. */
export type Orientation = number;

export const UPRIGHT: Orientation = 1;
/** From here on what is stored as its width is shown as its height. */
export const FIRST_ON_ITS_SIDE: Orientation = 5;
const LAST: Orientation = 8;

const TAG = 0x0112;
const SHORT = 3;
const TIFF_MAGIC = 42;
const ENTRY_BYTES = 12;

/** Of EXIF's own TIFF; upright for anything that cannot be read. @see https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf, 4.6 */
export function readOrientation(tiff: Uint8Array): Orientation {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  try {
    const isLittle = view.getUint16(0) === 0x4949;
    if (!isLittle && view.getUint16(0) !== 0x4d4d) return UPRIGHT;
    if (view.getUint16(2, isLittle) !== TIFF_MAGIC) return UPRIGHT;
    const directory = view.getUint32(4, isLittle);
    const entries = view.getUint16(directory, isLittle);
    for (let n = 0; n < entries; n += 1) {
      const entry = directory + 2 + n * ENTRY_BYTES;
      if (view.getUint16(entry, isLittle) !== TAG || view.getUint16(entry + 2, isLittle) !== SHORT) continue;
      const found = view.getUint16(entry + 8, isLittle);
      return found >= UPRIGHT && found <= LAST ? found : UPRIGHT;
    }
    return UPRIGHT;
  } catch {
    // It ends before it has said so.
    return UPRIGHT;
  }
}

/** A TIFF that says this and nothing else: big-endian, one directory of one entry. */
export function writeOrientation(orientation: Orientation): Uint8Array {
  const directory = [0, 1, TAG >> 8, TAG & 0xff, 0, SHORT, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
  return Uint8Array.of(0x4d, 0x4d, 0, TIFF_MAGIC, 0, 0, 0, 8, ...directory);
}
