/** One room, its doors and a proxy that can die at any step and start again on what it had kept. */

import type { AskingDoor } from '../../../edge-proxy/booking/aim.ts';
import { createBookingEngine } from '../../../edge-proxy/booking/booking-engine.ts';
import type { RoomReading } from '../../../edge-proxy/booking/room-views.ts';
import { CalendarUnavailable } from '../../../edge-proxy/ports/calendar.ts';
import type { SiteMessage } from '../../../edge-proxy/ports/fan-out.ts';
import type { LedgerRow } from '../../../edge-proxy/ports/ledger.ts';
import { createPolicies } from '../../../edge-proxy/sync/policies.ts';
import { createPublishRoomDay } from '../../../edge-proxy/sync/publish-room-day.ts';
import type { DeviceId, IntentKey, OccurrenceId } from '../../../shared/basics/ids.ts';
import { addMs, type Instant } from '../../../shared/basics/instant.ts';
import type { BookingStatus } from '../../../shared/room/booking-status.ts';
import type { PolicyOverride } from '../../../shared/room/policy.ts';
import { displayWindow, type RoomDay } from '../../../shared/room/room-day.ts';
import type { Intent } from '../../../shared/wire/intent-request.ts';
import { aKey, aRoom, at } from '../../support/builders.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { createScriptedExchange } from './scripted-exchange.ts';

export const room = aRoom();
export const device: AskingDoor = { id: 'device-1' as DeviceId, roomId: room.id };
export const otherDevice: AskingDoor = { id: 'device-2' as DeviceId, roomId: room.id };

/** Dies at its `dieAt`th call to the outside, before or after that had its effect. Null: lives. */
export type Death = { readonly dieAt: number; readonly effect: 'before' | 'after' };

export async function createBookingSite(start: Instant = at('10:00'), policy: PolicyOverride = {}) {
  const clock = createVirtualClock(start);
  const exchange = createScriptedExchange(clock);
  const log = createMemoryLog();
  const kept = createMemoryStore();
  await kept.savePolicy(null, policy);
  const published: RoomDay[] = [];
  let forgetful = false;
  const store = {
    ...kept,
    listIntents: kept.listIntents,
    async recordIntent(row: LedgerRow) {
      const before = kept.rows.find(({ key }) => key === row.key);
      if (before === undefined) kept.rows = [...kept.rows, row];
      return { row: before ?? row, isNew: before === undefined };
    },
    async updateIntent(key: IntentKey, change: Partial<LedgerRow>) {
      kept.rows = kept.rows.map((row) => (row.key === key ? { ...row, ...change } : row));
      return rowOf(key);
    },
    noteIntentStep: async () => undefined,
    listStandingBookings: async (endingAfter: Instant) =>
      kept.rows.filter(({ kind, status, end }) => kind === 'book' && status === 'confirmed' && end > endingAfter),
    findIntent: async (key: IntentKey) => kept.rows.find((row) => row.key === key) ?? null,
    listUnsettledIntents: async () =>
      kept.rows.filter(({ status }) => status === 'pending' || status === 'held' || status === 'checking'),
  };

  function rowOf(key: IntentKey): LedgerRow {
    const row = kept.rows.find((one) => one.key === key);
    if (row === undefined) throw new Error('no such row');
    return row;
  }

  async function live(death: Death | null = null) {
    const life = { calls: 0, isOver: false, isArmed: false };
    const mortal = <T extends object>(port: T): T => dieWith(port, life, death);
    const policies = await createPolicies(store);
    const fanOut = {
      publish: (message: SiteMessage) => void (message.kind === 'room-day' && published.push(message.day)),
      subscribe: () => () => undefined,
    };
    const publish = await createPublishRoomDay({ store: mortal(store), fanOut, policies, clock, log });
    await publish.introduce(room);
    let calendar: RoomReading['calendar'] = [];

    const views = {
      current(): RoomReading | null {
        const day = publish.current(room.id);
        return day === null ? null : { day, calendar };
      },
      async readFresh(): Promise<RoomReading> {
        if (forgetful) throw new CalendarUnavailable('room-gone');
        const window = displayWindow(clock.now(), room.timeZone, policies.of(room.id));
        const readAt = clock.now();
        try {
          calendar = await exchange.readView(window);
        } catch (cause) {
          if (cause instanceof CalendarUnavailable) await publish.publishFailure(room, cause.reason, readAt);
          throw cause;
        }
        return { day: await publish.publishReading(room, { occurrences: calendar, readAt, window }), calendar };
      },
    };
    const engine = createBookingEngine({
      clock,
      log,
      store: mortal(store),
      bookings: mortal(exchange.bookings),
      directBookings: () => mortal(exchange.directBookings),
      replies: mortal(exchange.replies),
      views: { current: views.current, readFresh: mortal(views).readFresh },
      findRoom: (asked) => (!forgetful && (asked === room.id || asked === room.address) ? room : null),
      republish: (roomId) => publish.republish(roomId),
    });
    // Only from here on: what it does to wake up is another story.
    life.calls = 0;
    life.isArmed = true;
    const changePolicy = async (override: PolicyOverride): Promise<void> => {
      await kept.savePolicy(null, override);
      await policies.reload();
      await publish.republish(room.id);
    };
    return { engine, views, publish, life, changePolicy };
  }

  let now = await live();
  return {
    clock,
    exchange,
    log,
    store,
    published,
    rowOf,
    live: () => now,
    /** As before the catalogue was read. */
    forgetRooms(forgotten: boolean): void {
      forgetful = forgotten;
    },
    /** Another life of the proxy over the same store; the one before is no more. */
    async restart(death: Death | null = null) {
      now.engine.close();
      now.publish.close();
      now.life.isOver = true;
      now = await live(death);
    },
    submit: (intent: Intent, from = device) => now.engine.submitIntent(from, intent),
    statusOf: (key: IntentKey): BookingStatus => rowOf(key).status,
    day(): RoomDay {
      const day = now.publish.current(room.id);
      if (day === null) throw new Error('no day');
      return day;
    },
    /** Books from now until `end` and waits until the room has it. */
    async booked(end: string, n = 1): Promise<OccurrenceId> {
      await now.engine.submitIntent(
        device,
        aWish({ key: aKey(n), end: at(end), notAfter: addMs(clock.now(), 60_000) }),
      );
      await clock.advance(5_000);
      const found = now.publish.current(room.id)?.occurrences.find(({ booking }) => booking?.key === aKey(n));
      if (found?.booking?.status !== 'confirmed') throw new Error(`not booked: ${rowOf(aKey(n)).status}`);
      return found.id;
    },
  };
}

export type BookingSite = Awaited<ReturnType<typeof createBookingSite>>;

export function aWish(change: Partial<Extract<Intent, { kind: 'book' }>> = {}): Extract<Intent, { kind: 'book' }> {
  return { kind: 'book', key: aKey(1), notAfter: at('10:01'), end: at('10:30'), ...change };
}

/** After its death a process neither asks nor hears anything; what it had sent has its effect all the same. */
function dieWith<T extends object>(
  port: T,
  life: { calls: number; isOver: boolean; isArmed: boolean },
  death: Death | null,
): T {
  const forever = new Promise<never>(() => undefined);
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]) => {
        if (life.isOver) return forever;
        life.calls += 1;
        const isLast = life.isArmed && life.calls === death?.dieAt;
        if (isLast) life.isOver = true;
        if (isLast && death?.effect === 'before') return forever;
        const result: unknown = await Reflect.apply(member, target, given);
        return life.isOver ? forever : result;
      };
    },
  });
}
