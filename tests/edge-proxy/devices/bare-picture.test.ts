/** Pictures as phones and programs write them, with all that these write beside the pixels; and each of them cut off anywhere. */

import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { barePicture } from '../../../edge-proxy/devices/bare-picture.ts';
import { pictureFormat } from '../../../edge-proxy/devices/picture-format.ts';
import { aPng } from '../../support/pictures.ts';

type Part = string | readonly number[] | Uint8Array;
const bytes = (...parts: readonly Part[]) =>
  new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)))),
  );
const big = (value: number, length: number) =>
  Array.from({ length }, (_, n) => (value >>> (8 * (length - 1 - n))) & 0xff);
const little = (value: number, length: number) => big(value, length).reverse();

/** What nobody at a door may learn. */
const SECRET = 'N52.5200 E13.4050';

/** An EXIF with a camera's directory: its maker, how it was held, and where the secret stands. */
function exif(orientation: number, order: 'MM' | 'II' = 'MM'): Uint8Array {
  const number = order === 'MM' ? big : little;
  const entry = (tag: number, kind: number, count: number, value: readonly number[]) => [
    ...number(tag, 2),
    ...number(kind, 2),
    ...number(count, 4),
    ...value,
  ];
  return bytes(
    order,
    number(42, 2),
    number(8, 4),
    number(3, 2),
    entry(0x010f, 2, SECRET.length, number(50, 4)),
    entry(0x0112, 3, 1, [...number(orientation, 2), 0, 0]),
    entry(0x8825, 4, 1, number(50, 4)),
    number(0, 4),
    SECRET,
  );
}

/** All that may be left of it. */
const onlyWay = (way: number) =>
  bytes('MM', big(42, 2), big(8, 4), big(1, 2), [0x01, 0x12, 0, 3], big(1, 4), [0, way, 0, 0], big(0, 4));

const segment = (marker: number, ...body: readonly Part[]) => {
  const content = bytes(...body);
  return bytes([0xff, marker], big(content.length + 2, 2), content);
};
const SOI = [0xff, 0xd8];
const EOI = [0xff, 0xd9];
const jfif = (thumbnail: Part = []) =>
  segment(0xe0, 'JFIF\0', [1, 2, 0, 0, 1, 0, 1], thumbnail.length === 0 ? [0, 0] : [1, 6], thumbnail);
const profile = segment(0xe2, 'ICC_PROFILE\0', [1, 1], 'colours');
const adobe = segment(0xee, 'Adobe', [0, 100, 0, 0, 0, 0, 1]);
const tables = segment(0xdb, new Array(65).fill(1));
/** 600 by 300. */
const frame = segment(0xc2, [8, 0x01, 0x2c, 0x02, 0x58, 1, 1, 0x11, 0]);
const scan = (n: number) => bytes(segment(0xda, [1, 1, 0, 0, 63, n]), [1, 2, 0xff, 0, 3, 0xff, 0xd3, 4, n]);
const pixels = bytes(tables, frame, scan(1), segment(0xc4, [0, 1, 2]), scan(2));

const photograph = (orientation = 1) =>
  bytes(
    SOI,
    jfif(`${SECRET} `),
    segment(0xe0, 'JFXX\0', SECRET),
    segment(0xe1, 'Exif\0\0', exif(orientation)),
    segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', SECRET),
    profile,
    segment(0xe2, 'MPF\0', SECRET),
    segment(0xed, 'Photoshop 3.0\0', SECRET),
    adobe,
    segment(0xef, SECRET),
    segment(0xfe, SECRET),
    [0xff],
    pixels,
    EOI,
    // The film that a telephone hides behind its photograph.
    SOI,
    segment(0xe1, 'Exif\0\0', exif(1)),
    SECRET,
  );

const chunk = (name: string, ...data: readonly Part[]) => {
  const body = bytes(name, ...data);
  return bytes(big(body.length - 4, 4), body, big(crc32(body), 4));
};
const plainPng = aPng(60, 40);
const headEnd = 8 + 25;
const drawing = (orientation = 1) =>
  bytes(
    plainPng.slice(0, headEnd),
    chunk('gAMA', big(45_455, 4)),
    chunk('eXIf', exif(orientation)),
    chunk('tEXt', 'Comment\0', SECRET),
    chunk('zTXt', 'Comment\0\0', deflateSync(Buffer.from(SECRET))),
    chunk('iTXt', 'XML:com.adobe.xmp\0\0\0\0\0', SECRET),
    chunk('tIME', big(2026, 2), [11, 24, 10, 0, 0]),
    chunk('prVW', SECRET),
    plainPng.slice(headEnd),
    SECRET,
  );

const riff = (name: string, ...data: readonly Part[]) => {
  const content = bytes(...data);
  return bytes(name, little(content.length, 4), content, new Array(content.length % 2).fill(0));
};
const webpOf = (...chunks: readonly Part[]) => {
  const parts = bytes(...chunks);
  return bytes('RIFF', little(parts.length + 4, 4), 'WEBP', parts);
};
const vp8x = (flags: number) => riff('VP8X', [flags, 0, 0, 0], [0x57, 0x02, 0], [0x2b, 0x01, 0]);
const lossy = riff('VP8 ', [0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x58, 0x02, 0x2c, 0x01, 7]);
const [ICC, ALPHA, EXIF, XMP] = [0x20, 0x10, 0x08, 0x04];
const web = (orientation = 1) =>
  bytes(
    webpOf(
      vp8x(ICC | ALPHA | EXIF | XMP),
      riff('ICCP', 'colours'),
      riff('ALPH', [0, 1, 2]),
      lossy,
      riff('EXIF', 'Exif\0\0', exif(orientation, 'II')),
      riff('XMP ', SECRET),
      riff('what', SECRET),
    ),
    SECRET,
  );

