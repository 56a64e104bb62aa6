/** Faults F17, F18 and F36 where they bite: in bodies that come over real sockets, to the proxy as it runs. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RequestFault } from '../../edge-proxy/sandbox/graph/faults.ts';
import { addMs, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import { freeGaps } from '../../shared/room/room-day.ts';
import { at } from '../support/builders.ts';
import { type ComposedSite, openComposedSite } from '../support/composed-site.ts';
import { type HttpDoor, hangHttpDoor } from '../support/http-door.ts';

const VIEW = 'GET /v1.0/users/{mailbox}/calendarView';
const TRUE_WITHIN_MS = 90 * SECOND_MS;
const PAST_STALE_MS = 6 * MINUTE_MS;
/** A tenth of what Graph allows one app for one mailbox in ten minutes (throttling-limits). */
const FEW_CALLS = 1_000;

let site: ComposedSite;
let sick: HttpDoor;
let well: HttpDoor;
beforeEach(async () => {
  site = await openComposedSite({ isReachable: true });
  const [first, second] = await site.outlook.rooms();
  sick = await hangHttpDoor(site, first?.address ?? '');
  well = await hangHttpDoor(site, second?.address ?? '');
});
afterEach(() => site.close());

const readsOf = ({ room }: HttpDoor): number => {
  const { routes } = site.sandbox.requests.read();
  return routes.find(({ route, mailbox }) => route === VIEW && mailbox === room)?.count ?? 0;
};
const breakViewOf = ({ room }: HttpDoor, fault: RequestFault) =>
  site.sandbox.plan.onRequest({ mailbox: room, operation: 'list-calendar-view' }, fault);
const spansAt = async (door: HttpDoor) => (await door.look()).day.occurrences.map(({ start, end }) => [start, end]);

test.for([
  // With every byte some time passes, and never as much as would make anybody think that nothing comes.
  {
    fault: 'F17',
    what: 'an answer that drips for ever',
    how: { kind: 'drip', everyMs: 800 },
    cause: 'graph-unreachable',
  },
  { fault: 'F18', what: 'pages without end, no two the same', how: { kind: 'endless' }, cause: 'bad-answer' },
] as const)(
  '$fault: $what is given up; the last good day stays with its age and cause, and no other room waits',
  { timeout: 60_000 },
  async ({ how, cause }) => {
    await site.outlook.invite({ room: sick.room, startsIn: -10, minutes: 120 });
    await site.pass(10 * SECOND_MS);
    const before = await sick.look();
    expect(before.state.kind).toBe('in-use');
    const timers = site.clock.pending();
    site.sandbox.requests.reset();
    const brokenSince = site.clock.now();
    breakViewOf(sick, how);
    // Changed where nobody can see it: whatever the door shows from now on, it may not claim to be of now.
    await site.outlook.invite({ room: sick.room, startsIn: 180, minutes: 30 });
    await site.pass(2 * MINUTE_MS);

    const meanwhile = await sick.look();
    expect(meanwhile.day.occurrences).toEqual(before.day.occurrences);
    expect(meanwhile.day.health?.cause).toBe(cause);
    expect(meanwhile.day.readAt).toBeLessThanOrEqual(brokenSince);
    await site.outlook.invite({ room: well.room, startsIn: 30, minutes: 30 });
    await site.pass(5 * SECOND_MS);
    expect((await well.look()).day).toMatchObject({
      health: null,
      occurrences: [{ start: at('09:30') + 2 * MINUTE_MS }],
    });

    await site.pass(PAST_STALE_MS);
    expect((await sick.look()).state).toMatchObject({ kind: 'stale', cause });
    // Each try has ended and given its lane back, else the fifth would never have been made; and there is an end to them.
    expect(readsOf(sick)).toBeGreaterThan(4);
    expect(readsOf(sick)).toBeLessThan(FEW_CALLS);
    expect(site.sandbox.requests.read().mailboxes[sick.room]?.mostAtOnce).toBeLessThanOrEqual(4);
    expect(site.clock.pending()).toBeLessThanOrEqual(timers + 30);

    site.sandbox.plan.clear();
    await site.pass(TRUE_WITHIN_MS);
    const after = await sick.look();
    expect(after.day.health).toBeNull();
    expect(after.state.kind).toBe('in-use');
    expect(after.day.occurrences).toHaveLength(2);
  },
);

test('F36: five thousand events in a day take none of it for free, and leave the other doors true', async () => {
  const entry = (n: number): { start: Instant; end: Instant } => {
    const start = addMs(at('10:00'), n * 2 * SECOND_MS);
    return { start, end: addMs(start, 2 * SECOND_MS) };
  };
  for (let n = 0; n < 5_000; n += 1) site.sandbox.exchange.organize(sick.room, { subject: `Entry ${n}`, ...entry(n) });
  await site.outlook.invite({ room: well.room, startsIn: 30, minutes: 30 });
  site.sandbox.requests.reset();
  await site.pass(TRUE_WITHIN_MS);

  const { day } = await sick.look();
  expect(day.health).toBeNull();
  expect(day.occurrences.length).toBeLessThanOrEqual(2_000);
  expect(freeGaps(day, { start: at('10:00'), end: entry(4_999).end })).toEqual([]);
  expect(JSON.stringify(day).length).toBeLessThan(2_000_000);
  expect(readsOf(sick)).toBeLessThan(1_000);
  expect(await spansAt(well)).toHaveLength(1);
  // Past what is told one by one: nobody knows what is there, and the door does not glow green.
  site.clock.sleep(3 * HOUR_MS + 30 * MINUTE_MS);
  await site.pass(TRUE_WITHIN_MS);
  expect((await sick.look()).state.kind).not.toBe('available');
}, 60_000);
