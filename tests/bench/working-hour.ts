/**
 * An hour of a working day on a campus in virtual time: people book, move and cancel, and the proxy keeps up by
 * notifications. What that costs at Graph and Entra, beside what a display costs that polls each room.
 */

import { HOUR_MS, MINUTE_MS } from '../../shared/basics/instant.ts';
import { openSite } from '../simulation/site.ts';
import { at } from '../support/builders.ts';
import type { Figure } from './figure.ts';

const VIEW = 'GET /v1.0/users/{mailbox}/calendarView';
const isToken = (route: string) => route === 'POST /{tenant}/oauth2/v2.0/token';
const SUBSCRIPTIONS = /^(POST|PATCH|DELETE) \/v1\.0\/subscriptions/;
const isSubscription = (route: string) => SUBSCRIPTIONS.test(route);
/** A busy room has a change an hour: half of them new meetings, the others moved or cancelled. */
const CHANGES_PER_ROOM = 1;
const STEPS = 60;
const MOST_READS = 60;

export async function measureWorkingHour(rooms: number): Promise<Figure[]> {
  const site = await openSite({ now: at('09:50'), rooms, screens: false });
  try {
    await site.clock.advance(10 * MINUTE_MS);
    site.tenant.requests.reset();
    const meetings: string[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      for (let n = step; n < rooms * CHANGES_PER_ROOM; n += STEPS) change(n);
      await site.clock.advance(HOUR_MS / STEPS);
    }
    return figuresOf(site.tenant.requests.read().routes, rooms);

    function change(n: number): void {
      const address = site.rooms[n % rooms]?.address ?? '';
      const earlier = meetings[n >> 2];
      if (earlier === undefined || n % 2 === 0) meetings.push(site.invite(address, 30, 30));
      else if (n % 4 === 1) site.tenant.desk.change(earlier, { minutes: 60 });
      else site.tenant.desk.cancel(earlier);
    }
  } finally {
    await site.close();
  }
}

function figuresOf(routes: readonly { route: string; count: number }[], rooms: number): Figure[] {
  const perRoom = (isMeant: (route: string) => boolean) =>
    routes.filter(({ route }) => isMeant(route)).reduce((sum, { count }) => sum + count, 0) / rooms;
  const reads = perRoom((route) => route === VIEW);
  const told = (what: string, value: number, beside: string): Figure => ({
    what: `${what} per room and working hour`,
    measured: `${value.toFixed(4)} (${beside})`,
    budget: null,
    within: null,
  });
  return [
    {
      what: `reads per room and working hour, ${rooms} rooms with a change each`,
      measured: `${reads.toFixed(1)} (polling at 60 s: 60, at 30 s: 120)`,
      budget: `≤ ${MOST_READS}`,
      within: reads <= MOST_READS,
    },
    told('subscription calls', perRoom(isSubscription), 'polling has none'),
    told('token requests', perRoom(isToken), 'the same by polling'),
  ];
}
