/**
 * What facilities have put on which screens. Few and small, so all of them are at hand; only pictures stay in the store.
 * A screen that hears of them shows and ends them by its own clock, so nothing here has to happen at the minute.
 */

import type { RoomId } from '../../shared/basics/ids.ts';
import { addMs, DAY_MS, type Instant } from '../../shared/basics/instant.ts';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import type { Room } from '../../shared/room/room.ts';
import { type PolicyScope, type RoomPlace, scopeKey, scopesOf } from '../../shared/rules/policy-levels.ts';
import type { BoardSettings } from '../../shared/wire/board.ts';
import {
  MOST_LISTED_NOTICES,
  MOST_NOTICES,
  type NoticeWish,
  type PlacedNotice,
} from '../../shared/wire/notice-desk.ts';
import { MOST_NOTICES_OF_SCREEN, type Notice } from '../../shared/wire/notices.ts';
import type { FanOut } from '../ports/fan-out.ts';
import type { Chance, Clock } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import type { NoticePictureFile } from '../ports/walls.ts';
import { barePicture } from './bare-picture.ts';
import { pictureFormat } from './picture-format.ts';

/** For whoever asks what hung there last week. */
const KEPT_FOR_MS = 30 * DAY_MS;
/** A picture that was sent and never used, because somebody thought better of it. */
const UNUSED_FOR_MS = DAY_MS;

type Needs = {
  readonly store: Pick<
    Store,
    'saveNotice' | 'listNotices' | 'dropNotices' | 'saveNoticePicture' | 'findNoticePicture' | 'dropNoticePictures'
  >;
  readonly chance: Pick<Chance, 'uuid'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly fanOut: Pick<FanOut, 'publish'>;
  readonly listRooms: () => readonly Room[];
  readonly findRoom: (addressOrId: string) => Room | null;
  /** In hex. */
  readonly hashBytes: (bytes: Uint8Array) => string;
};

export type NoticeFault =
  | 'says-nothing'
  | 'hangs-nowhere'
  | 'room-not-known'
  | 'no-such-place'
  | 'no-such-picture'
  | 'ends-before-it-begins'
  | 'is-over'
  | 'too-many';

export type Notices = {
  /** Those that hang or will, the latest first, then those that are over. */
  list(): readonly PlacedNotice[];
  /** What a door is told: all that hang there now or later, the latest first. */
  ofRoom(place: RoomPlace): readonly Notice[];
  /** What a board is told: what hangs at all of its building or floor. What hangs at one door is said there. */
  ofBoard(settings: Pick<BoardSettings, 'building' | 'floor' | 'here'>): readonly Notice[];
  make(wish: NoticeWish): Promise<Result<PlacedNotice, NoticeFault>>;
  /** Null where there is none that could still be changed. */
  change(id: string, wish: NoticeWish): Promise<Result<PlacedNotice, NoticeFault> | null>;
  /** Takes it down. Null where there is none; one that is over stays as it ended. */
  end(id: string): Promise<PlacedNotice | null>;
  /** Kept without what a camera wrote into it (bare-picture.ts). Null where it is no still picture that we take. */
  takePicture(bytes: Uint8Array): Promise<NoticePictureFile | null>;
  picture(hash: string): Promise<NoticePictureFile | null>;
};

