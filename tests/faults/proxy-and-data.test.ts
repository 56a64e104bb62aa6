/** Faults F48 to F50: the proxy is restarted, its store is put back to an old state, or cannot be written. */

import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import { decodeText } from '../../shared/basics/codec.ts';
import { addMinutes, MINUTE_MS, SECOND_MS, toIso } from '../../shared/basics/instant.ts';
import { type RoomDay, roomDayCodec } from '../../shared/room/room-day.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import { aKey, at } from '../support/builders.ts';
import { type ComposedSite, openComposedSite } from '../support/composed-site.ts';
import { openStreamClient, type StreamClient } from '../support/event-stream-client.ts';
import { askForCode, type HttpTablet, pairTablet } from '../support/http-tablet.ts';

const DATABASE = 'doorlight.sqlite';

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

async function made(): Promise<string[]> {
  const around = `from=${encodeURIComponent(toIso(at('00:00')))}&to=${encodeURIComponent(toIso(at('2026-11-26T00:00:00Z')))}`;
  const answer = await site.sandbox.control('GET', `/calendar/${site.sandbox.serviceUser}?${around}`);
  const { meetings } = (await answer.json()) as { meetings: { end: string; cancelled: boolean }[] };
  return meetings.filter(({ cancelled }) => !cancelled).map(({ end }) => end);
}

const listen = ({ cookie }: HttpTablet) => openStreamClient(`${site.origin}/api/stream`, { Cookie: cookie });
const statusOf = async () => (await site.store.findIntent(aKey(1)))?.status ?? null;

async function nextDay(stream: StreamClient): Promise<RoomDay> {
  const decoded = decodeText(roomDayCodec, (await stream.until('room-day')).at(-1)?.data ?? '');
  if (!decoded.ok) throw new Error(decoded.error.path);
  return decoded.value;
}

describe('F48: a restart or a deployment', () => {
  test('tells each tablet when to come back, spread over some seconds, and closes its stream', async () => {
    await openDoor();
    const streams: StreamClient[] = [];
    for (let n = 0; n < 20; n += 1) {
      const stream = await listen(await pairTablet(site.origin, site.token, room));
      await stream.until('heartbeat');
      streams.push(stream);
    }

    site.drain();
    const waits = await Promise.all(streams.map(async (stream) => Number((await stream.until('retry')).at(-1)?.data)));

    for (const wait of waits) {
      expect(wait).toBeGreaterThanOrEqual(1_000);
      expect(wait).toBeLessThan(10_000);
    }
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(2_000);
    for (const stream of streams) expect(await stream.next()).toBeNull();
  });

  test('loses no tap: one that comes meanwhile is sent away untouched, and its repeat is booked by the next life', async () => {
    await openDoor();
    site.drain();
    const during = await fetch(`${site.origin}/api/intents`, { method: 'POST', headers: { Cookie: door.cookie } });
    expect(during.status).toBe(503);
    expect(Number(during.headers.get('Retry-After'))).toBeGreaterThan(0);
    const tap = aTap();
    expect((await door.post(tap)).status).toBe(503);
    expect(await statusOf()).toBeNull();

    await site.restart();
    expect((await door.tap(tap)).status).toBe(202);
    await site.pass(5 * SECOND_MS);
    expect(await statusOf()).toBe('confirmed');
    expect(await made()).toEqual([toIso(tap.end)]);
  });

  test('in the middle of a booking finishes it', async () => {
    await openDoor();
    await door.post(aTap());
    site.drain();
    await site.restart();
    await site.pass(10 * SECOND_MS);

    expect(await statusOf()).toBe('confirmed');
    expect(await made()).toEqual([toIso(at('10:00'))]);
  });
});

const JSON_BODY = { 'Content-Type': 'application/json' };

/** As an administrator takes one while the proxy runs. */
function backUp(): string {
  const copy = join(site.dataDir, 'backup.sqlite');
  const reader = new DatabaseSync(join(site.dataDir, DATABASE));
  reader.exec(`VACUUM INTO '${copy}'`);
  reader.close();
  return copy;
}

