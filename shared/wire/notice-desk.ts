/** /api/console/notices: notices as operators write them and as the proxy keeps them, with where they hang. */

import { type Codec, isoInstant, listOf, nullable, object, oneOf } from '../basics/codec.ts';
import type { Instant } from '../basics/instant.ts';
import type { PolicyScope } from '../rules/policy-levels.ts';
import { LONGEST_ALT, LONGEST_NOTICE, type Notice, noticeMembers, pictureHash, pictureSide } from './notices.ts';
import { plainWords } from './plain-words.ts';
import { policyScopeCodec } from './policies.ts';

/** With the places that it hangs at: every screen that belongs to one of them. */
export type PlacedNotice = Notice & { readonly places: readonly PolicyScope[] };

/** What facilities have up, or are to have up, all over the site. */
export const MOST_NOTICES = 200;
const MOST_PLACES = 200;
/** As many more are listed that are over. */
export const MOST_LISTED_NOTICES = 2_000;

/** A picture that moves is no notice but a distraction, and an SVG is a document that may do anything. */
export const pictureTypes = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type PictureType = (typeof pictureTypes)[number];

const places = listOf(policyScopeCodec, { max: MOST_PLACES });

export const placedNoticeCodec: Codec<PlacedNotice> = object({ ...noticeMembers, places });

export const noticeListCodec = object({ notices: listOf(placedNoticeCodec, { max: MOST_LISTED_NOTICES }) });

/** As an operator writes it. `from` null: from now on. Rooms among the places by address or id. */
export type NoticeWish = {
  readonly from: Instant | null;
  readonly until: Instant;
  readonly text: string;
  readonly picture: { readonly hash: string; readonly alt: string } | null;
  readonly places: readonly PolicyScope[];
};

export const noticeWishCodec: Codec<NoticeWish> = object({
  from: nullable(isoInstant),
  until: isoInstant,
  text: plainWords({ max: LONGEST_NOTICE, lines: 'many', mayBeEmpty: true }),
  picture: nullable(object({ hash: pictureHash, alt: plainWords({ max: LONGEST_ALT }) })),
  places,
});

/** A picture as it was taken in. */
export const pictureReceiptCodec = object({
  hash: pictureHash,
  mediaType: oneOf(...pictureTypes),
  width: pictureSide,
  height: pictureSide,
});
