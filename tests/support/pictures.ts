/** Pictures made here, so that none has to be kept. */

import { crc32, deflateSync } from 'node:zlib';

/** What nobody at a door may learn. */
export const SECRET_OF_CAMERA = 'N52.5200 E13.4050';

/** A grey PNG of four by three with what a camera writes beside the pixels; without that it is aPng(4, 3). */
export function aPhotograph(): Uint8Array {
  const bare = Buffer.from(aPng(4, 3));
  const end = bare.length - 12;
  const note = chunk('tEXt', Buffer.from(`Comment\0${SECRET_OF_CAMERA}`, 'latin1'));
  return new Uint8Array(Buffer.concat([bare.subarray(0, end), note, bare.subarray(end)]));
}

/** A grey PNG, true to its size as long as that is not absurd. */
export function aPng(width: number, height: number, { animated = false, shade = 128 } = {}): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.concat(Array.from({ length: height }, () => Buffer.alloc(width + 1, shade).fill(0, 0, 1)));
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', head),
      ...(animated ? [chunk('acTL', Buffer.alloc(8))] : []),
      chunk('IDAT', deflateSync(rows)),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
