/** Every sentence has a key, and every language all of them. Numbers and plurals are written as the locale writes them. */

import { languageOf } from '../../shared/room/look.ts';
import { en } from './en.ts';
import type { enSheets } from './en-sheets.ts';
import { wellFormed } from './well-formed.ts';
import { createWriteNumber } from './write-number.ts';

type English = typeof en & typeof enSheets;
export type MessageKey = keyof English;

/** One text, or one for each plural category that the language needs; `other` is always there. */
type Text = string | ({ readonly other: string } & { readonly [category in Intl.LDMLPluralRule]?: string });
export type TextsOf<Keys extends PropertyKey> = { readonly [key in Keys]: Text };
export type Messages = TextsOf<MessageKey>;

/** The names in braces, read off the English text: a sentence asked for without its time does not compile. */
type Slots<Shape> = Shape extends `${string}{${infer Name}}${infer Rest}` ? Name | Slots<Rest> : never;
type SlotsOf<Entry> = Slots<Entry extends string ? Entry : Entry[keyof Entry]>;
type Filling<Entry, Value> = [SlotsOf<Entry>] extends [never]
  ? []
  : [values: { readonly [name in SlotsOf<Entry>]: Value }];

/** Says the sentences of an English text, in whichever language. */
export type SayOf<Texts> = <Key extends keyof Texts>(
  key: Key,
  ...values: Filling<Texts[Key], string | number>
) => string;
export type Say = SayOf<English>;

/** Like Say, for sentences that hold something richer than text, such as a name that is isolated and set in bold. */
export type Compose = <Key extends MessageKey, Rich>(
  key: Key,
  ...values: Filling<English[Key], string | number | Rich>
) => (string | Rich)[];

export type Words = {
  /** For Intl: decides 12 or 24 hours, digits, the order of dates. */
  readonly locale: string;
  /** For `<html lang>`. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly say: Say;
  readonly compose: Compose;
  /** Resolves once the words of sheets are there too, which the first picture does not wait for. */
  whole(): Promise<void>;
};

/** The languages beside English, each a chunk of its own that only its readers load. */
const others: { readonly [language: string]: () => Promise<Messages> } = {
  de: async () => (await import('./de.ts')).de,
  fr: async () => (await import('./fr.ts')).fr,
  es: async () => (await import('./es.ts')).es,
  ar: async () => (await import('./ar.ts')).ar,
};

const WRITTEN_FROM_THE_RIGHT = 'ar';

/** The first of `wanted` (as `navigator.languages` has them) that we speak, or English in the reader's own clock. */
export async function loadWords(wanted: readonly string[]): Promise<Words> {
  for (const locale of wellFormed(wanted)) {
    const language = languageOf(locale);
    if (language === 'en') return createEnglish(locale);
    const load = others[language];
    if (load === undefined) continue;
    try {
      return createWords(locale, language, await load());
    } catch {
      // The chunk could not be fetched: a door in English is better than no door.
      break;
    }
  }
  return createEnglish('en-GB');
}

function createEnglish(locale: string): Words {
  const texts = { ...en };
  return createWords(locale, 'en', texts as Messages, async () => {
    Object.assign(texts, (await import('./en-sheets.ts')).enSheets);
  });
}

function createWords(locale: string, language: string, messages: Messages, whole = async () => {}): Words {
  const direction = language === WRITTEN_FROM_THE_RIGHT ? 'rtl' : 'ltr';
  const compose = createCompose(locale, direction, messages);
  const say = (key: MessageKey, values?: Values<string>) => compose(key, values).join('');
  return { locale, language, direction, say: say as Say, compose: compose as Compose, whole };
}

type Values<Rich> = { readonly [name: string]: string | number | Rich };

/** For whoever has words of their own beside the door's. */
export function createSay<Texts>(
  { locale, direction }: Pick<Words, 'locale' | 'direction'>,
  texts: TextsOf<keyof Texts & string>,
): SayOf<Texts> {
  const compose = createCompose(locale, direction, texts);
  return ((key: keyof Texts & string, values?: Values<string>) => compose(key, values).join('')) as SayOf<Texts>;
}

function createCompose<Key extends string>(locale: string, direction: Words['direction'], texts: TextsOf<Key>) {
  const plurals = new Intl.PluralRules(locale);
  const writeNumber = createWriteNumber(locale);
  const stray = AGAINST_THE_GRAIN[direction];

  return <Rich>(key: Key, values: Values<Rich> = {}) => {
    // Of a sheet whose words have not come yet; a door must not stop for it.
    const entry: Text = texts[key] ?? '';
    const count = values['count'];
    const text =
      typeof entry === 'string' ? entry : (entry[plurals.select(typeof count === 'number' ? count : 0)] ?? entry.other);
    return text.split(/\{(\w+)\}/).map((piece, place) => {
      // Splitting on a group leaves plain text at even places and slot names at odd ones.
      if (place % 2 === 0) return piece;
      const value = values[piece] ?? '';
      if (typeof value === 'number') return writeNumber(value);
      return typeof value === 'string' && stray.test(value) ? isolated(value) : value;
    });
  };
}

/** Letters that run against the sentence: a Hebrew room in an English one, a host name in an Arabic one. */
const AGAINST_THE_GRAIN = { ltr: /[\u0590-\u08ff\ufb1d-\ufefc]/, rtl: /[A-Za-z\u00c0-\u024f]/ } as const;

/** As <bdi> does, where there is no element: otherwise such a name would pull the numbers beside it to its other side. */
function isolated(value: string): string {
  return `\u2068${value}\u2069`;
}
