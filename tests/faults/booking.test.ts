/** Faults F22 to F26: what can happen to a tap between the door and Exchange, over HTTP on both sides. */

import { afterEach, describe, expect, test } from 'vitest';
import { decodeText } from '../../shared/basics/codec.ts';
import type { IntentKey, OccurrenceId } from '../../shared/basics/ids.ts';
import { addMinutes, type Instant, MINUTE_MS, SECOND_MS, toIso } from '../../shared/basics/instant.ts';
import type { BookingStatus } from '../../shared/room/booking-status.ts';
import { type RoomDay, roomDayCodec } from '../../shared/room/room-day.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import { ledgerReportsCodec } from '../../shared/wire/ledger.ts';
import { aKey, at } from '../support/builders.ts';
import { type ComposedSite, type Death, openComposedSite } from '../support/composed-site.ts';
import { openStreamClient } from '../support/event-stream-client.ts';
import { type HttpTablet, pairTablet } from '../support/http-tablet.ts';

let site: ComposedSite;
let room: string;
let door: HttpTablet;
afterEach(() => site.close());

async function openDoor(): Promise<void> {
  site = await openComposedSite({ isReachable: true });
  room = (await site.outlook.rooms())[0]?.address ?? '';
  door = await pairTablet(site.origin, site.token, room);
}

function aTap(change: Partial<Extract<Intent, { kind: 'book' }>> = {}): Extract<Intent, { kind: 'book' }> {
  return { kind: 'book', key: aKey(1), end: at('10:00'), notAfter: addMinutes(site.clock.now(), 5), ...change };
}

/** What stands in the service user's calendar, by their ends. */
async function made(): Promise<string[]> {
  return (await standing(site.sandbox.serviceUser)).map(({ end }) => end);
}

async function standing(address: string): Promise<{ id: string; end: string; subject: string }[]> {
  const around = `from=${encodeURIComponent(toIso(at('00:00')))}&to=${encodeURIComponent(toIso(at('2026-11-26T00:00:00Z')))}`;
  const answer = await site.sandbox.control('GET', `/calendar/${encodeURIComponent(address)}?${around}`);
  const { meetings } = (await answer.json()) as {
    meetings: { id: string; end: string; subject: string; cancelled: boolean }[];
  };
  return meetings.filter(({ cancelled }) => !cancelled);
}

async function reportOf(key: IntentKey) {
  const answer = await site.console('GET', `/intents?key=${key}`);
  const decoded = ledgerReportsCodec.decode(await answer.json());
  if (!decoded.ok) throw new Error(decoded.error.path);
  return decoded.value.intents[0] ?? null;
}

const statusOf = async (key: IntentKey): Promise<BookingStatus | null> => (await reportOf(key))?.status ?? null;
const SETTLED: ReadonlySet<BookingStatus | null> = new Set<BookingStatus | null>(['confirmed', 'refused', 'withdrawn']);

/** More than any of these stories has deeds; the last test of F22 sees to it. */
const MOST_DEEDS = 8;
const deaths: Death[] = Array.from({ length: MOST_DEEDS }, (_, n) => n + 1).flatMap((dieAt) => [
  { dieAt, effect: 'before' as const },
  { dieAt, effect: 'after' as const },
]);

