/** F45 and F46 as the proxy sees them: a whole floor that comes back at once, and one screen that does not. */

import { expect, test } from 'vitest';
import { hashSecret } from '../../edge-proxy/http/secret-hash.ts';
import type { DeviceId, RoomId } from '../../shared/basics/ids.ts';
import { MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import { at } from '../support/builders.ts';
import { type ComposedSite, openComposedSite } from '../support/composed-site.ts';
import { openStreamClient } from '../support/event-stream-client.ts';

const TABLETS = 200;

async function pairTablets(site: ComposedSite, count: number): Promise<string[]> {
  const rooms = await site.store.listRooms();
  const particulars = { model: 'Tablet', browser: 'Chromium', screen: '1280 × 800' };
  const cookies: string[] = [];
  for (let place = 0; place < count; place += 1) {
    const [code, secret] = [`CODE${String(place).padStart(4, '0')}`, `secret-${place}`];
    const [askedAt, expiresAt] = [at('09:00'), at('23:00')];
    const asking = { code, requestHash: code, particulars, address: '192.0.2.7', askedAt, expiresAt };
    await site.store.savePairing({ ...asking, name: null, status: 'waiting', deviceId: null });
    await site.store.confirmPairing(code, {
      id: `device-${place}` as DeviceId,
      roomId: rooms[place % rooms.length]?.id as RoomId,
      boardId: null,
      credentialHash: hashSecret(secret),
      particulars,
      pairedAt: askedAt,
      pairedBy: 'test',
      lastSeenAt: null,
      name: null,
      revokedAt: null,
    });
    cookies.push(`doorlight-device=${secret}`);
  }
  return cookies;
}

const follow = (site: ComposedSite, Cookie: string) => openStreamClient(`${site.origin}/api/stream`, { Cookie });

test('F45: two hundred tablets come back at once: each has its room’s present, and Graph is asked nothing for it', async () => {
  const site = await openComposedSite({ isReachable: true });
  const cookies = await pairTablets(site, TABLETS);
  await site.pass(2 * MINUTE_MS);
  await site.outlook.forgetRequests();

  const streams = await Promise.all(cookies.map((cookie) => follow(site, cookie)));
  const days = await Promise.all(streams.map((stream) => stream.until('room-day')));

  expect(days.every((frames) => frames.at(-1)?.event === 'room-day')).toBe(true);
  expect(await site.outlook.requests()).toMatchObject({ total: 0 });
  for (const stream of streams) stream.close();
  await site.close();
});

test('F46: a screen whose stream is gone is told of within three minutes, and no more once it is back', async () => {
  const site = await openComposedSite({ isReachable: true });
  const [cookie = ''] = await pairTablets(site, 1);
  const open = async () => {
    const { alarms } = (await (await site.console('GET', '/alarms')).json()) as {
      alarms: { kind: string; subject: string; clearedAt: string | null }[];
    };
    return alarms.flatMap(({ kind, subject, clearedAt }) =>
      kind === 'device-silent' && clearedAt === null ? [subject] : [],
    );
  };
  const stream = await follow(site, cookie);
  await stream.until('room-day');
  await site.pass(MINUTE_MS);
  expect(await open()).toEqual([]);

  stream.close();
  await site.pass(3 * MINUTE_MS);
  expect(await open()).toEqual(['device-0']);

  const again = await follow(site, cookie);
  await again.until('room-day');
  await site.pass(31 * SECOND_MS);
  expect(await open()).toEqual([]);
  again.close();
  await site.close();
});
