/** How a screen looks and speaks, as far as facilities decide it (look, sections 4 and 9). */

import { type Codec, filledUp, flag, listOf, object, oneOf, parsed } from '../basics/codec.ts';

export type Look = {
  /** `auto`: light in opening hours, dark outside them. */
  readonly theme: (typeof themes)[number];
  /** What stands for free and in use: green and red, blue and rust for every kind of colour vision, green and violet. */
  readonly palette: (typeof palettes)[number];
  /** Every control within reach of a seated person. */
  readonly lowReach: boolean;
  readonly textSize: (typeof textSizes)[number];
  /** `locale`: as the language's own country writes times. */
  readonly clock: (typeof clocks)[number];
  /**
   * BCP 47 tags, `de` or `ar-EG`. The first is what the screen speaks, people may choose among all of them. Empty: the
   * tablet's own, and nothing to choose.
   */
  readonly languages: readonly string[];
};

export const themes = ['auto', 'light', 'dark', 'contrast'] as const;
export const palettes = ['red', 'blue', 'violet'] as const;
export const textSizes = ['normal', 'large'] as const;
export const clocks = ['locale', '12', '24'] as const;

/** What our screens speak. Not the codec's business: an older tablet must read a policy that names a newer language. */
export const spokenLanguages: readonly string[] = ['en', 'de', 'fr', 'es', 'ar'];

export const defaultLook: Look = {
  theme: 'light',
  palette: 'red',
  lowReach: false,
  textSize: 'normal',
  clock: 'locale',
  languages: [],
};

/** Whether a page that knows nothing of looks looks like that. */
export function isPlain(look: Look): boolean {
  return JSON.stringify(look) === JSON.stringify(defaultLook);
}

/** "de" of "de-AT". */
export function languageOf(tag: string): string {
  return tag.replace(/-.*/, '').toLowerCase();
}

const languageTag = parsed(
  (tag) => (/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag) && tag.length <= 35 ? tag : null),
  (tag) => tag,
  'a BCP 47 language tag',
  { type: 'string', pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$' },
);

const members = {
  theme: oneOf(...themes),
  palette: oneOf(...palettes),
  lowReach: flag,
  textSize: oneOf(...textSizes),
  clock: oneOf(...clocks),
  languages: listOf(languageTag, { max: 6 }),
};

/** What an older release has kept lacks what a later one added; that is filled in. */
export const lookCodec: Codec<Look> = filledUp(object(members), defaultLook);

/** Some of the look: what is left out is left to the level above. Marked pure, so that doors, which read none, carry none. */
export const lookOverrideCodec: Codec<Partial<Look>> = /* @__PURE__ */ object({}, members);
