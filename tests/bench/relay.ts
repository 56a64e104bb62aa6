/**
 * One change to five thousand tablets at the doors of one room: how late the last of them hears, what each message costs the
 * processor, and what a tablet that listens costs in memory; beside relays that do nothing else. A change of ours is a real
 * one: facilities reword a closure, and the room's day is made, kept in SQLite and sent.
 */

import type { Site } from '../support/site.ts';
import { type Figure, median, percentile } from './figure.ts';
import { hangTablets } from './hung-tablets.ts';
import { openStream, pairTablet } from './paired-tablet.ts';
import { cpuMsOf, residentBytesOf } from './process-cost.ts';
import { nchanIsInstalled, type Relay, startNchan, startPlainRelay } from './rival-relays.ts';
import { onSite, pause, ROOM } from './stage.ts';
import { type CrowdTarget, type StreamCrowd, startCrowd } from './stream-crowd.ts';

const TABLETS = 5_000;
/** How they arrive is measured elsewhere (homecoming.ts). */
const AT_ONCE = 250;
const ROUNDS = 3;
const CHANGES = 20;
const MEETINGS = 6;
const MOST_BYTES_EACH = 25_000;
/** For what a start or five thousand arrivals leave to do. */
const SETTLE_MS = 4_000;
const BETWEEN_MS = 50;
const HOUR_MS = 3_600_000;

/** What one round with one relay gave. */
type Cost = { readonly p99Ms: number; readonly medianMs: number; readonly cpuUs: number; readonly bytesEach: number };

/** Something that tablets can listen to, as it stands for one round. */
type Contender = {
  readonly target: CrowdTarget;
  readonly pid: number;
  change(n: number): Promise<void>;
  close(): Promise<void>;
};

export async function measureRelay(): Promise<Figure[]> {
  const crowd = startCrowd();
  try {
    return await onSite({}, (site) => measureOn(site, crowd));
  } finally {
    crowd.close();
  }
}

async function measureOn(site: Site, crowd: StreamCrowd): Promise<Figure[]> {
  const ours = await prepareOurs(site);
  const contenders: { name: string; start: () => Promise<Contender>; costs: Cost[] }[] = [
    { name: 'Doorlight', start: ours.start, costs: [] },
    { name: 'node:http', start: async () => asContender(await startPlainRelay(), ours.data), costs: [] },
    ...(nchanIsInstalled()
      ? [{ name: 'nginx + nchan', start: async () => asContender(await startNchan(), ours.data), costs: [] }]
      : []),
  ];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { start, costs } of contenders) {
      const contender = await start();
      try {
        costs.push(await measureRound(contender, crowd));
      } finally {
        await crowd.drop();
        await contender.close();
      }
    }
  }
  const [own, plain, nchan] = contenders.map(({ costs }) => medianCost(costs));
  if (own === undefined || plain === undefined) throw new Error('nothing was measured');
  return figuresOf({ own, plain, nchan: nchan ?? null, bytes: ours.data.length });
}

async function measureRound({ target, pid, change }: Contender, crowd: StreamCrowd): Promise<Cost> {
  await pause(SETTLE_MS);
  const bytesBefore = residentBytesOf(pid);
  await crowd.open(target);
  await pause(SETTLE_MS);
  // The first is for the compiler, ours and theirs.
  await crowd.hear(() => change(0));
  const cpuBeforeMs = cpuMsOf(pid);
  const lateMs: number[] = [];
  for (let n = 1; n <= CHANGES; n += 1) {
    lateMs.push(...(await crowd.hear(() => change(n))));
    await pause(BETWEEN_MS);
  }
  return {
    p99Ms: percentile(lateMs, 99),
    medianMs: median(lateMs),
    cpuUs: ((cpuMsOf(pid) - cpuBeforeMs) * 1_000) / lateMs.length,
    bytesEach: (residentBytesOf(pid) - bytesBefore) / TABLETS,
  };
}

