/**
 * A drawing without what was written beside it: the photographs in it are as bare as those that hang by themselves, and the
 * drawing program's notes, which name whoever drew it and the folders of their machine, are gone.
 */

import { barePicture } from './bare-picture.ts';
import { drawingText } from './drawing-text.ts';

/** Programs break its lines, and write the breaks as numbers. */
const EMBEDDED = /data:(image\/(?:png|jpeg|webp|gif));base64,([A-Za-z0-9+/=\s&#;]*)/gi;
/** Where a picture stood that could not be read. Shows nothing, and is still a picture written out. */
const NOTHING = 'data:image/png;base64,';
/** Names of files with their folders. */
const NOTES = /\s(?:inkscape:export-filename|sodipodi:docname|sodipodi:absref)\s*=\s*(?:"[^"]*"|'[^']*')/gi;

/** Null where it is no text. Whether it is a drawing at all is for svgFormat to say. */
export function bareSvg(bytes: Uint8Array): Uint8Array | null {
  const text = drawingText(bytes);
  if (text === null) return null;
  const bare = withoutMetadata(text)
    .replace(NOTES, '')
    .replace(EMBEDDED, (_, mediaType: string, base64: string) => {
      const picture = barePicture(Buffer.from(base64.replace(/&#\w+;|\s/g, ''), 'base64'));
      if (picture === null) return NOTHING;
      return `data:${mediaType};base64,${Buffer.from(picture).toString('base64')}`;
    });
  return new TextEncoder().encode(bare);
}

const METADATA = { begins: /<(?:svg:)?metadata\b[^<>]*>/g, ends: /<\/(?:svg:)?metadata\s*>/g };

/** Step by step: one expression for both ends would look for the second end again from each first one. */
function withoutMetadata(text: string): string {
  let kept = '';
  let from = 0;
  for (;;) {
    METADATA.begins.lastIndex = from;
    const begin = METADATA.begins.exec(text);
    if (begin === null) return kept + text.slice(from);
    kept += text.slice(from, begin.index);
    from = begin.index + begin[0].length;
    if (begin[0].endsWith('/>')) continue;
    METADATA.ends.lastIndex = from;
    const end = METADATA.ends.exec(text);
    // Never closed: no browser draws it either.
    if (end === null) return kept + text.slice(begin.index);
    from = end.index + end[0].length;
  }
}
