/**
 * Real bookings over HTTP against the real proxy process and the sandbox, which is killed with signal 9 at moments drawn
 * by a seed and started again. What was lost or doubled is told by Exchange's own calendars, not by what the proxy says.
 */

import type { IntentKey } from '../../shared/basics/ids.ts';
import { addMinutes, instant, MINUTE_MS } from '../../shared/basics/instant.ts';
import type { Interval } from '../../shared/basics/interval.ts';
import { type LedgerReport, ledgerReportsCodec } from '../../shared/wire/ledger.ts';
import { createFixedChance } from '../support/fixed-chance.ts';
import { type HttpTablet, pairTablet } from '../support/http-tablet.ts';
import { createOutlook, type Meeting } from '../support/outlook.ts';
import { signInOperator, spawnSandbox } from '../support/sandbox.ts';
import { prepareProxy } from '../support/spawned-proxy.ts';

export type KillFigures = {
  readonly bookings: number;
  readonly kills: number;
  readonly confirmed: number;
  /** Answered at the door, and not in the calendar. */
  readonly lost: number;
  /** More than once in the calendar. */
  readonly doubled: number;
  /** In the calendar, and the door was not told so. */
  readonly unsaid: number;
  readonly unsettled: number;
  /** From the last start until every row of the ledger had its end. */
  readonly settledAfterMs: number;
  readonly tookMs: number;
};

type Options = { readonly bookings: number; readonly seed: number };
type Tap = Interval & { readonly key: IntentKey; readonly room: string };

const ADMIN = 'tomas.ferreira@northwind.example';
const SLOT_MINUTES = 10;
/** People at the doors of a floor, each for a while after the other, so that the kills fall among the taps. */
const AT_ONCE = 4;
const BETWEEN_TAPS_MS = 400;
/** A life between being ready and its end: from before the first tap to some seconds of work. */
const LIFE_MS = { least: 20, most: 1_500 };
const SETTLED_WITHIN_MS = 60_000;

export async function killTheProxy({ bookings, seed }: Options): Promise<KillFigures> {
  const began = performance.now();
  const chance = createFixedChance(seed);
  const sandbox = await spawnSandbox({ SANDBOX_EMPTY: '1', SANDBOX_ANSWER_DELAY_MS: '200' });
  const proxy = await prepareProxy(sandbox.environment);
  const outlook = createOutlook(sandbox.control);
  try {
    await proxy.start();
    const token = await signInOperator(sandbox, ADMIN);
    const rooms = (await outlook.rooms()).map(({ address }) => address);
    const tablets = new Map<string, HttpTablet>();
    for (const room of rooms) tablets.set(room, await pairTablet(proxy.origin, token, room));
    const taps = draw(bookings, rooms, chance.uuid);

    let isOver = false;
    const tapped = inParallel(taps, async (tap) => {
      const { key, room, start, end } = tap;
      const intent = { kind: 'book', key, start, end, notAfter: addMinutes(instant(Date.now()), 10) } as const;
      const answer = await tablets.get(room)?.tap(intent);
      await pause(BETWEEN_TAPS_MS * chance.fraction());
      return answer;
    }).finally(() => {
      isOver = true;
    });

    let kills = 0;
    for (; !isOver; kills += 1) {
      await pause(LIFE_MS.least + (LIFE_MS.most - LIFE_MS.least) * chance.fraction());
      await proxy.kill();
      await proxy.start();
    }
    // Once more with all the answers given and much of the work undone.
    await proxy.kill();
    kills += 1;
    const lastStart = performance.now();
    await proxy.start();
    const answers = await tapped;
    const ledger = await settledLedger(proxy.origin, token, lastStart);
    const settledAfterMs = Math.round(performance.now() - lastStart);

    const organised = await outlook.calendar(sandbox.serviceUser);
    const inRooms = new Map<string, Meeting[]>();
    for (const room of rooms) inRooms.set(room, await outlook.calendar(room));
    const counts = taps.map((tap, n) =>
      judge(tap, ledger.get(tap.key), organised, inRooms.get(tap.room) ?? [], answers[n]),
    );
    const count = (which: keyof Judgement) => counts.filter((one) => one[which]).length;
    return {
      bookings,
      kills,
      confirmed: count('isConfirmed'),
      lost: count('isLost'),
      doubled: count('isDoubled'),
      unsaid: count('isUnsaid'),
      unsettled: count('isUnsettled'),
      settledAfterMs,
      tookMs: Math.round(performance.now() - began),
    };
  } finally {
    await proxy.close();
    await sandbox.close();
  }
}

type Judgement = ReturnType<typeof judge>;

function judge(
  { start, end, room }: Tap,
  row: LedgerReport | undefined,
  organised: readonly Meeting[],
  inRoom: readonly Meeting[],
  answer: { status: number } | undefined,
) {
  const isHere = (one: Meeting) => Date.parse(one.start) === start && Date.parse(one.end) === end;
  const made = organised.filter(
    (one) => isHere(one) && one.attendees.some(({ address }) => address.toLowerCase() === room.toLowerCase()),
  ).length;
  const shown = inRoom.filter(isHere).length;
  const isConfirmed = row?.status === 'confirmed';
  return {
    isConfirmed,
    isLost: answer?.status === 202 && (row === undefined || (isConfirmed && (made === 0 || shown === 0))),
    isDoubled: made > 1 || shown > 1,
    isUnsaid: !isConfirmed && made > 0,
    isUnsettled: row === undefined || row.status === 'pending' || row.status === 'held' || row.status === 'checking',
  };
}

/** Each its own slot, so that all of them can be had. */
function draw(bookings: number, rooms: readonly string[], uuid: () => string): Tap[] {
  const first = Math.ceil((Date.now() + 30 * MINUTE_MS) / (SLOT_MINUTES * MINUTE_MS)) * SLOT_MINUTES * MINUTE_MS;
  return Array.from({ length: bookings }, (_, n) => {
    const start = addMinutes(instant(first), SLOT_MINUTES * Math.floor(n / rooms.length));
    const room = rooms[n % rooms.length] ?? '';
    return { key: uuid() as IntentKey, room, start, end: addMinutes(start, SLOT_MINUTES) };
  });
}

async function inParallel<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let n = next++; n < all.length; n = next++) results[n] = await work(all[n] as T);
    }),
  );
  return results;
}

/** As an operator sees it; whatever has not settled in time is judged as it is. */
async function settledLedger(origin: string, token: string, since: number): Promise<Map<string, LedgerReport>> {
  for (;;) {
    const answer = await fetch(`${origin}/api/console/intents?limit=500`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    const decoded = ledgerReportsCodec.decode(await answer.json());
    if (!decoded.ok) throw new Error(`the ledger cannot be read at ${decoded.error.path}`);
    const { intents } = decoded.value;
    const isOpen = intents.some(({ status }) => status === 'pending' || status === 'held' || status === 'checking');
    if (!isOpen || performance.now() - since > SETTLED_WITHIN_MS) return new Map(intents.map((one) => [one.key, one]));
    await pause(100);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
