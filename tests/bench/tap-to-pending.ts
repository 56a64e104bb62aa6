/** From a tap to `pending` at every door of the room: two of them, which tap in turn and both listen. */

import { randomUUID } from 'node:crypto';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { StreamClient } from '../support/event-stream-client.ts';
import type { Site } from '../support/site.ts';
import { type Figure, timeFigure } from './figure.ts';
import { headersOf, nextDay, openStream, type PairedTablet, pairTablet } from './paired-tablet.ts';
import { onSite, ROOM } from './stage.ts';

const TAPS = 30;
const WITHIN_MS = 100;
const SLOT_MS = 5 * 60_000;

type Door = { readonly tablet: PairedTablet; readonly stream: StreamClient };

export async function measureTaps(): Promise<Figure[]> {
  return onSite({ answerDelayMs: 20 }, async (site) => {
    const doors = [await hang(site), await hang(site)];
    try {
      const atBoth: number[] = [];
      const [first, second] = doors as [Door, Door];
      // Each tap takes a slot of its own, so that none has to be given back before the next.
      const firstSlot = Math.ceil(Date.now() / SLOT_MS + 1) * SLOT_MS;
      for (let n = 0; n < TAPS; n += 1) {
        const tapped = n % 2 === 0 ? first : second;
        atBoth.push(await tap(site, tapped, doors, firstSlot + n * SLOT_MS));
      }
      return [timeFigure('tap → pending at both doors of the room', atBoth, { atMost: WITHIN_MS, by: 'p99' })];
    } finally {
      for (const { stream } of doors) stream.close();
    }
  });
}

async function hang(site: Site): Promise<Door> {
  const tablet = await pairTablet(site, ROOM);
  return { tablet, stream: (await openStream(site, tablet)).stream };
}

/** Resolves when the booking is confirmed, with the milliseconds until the later of the doors had it as pending. */
async function tap(site: Site, { tablet }: Door, doors: readonly Door[], start: number): Promise<number> {
  const key = randomUUID();
  const iso = (moment: number) => new Date(moment).toISOString();
  const body = { key, kind: 'book', notAfter: iso(start), start: iso(start), end: iso(start + SLOT_MS) };
  const beganMs = performance.now();
  const posted = fetch(`${site.origin}/api/intents`, {
    method: 'POST',
    headers: { ...headersOf(tablet), 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const arrivals = await Promise.all(doors.map(({ stream }) => untilStatus(stream, key, 'pending')));
  const answer = await posted;
  if (answer.status !== 202) throw new Error(`the tap was answered with ${answer.status}: ${await answer.text()}`);
  await Promise.all(doors.map(({ stream }) => untilStatus(stream, key, 'confirmed')));
  return Math.max(...arrivals) - beganMs;
}

/** When the first day came that tells of the booking. @throws where it says something else than `wanted`. */
async function untilStatus(stream: StreamClient, key: string, wanted: string): Promise<number> {
  for (;;) {
    const day = await nextDay(stream);
    const arrivedMs = performance.now();
    const status = statusOf(day, key);
    if (status === wanted) return arrivedMs;
    if (status !== null && status !== 'pending') throw new Error(`the booking is ${status}, not ${wanted}`);
  }
}

function statusOf({ intents }: RoomDay, key: string): string | null {
  return intents.find((intent) => intent.key === key)?.status ?? null;
}