export async function createNotices(needs: Needs): Promise<Notices> {
  const { store, chance, clock, fanOut, listRooms, findRoom, hashBytes } = needs;
  let notices = await store.listNotices();

  async function keep(notice: PlacedNotice): Promise<PlacedNotice> {
    const now = clock.now();
    await store.saveNotice(notice);
    await store.dropNotices(addMs(now, -KEPT_FOR_MS));
    notices = [...notices.filter(({ id }) => id !== notice.id), notice].filter(
      ({ until }) => until >= addMs(now, -KEPT_FOR_MS),
    );
    await dropUnused(now);
    fanOut.publish({ kind: 'notices-changed' });
    return notice;
  }

  async function dropUnused(now: Instant): Promise<void> {
    const used = notices.flatMap(({ picture }) => (picture === null ? [] : [picture.hash]));
    await store.dropNoticePictures(used, addMs(now, -UNUSED_FOR_MS));
  }

  /** `hangs`: where it hangs already, and may stay though Exchange has lost the room since. */
  async function asked(
    id: string,
    from: Instant,
    wish: NoticeWish,
    hangs: readonly PolicyScope[] = [],
  ): Promise<Result<PlacedNotice, NoticeFault>> {
    const now = clock.now();
    const { until, text } = wish;
    if (text === '' && wish.picture === null) return err('says-nothing');
    if (until <= from) return err('ends-before-it-begins');
    if (until <= now) return err('is-over');
    if (notices.filter((one) => one.id !== id && one.until > now).length >= MOST_NOTICES) return err('too-many');
    const places = placesOf(wish.places, hangs);
    if (!places.ok) return places;
    if (wish.picture === null) return ok({ id, from, until, text, picture: null, places: places.value });
    const file = await store.findNoticePicture(wish.picture.hash);
    if (file === null) return err('no-such-picture');
    const { hash, width, height } = file;
    const picture = { hash, alt: wish.picture.alt, width, height };
    return ok({ id, from, until, text, picture, places: places.value });
  }

  /** Rooms under their ids, each place once; a building that nobody has heard of is a slip of the pen. */
  function placesOf(
    wished: readonly PolicyScope[],
    hangs: readonly PolicyScope[],
  ): Result<readonly PolicyScope[], NoticeFault> {
    if (wished.length === 0) return err('hangs-nowhere');
    const known = new Set([...listRooms().flatMap(scopesOf), ...hangs].map(scopeKey));
    const places = new Map<string, PolicyScope>();
    for (const one of wished) {
      const room = one.kind === 'room' ? findRoom(one.room) : null;
      const place: PolicyScope = room === null ? one : { kind: 'room', room: room.id };
      if (place.kind !== 'tenant' && !known.has(scopeKey(place))) {
        return err(place.kind === 'room' ? 'room-not-known' : 'no-such-place');
      }
      places.set(scopeKey(place), place);
    }
    return ok([...places.values()]);
  }

  function hangingAt(keys: ReadonlySet<string>): readonly Notice[] {
    const now = clock.now();
    return notices
      .filter(({ until, places }) => until > now && places.some((place) => keys.has(scopeKey(place))))
      .sort(latestFirst)
      .slice(0, MOST_NOTICES_OF_SCREEN);
  }

  return {
    list() {
      const now = clock.now();
      const inOrder = [...notices].sort(latestFirst);
      return [...inOrder.filter(({ until }) => until > now), ...inOrder.filter(({ until }) => until <= now)].slice(
        0,
        MOST_LISTED_NOTICES,
      );
    },
    ofRoom: (place) => hangingAt(new Set(scopesOf(place).map(scopeKey))),
    ofBoard({ building, floor, here }) {
      const hangsOn = here ?? floor;
      return hangingAt(new Set(scopesOf({ id: '' as RoomId, building, floor: hangsOn }).map(scopeKey)));
    },
    async make(wish) {
      const notice = await asked(chance.uuid(), wish.from ?? clock.now(), wish);
      return notice.ok ? ok(await keep(notice.value)) : notice;
    },
    async change(id, wish) {
      const known = notices.find((one) => one.id === id);
      if (known === undefined || known.until <= clock.now()) return null;
      const notice = await asked(id, wish.from ?? known.from, wish, known.places);
      return notice.ok ? ok(await keep(notice.value)) : notice;
    },
    async end(id) {
      const known = notices.find((one) => one.id === id);
      if (known === undefined) return null;
      const now = clock.now();
      return known.until <= now ? known : await keep({ ...known, until: now });
    },
    async takePicture(bytes) {
      const bare = barePicture(bytes);
      const format = bare === null ? null : pictureFormat(bare);
      if (bare === null || format === null) return null;
      const file = { hash: hashBytes(bare), ...format, bytes: bare };
      await store.saveNoticePicture(file, clock.now());
      return file;
    },
    picture: (hash) => store.findNoticePicture(hash),
  };
}

function latestFirst(a: Notice, b: Notice): number {
  return b.from - a.from || (a.id < b.id ? -1 : 1);
}
