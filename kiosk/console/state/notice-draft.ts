/**
 * A notice as somebody writes it: the fields as they stand, and what is asked for with them. What was not touched of one
 * that hangs already stays exactly as it was, to the second and to the last of its places.
 */

import type { Instant } from '../../../shared/basics/instant.ts';
import { err, ok, type Result } from '../../../shared/basics/result.ts';
import { type PolicyScope, scopeKey } from '../../../shared/rules/policy-levels.ts';
import type { NoticeWish, PlacedNotice } from '../../../shared/wire/notice-desk.ts';
import type { RoomChoice } from '../console-client.ts';
import { readLocal, writeLocal } from '../text/local-time.ts';
import { hangingPlaces, placeName } from './notice-places.ts';

export type NoticeDraft = {
  readonly text: string;
  /** Of its picture; null for none. */
  readonly hash: string | null;
  readonly alt: string;
  /** The key of one of `draftPlaces`. */
  readonly place: string;
  /** As the fields for date and time have them. */
  readonly from: string;
  readonly until: string;
};

export type DraftPlace = { readonly key: string; readonly name: string; readonly scopes: readonly PolicyScope[] };

/** Several places at once, or one that the catalogue has lost: no list offers it, and nobody should lose it by an edit. */
const AS_IT_IS = 'as-it-is';

export function draftOf(edited: PlacedNotice | null, rooms: readonly RoomChoice[]): NoticeDraft {
  if (edited === null) return { text: '', hash: null, alt: '', place: 'tenant', from: '', until: '' };
  const { text, picture, places, from, until } = edited;
  return {
    text,
    hash: picture?.hash ?? null,
    alt: picture?.alt ?? '',
    place: listedKey(places, rooms) ?? AS_IT_IS,
    from: writeLocal(from),
    until: writeLocal(until),
  };
}

export function draftPlaces(edited: PlacedNotice | null, rooms: readonly RoomChoice[]): readonly DraftPlace[] {
  const listed = hangingPlaces(rooms).map(({ key, name, scope }) => ({ key, name, scopes: [scope] }));
  if (edited === null || listedKey(edited.places, rooms) !== null) return listed;
  const name = edited.places.map((place) => placeName(place, rooms)).join('; ');
  return [{ key: AS_IT_IS, name, scopes: edited.places }, ...listed];
}

/** What to ask for; or what is wrong with it, as a sentence. */
export function wishOf(
  draft: NoticeDraft,
  edited: PlacedNotice | null,
  rooms: readonly RoomChoice[],
  now: Instant,
): Result<NoticeWish, string> {
  const { text, hash, alt } = draft;
  const [from, until] = [momentOf(draft.from, edited?.from), momentOf(draft.until, edited?.until)];
  const scopes = draftPlaces(edited, rooms).find(({ key }) => key === draft.place)?.scopes;
  if (text.trim() === '' && hash === null) return err('Write something, or choose a picture.');
  if (hash !== null && alt.trim() === '') return err('Say what the picture shows, for those who do not see it.');
  if (scopes === undefined) return err('Choose where it hangs.');
  if (until === null) return err('Say until when it hangs.');
  if (until <= now || (from !== null && until <= from)) return err('It has to end after it begins, and after now.');
  // Emptied for one that was to hang later: "now" and not "as it was", which is what the proxy takes a null for.
  const begins = from ?? (edited === null ? null : now);
  return ok({ from: begins, until, text, picture: hash === null ? null : { hash, alt }, places: scopes });
}

/** A field knows no seconds, so one that still says what the notice says means the notice's own moment. */
function momentOf(field: string, own: Instant | undefined): Instant | null {
  return own !== undefined && field === writeLocal(own) ? own : readLocal(field);
}

function listedKey([place, ...others]: readonly PolicyScope[], rooms: readonly RoomChoice[]): string | null {
  if (place === undefined || others.length > 0) return null;
  const key = scopeKey(place);
  return hangingPlaces(rooms).some((one) => one.key === key) ? key : null;
}
