import { afterEach, expect, test } from 'vitest';
import { welcome } from '../../edge-proxy/welcome.ts';
import { MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import { type ComposedSite, openComposedSite } from '../support/composed-site.ts';

let site: ComposedSite | null = null;
afterEach(async () => {
  await site?.close();
  site = null;
});

async function titlesAt(address: string): Promise<unknown[]> {
  const days = (await site?.store.listRoomDays()) ?? [];
  const day = days.find(({ room }) => room.address === address);
  return (day?.occurrences ?? []).map(({ title }) => (title.kind === 'shown' ? title.text : title.kind));
}

test('without a PUBLIC_URL a whole site follows Outlook by polling, subscribes to nothing and says so', async () => {
  site = await openComposedSite({ isReachable: false });
  const [room] = await site.outlook.rooms();
  const address = room?.address ?? '';
  const meeting = await site.outlook.invite({ room: address, subject: 'Budget 2027', startsIn: 10, minutes: 30 });
  await site.pass(40 * SECOND_MS);
  const afterInvitation = await titlesAt(address);
  await site.outlook.cancel(meeting.id);
  await site.pass(40 * SECOND_MS);
  const afterCancelling = await titlesAt(address);
  const health = (await (await site.console('GET', '/health')).json()) as {
    changesBy: string;
    rooms: { subscription: unknown }[];
  };
  const figures = await (await fetch(`${site.origin}/metrics`)).text();

  expect(afterInvitation).toEqual(['Budget 2027']);
  expect(afterCancelling).toEqual([]);
  expect(health.changesBy).toBe('polling');
  for (const { subscription } of health.rooms) {
    expect(subscription).toEqual({ state: 'polled', expiresAt: null, cause: 'no-public-url' });
  }
  expect(figures).toContain('GET calendarView');
  expect(figures).not.toContain('POST subscriptions');
}, 60_000);

test('it says at its start that it polls, and why', () => {
  const words = welcome({
    origin: 'http://localhost:8080',
    mode: 'tenant',
    ignored: [],
    publicUrl: null,
    dataDir: './data',
  });

  expect(words).toContain('none, as PUBLIC_URL is not set: rooms are read by polling');
});

test('the figures of a site tell calls, readings, hints, subscriptions and streams, and name no room', async () => {
  site = await openComposedSite({ isReachable: true });
  const rooms = await site.outlook.rooms();
  await site.outlook.invite({ room: rooms[0]?.address ?? '', subject: 'Budget 2027', startsIn: 10, minutes: 30 });
  await site.pass(MINUTE_MS);
  const figures = await (await fetch(`${site.origin}/metrics`)).text();
  const value = (line: string) => Number(new RegExp(`^${line} (\\S+)$`, 'm').exec(figures)?.[1]);

  expect(value('doorlight_rooms')).toBe(rooms.length);
  expect(value('doorlight_subscriptions{state="live"}')).toBe(rooms.length);
  expect(value('doorlight_token_requests_total{outcome="issued"}')).toBe(1);
  expect(value('doorlight_graph_requests_total{operation="POST subscriptions",status="2xx"}')).toBe(rooms.length);
  expect(value('doorlight_room_reads_total{outcome="good"}')).toBeGreaterThanOrEqual(rooms.length);
  expect(value('doorlight_room_revisions_total')).toBeGreaterThanOrEqual(rooms.length);
  expect(value('doorlight_hints_accepted_total')).toBeGreaterThanOrEqual(1);
  expect(value('doorlight_streams_open')).toBe(0);
  expect(value('process_resident_memory_bytes')).toBeGreaterThan(0);
  for (const { address, id, displayName } of rooms) {
    for (const name of [address, id, displayName]) expect(figures).not.toContain(`"${name}"`);
  }
}, 60_000);
