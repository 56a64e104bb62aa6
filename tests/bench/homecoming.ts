/**
 * Two thousand tablets that come back in one moment, as after a switch was replaced: how long until each has its room's day
 * again, what that costs beside a quarter as many, and that Graph hears nothing of it.
 */

import type { Site } from '../support/site.ts';
import { countFigure, type Figure, median } from './figure.ts';
import { hangTablets } from './hung-tablets.ts';
import { cpuMsOf } from './process-cost.ts';
import { callsSoFar, minuteFarFromNow, onSite, pause, until } from './stage.ts';
import { type StreamCrowd, startCrowd } from './stream-crowd.ts';

const CROWDS = [500, 1_000, 2_000] as const;
const ROUNDS = 3;
const MOST_SECONDS = 10;
/** Twice the tablets may cost twice the work, and this much more each for a longer queue. */
const MOST_GROWTH = 1.25;
/** Longer than the proxy gathers what it writes down of those that came and went, so that none pays for the one before. */
const SETTLE_MS = 6_000;

type Return = {
  readonly tookMs: number;
  readonly cpuUsEach: number;
  readonly snapshots: readonly number[];
  readonly calls: number;
};

export async function measureHomecoming(): Promise<Figure[]> {
  const crowd = startCrowd();
  try {
    return await onSite({}, (site) => measureOn(site, crowd));
  } finally {
    crowd.close();
  }
}

async function measureOn(site: Site, crowd: StreamCrowd): Promise<Figure[]> {
  await site.setPolicy({ openingHours: minuteFarFromNow() });
  const rooms = await site.outlook.rooms();
  await until('every room has its subscription', () => {
    return (site.printed().match(/"subscription\.created"/g) ?? []).length >= rooms.length;
  });
  const most = Math.max(...CROWDS);
  const addresses = rooms.map(({ address }) => address);
  const cookies = await hangTablets(site.dataDir, most, addresses);
  // Their first arrival ends the pairing, which is not what is measured.
  await comeBack(site, crowd, cookies, 250);
  const returns = new Map<number, Return[]>(CROWDS.map((count) => [count, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [count, those] of returns) those.push(await comeBack(site, crowd, cookies.slice(0, count), count));
  }
  return figuresOf(returns, most);
}

async function comeBack(site: Site, crowd: StreamCrowd, cookies: readonly string[], atOnce: number): Promise<Return> {
  await pause(SETTLE_MS);
  await site.outlook.forgetRequests();
  const pid = site.proxyPid();
  const cpuBeforeMs = cpuMsOf(pid);
  const port = Number(new URL(site.origin).port);
  const tookMs = await crowd.open({ port, path: '/api/stream', cookies, welcome: 'snapshot', atOnce });
  const cpuUsEach = ((cpuMsOf(pid) - cpuBeforeMs) * 1_000) / cookies.length;
  // A second snapshot would be on its way by then.
  await pause(SETTLE_MS);
  const { leastSnapshots, mostSnapshots } = await crowd.count();
  const calls = await callsSoFar(site.outlook);
  await crowd.drop();
  return { tookMs, cpuUsEach, snapshots: [leastSnapshots, mostSnapshots], calls };
}

function figuresOf(returns: ReadonlyMap<number, readonly Return[]>, most: number): Figure[] {
  const all = [...returns.values()].flat();
  const medians = (of: (one: Return) => number) => [...returns.values()].map((those) => median(those.map(of)));
  const seconds = medians(({ tookMs }) => tookMs / 1_000);
  const cpu = medians(({ cpuUsEach }) => cpuUsEach);
  const growth = (cpu.at(-1) ?? Number.NaN) / (cpu[0] ?? Number.NaN);
  const many = most.toLocaleString('en');
  const took = seconds.at(-1) ?? Number.NaN;
  const listed = (values: readonly number[], digits: number) => values.map((value) => value.toFixed(digits)).join(', ');
  return [
    {
      what: `${many} tablets come back at once: each has its day`,
      measured: `${took.toFixed(1)} s (${CROWDS.join(', ')} of them: ${listed(seconds, 1)} s)`,
      budget: `≤ ${MOST_SECONDS} s`,
      within: took <= MOST_SECONDS,
    },
    {
      what: 'CPU of the proxy for each that comes back, by how many come',
      measured: `${listed(cpu, 0)} µs, ×${growth.toFixed(2)}`,
      budget: `linear, within ×${MOST_GROWTH}`,
      within: growth <= MOST_GROWTH,
    },
    countFigure(
      'snapshots for each that comes back',
      all.flatMap(({ snapshots }) => snapshots),
      { exactly: 1 },
    ),
    countFigure(
      'calls to Graph meanwhile',
      all.map(({ calls }) => calls),
      { exactly: 0 },
    ),
  ];
}