const kinds = [
  { kind: 'JPEG', make: photograph },
  { kind: 'PNG', make: drawing },
  { kind: 'WebP', make: web },
];
const bare = (file: Uint8Array) => barePicture(file) ?? new Uint8Array();
const told = (file: Uint8Array) => Buffer.from(file).toString('latin1');

describe.for(kinds)('a $kind', ({ make }) => {
  test('tells nothing of where, when and by whom it was made, and is the same picture', () => {
    expect(told(make())).toContain(SECRET);
    expect(told(bare(make()))).not.toContain(SECRET);
    expect(pictureFormat(bare(make()))).toEqual(pictureFormat(make()));
  });

  test.for([1, 2, 3, 4, 5, 6, 7, 8])('that was held in way %i is still shown upright', (orientation) => {
    const left = bare(make(orientation));

    expect(told(left)).not.toContain(SECRET);
    // The whole of its EXIF; none where there is nothing to say.
    expect(told(left).includes(told(onlyWay(orientation)))).toBe(orientation !== 1);
    expect(/exif/i.test(told(left))).toBe(orientation !== 1);
  });

  test('is changed once and never again', () => {
    for (const file of [make(), make(6)]) expect(bare(bare(file))).toEqual(bare(file));
  });

  test('that is cut off anywhere is refused or shown as far as it goes, and gives nothing away', () => {
    const whole = make(6);
    for (let end = 0; end < whole.length; end += 1) expect(told(bare(whole.slice(0, end)))).not.toContain(SECRET);
    expect(barePicture(whole.slice(0, 40))).toBeNull();
  });

  test('with any byte of it wrong harms nobody', () => {
    const whole = make(6);
    for (let at = 0; at < whole.length; at += 1) {
      for (const wrong of [0x00, 0x7f, 0xff]) expect(() => barePicture(whole.with(at, wrong))).not.toThrow();
    }
  });
});

test('of a JPEG the colours stay, each scan to the byte, and of JFIF all but the thumbnail', () => {
  expect(bare(photograph())).toEqual(bytes(SOI, jfif(), profile, adobe, pixels, EOI));
  const turned = segment(0xe1, 'Exif\0\0', onlyWay(6));
  expect(bare(photograph(6))).toEqual(bytes(SOI, turned, jfif(), profile, adobe, pixels, EOI));
});

test('a JPEG whose last bytes never came is shown as far as it goes, as browsers do', () => {
  const lastScan = told(photograph()).indexOf(told(scan(2)));
  const cut = photograph().slice(0, lastScan + 15);
  const shown = bytes(tables, frame, scan(1), segment(0xc4, [0, 1, 2]), scan(2).slice(0, 15));

  expect(bare(cut)).toEqual(bytes(SOI, jfif(), profile, adobe, shown, EOI));
});

test('a PNG keeps what it looks like, with its checksums true', () => {
  const own = chunk('eXIf', onlyWay(6));

  expect(bare(plainPng)).toEqual(plainPng);
  expect(bare(drawing(6))).toEqual(
    bytes(plainPng.slice(0, headEnd), chunk('gAMA', big(45_455, 4)), own, plainPng.slice(headEnd)),
  );
});

test('a WebP says of itself what is left in it', () => {
  const shown = [riff('ICCP', 'colours'), riff('ALPH', [0, 1, 2]), lossy];

  expect(bare(web())).toEqual(webpOf(vp8x(ICC | ALPHA), ...shown));
  expect(bare(web(6))).toEqual(webpOf(vp8x(ICC | ALPHA | EXIF), ...shown, riff('EXIF', onlyWay(6))));
  expect(bare(webpOf(lossy, riff('EXIF', exif(1))))).toEqual(webpOf(lossy));
});

test('a photograph that is shown upright tells the size that it is shown in', () => {
  expect(pictureFormat(bare(photograph(3)))).toEqual({ mediaType: 'image/jpeg', width: 600, height: 300 });
  expect(pictureFormat(bare(photograph(6)))).toEqual({ mediaType: 'image/jpeg', width: 300, height: 600 });
  expect(pictureFormat(bare(drawing(8)))).toEqual({ mediaType: 'image/png', width: 40, height: 60 });
  // Browsers turn no WebP.
  expect(pictureFormat(bare(web(6)))).toEqual({ mediaType: 'image/webp', width: 600, height: 300 });
});

test.for([
  { name: 'one that ends in its directory', tiff: exif(6).slice(0, 30) },
  { name: 'one whose directory is nowhere', tiff: exif(6).with(4, 0x7f) },
  { name: 'one of no byte order', tiff: exif(6).with(0, 0) },
  { name: 'a way that no camera is held', tiff: exif(9) },
  { name: 'nothing', tiff: new Uint8Array() },
])('an EXIF that is $name turns nothing', ({ tiff }) => {
  expect(bare(bytes(SOI, segment(0xe1, 'Exif\0\0', tiff), pixels, EOI))).toEqual(bytes(SOI, pixels, EOI));
});
