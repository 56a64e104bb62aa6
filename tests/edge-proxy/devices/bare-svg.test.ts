import { expect, test } from 'vitest';
import { bareSvg } from '../../../edge-proxy/devices/bare-svg.ts';
import { svgFormat } from '../../../edge-proxy/devices/svg-format.ts';
import { aPhotograph, aPng, SECRET_OF_CAMERA } from '../../support/pictures.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const bare = (text: string) => new TextDecoder().decode(bareSvg(bytes(text)) ?? bytes('null'));
const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9">${inside}</svg>`;
const base64 = (picture: Uint8Array) => Buffer.from(picture).toString('base64');

const GIF = Buffer.concat([
  Buffer.from('GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff', 'latin1'),
  Buffer.from([0x21, 0xf9, 4, 0, 0, 0, 0, 0]),
  Buffer.concat([Buffer.from([0x21, 0xfe, SECRET_OF_CAMERA.length]), Buffer.from(`${SECRET_OF_CAMERA}\0`)]),
  Buffer.concat([Buffer.from([0x21, 0xff, 11]), Buffer.from('XMP DataXMP'), Buffer.from([3, 1, 2, 3, 0])]),
  Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]),
  Buffer.from([0x3b]),
]);

test.for([
  { how: 'as it is', written: base64(aPhotograph()) },
  { how: 'in broken lines', written: base64(aPhotograph()).replace(/(.{76})/g, '$1\n') },
  { how: 'in lines that are broken by numbers', written: base64(aPhotograph()).replace(/(.{76})/g, '$1&#10;&#xA;') },
])('a photograph in a drawing, written $how, is as bare as one that hangs by itself', ({ written }) => {
  const drawn = bare(svg(`<image href="data:image/png;base64,${written}"/><path d="M0 0h9"/>`));

  expect(drawn).toBe(svg(`<image href="data:image/png;base64,${base64(aPng(4, 3))}"/><path d="M0 0h9"/>`));
  expect(svgFormat(bytes(drawn))).not.toBeNull();
});

test('a GIF of a scanner loses its comments and blocks of programs, and nothing of what it shows', () => {
  const drawn = bare(svg(`<image xlink:href='data:image/gif;base64,${base64(GIF)}'/>`));
  const left = Buffer.from(/base64,([^']*)/.exec(drawn)?.[1] ?? '', 'base64');

  expect(left.toString('latin1')).not.toContain(SECRET_OF_CAMERA);
  expect(left.toString('latin1')).not.toContain('XMP');
  expect(left.length).toBe(GIF.length - (4 + SECRET_OF_CAMERA.length) - 19);
  for (let cut = 0; cut < GIF.length; cut += 1) {
    expect(bare(svg(`<image href="data:image/gif;base64,${base64(GIF.subarray(0, cut))}"/>`))).toContain(
      '"data:image/png;base64,"',
    );
  }
});

test('a picture that cannot be read stands there no more, and the drawing stays', () => {
  const drawn = bare(svg('<image href="data:image/jpeg;base64,AAAA"/><path d="M0 0h9"/>'));

  expect(drawn).toBe(svg('<image href="data:image/png;base64,"/><path d="M0 0h9"/>'));
  expect(svgFormat(bytes(drawn))).not.toBeNull();
});

test('who drew it, and in which folder, is gone', () => {
  const notes = ' inkscape:export-filename="C:\\Users\\ada\\plan.png" sodipodi:docname=\'ada.svg\'';
  const metadata = '<metadata id="m"><rdf:RDF><dc:creator>Ada</dc:creator></rdf:RDF></metadata><svg:metadata/>';

  expect(bare(`<svg viewBox="0 0 16 9"${notes}>${metadata}<path d="M0 0h9"/></svg>`)).toBe(
    '<svg viewBox="0 0 16 9"><path d="M0 0h9"/></svg>',
  );
});

test('words that only mention all that stay as they are', () => {
  const plain = svg('<text>metadata, and where data:image/png is</text>');

  expect(bare(plain)).toBe(plain);
});

test('what is no text is no drawing', () => {
  expect(bareSvg(new Uint8Array([0x3c, 0x73, 0xff, 0xfe]))).toBeNull();
});

test.for([
  { what: 'notes that never end', text: '<metadata>'.repeat(150_000) },
  { what: 'notes in notes', text: '<metadata '.repeat(150_000) },
  { what: 'a picture as long as a drawing may be', text: `data:image/png;base64,${'AAAA'.repeat(500_000)}` },
  { what: 'pictures without end', text: 'data:image/png;base64,'.repeat(90_000) },
])('$what take no longer to read than the drawing is long', ({ text }) => {
  // A reading that begins anew at each of them takes minutes, and the test its time.
  expect(bareSvg(bytes(text))).not.toBeNull();
  expect(svgFormat(bytes(text))).toBeNull();
});