describe('F22: the proxy dies between the tap and its end', () => {
  test.for(deaths)('$effect deed $dieAt of a booking: it is made once, and the door learns it', async (death) => {
    await openDoor();
    site.arm(death);
    const tap = aTap();
    void door.post(tap).catch(() => undefined);
    await site.pass(5 * SECOND_MS);
    await site.restart();
    // The outbox has no answer that it could believe, or had one: the same key again does no harm.
    const again = await door.tap(tap);
    await site.pass(20 * SECOND_MS);

    expect(again.status).toBe(202);
    expect(await statusOf(tap.key)).toBe('confirmed');
    expect(await made()).toEqual([toIso(tap.end)]);
    expect((await standing(room)).length).toBe(1);
  });

  test.for(deaths)('$effect deed $dieAt of an extension: its end and its answer agree', async (death) => {
    await openDoor();
    await door.post(aTap());
    await site.pass(5 * SECOND_MS);
    const extension = await anExtension(aKey(2), at('10:30'));
    site.arm(death);
    void door.post(extension).catch(() => undefined);
    await site.pass(5 * SECOND_MS);
    await site.restart();
    await site.pass(20 * SECOND_MS);

    const status = await statusOf(aKey(2));
    expect(status === null || SETTLED.has(status)).toBe(true);
    expect(await made()).toEqual([toIso(at(status === 'confirmed' ? '10:30' : '10:00'))]);
  });

  test('every deed of these stories was died at', async () => {
    await openDoor();
    site.arm(null);
    await door.post(aTap());
    await site.pass(5 * SECOND_MS);
    const booking = site.deeds();
    const extension = await anExtension(aKey(2), at('10:30'));
    site.arm(null);
    await door.post(extension);
    await site.pass(5 * SECOND_MS);

    expect(booking).toBeGreaterThanOrEqual(5);
    expect(Math.max(booking, site.deeds())).toBeLessThanOrEqual(MOST_DEEDS);
  });

  test('a restart within two minutes of a confirmation goes on looking for the rival that was earlier', async () => {
    await openDoor();
    const earlier = await writeStraight({ startsIn: 300 });
    await site.pass(SECOND_MS);
    await door.post(aTap());
    await site.pass(5 * SECOND_MS);
    expect(await statusOf(aKey(1))).toBe('confirmed');

    await site.restart();
    await site.outlook.change(earlier, { start: toIso(at('09:00')), end: toIso(at('10:00')) });
    await site.pass(90 * SECOND_MS);

    expect(await reportOf(aKey(1))).toMatchObject({ status: 'withdrawn', reason: { kind: 'gave-way' } });
    expect(await made()).toEqual([]);
  });

  test('the ledger tells an operator what happened, step by step and without the title', async () => {
    await openDoor();
    site.arm({ dieAt: 3, effect: 'after' });
    const tap = aTap({ title: 'Merger talks', name: 'Ana Reis' });
    void door.post(tap).catch(() => undefined);
    await site.pass(5 * SECOND_MS);
    await site.restart();
    await site.pass(10 * SECOND_MS);

    const report = await reportOf(tap.key);
    const steps = report?.steps.map(({ what }) => what) ?? [];
    expect(steps[0]).toBe('pending');
    expect(steps).toContain('taken-up');
    expect(steps.at(-1)).toBe('confirmed');
    expect(JSON.stringify(report)).not.toMatch(/Merger|Ana/);
    expect(site.logged.join('')).not.toMatch(/Merger|Ana Reis/);
  });
});

describe('F23: the door hears nothing, though the room is booked', () => {
  test('the same key again has the same answer, and the stream tells the truth', async () => {
    await openDoor();
    site.sandbox.plan.onRequest({ operation: 'create-event' }, { kind: 'drop', when: 'after' }, { times: 1 });
    const tap = aTap();
    const first = await door.post(tap);
    expect(first).toMatchObject({ status: 202, body: { status: 'pending' } });
    await site.pass(30 * SECOND_MS);

    expect(await door.post(tap)).toMatchObject({ status: 202, body: { key: tap.key, status: 'confirmed' } });
    expect((await dayOf(door)).intents).toMatchObject([{ key: tap.key, status: 'confirmed' }]);
    expect(await made()).toEqual([toIso(tap.end)]);
  });
});

describe('F24: a double tap', () => {
  test('is one tap, however often and however close together it comes', async () => {
    await openDoor();
    const tap = aTap();
    const answers = await Promise.all(Array.from({ length: 8 }, () => door.post(tap)));
    await site.pass(5 * SECOND_MS);

    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(202));
    expect(new Set(answers.map(({ body }) => body['key']))).toEqual(new Set([tap.key]));
    expect(await made()).toEqual([toIso(tap.end)]);
  });

  test.for([
    { what: 'another end', change: { end: at('10:15') } },
    { what: 'another title', change: { title: 'Something else' } },
    { what: 'another start', change: { start: at('09:30') } },
  ])('one key with $what is another intent, and is told so', async ({ change }) => {
    await openDoor();
    await door.post(aTap());

    expect(await door.post(aTap(change))).toMatchObject({
      status: 409,
      body: { type: expect.stringContaining('key-reused') },
    });
    await site.pass(5 * SECOND_MS);
    expect(await made()).toEqual([toIso(at('10:00'))]);
  });

  test('a key of one tablet is not another tablet\u2019s', async () => {
    await openDoor();
    const other = await pairTablet(site.origin, site.token, room);
    await door.post(aTap());

    expect(await other.post(aTap())).toMatchObject({
      status: 409,
      body: { type: expect.stringContaining('key-reused') },
    });
  });

  test('a key that the ledger has forgotten is too late, and never booked again', async () => {
    await openDoor();
    const tap = aTap({ end: at('09:30') });
    await door.post(tap);
    await site.pass(5 * SECOND_MS);
    await site.pass(6 * MINUTE_MS);
    const bound = { settledBefore: site.clock.now(), now: site.clock.now(), mostRows: 0, atMost: 100 };
    expect(await site.store.forgetIntents(bound)).toBe(1);

    expect(await door.post(tap)).toMatchObject({ status: 409, body: { refusal: { kind: 'too-late' } } });
    expect(await made()).toEqual([toIso(tap.end)]);
  });
});

