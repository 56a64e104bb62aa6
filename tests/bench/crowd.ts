/**
 * Fifty tablets of one room tap the same slot at once, over real sockets against the real program; then once more while
 * somebody in Outlook invites the room. How long until every tap has its answer, as one of the doors is told it.
 */

import { decodeText } from '../../shared/basics/codec.ts';
import { parseIntentKey } from '../../shared/basics/ids.ts';
import { addMinutes, type Instant, instant, MINUTE_MS } from '../../shared/basics/instant.ts';
import { occupies } from '../../shared/room/occurrence.ts';
import { type RoomDay, roomDayCodec } from '../../shared/room/room-day.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import { openStreamClient, type StreamClient } from '../support/event-stream-client.ts';
import { type HttpTablet, pairTabletAs } from '../support/http-tablet.ts';
import type { Site } from '../support/site.ts';
import { countFigure, type Figure, timeFigure } from './figure.ts';
import { onSite, ROOM } from './stage.ts';

const TABLETS = 50;
const MOST_MS = 2_000;
/** As quick as Exchange's booking attendant mostly is. */
const ANSWER_DELAY_MS = 300;
const ROUNDS = 3;

export async function measureCrowd(): Promise<Figure[]> {
  return await onSite({ answerDelayMs: ANSWER_DELAY_MS }, async (site) => {
    const room = (await site.outlook.rooms()).find(({ displayName }) => displayName === ROOM);
    if (room === undefined) throw new Error(`there is no ${ROOM}`);
    const doors: HttpTablet[] = [];
    for (let n = 0; n < TABLETS; n += 1) doors.push(await pairTabletAs(site.origin, site.console, room.address));

    const [alone, besides, confirmed]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < 2 * ROUNDS; round += 1) {
      const withRival = round % 2 === 1;
      const { tookMs, stands } = await tapAtOnce(site, doors, room.address, { round, withRival });
      (withRival ? besides : alone).push(tookMs);
      confirmed.push(stands);
      await site.mend();
    }
    return [
      timeFigure(`${TABLETS} tablets tap one slot: each has its answer`, alone, { atMost: MOST_MS }),
      timeFigure(`the same while somebody in Outlook invites the room`, besides, { atMost: MOST_MS }),
      countFigure('meetings that stand afterwards', confirmed, { exactly: 1 }),
    ];
  });
}

async function tapAtOnce(
  site: Site,
  doors: readonly HttpTablet[],
  room: string,
  { round, withRival }: { round: number; withRival: boolean },
): Promise<{ tookMs: number; stands: number }> {
  const begins = nextQuarter();
  const taps = doors.map((_, n) => aTap(round * TABLETS + n, begins));
  const open = new Set<string>(taps.map(({ key }) => key));
  const watcher = await openStreamClient(`${site.origin}/api/stream`, { Cookie: doors[0]?.cookie ?? '' });
  // The door must have heard that the last round is over.
  for (let isFree = false; !isFree; ) isFree = !(await nextDay(watcher)).occurrences.some(occupies);
  const begun = performance.now();
  const answers = doors.map(async (door, n) => {
    const tap = taps[n];
    if (tap !== undefined && (await door.post(tap)).status === 409) open.delete(tap.key);
  });
  const rival = withRival
    ? site.outlook.invite({ room, subject: 'Rival', startsIn: startsIn(begins), minutes: 30 })
    : null;
  while (open.size > 0) {
    for (const { key, status } of (await nextDay(watcher)).intents) {
      if (status === 'confirmed' || status === 'refused' || status === 'withdrawn') open.delete(key);
    }
  }
  const tookMs = performance.now() - begun;
  await Promise.all([...answers, rival]);
  watcher.close();
  const standing = (await site.outlook.calendar(room)).filter(({ response }) => response !== 'declined');
  return { tookMs, stands: standing.length };
}

async function nextDay(watcher: StreamClient): Promise<RoomDay> {
  for (;;) {
    const event = await watcher.next();
    if (event === null) throw new Error('the stream has ended');
    if (event.event !== 'room-day') continue;
    const day = decodeText(roomDayCodec, event.data);
    if (!day.ok) throw new Error(day.error.path);
    return day.value;
  }
}

function aTap(n: number, start: Instant): Intent {
  const key = parseIntentKey(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
  if (key === null) throw new Error('no key');
  return { kind: 'book', key, notAfter: addMinutes(instant(Date.now()), 1), start, end: addMinutes(start, 30) };
}

/** Later today or tomorrow: each round has a time of its own. */
function nextQuarter(): Instant {
  return instant((Math.floor(Date.now() / (15 * MINUTE_MS)) + 2) * 15 * MINUTE_MS);
}

function startsIn(moment: Instant): number {
  return Math.round((moment - Date.now()) / MINUTE_MS);
}
