/** Tablets paired without a page: their cookie for a browser that is to know its room, or a bare stream of events. */

import type { BrowserContext } from '@playwright/test';
import { decodeText } from '../../shared/basics/codec.ts';
import { type RoomDay, roomDayCodec } from '../../shared/room/room-day.ts';
import { addressOf } from '../support/door.ts';
import { openStreamClient, type StreamClient } from '../support/event-stream-client.ts';
import type { Site } from '../support/site.ts';

export type PairedTablet = { readonly cookie: { readonly name: string; readonly value: string } };

/** `room` by its display name. */
export async function pairTablet(site: Site, room: string): Promise<PairedTablet> {
  const asked = await fetch(`${site.origin}/api/pairings`, { method: 'POST' });
  const request = cookiesOf(asked);
  const { code } = (await asked.json()) as { code: string };
  const yes = await site.console('POST', `/pairings/${code}/confirm`, { room: await addressOf(site, room) });
  if (!yes.ok) throw new Error(`pairing with ${room}: ${yes.status} ${await yes.text()}`);
  const told = await fetch(`${site.origin}/api/pairings/current`, { headers: { Cookie: printed(request) } });
  const device = cookiesOf(told).find(({ name, value }) => name.endsWith('doorlight-device') && value !== '');
  if (device === undefined) throw new Error(`no device cookie: ${told.status} ${await told.text()}`);
  return { cookie: device };
}

/** As if this browser had been paired in an earlier life and had lost all else. */
export async function giveCookie(context: BrowserContext, { cookie }: PairedTablet, origin: string): Promise<void> {
  await context.addCookies([{ ...cookie, url: origin, httpOnly: true, sameSite: 'Strict' }]);
}

/** The stream, with the present taken off it. */
export async function openStream(
  site: Site,
  tablet: PairedTablet,
): Promise<{ readonly stream: StreamClient; readonly day: string }> {
  const stream = await openStreamClient(`${site.origin}/api/stream`, headersOf(tablet));
  const day = (await stream.until('room-day')).at(-1);
  return { stream, day: day?.data ?? '' };
}

/** The next room day of the stream. */
export async function nextDay(stream: StreamClient): Promise<RoomDay> {
  const frame = (await stream.until('room-day')).at(-1);
  const day = decodeText(roomDayCodec, frame?.data ?? '');
  if (!day.ok) throw new Error(`a room day that cannot be read, at ${day.error.path}`);
  return day.value;
}

export function headersOf({ cookie }: PairedTablet): { Cookie: string } {
  return { Cookie: printed([cookie]) };
}

function printed(cookies: readonly { name: string; value: string }[]): string {
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

function cookiesOf(answer: Response): { name: string; value: string }[] {
  return answer.headers.getSetCookie().map((line) => {
    const pair = line.split(';')[0] ?? '';
    const equals = pair.indexOf('=');
    return { name: pair.slice(0, equals), value: pair.slice(equals + 1) };
  });
}
