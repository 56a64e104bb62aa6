import { afterAll, beforeAll, expect, test } from 'vitest';
import { HEARTBEAT_MS } from '../../shared/wire/stream-message.ts';
import { type ComposedSite, openComposedSite } from '../support/composed-site.ts';
import { openStreamClient, type StreamEvent } from '../support/event-stream-client.ts';

let site: ComposedSite;
beforeAll(async () => {
  site = await openComposedSite({ isReachable: true });
});
afterAll(() => site.close());

/** A screen that an operator has made the board `name`: the cookie that says so. */
async function aBoardScreen(name: string): Promise<string> {
  const asked = await fetch(`${site.origin}/api/pairings`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  });
  const { code } = (await asked.json()) as { code: string };
  const confirmed = await site.console('POST', `/pairings/${code}/confirm`, { board: name });
  expect(confirmed.status).toBe(200);
  const claimed = await fetch(`${site.origin}/api/pairings/current`, { headers: { Cookie: cookieOf(asked) } });
  return cookieOf(claimed);
}

function cookieOf(answer: Response): string {
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  return cookies.filter((cookie) => !cookie.endsWith('=')).join('; ');
}

const roomOf = ({ data }: StreamEvent) => (JSON.parse(data) as { room: { displayName: string } }).room.displayName;

test('a board hears of every room, then of each change as it comes, and never of a title', async () => {
  const cookie = await aBoardScreen('Lobby');
  const stream = await openStreamClient(`${site.origin}/api/stream`, { Cookie: cookie });
  const first = await stream.until('heartbeat');
  const rooms = (await site.outlook.rooms()).map(({ displayName }) => displayName);

  const days = first.filter(({ event }) => event === 'room-day');
  expect(first[0]?.event).toBe('board');
  expect(days.map(roomOf).sort()).toEqual([...rooms].sort());

  const lisbon = (await site.outlook.rooms()).find(({ displayName }) => displayName === 'Lisbon');
  await site.outlook.invite({ room: lisbon?.address ?? '', subject: 'Takeover talks', startsIn: 0, minutes: 30 });
  await site.pass(2 * HEARTBEAT_MS);

  const news = await stream.until('room-day');
  const day = news.at(-1);
  expect(day === undefined ? null : roomOf(day)).toBe('Lisbon');
  expect(day?.data).toContain('"kind":"hidden"');
  expect(day?.data).not.toContain('Takeover');
  stream.close();
});

test('a board of one floor hears of that floor alone, and of all once facilities say so', async () => {
  const cookie = await aBoardScreen('One floor');
  const { boards } = (await (await site.console('GET', '/boards')).json()) as {
    boards: { id: string; name: string }[];
  };
  const { rooms } = (await (await site.console('GET', '/rooms')).json()) as { rooms: { floor: string | null }[] };
  const board = boards.find(({ name }) => name === 'One floor');
  const floor = rooms[0]?.floor ?? null;
  const settings = { name: 'One floor', building: null, floor, here: null, showTitles: false, arrows: [] };
  await site.console('PUT', `/boards/${board?.id}`, settings);

  const stream = await openStreamClient(`${site.origin}/api/stream`, { Cookie: cookie });
  const one = (await stream.until('heartbeat')).filter(({ event }) => event === 'room-day');
  await site.console('PUT', `/boards/${board?.id}`, { ...settings, floor: null });
  const all = (await stream.until('rooms-read')).filter(({ event }) => event === 'room-day');

  expect(one).toHaveLength(rooms.filter((room) => room.floor === floor).length);
  expect(all).toHaveLength(rooms.length);
  stream.close();
});
