/** A stretch in which facilities have taken a room out of service: nobody books it, and its door says why and until when. */

import { type Codec, isoInstant, nullable, object, text } from '../basics/codec.ts';
import type { Instant } from '../basics/instant.ts';
import type { Interval } from '../basics/interval.ts';

export type Closure = {
  readonly id: string;
  readonly from: Instant;
  /** Null: until somebody opens the room again. */
  readonly until: Instant | null;
  /** Why, in the words of facilities. */
  readonly reason: string;
  /** Where people are to go instead; null where facilities have named no room. */
  readonly instead: { readonly room: string; readonly displayName: string } | null;
};

/** What one day of one room carries. */
export const MOST_CLOSURES = 20;
export const LONGEST_REASON = 200;

export const closureMembers = {
  id: text({ min: 1, max: 100 }),
  from: isoInstant,
  until: nullable(isoInstant),
  reason: text({ max: LONGEST_REASON }),
  instead: nullable(object({ room: text({ min: 1 }), displayName: text() })),
};

export const closureCodec: Codec<Closure> = object(closureMembers);

/** As a stretch of time; one without an end reaches as far as `horizon`. */
export function stretchOf({ from, until }: Pick<Closure, 'from' | 'until'>, horizon: Instant): Interval {
  return { start: from, end: until ?? horizon };
}
