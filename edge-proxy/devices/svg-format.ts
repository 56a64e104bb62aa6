/**
 * Whether a drawing is an SVG that only draws, and how large. It is shown as a picture, where browsers run no script and
 * fetch nothing, and sent so that none would run if somebody opened it by itself; what wants more than that is refused all
 * the same, since a drawing of a floor needs none of it.
 */

import { drawingText } from './drawing-text.ts';

export type SvgFormat = { readonly mediaType: 'image/svg+xml'; readonly width: number; readonly height: number };

const FORBIDDEN: readonly RegExp[] = [
  // Elements that run, embed or listen, whatever prefix they are given.
  /<\s*(?:[\w-]+:)?(?:script|foreignObject|iframe|embed|object|handler|listener|audio|video)\b/i,
  /[\s"'/]on[a-z]+\s*=/i,
  /javascript\s*:/i,
  // Entities can stand for anything, and for a million of it; attributes can be given where none is written.
  /<!(?:ENTITY|ATTLIST|ELEMENT|NOTATION)/i,
  /<!DOCTYPE[^<>[]*\[/i,
  /<\?xml-stylesheet/i,
  /@import/i,
  // Nothing from elsewhere: what is referred to is in the drawing, or a picture written out in it.
  /\b(?:href|src)\s*=\s*(["'])(?!\s*(?:#|data:image\/(?:png|jpeg|webp|gif);base64,))\s*[^"'\s]/i,
  /url\(\s*["']?(?!#|["']?#)[^)]/i,
];

/** Beyond this it is no floor, and a board would show a line. */
const LONGEST_TO_SHORTEST = 10;

/** Null for anything else. */
export function svgFormat(bytes: Uint8Array): SvgFormat | null {
  const text = drawingText(bytes);
  if (text === null) return null;
  // A letter written as a number could spell what is forbidden.
  const spelt = text.replace(/&#(x?)([\da-f]+);?/gi, (_, hex, digits) =>
    letterOf(Number.parseInt(digits, hex === '' ? 10 : 16)),
  );
  if (FORBIDDEN.some((one) => one.test(spelt))) return null;
  const attributes = rootAttributes(text);
  const size = attributes === null ? null : (viewBoxOf(attributes) ?? sidesOf(attributes));
  if (size === null) return null;
  const [width, height] = size;
  const longest = Math.max(width, height);
  if (!(Math.min(width, height) > 0) || longest / Math.min(width, height) > LONGEST_TO_SHORTEST) return null;
  // A drawing has no pixels: only how wide it is for its height matters.
  return {
    mediaType: 'image/svg+xml',
    width: Math.max(1, Math.round((1_000 * width) / longest)),
    height: Math.max(1, Math.round((1_000 * height) / longest)),
  };
}

/** What may stand before the drawing, and how each of it ends. */
const BEFORE: readonly (readonly [begins: string, ends: string])[] = [
  ['<?xml', '?>'],
  ['<!--', '-->'],
  ['<!doctype', '>'],
];

/**
 * Null where something else stands there. Step by step: an expression for any number of comments tries every way to read
 * three dozen of them, which takes longer than anybody lives.
 */
function rootAttributes(text: string): string | null {
  let at = 0;
  for (;;) {
    while (/\s/.test(text[at] ?? '')) at += 1;
    const found = BEFORE.find(([begins]) => text.slice(at, at + begins.length).toLowerCase() === begins);
    if (found === undefined) break;
    const [begins, ends] = found;
    const end = text.indexOf(ends, at + begins.length);
    if (end < 0) return null;
    at = end + ends.length;
  }
  const root = /<svg\b([^>]*)>/y;
  root.lastIndex = at;
  return root.exec(text)?.[1] ?? null;
}

function viewBoxOf(attributes: string): readonly [number, number] | null {
  const found = /\bviewBox\s*=\s*["']\s*[-\d.eE]+[\s,]+[-\d.eE]+[\s,]+([\d.eE]+)[\s,]+([\d.eE]+)\s*["']/.exec(
    attributes,
  );
  return found === null ? null : [Number(found[1]), Number(found[2])];
}

function sidesOf(attributes: string): readonly [number, number] | null {
  const side = (name: string) => new RegExp(`\\b${name}\\s*=\\s*["']\\s*([\\d.]+)`).exec(attributes)?.[1];
  const [width, height] = [side('width'), side('height')];
  return width === undefined || height === undefined ? null : [Number(width), Number(height)];
}

function letterOf(code: number): string {
  return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
}
