/**
 * Which rooms facilities keep out of service, and when. Ours alone: Exchange is not told, so Outlook still takes bookings
 * of a closed room, and what is booked stands in its day (docs/decisions/0021). Few and small, so all are at hand.
 */

import type { RoomId } from '../../shared/basics/ids.ts';
import { addMs, DAY_MS, type Instant } from '../../shared/basics/instant.ts';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import { MOST_CLOSURES } from '../../shared/room/closure.ts';
import type { Room } from '../../shared/room/room.ts';
import { wholeMinute } from '../../shared/rules/booking.ts';
import { type ClosureWish, MOST_ROOM_CLOSURES, type RoomClosure } from '../../shared/wire/closures.ts';
import type { Chance, Clock } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';

/** For whoever asks next week why the room stood empty. */
const KEPT_FOR_MS = 30 * DAY_MS;

type Needs = {
  readonly store: Pick<Store, 'saveClosure' | 'listClosures' | 'dropClosures'>;
  readonly chance: Pick<Chance, 'uuid'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly findRoom: (addressOrId: string) => Room | null;
  /** Its doors have something new to say. */
  readonly onChange: (roomId: RoomId) => Promise<void>;
};

export type ClosureFault =
  | 'room-not-known'
  | 'no-such-room-instead'
  | 'not-instead-of-itself'
  | 'ends-before-it-begins'
  | 'is-over'
  | 'too-many';

export type Closures = {
  list(): readonly RoomClosure[];
  /** What its day may have to say, earliest first. */
  of(roomId: RoomId): readonly RoomClosure[];
  make(wish: ClosureWish): Promise<Result<RoomClosure, ClosureFault>>;
  /** Null where there is none that could still be changed. The room stays the one it was made for. */
  change(id: string, wish: ClosureWish): Promise<Result<RoomClosure, ClosureFault> | null>;
  /** Opens the room, or calls off what has not begun. Null where there is none; one that is over stays as it ended. */
  end(id: string): Promise<RoomClosure | null>;
};

export async function createClosures({ store, chance, clock, findRoom, onChange }: Needs): Promise<Closures> {
  let closures = await store.listClosures();

  async function keep(closure: RoomClosure): Promise<RoomClosure> {
    const forgotten = addMs(clock.now(), -KEPT_FOR_MS);
    await store.saveClosure(closure);
    await store.dropClosures(forgotten);
    closures = [...closures.filter(({ id }) => id !== closure.id), closure].filter(
      ({ until }) => until === null || until >= forgotten,
    );
    await onChange(closure.room);
    return closure;
  }

  /** The wish as a closure under that id; its own former self does not count against it. */
  function asked(id: string, room: RoomId, wish: ClosureWish): Result<RoomClosure, ClosureFault> {
    const now = clock.now();
    const { until, reason } = wish;
    const from = wish.from ?? now;
    if (until !== null && until <= from) return err('ends-before-it-begins');
    if (until !== null && until <= now) return err('is-over');
    const standing = closures.filter((one) => one.id !== id && !isOver(one, now));
    const here = standing.filter((one) => one.room === room);
    if (here.length >= MOST_CLOSURES || standing.length >= MOST_ROOM_CLOSURES / 2) return err('too-many');
    if (wish.instead === null) return ok({ id, room, from, until, reason, instead: null });
    const other = findRoom(wish.instead);
    if (other === null) return err('no-such-room-instead');
    if (other.id === room) return err('not-instead-of-itself');
    const instead = { room: other.address, displayName: other.displayName };
    return ok({ id, room, from, until, reason, instead });
  }

  return {
    list() {
      const now = clock.now();
      const over = closures.filter((one) => isOver(one, now)).sort((a, b) => (b.until ?? 0) - (a.until ?? 0));
      return [...closures.filter((one) => !isOver(one, now)).sort((a, b) => a.from - b.from), ...over].slice(
        0,
        MOST_ROOM_CLOSURES,
      );
    },
    of: (roomId) =>
      closures.filter(({ room }) => room === roomId).sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1)),
    async make(wish) {
      const room = findRoom(wish.room);
      if (room === null) return err('room-not-known');
      const closure = asked(chance.uuid(), room.id, wish);
      return closure.ok ? ok(await keep(closure.value)) : closure;
    },
    async change(id, wish) {
      const known = closures.find((one) => one.id === id);
      if (known === undefined || isOver(known, clock.now())) return null;
      // "From now on" of one that holds already is from when it began.
      const closure = asked(id, known.room, { ...wish, from: wish.from ?? known.from });
      return closure.ok ? ok(await keep(closure.value)) : closure;
    },
    async end(id) {
      const known = closures.find((one) => one.id === id);
      if (known === undefined) return null;
      const now = clock.now();
      // From the whole minute on, which is where a booking begins that is made now.
      return isOver(known, now) ? known : await keep({ ...known, until: wholeMinute(now) });
    },
  };
}

/** One that was called off before it began is over too. */
function isOver({ until }: RoomClosure, now: Instant): boolean {
  return until !== null && until <= now;
}
