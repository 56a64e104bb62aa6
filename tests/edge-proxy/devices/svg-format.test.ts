import { expect, test } from 'vitest';
import { svgFormat } from '../../../edge-proxy/devices/svg-format.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const svg = (inside: string, attributes = 'viewBox="0 0 1600 900"') =>
  svgFormat(bytes(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inside}</svg>`));

test.for([
  { what: 'lines and words', inside: '<path d="M0 0h9"/><text>Küche &amp; Flur</text>' },
  { what: 'a gradient of its own', inside: '<rect fill="url(#paint)"/><use href="#door"/><use xlink:href="#door"/>' },
  { what: 'a picture written out', inside: '<image href="data:image/png;base64,iVBORw0KGgo="/>' },
  { what: 'a style of its own', inside: '<style>.wall{stroke:#000}</style>' },
])('a drawing with $what is taken', ({ inside }) => {
  expect(svg(inside)).toEqual({ mediaType: 'image/svg+xml', width: 1_000, height: 563 });
});

test.for([
  { what: 'a script', inside: '<script>alert(1)</script>' },
  { what: 'a script under a prefix', inside: '<svg:script>alert(1)</svg:script>' },
  { what: 'an event', inside: '<rect onload="alert(1)"/>' },
  { what: 'an event after a slash', inside: '<rect/onclick=alert(1)>' },
  { what: 'a page within', inside: '<foreignObject><p/></foreignObject>' },
  { what: 'a link that runs', inside: '<a href="javascript:alert(1)"><rect/></a>' },
  { what: 'one that is spelt in numbers', inside: '<a href="&#106;avascript:alert(1)"><rect/></a>' },
  { what: 'one that is spelt in hex', inside: '<a href="&#x6A;avascript:alert(1)"><rect/></a>' },
  { what: 'a picture from elsewhere', inside: '<image href="https://evil.example/seen.png"/>' },
  { what: 'a drawing in a drawing', inside: '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>' },
  { what: 'a style from elsewhere', inside: '<style>@import "https://evil.example/x.css"</style>' },
  { what: 'a fill from elsewhere', inside: '<rect fill="url(https://evil.example/x#a)"/>' },
])('a drawing with $what is refused', ({ inside }) => {
  expect(svg(inside)).toBeNull();
});

test.for([
  { what: 'a page', text: '<html><svg viewBox="0 0 9 9"/></html>' },
  { what: 'nothing', text: '' },
  { what: 'entities', text: '<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 9 9"/>' },
  { what: 'a style sheet', text: '<?xml-stylesheet href="x.css"?><svg viewBox="0 0 9 9"/>' },
  { what: 'no size', text: '<svg/>' },
  { what: 'a line', text: '<svg viewBox="0 0 900 9"/>' },
  { what: 'no height', text: '<svg viewBox="0 0 900 0"/>' },
])('$what is no drawing of a floor', ({ text }) => {
  expect(svgFormat(bytes(text))).toBeNull();
});

test('bytes that are no text are no drawing', () => {
  expect(svgFormat(new Uint8Array([0x3c, 0x73, 0xff, 0xfe]))).toBeNull();
});

test('how it is shaped is told by its sides where it has no viewBox', () => {
  expect(svg('', 'width="210mm" height="297mm"')).toMatchObject({ width: 707, height: 1_000 });
});

test('what drawing programs write before it does not matter', () => {
  const text = `<?xml version="1.0"?>\n<!-- Plan --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">\n<svg viewBox="0 0 9 9"/>`;

  expect(svgFormat(bytes(text))).not.toBeNull();
});

test.for([
  { what: 'comments without a drawing', text: `${'<!---->'.repeat(200_000)}x` },
  { what: 'types that never end', text: '<!DOCTYPE'.repeat(200_000) },
  { what: 'blanks', text: ' '.repeat(2_000_000) },
  { what: 'letters by number', text: '&#x'.repeat(600_000) },
  { what: 'brackets', text: '<'.repeat(2_000_000) },
  { what: 'addresses that never begin', text: 'href="'.repeat(300_000) },
  { what: 'addresses before blanks', text: `<svg href="${' '.repeat(1_000_000)}` },
])('$what take no longer to refuse than they are long', ({ text }) => {
  // Forty comments took longer than anybody lives.
  expect(svgFormat(bytes(text))).toBeNull();
});

test('attributes that a document type would give are refused with it', () => {
  const text = '<!DOCTYPE svg SYSTEM "<" [<!ATTLIST svg onload CDATA "alert(1)">]><svg viewBox="0 0 9 9"/>';

  expect(svgFormat(bytes(text))).toBeNull();
});
