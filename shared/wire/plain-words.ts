/** Words that somebody typed at one screen and that many others show: nothing in them steers a terminal or turns a text around. */

import { type Codec, fault, text } from '../basics/codec.ts';

/** Joiners stay: Persian words and many emoji fall apart without them. */
const UNSEEN = /(?![\u200c\u200d])[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const CONTROLS = /\p{Cc}/gu;

type Limits = { readonly max: number; readonly lines?: 'one' | 'many'; readonly mayBeEmpty?: boolean };

/** As sent, without what nobody sees and without space around it; where one line is wanted, line breaks are spaces. */
export function plainWords({ max, lines = 'one', mayBeEmpty = false }: Limits): Codec<string> {
  // What is taken out is not counted; an endless text is not read all the same.
  const sent = text({ max: max * 2 });
  return {
    decode(input, path = '') {
      const given = sent.decode(input, path);
      if (!given.ok) return given;
      const value = cleaned(given.value, lines);
      const fits = value.length <= max && (mayBeEmpty || value !== '');
      return fits ? { ok: true, value } : fault(path, `text of ${mayBeEmpty ? 0 : 1} to ${max} characters`);
    },
    encode: (value) => value,
    schema: { type: 'string', minLength: mayBeEmpty ? 0 : 1, maxLength: max },
  };
}

function cleaned(given: string, lines: 'one' | 'many'): string {
  const seen = given.normalize('NFC').replace(UNSEEN, '');
  if (lines === 'one') return seen.replace(CONTROLS, ' ').replace(/ {2,}/g, ' ').trim();
  const rows = seen.split(/\r\n|\r|\n/).map((row) => row.replace(CONTROLS, ' ').trimEnd());
  return rows
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