describe('F25: many tablets, one slot', () => {
  test('fifty tap at once: one has the room, forty-nine are told that it is taken within two seconds', async () => {
    await openDoor();
    const { doors, taps } = await fiftyDoors();
    const answers = Promise.all(taps.map((tap, n) => doors[n]?.post(tap)));
    await site.pass(2 * SECOND_MS);
    const told = await answers;
    const reports = await Promise.all(taps.map(({ key }) => reportOf(key)));

    expect(told.every((answer) => answer?.status === 202 || answer?.status === 409)).toBe(true);
    const refused = reports.filter((report) => report?.status === 'refused');
    expect(refused.length).toBe(49);
    expect(new Set(refused.map((report) => report?.reason?.kind))).toEqual(new Set(['room-busy']));
    expect(await made()).toEqual([toIso(at('10:00'))]);

    await site.pass(3 * SECOND_MS);
    expect((await Promise.all(taps.map(({ key }) => statusOf(key)))).filter((one) => one === 'confirmed').length).toBe(
      1,
    );
    expect(await standing(room)).toHaveLength(1);
  });
});

describe('F26: somebody in Outlook at the same moment', () => {
  test.for([
    { how: 'invites the room', direct: false },
    { how: 'writes straight into its calendar', direct: true },
  ])('fifty tap while one $how: one meeting stands, and the door says whose', async ({ direct }) => {
    await openDoor();
    await site.console('PUT', '/policy', { showTitles: true, showOrganizers: true });
    await site.pass(5 * SECOND_MS);
    const { doors, taps } = await fiftyDoors();
    const answers = Promise.all(taps.map((tap, n) => doors[n]?.post(tap)));
    const invited = writeStraight({ startsIn: 0, minutes: 60, direct });
    await site.pass(2 * SECOND_MS);
    await Promise.all([answers, invited]);
    await site.pass(3 * MINUTE_MS);

    const [stands, ...more] = await standing(room);
    expect(more).toEqual([]);
    const ours = (await Promise.all(taps.map(({ key }) => statusOf(key)))).filter((one) => one === 'confirmed').length;
    expect(ours).toBe((await made()).length);
    const shown = (await dayOf(door)).occurrences;
    expect(shown).toHaveLength(1);
    expect(shown[0]?.booking?.status ?? null).toBe(ours === 1 ? 'confirmed' : null);
    expect(shown[0]?.title).toEqual({ kind: 'shown', text: stands?.subject });
    expect(shown[0]?.organizer.kind).toBe('shown');
  });
});

/** Tablets of one room, each with a tap of its own for the same hour. */
async function fiftyDoors() {
  const doors: HttpTablet[] = [];
  for (let n = 0; n < 50; n += 1) doors.push(await pairTablet(site.origin, site.token, room));
  return { doors, taps: doors.map((_, n) => aTap({ key: aKey(100 + n) })) };
}

/** A meeting of somebody in Outlook, for this room. Gives its id. */
async function writeStraight(how: { startsIn: number; minutes?: number; direct?: boolean }): Promise<string> {
  const asked = { room, subject: 'Quarterly', minutes: 30, direct: true, ...how };
  const answer = await site.sandbox.control('POST', '/meetings', asked);
  if (!answer.ok) throw new Error(await answer.text());
  return ((await answer.json()) as { id: string }).id;
}

/** What the door's screen has now. */
async function dayOf({ cookie }: HttpTablet): Promise<RoomDay> {
  const stream = await openStreamClient(`${site.origin}/api/stream`, { Cookie: cookie });
  const frames = await stream.until('room-day');
  stream.close();
  const decoded = decodeText(roomDayCodec, frames.at(-1)?.data ?? '');
  if (!decoded.ok) throw new Error(decoded.error.path);
  return decoded.value;
}

async function anExtension(key: IntentKey, end: Instant): Promise<Extract<Intent, { kind: 'extend' }>> {
  const ours = (await dayOf(door)).occurrences.find(({ booking }) => booking?.key === aKey(1));
  if (ours === undefined) throw new Error('nothing of ours stands');
  return { kind: 'extend', key, occurrence: ours.id as OccurrenceId, end, notAfter: addMinutes(site.clock.now(), 5) };
}