function medianCost(costs: readonly Cost[]): Cost {
  const of = (key: keyof Cost) => median(costs.map((cost) => cost[key]));
  return { p99Ms: of('p99Ms'), medianMs: of('medianMs'), cpuUs: of('cpuUs'), bytesEach: of('bytesEach') };
}

/** The site has its tablets, meetings and a closure to come; each round it is started anew, so that memory is comparable. */
async function prepareOurs(site: Site): Promise<{ data: string; start: () => Promise<Contender> }> {
  const room = (await site.outlook.rooms()).find(({ displayName }) => displayName === ROOM)?.address ?? '';
  for (let n = 1; n <= MEETINGS; n += 1) {
    await site.outlook.invite({ room, subject: `Meeting ${n}`, startsIn: n * 60, minutes: 30, direct: true });
  }
  const iso = (inMs: number) => new Date(Date.now() + inMs).toISOString();
  const closure = { room, from: iso(HOUR_MS), until: iso(2 * HOUR_MS), instead: null };
  const made = await site.console('POST', '/closures', { ...closure, reason: 'Change 00' });
  const { id } = (await made.json()) as { id: string };
  const cookies = await hangTablets(site.dataDir, TABLETS, [room]);
  const { stream, day } = await openStream(site, await pairTablet(site, ROOM));
  stream.close();
  let changes = 0;
  return {
    data: day,
    async start() {
      await site.stopProxy();
      await site.startProxy();
      return {
        target: {
          port: Number(new URL(site.origin).port),
          path: '/api/stream',
          cookies,
          welcome: 'snapshot',
          atOnce: AT_ONCE,
        },
        pid: site.proxyPid(),
        async change() {
          changes += 1;
          const reason = `Change ${String(changes).padStart(2, '0')}`;
          const answer = await site.console('PUT', `/closures/${id}`, { ...closure, reason });
          if (!answer.ok) throw new Error(`the closure was answered with ${answer.status} ${await answer.text()}`);
        },
        close: () => site.stopProxy(),
      };
    },
  };
}

function asContender({ port, pid, path, publish, close }: Relay, data: string): Contender {
  return {
    target: { port, path, cookies: Array.from({ length: TABLETS }, () => ''), welcome: 'head', atOnce: AT_ONCE },
    pid,
    change: () => publish('room-day', data),
    close,
  };
}

type Costs = { readonly own: Cost; readonly plain: Cost; readonly nchan: Cost | null; readonly bytes: number };

function figuresOf({ own, plain, nchan, bytes }: Costs): Figure[] {
  const tablets = `${TABLETS.toLocaleString('en')} tablets`;
  const compared = (what: string, of: (cost: Cost) => number, unit: string): Figure => {
    const beside = `node:http ${said(of(plain), unit)}, ×${(of(own) / of(plain)).toFixed(2)}`;
    const rival =
      nchan === null
        ? 'nginx + nchan is not installed'
        : `nchan ${said(of(nchan), unit)}, ×${(of(own) / of(nchan)).toFixed(2)}`;
    return {
      what,
      measured: `${said(of(own), unit)} (${rival}; ${beside})`,
      budget: nchan === null ? null : '≤ nchan',
      within: nchan === null ? null : of(own) <= of(nchan),
    };
  };
  return [
    compared(`one change of ${(bytes / 1_000).toFixed(1)} kB to ${tablets}, p99`, ({ p99Ms }) => p99Ms, 'ms'),
    compared('the same, median', ({ medianMs }) => medianMs, 'ms'),
    compared('CPU of the relay for each message', ({ cpuUs }) => cpuUs, 'µs'),
    {
      what: `memory of each of ${tablets}`,
      measured: `${said(own.bytesEach / 1_000, 'kB')} (${nchan === null ? '' : `nchan ${said(nchan.bytesEach / 1_000, 'kB')}; `}node:http ${said(plain.bytesEach / 1_000, 'kB')})`,
      budget: `≤ ${MOST_BYTES_EACH / 1_000} kB`,
      within: own.bytesEach <= MOST_BYTES_EACH,
    },
  ];
}

function said(value: number, unit: string): string {
  return `${value.toFixed(value >= 100 ? 0 : 1)} ${unit}`;
}
