/**
 * What twelve rooms in which nothing happens cost at Graph while their subscriptions are healthy: the real engine and the
 * real credential in virtual time, over a calendar in memory and the sandbox's Entra.
 */

import { createAppCredential } from '../../edge-proxy/graph/app-credential.ts';
import type { RoomId } from '../../shared/basics/ids.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/basics/instant.ts';
import { defaultPolicy } from '../../shared/room/policy.ts';
import { aRoom, at } from '../support/builders.ts';
import { createFixedChance } from '../support/fixed-chance.ts';
import { createMemoryLog } from '../support/memory-log.ts';
import { startSandbox } from '../support/sandbox.ts';
import { openSyncSite } from '../support/sync-site.ts';
import { createVirtualClock } from '../support/virtual-clock.ts';
import { countFigure, type Figure } from './figure.ts';
import { pause } from './stage.ts';

const ROOMS = 12;
const DAYS = 3;
const MOST_OPEN = 60;
const MOST_CLOSED = 4;
/** The sandbox's tokens live as long as Entra's; app-credential.ts renews at four fifths of it, when it is next asked. */
const RENEWED_AFTER_MS = 0.8 * 3_599_000;
/** Some room is read, and so the token asked for, more often; what counts is how seldom Entra is. */
const ASK_EVERY_MS = 5 * MINUTE_MS;
/** For the sandbox to answer in. */
const ANSWER_MS = 15;
/** The rooms' zone is Lisbon, where in winter local time is UTC. */
const START = at('00:00');

export async function measureIdleReads(): Promise<Figure[]> {
  return [...(await measureReads()), await measureTokens()];
}

async function measureReads(): Promise<Figure[]> {
  const rooms = Array.from({ length: ROOMS }, (_, n) =>
    aRoom({ id: `room-${n}` as RoomId, address: `r${n}@bench.example` }),
  );
  const site = await openSyncSite({ now: START, rooms });
  try {
    await site.start();
    // The first hour belongs to the start: first readings, and the subscriptions that are made after them.
    await site.clock.advance(HOUR_MS);
    const callsAtStart = site.subscriptions.calls.length;

    const open: number[] = [];
    const closed: number[] = [];
    for (let hour = 1; hour <= (DAYS * DAY_MS) / HOUR_MS; hour += 1) {
      const before = rooms.map(({ id }) => site.calendar.readsOf(id));
      await site.clock.advance(HOUR_MS);
      const reads = rooms.map(({ id }, n) => site.calendar.readsOf(id) - (before[n] ?? 0));
      const { from, to } = defaultPolicy.openingHours;
      const minutes = (hour % 24) * 60;
      (from <= minutes && minutes < to ? open : closed).push(...reads);
    }
    const subscriptionCalls = (site.subscriptions.calls.length - callsAtStart) / (ROOMS * DAYS);
    return [
      countFigure('Graph reads of an idle room in an hour, in opening hours', open, { atMost: MOST_OPEN }),
      countFigure('Graph reads of an idle room in an hour, outside them', closed, { atMost: MOST_CLOSED }),
      countFigure('subscription calls for an idle room in a day', [subscriptionCalls]),
    ];
  } finally {
    site.close();
  }
}

/** Apart, since a real answer takes real time, in which a virtual clock that ran on would let whole days go by. */
async function measureTokens(): Promise<Figure> {
  const clock = createVirtualClock(START);
  const sandbox = await startSandbox();
  try {
    const credential = createAppCredential({
      source: {
        tenantId: sandbox.tenantId,
        clientId: sandbox.clientId,
        credential: { kind: 'secret', secret: sandbox.clientSecret },
        authorityHost: `${sandbox.origin}/entra`,
        graphEndpoint: `${sandbox.origin}/graph`,
      },
      readFile: () => {
        throw new Error('a secret is in no file');
      },
      clock,
      chance: createFixedChance(),
      log: createMemoryLog(),
    });
    for (let askedMs = 0; askedMs < DAY_MS; askedMs += ASK_EVERY_MS) {
      await credential.token();
      await pause(ANSWER_MS);
      await clock.advance(ASK_EVERY_MS);
    }
    const requests = tokensOf(sandbox.requests.read().routes);
    return countFigure('token requests in a day', [requests], { atMost: Math.ceil(DAY_MS / RENEWED_AFTER_MS) });
  } finally {
    await sandbox.close();
  }
}

function tokensOf(routes: readonly { route: string; count: number }[]): number {
  return routes.filter(({ route }) => route.endsWith('/token')).reduce((sum, { count }) => sum + count, 0);
}
