/**
 * Text that a stranger wrote, made fit for a wall. An invitation needs nobody's consent to reach a room, and one with
 * the right letters in it has brought displays down before (kiosk-facts, C8). What people mean survives: accents, right
 * to left scripts, joined emoji.
 */

const MOST_GRAPHEMES = 256;
/** In UTF-16 units; what a room day's codec takes at most (shared/room/occurrence.ts). */
const MOST_UNITS = 2_000;
/** Read no further than this, whatever was sent: work must not grow with the size of an attack. */
const MOST_UNITS_READ = 10_000;
/** Vietnamese stacks two, Hebrew and Tibetan a few; towers of hundreds are there to cover the neighbours. */
const MOST_MARKS = 8;
/** The longest emoji sequences in use, a kiss of two people with skin tones and the flags of nations, stay below. */
const MOST_EMOJI_CODE_POINTS = 12;

const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]/g;
/** Letters with no ink, with which a title could be blank without being empty. */
const BLANKS = /[\u115F\u1160\u2800\u3164\uFFA0]/g;
/** Controls, lone surrogates, codes that will never be letters, and the replacement sign that stands for one of them. */
const NEVER_TEXT = /[\p{Cc}\p{Cs}\uFFFD\uFFF9-\uFFFB\uFDD0-\uFDEF\u{1FFFE}\u{1FFFF}\uFFFE\uFFFF]/gu;
/** Marks that reorder the line: what follows them could pass for our own words. */
const BIDI = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u206A-\u206F]/g;
/** Zero width and for no reader: soft hyphen, zero width space, word joiner, invisible operators, byte order mark. */
const INVISIBLE = /\u034F|[\u180B-\u180F]|[\u{E0100}-\u{E01EF}]|[\u00AD\u200B\u2060-\u2065\uFEFF\u{1D173}-\u{1D17A}]/gu;
/** Letters that tags spell are invisible, except at the end of a flag that begins with a black flag. */
const TAGS = /(\u{1F3F4}[\u{E0061}-\u{E007A}\u{E0030}-\u{E0039}]{1,6}\u{E007F})|[\u{E0000}-\u{E007F}]/gu;
/** A joiner joins emoji, or letters of the scripts that need it; elsewhere, and in rows, it only hides. */
const JOINER_IN_EMOJI = /(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)\u200D(?=\p{Extended_Pictographic})/u;
const JOINED_SCRIPTS =
  '\\p{sc=Arab}\\p{sc=Syrc}\\p{sc=Mong}\\p{sc=Deva}\\p{sc=Beng}\\p{sc=Guru}\\p{sc=Gujr}\\p{sc=Orya}\\p{sc=Taml}\\p{sc=Telu}\\p{sc=Knda}\\p{sc=Mlym}\\p{sc=Sinh}';
const JOINER_IN_WORD = new RegExp(`(?<=[${JOINED_SCRIPTS}])[\\u200C\\u200D](?=[${JOINED_SCRIPTS}])`, 'u');
const JOINERS = new RegExp(`(${JOINER_IN_EMOJI.source}|${JOINER_IN_WORD.source})|[\\u200C\\u200D]`, 'gu');

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Null where nothing is left that anybody could see. */
export function displayText(raw: string): string | null {
  const clean = raw
    .slice(0, MOST_UNITS_READ)
    .replace(BREAKS, ' ')
    .replace(BLANKS, ' ')
    .replace(NEVER_TEXT, '')
    .replace(BIDI, '')
    .replace(INVISIBLE, '')
    .replace(TAGS, '$1')
    .replace(JOINERS, '$1')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim();
  const text = capped(clean);
  // A lone mark, selector or joiner has no letter to stand on and shows as nothing, or as a dotted circle.
  return /[^\p{M}\p{Cf}\s]/u.test(text) ? text : null;
}

function capped(text: string): string {
  let kept = '';
  let graphemes = 0;
  for (const { segment } of segmenter.segment(text)) {
    const next = cappedGrapheme(segment);
    const isLast = graphemes === MOST_GRAPHEMES - 1;
    if (kept.length + next.length > MOST_UNITS - 1 || (isLast && kept.length + segment.length < text.length)) {
      return `${kept.trimEnd()}…`;
    }
    kept += next;
    graphemes += 1;
  }
  return kept;
}

function cappedGrapheme(grapheme: string): string {
  // One or two units: nearly every letter there is, so the split below is rarely made.
  if (grapheme.length <= 2) return grapheme;
  const codePoints = [...grapheme];
  const most = /\p{Extended_Pictographic}/u.test(grapheme) ? MOST_EMOJI_CODE_POINTS : MOST_MARKS + 1;
  return codePoints.slice(0, most).join('');
}
