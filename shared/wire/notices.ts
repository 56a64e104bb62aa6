/** Notices as a screen is told them: what facilities have put there, and where its pictures are. */

import { type Codec, integer, isoInstant, listOf, nullable, object, parsed, text } from '../basics/codec.ts';
import type { Instant } from '../basics/instant.ts';

/** As a screen is told it. Words, a picture, or both. */
export type Notice = {
  readonly id: string;
  readonly from: Instant;
  /** A notice without an end hangs for years: each has one. */
  readonly until: Instant;
  /** Empty where the picture says it all. */
  readonly text: string;
  readonly picture: NoticePicture | null;
};

export type NoticePicture = {
  /** SHA-256 of its bytes, in hex: its address is behind `/api/notices/pictures/`. */
  readonly hash: string;
  /** What it shows, for whoever does not see it. */
  readonly alt: string;
  readonly width: number;
  readonly height: number;
};

export const LONGEST_NOTICE = 500;
export const LONGEST_ALT = 200;
/** What one screen is told. */
export const MOST_NOTICES_OF_SCREEN = 30;
export const LARGEST_SIDE_PX = 4_096;
/** A tablet keeps each for as long as its notice hangs. */
export const MOST_PICTURE_BYTES = 512 * 1024;
export const PICTURE_PATH = '/api/notices/pictures/';

export const pictureHash = parsed(
  (given) => (/^[0-9a-f]{64}$/.test(given) ? given : null),
  (given) => given,
  'the SHA-256 of a picture, in hex',
  { type: 'string', pattern: '^[0-9a-f]{64}$' },
);
export const pictureSide = integer({ min: 1, max: LARGEST_SIDE_PX });

export const noticeMembers = {
  id: text({ min: 1, max: 100 }),
  from: isoInstant,
  until: isoInstant,
  text: text({ max: LONGEST_NOTICE }),
  picture: nullable(
    object({ hash: pictureHash, alt: text({ max: LONGEST_ALT }), width: pictureSide, height: pictureSide }),
  ),
};

/** The event `notice` of a stream: all that hang at this screen now or later, the latest first. */
export const noticesCodec: Codec<{ readonly notices: readonly Notice[] }> = object({
  notices: listOf(object(noticeMembers) satisfies Codec<Notice>, { max: MOST_NOTICES_OF_SCREEN }),
});
