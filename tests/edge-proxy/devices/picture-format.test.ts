import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { pictureFormat } from '../../../edge-proxy/devices/picture-format.ts';
import { aPng } from '../../support/pictures.ts';

const bytes = (...parts: (string | readonly number[] | Uint8Array)[]) =>
  new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)))),
  );

const jpeg = bytes(
  [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2],
  [0xff, 0xc4, 0, 3, 0],
  [0xff, 0xc2, 0, 11, 8, 0x01, 0x2c, 0x02, 0x58, 1, 0, 0, 0],
);
const webp = (form: string, ...rest: (string | readonly number[])[]) =>
  bytes('RIFF', [0, 0, 0, 0], 'WEBP', form, [0, 0, 0, 0], ...rest, new Array(10).fill(0));
const vp8x = (flags: number) => webp('VP8X', [flags, 0, 0, 0], [0x57, 0x02, 0], [0x2b, 0x01, 0]);

test.for([
  { name: 'PNG', file: aPng(600, 300), found: { mediaType: 'image/png', width: 600, height: 300 } },
  { name: 'progressive JPEG', file: jpeg, found: { mediaType: 'image/jpeg', width: 600, height: 300 } },
  { name: 'WebP', file: vp8x(0), found: { mediaType: 'image/webp', width: 600, height: 300 } },
])('a still $name tells its size', ({ file, found }) => {
  expect(pictureFormat(file)).toEqual(found);
});

test.for([
  {
    name: 'an SVG, which is a program',
    file: bytes('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  },
  { name: 'a page', file: bytes('<!doctype html><title>no</title>') },
  { name: 'a GIF, which may move', file: bytes('GIF89a', [1, 0, 1, 0], new Array(40).fill(0)) },
  { name: 'a WebP that moves', file: vp8x(2) },
  { name: 'a PNG that moves', file: aPng(10, 10, { animated: true }) },
  { name: 'nothing', file: new Uint8Array() },
  { name: 'the start of a PNG', file: aPng(10, 10).slice(0, 20) },
  { name: 'a PNG that ends before its pixels', file: aPng(10, 10).slice(0, 40) },
  { name: 'a JPEG that ends in a segment', file: jpeg.slice(0, 10) },
  { name: 'a PNG larger than a tablet can hold', file: aPng(5_000, 10) },
  { name: 'a PNG without a size', file: aPng(0, 10) },
  { name: 'packed nonsense', file: new Uint8Array(deflateSync(Buffer.alloc(500, 7))) },
])('$name is no picture for a notice', ({ file }) => {
  expect(pictureFormat(file)).toBeNull();
});