/** The database file is put back, as the manual says; what lies beside it stays. */
function restoreFrom(copy: string): Promise<void> {
  return site.restart({
    meanwhile() {
      for (const suffix of ['', '-wal', '-shm']) rmSync(join(site.dataDir, DATABASE + suffix), { force: true });
      copyFileSync(copy, join(site.dataDir, DATABASE));
    },
  });
}

describe('F49: an old backup of the database is put back', () => {
  test('a tablet that was taken off stays off, and the others stay on', async () => {
    await openDoor();
    const stolen = await pairTablet(site.origin, site.token, room);
    const backup = backUp();
    const { devices } = (await (await site.console('GET', '/devices')).json()) as { devices: { id: string }[] };
    await site.console('DELETE', `/devices/${devices.at(-1)?.id}`);

    await restoreFrom(backup);

    expect((await stolen.post(aTap())).status).toBe(401);
    expect((await door.post(aTap())).status).toBe(202);
  });

  test('a code that was used stays used', async () => {
    await openDoor();
    const { code } = await askForCode(site.origin);
    const backup = backUp();
    expect((await site.console('POST', `/pairings/${code}/confirm`, { room })).status).toBe(200);

    await restoreFrom(backup);

    expect((await site.console('POST', `/pairings/${code}/confirm`, { room })).status).toBe(410);
  });

  test('an enrolment link that was used or withdrawn stays so', async () => {
    await openDoor();
    const links = [{ room }, { room }];
    const made = (await (await site.console('POST', '/enrolments', { links })).json()) as {
      links: { enrolment: { id: string }; url: string }[];
    };
    const secrets = made.links.map(({ url }) => url.split('#enrol=')[1]);
    const use = (link: string | undefined) =>
      fetch(`${site.origin}/api/enrolments`, { method: 'POST', headers: JSON_BODY, body: JSON.stringify({ link }) });
    const backup = backUp();
    expect((await use(secrets[0])).status).toBe(200);
    await site.console('POST', '/enrolments/withdraw', { ids: [made.links[1]?.enrolment.id] });

    await restoreFrom(backup);

    expect([(await use(secrets[0])).status, (await use(secrets[1])).status]).toEqual([410, 410]);
  });

  test('a tablet that another took over from stays out', async () => {
    await openDoor();
    const broken = await pairTablet(site.origin, site.token, room);
    const { devices } = (await (await site.console('GET', '/devices')).json()) as { devices: { id: string }[] };
    const backup = backUp();
    await site.pass(SECOND_MS);
    const { code } = await askForCode(site.origin);
    const swap = await site.console('POST', `/pairings/${code}/confirm`, { replaces: devices.at(-1)?.id });
    expect(swap.status).toBe(200);

    await restoreFrom(backup);

    expect((await broken.post(aTap())).status).toBe(401);
    expect((await door.post(aTap())).status).toBe(202);
  });

  test('a booking made since is found by its key and not made again', async () => {
    await openDoor();
    const backup = backUp();
    const tap = aTap();
    await door.post(tap);
    await site.pass(5 * SECOND_MS);
    expect(await statusOf()).toBe('confirmed');

    await restoreFrom(backup);
    expect(await openAlarms()).toContain('store-restored');
    expect(await statusOf()).toBeNull();
    // The answer was lost with the old life: the outbox asks again.
    expect((await door.tap(tap)).status).toBe(202);
    await site.pass(10 * SECOND_MS);

    expect(await statusOf()).toBe('confirmed');
    expect(await made()).toEqual([toIso(tap.end)]);
  });

  test('what was under way then is looked up in Exchange before anybody is told of it', async () => {
    await openDoor();
    site.sandbox.plan.onRequest({ operation: 'create-event' }, { kind: 'status', status: 503 });
    await door.post(aTap());
    await site.pass(SECOND_MS);
    const backup = backUp();
    site.sandbox.plan.clear();
    await site.pass(MINUTE_MS);
    for (const { id } of await ownMeetings()) await site.outlook.cancel(id);
    await site.pass(6 * MINUTE_MS);

    await restoreFrom(backup);
    await site.pass(10 * MINUTE_MS);

    expect(['refused', 'withdrawn']).toContain(await statusOf());
    expect(await made()).toEqual([]);
    const stream = await listen(door);
    expect((await nextDay(stream)).occurrences).toEqual([]);
    stream.close();
  });

  test('no door takes the days of before for those of now: the generation is another', async () => {
    await openDoor();
    const before = await listen(door);
    const { generation } = await nextDay(before);
    before.close();
    const backup = backUp();

    await restoreFrom(backup);

    const after = await listen(door);
    expect((await nextDay(after)).generation).not.toBe(generation);
    after.close();
  });

  test('an ordinary restart is none of this', async () => {
    await openDoor();
    await site.restart();

    expect(await openAlarms()).not.toContain('store-restored');
  });
});

