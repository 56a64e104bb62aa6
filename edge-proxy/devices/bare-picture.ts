/**
 * A picture as it may hang in a corridor: its pixels and what they need to look right, and nothing that a camera, a phone or
 * a program wrote beside them. A photograph says where it was taken, when, and by whose telephone; whoever looks at the
 * door could read that. Of all of it only the orientation stays, in an EXIF of its own that holds nothing else: turning the
 * pixels instead would mean decoding what strangers send.
 */

import { bareGif } from './bare-gif.ts';
import { bareJpeg } from './bare-jpeg.ts';
import { startsWith, UnreadablePicture } from './bare-parts.ts';
import { barePng } from './bare-png.ts';
import { bareWebp } from './bare-webp.ts';

/** Null for anything but a PNG, a JPEG, a WebP or a GIF, and for one that is cut off before it can be shown. */
export function barePicture(bytes: Uint8Array): Uint8Array | null {
  try {
    if (startsWith(bytes, '\u0089PNG\r\n\u001a\n')) return barePng(bytes);
    if (startsWith(bytes, '\u00ff\u00d8')) return bareJpeg(bytes);
    if (startsWith(bytes, 'RIFF') && startsWith(bytes.subarray(8), 'WEBP')) return bareWebp(bytes);
    if (startsWith(bytes, 'GIF8')) return bareGif(bytes);
    return null;
  } catch (error) {
    if (error instanceof UnreadablePicture) return null;
    throw error;
  }
}
