import { describe, expect, test } from 'vitest';
import { displayText } from '../../../edge-proxy/graph/display-text.ts';

const graphemes = (text: string | null) => [...new Intl.Segmenter('en').segment(text ?? '')].length;

test.for([
  { raw: 'Weekly design review', shown: 'Weekly design review', because: 'most titles are just that' },
  { raw: '  two\r\n\tlines  ', shown: 'two lines', because: 'a door has one line for it' },
  { raw: 'line\u2028and\u2029paragraph', shown: 'line and paragraph', because: 'Unicode breaks lines too' },
  { raw: 'Caf\u0065\u0301', shown: 'Caf\u00E9', because: 'accents come in two forms' },
  { raw: 'a\u0000b\u0007c\u009Bd\u007Fe', shown: 'abcde', because: 'controls steer terminals and fonts' },
  { raw: 'half \uD83D a pair \uDE00', shown: 'half a pair', because: 'a lone surrogate is no letter' },
  {
    raw: '\u202Egnp.exe\u202C \u2066x\u2069\u200F',
    shown: 'gnp.exe x',
    because: 'the order of letters is ours to keep',
  },
  { raw: 'ad\u00ADmin\u200B\u2060\uFEFF', shown: 'admin', because: 'nobody can see it' },
  { raw: 'a\u200D\u200D\u200Db', shown: 'ab', because: 'a joiner between Latin letters joins nothing' },
  { raw: '<b onclick="x()">&amp;</b>', shown: '<b onclick="x()">&amp;</b>', because: 'it is text, and shown as text' },
  { raw: 'עברית ראשון', shown: 'עברית ראשון', because: 'people write from right to left' },
  { raw: 'می\u200Cخواهم', shown: 'می\u200Cخواهم', because: 'Persian needs its non-joiner' },
  { raw: 'क्\u200Dष', shown: 'क्\u200Dष', because: 'Devanagari needs its joiner' },
  { raw: '👩🏽\u200D💻 pairing', shown: '👩🏽\u200D💻 pairing', because: 'joined emoji are one sign' },
  { raw: '👨\u200D👩\u200D👧\u200D👦', shown: '👨\u200D👩\u200D👧\u200D👦', because: 'a family stays together' },
  { raw: '❤\uFE0F\u200D🔥', shown: '❤\uFE0F\u200D🔥', because: 'a selector may stand before the joiner' },
  { raw: '🏴󠁧󠁢󠁥󠁮󠁧󠁿', shown: '🏴󠁧󠁢󠁥󠁮󠁧󠁿', because: 'England has a flag that tags spell' },
  { raw: `a${String.fromCodePoint(0xe0041, 0xe0042)}b`, shown: 'ab', because: 'tags elsewhere are hidden words' },
  { raw: '🇵🇹 visit', shown: '🇵🇹 visit', because: 'flags are two letters' },
])('$raw shows as $shown, because $because', ({ raw, shown }) => {
  expect(displayText(raw)).toBe(shown);
});

test.for(['', '   ', '\u200B\u200D', '\u3164\u2800', '\u0000\u0001', '\uD800', '\u0301\u0302', '\uFE0F', '\u202E'])(
  'nothing that anybody could see is left of %j',
  (raw) => {
    expect(displayText(raw)).toBeNull();
  },
);

describe('what is too much is cut', () => {
  test('at 256 signs, with a sign that it was', () => {
    const text = displayText('x'.repeat(10_000));

    expect(graphemes(text)).toBe(256);
    expect(text?.endsWith('…')).toBe(true);
  });

  test('not at all where 256 signs are what there is', () => {
    expect(displayText('x'.repeat(256))).toBe('x'.repeat(256));
  });

  test('between signs and never within one', () => {
    expect(displayText('👩🏽\u200D💻'.repeat(300))).toMatch(/^(👩🏽\u200D💻)+…$/u);
  });

  test('also within one letter that carries a tower of marks', () => {
    const text = displayText(`Z${'\u0300\u0316'.repeat(100)}algo`);

    expect(text).toMatch(/^Z\p{M}{1,8}algo$/u);
  });

  test('to what a room day can carry, whatever the letters are', () => {
    const text = displayText(`${'a\u0316\u0317\u0318\u0319\u031C\u031D\u031E\u031F'.repeat(1_000)}`);

    expect(text?.length).toBeLessThanOrEqual(2_000);
  });
});