async function openAlarms(): Promise<string[]> {
  const { alarms } = (await (await site.console('GET', '/alarms')).json()) as {
    alarms: { kind: string; clearedAt: string | null }[];
  };
  return alarms.filter(({ clearedAt }) => clearedAt === null).map(({ kind }) => kind);
}

async function ownMeetings(): Promise<{ id: string }[]> {
  const around = `from=${encodeURIComponent(toIso(at('00:00')))}&to=${encodeURIComponent(toIso(at('2026-11-26T00:00:00Z')))}`;
  const answer = await site.sandbox.control('GET', `/calendar/${site.sandbox.serviceUser}?${around}`);
  return ((await answer.json()) as { meetings: { id: string }[] }).meetings;
}

describe('F50: the database is held by somebody else, or cannot be written', () => {
  function hold(): DatabaseSync {
    const other = new DatabaseSync(join(site.dataDir, DATABASE));
    other.exec('BEGIN IMMEDIATE');
    return other;
  }

  test('a tap is refused in words and not guessed; the same tap is booked once it can be written', async () => {
    await openDoor();
    const other = hold();
    const tap = aTap();

    const refused = await door.post(tap);
    expect(refused).toMatchObject({ status: 503, body: { detail: expect.stringContaining('nothing was done') } });
    await site.pass(5 * SECOND_MS);
    expect(await made()).toEqual([]);
    expect(await openAlarms()).toContain('store-failing');

    other.exec('ROLLBACK');
    other.close();
    expect((await door.post(tap)).status).toBe(202);
    expect(await openAlarms()).not.toContain('store-failing');
    await site.pass(5 * SECOND_MS);
    expect(await statusOf()).toBe('confirmed');
    expect(await made()).toEqual([toIso(tap.end)]);
  });

  test('doors are told what they show from memory, and what changes in Outlook too', async () => {
    await openDoor();
    const other = hold();
    const stream = await listen(door);
    expect((await nextDay(stream)).occurrences).toEqual([]);

    await site.outlook.invite({ room, startsIn: 30, minutes: 30, subject: 'Quarterly' });
    let day: RoomDay | null = null;
    const coming = nextDay(stream).then((told) => {
      day = told;
    });
    while (day === null) await site.pass(SECOND_MS);
    await coming;
    expect(day).toMatchObject({ occurrences: [{ start: at('09:30') }] });

    stream.close();
    other.exec('ROLLBACK');
    other.close();
  });

  test('a lock in the middle of a booking costs time and nothing else', async () => {
    await openDoor();
    await door.post(aTap());
    const other = hold();
    await site.pass(5 * SECOND_MS);
    other.exec('ROLLBACK');
    other.close();
    await site.pass(40 * SECOND_MS);

    expect(await statusOf()).toBe('confirmed');
    expect(await made()).toEqual([toIso(at('10:00'))]);
  });
});
