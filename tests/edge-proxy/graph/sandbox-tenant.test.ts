import { describe, expect, test } from 'vitest';
import type { Instant } from '../../../shared/basics/instant.ts';
import { localDate, type Zone } from '../../../shared/basics/zone.ts';
import { bookingsContract } from '../../contracts/bookings.ts';
import { type Invitation, roomCalendarContract } from '../../contracts/room-calendar.ts';
import { subscriptionsContract } from '../../contracts/subscriptions.ts';
import { aPolicy, at } from '../../support/builders.ts';
import { openGraphAdapters } from '../../support/graph-adapters.ts';
import { startStandIn } from '../../support/stand-in.ts';

const BERGEN = 'bergen@northwind.example';
const KYOTO = 'kyoto@northwind.example';
const PRIYA = 'priya.raman@northwind.example';

/** Exchange takes the start and the end of an all-day meeting by the wall clock. */
function midnight(moment: Instant, zone: Zone) {
  const { year, month, day } = localDate(moment, zone);
  const date = [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
  return { dateTime: `${date}T00:00:00`, timeZone: zone };
}

function value<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.error));
}

for (const { name, delegated } of [
  { name: 'Graph', delegated: false },
  { name: 'Graph in the name of a service account', delegated: true },
]) {
  roomCalendarContract(name, async () => {
    const site = await openGraphAdapters({ delegated });
    const { exchange } = site.sandbox;
    const room = await site.roomAt(BERGEN);

    async function invite({ subject, start, end, allDay = false, showAs = 'busy', ...more }: Invitation) {
      const made = exchange.organize(PRIYA, {
        subject,
        start: allDay ? midnight(start, room.timeZone) : start,
        end: allDay ? midnight(end, room.timeZone) : end,
        isAllDay: allDay,
        showAs,
        sensitivity: more.private === true ? 'private' : 'normal',
        attendees: [{ address: BERGEN }],
      });
      await site.answer();
      return value(made).item.id;
    }

    return {
      ...site,
      room,
      async invite(invitation) {
        const made = await invite(invitation);
        return {
          async move({ start, end }) {
            value(exchange.update(PRIYA, made, { start, end }));
            await site.answer();
          },
          async cancel() {
            value(exchange.cancel(PRIYA, made));
            await site.answer();
          },
        };
      },
    };
  });
}

for (const { name, delegated, direct } of [
  { name: 'the service user’s calendar', delegated: false, direct: false },
  { name: 'the service account’s calendar', delegated: true, direct: false },
  { name: 'the room’s own calendar', delegated: false, direct: true },
]) {
  bookingsContract(name, async () => {
    const site = await openGraphAdapters({ delegated });
    const { exchange, plan, serviceUser } = site.sandbox;
    const room = await site.roomAt(BERGEN);
    return {
      ...site,
      room,
      bookings: direct ? site.directBookings(room) : site.bookings,
      decidedBy: direct ? 'writer' : 'room',
      async answer() {
        await site.answer();
      },
      async occupy({ start, end }) {
        value(exchange.organize(PRIYA, { subject: 'Taken', start, end, attendees: [{ address: BERGEN }] }));
        await site.answer();
      },
      loseNextAnswer() {
        plan.onRequest({ operation: 'create-event' }, { kind: 'drop', when: 'after' }, { times: 1 });
      },
      async organised() {
        const items = exchange.calendar(direct ? BERGEN : serviceUser).items();
        return items.map(({ span }) => (span.kind === 'timed' ? span.start : Number.NaN));
      },
    };
  });
}

subscriptionsContract('Graph', async () => {
  const site = await openGraphAdapters();
  const proxy = await startStandIn(({ url }) => ({
    headers: { 'content-type': 'text/plain' },
    text: new URL(url, 'http://x').searchParams.get('validationToken') ?? '',
  }));
  return {
    subscriptions: site.subscriptionsAt(proxy.origin),
    elsewhere: site.subscriptionsAt(`${proxy.origin}/earlier`),
    rooms: [await site.roomAt(BERGEN), await site.roomAt(KYOTO)],
    validated: () => proxy.asked.map(({ url }) => new URL(url, 'http://x').pathname),
    async close() {
      await proxy.close();
      await site.close();
    },
  };
});

describe('the rooms of a tenant', () => {
  test('come with their zone, their floor and what is in them', async () => {
    const site = await openGraphAdapters();
    const rooms = await site.directory.listRooms();
    await site.close();

    expect(rooms).toHaveLength(12);
    expect(rooms.find(({ address }) => address === KYOTO)).toMatchObject({
      displayName: 'Kyoto',
      timeZone: 'Europe/Berlin',
      capacity: 6,
      features: ['Wall screen 65"', 'Teams Rooms bar'],
      wheelchairAccessible: true,
    });
  });

  test('are those of the room lists, where some are named', async () => {
    const site = await openGraphAdapters({ roomLists: ['spreeufer@northwind.example'] });
    const rooms = await site.directory.listRooms();
    await site.close();

    expect(rooms.length).toBeLessThan(12);
    expect(new Set(rooms.map(({ timeZone }) => timeZone))).toEqual(new Set(['Europe/Berlin']));
  });
});

test('a mailbox outside the policy is denied, and says so', async () => {
  const site = await openGraphAdapters();
  const room = { ...(await site.roomAt(BERGEN)), address: site.sandbox.canaryMailbox };
  const day = { start: at('00:00'), end: at('2026-11-25T00:00:00Z') };

  await expect(site.calendar.readView(room, day, aPolicy())).rejects.toMatchObject({ reason: 'access-denied' });
  await site.close();
});
