/**
 * A campus on a quiet day: two tablets at each of a thousand doors, all listening, while nothing happens. What the proxy
 * holds in memory, and what it takes of a processor: while the rooms are open and each is read every minute or so, and at night.
 */

import type { OpeningHours } from '../../shared/room/policy.ts';
import type { Figure } from './figure.ts';
import { hangTablets } from './hung-tablets.ts';
import { cpuMsOf, residentBytesOf } from './process-cost.ts';
import { minuteFarFromNow, pause } from './stage.ts';
import { startCrowd } from './stream-crowd.ts';

type Campus = {
  readonly dataDir: string;
  readonly port: number;
  readonly pid: number;
  /** An admin's. */
  readonly token: string;
  readonly rooms: readonly string[];
};

const TABLETS = 2_000;
const AT_ONCE = 250;
const MOST_MEGABYTES = 300;
const MOST_SHARE = 0.05;
const WATCHED_MS = 60_000;
const LOOK_EVERY_MS = 1_000;
/** A thousand rooms are read at the pace of a mailbox and its lanes. */
const PATIENCE_MS = 180_000;

export async function measureManyTablets({ dataDir, port, pid, token, rooms }: Campus): Promise<Figure[]> {
  const crowd = startCrowd();
  const origin = `http://localhost:${port}`;
  try {
    const cookies = await hangTablets(dataDir, TABLETS, rooms);
    await crowd.open({ port, path: '/api/stream', cookies, welcome: 'snapshot', atOnce: AT_ONCE });
    const open = await watchIdle({ from: 0, to: 1_440 });
    const closed = await watchIdle(minuteFarFromNow());
    const megabytes = residentBytesOf(pid) / 1_000_000;
    const many = `${rooms.length.toLocaleString('en')} rooms and ${TABLETS.toLocaleString('en')} tablets`;
    return [
      {
        what: `resident memory of the proxy with ${many}`,
        measured: `${megabytes.toFixed(0)} MB`,
        budget: `≤ ${MOST_MEGABYTES} MB`,
        within: megabytes <= MOST_MEGABYTES,
      },
      shareFigure(`CPU of the proxy with ${many}, nothing happens, rooms open`, open),
      shareFigure('the same outside opening hours', closed),
    ];
  } finally {
    crowd.close();
  }

  /** The share of one core, once every room has been read under these hours. */
  async function watchIdle(openingHours: OpeningHours): Promise<number> {
    const begun = performance.now();
    const answer = await fetch(`${origin}/api/console/policy`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ openingHours }),
    });
    if (!answer.ok) throw new Error(`the policy was refused: ${await answer.text()}`);
    while ((await oldestReadingMs()) > performance.now() - begun) {
      if (performance.now() - begun > PATIENCE_MS) throw new Error('not every room was read again');
      await pause(LOOK_EVERY_MS);
    }
    await pause(LOOK_EVERY_MS);
    const [cpuMs, fromMs] = [cpuMsOf(pid), performance.now()];
    await pause(WATCHED_MS);
    return (cpuMsOf(pid) - cpuMs) / (performance.now() - fromMs);
  }

  async function oldestReadingMs(): Promise<number> {
    const metrics = await (await fetch(`${origin}/metrics`)).text();
    return Number(/^doorlight_room_oldest_reading_seconds (\S+)$/m.exec(metrics)?.[1]) * 1_000;
  }
}

function shareFigure(what: string, share: number): Figure {
  return {
    what,
    measured: `${(share * 100).toFixed(1)} % of a core`,
    budget: `≤ ${MOST_SHARE * 100} %`,
    within: share <= MOST_SHARE,
  };
}
