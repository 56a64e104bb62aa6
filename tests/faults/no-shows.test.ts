/** Fault F30: a room is given back once, by the proxy alone, and never where anybody may be in it. */

import { afterEach, describe, expect, test } from 'vitest';
import { COLLEAGUES } from '../../edge-proxy/sandbox/company/people.ts';
import { instanceId } from '../../edge-proxy/sandbox/exchange/item-ids.ts';
import { wallReading } from '../../edge-proxy/sandbox/exchange/wall-time.ts';
import type { OccurrenceId } from '../../shared/basics/ids.ts';
import { addMs, HOUR_MS, MINUTE_MS, SECOND_MS, toIso } from '../../shared/basics/instant.ts';
import { UTC } from '../../shared/basics/zone.ts';
import type { CheckInPolicy } from '../../shared/room/policy.ts';
import { openSite, type Site } from '../simulation/site.ts';
import { aKey, at } from '../support/builders.ts';

const DECLINE = 'POST /v1.0/users/{mailbox}/events/{event}/decline';
/** From 09:50 to 10:10 for a meeting at ten. */
const CHECK_IN: CheckInPolicy = {
  mode: 'release',
  opensMinutes: 10,
  graceMinutes: 10,
  exemptFromMinutes: 240,
  strikes: 2,
};
const policy = (change: Partial<CheckInPolicy> = {}) => ({
  checkIn: { ...CHECK_IN, ...change },
  openingHours: { from: 0, to: 1_440 },
});

let site: Site;
let keys = 0;
afterEach(() => site.close());

async function open(options: Parameters<typeof openSite>[0] = {}): Promise<void> {
  site = await openSite({ rooms: 1, now: at('09:30'), policy: policy(), ...options });
}

/** Past the moment, to the second after it. */
async function passTo(time: string): Promise<void> {
  await site.pass(at(time) - site.clock.now() + SECOND_MS);
}

const meetings = () => site.first.day()?.occurrences ?? [];

async function attendance() {
  const [room] = await site.store.listRooms();
  if (room === undefined) throw new Error('no room');
  const window = { start: at('00:00'), end: addMs(at('00:00'), 24 * HOUR_MS) };
  return (await site.store.listAttendance(room.id, window)).map(({ state, cause }) => cause ?? state);
}

async function checkIn(screen = site.first, nth = 1): Promise<number> {
  const [meeting] = screen.day()?.occurrences ?? [];
  return (await post({ kind: 'check-in', occurrence: meeting?.id }, nth)).status;
}

/** As the `nth` tablet posts it. */
async function post(intent: object, nth = 1): Promise<Response> {
  keys += 1;
  return await site.network.fetch(`${site.proxyOrigin}/api/intents`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: `doorlight-device=credential-${nth}` },
    body: JSON.stringify({ key: aKey(1_000 + keys), notAfter: toIso(addMs(site.clock.now(), MINUTE_MS)), ...intent }),
  });
}

const audited = async (action: string) =>
  (await site.store.listAudit({ limit: 100 })).filter((entry) => entry.action === action);

describe('F30: a meeting that nobody comes to', () => {
  test('is given back once at the end of its grace: its organiser is told, the doors say so, and the trail names no title', async () => {
    await open();
    const id = site.invite(site.first.address, 30);
    await passTo('09:51');
    expect(meetings()[0]?.checkIn).toEqual({ kind: 'needed', opensAt: at('09:50'), until: at('10:10') });
    await passTo('10:09');
    expect(site.first.state()?.kind).toBe('awaiting-check-in');

    await passTo('10:10');
    await site.pass(5 * SECOND_MS);

    expect(meetings()).toEqual([]);
    expect(site.first.day()?.intents).toMatchObject([{ kind: 'release', status: 'confirmed' }]);
    expect(await attendance()).toEqual(['released']);
    expect(site.calls(DECLINE)).toBe(1);
    const told = site.tenant.exchange.event(ORGANISER(id), id);
    expect(told.ok && told.value.item.attendees.map(({ status }) => status.response)).toContain('declined');
    expect(await audited('meeting.released')).toHaveLength(1);
    expect(JSON.stringify(await site.store.listAudit({ limit: 100 }))).not.toContain('Quarterly');
    await passTo('10:14');
    expect(site.first.day()?.intents).toEqual([]);
  });

  test('with two panels the check-in of either keeps the room, and both show it', async () => {
    await open();
    const other = await site.hang(site.first.address);
    site.invite(site.first.address, 30);
    await passTo('09:58');

    expect(await checkIn(other, 2)).toBe(202);
    await site.pass(SECOND_MS);
    for (const screen of [site.first, other]) {
      expect(screen.day()?.occurrences[0]?.checkIn).toEqual({ kind: 'done' });
    }
    expect(await checkIn()).toBe(202);
    await passTo('10:15');

    expect(meetings()).toHaveLength(1);
    expect(await attendance()).toEqual(['present']);
    expect(site.calls(DECLINE)).toBe(0);
  });

  test('a panel that went dark in its grace may hold a check-in, so the room is kept', async () => {
    await open();
    const other = await site.hang(site.first.address);
    site.invite(site.first.address, 30);
    await passTo('10:02');
    site.unhang(other);
    await passTo('10:15');

    expect(meetings()).toHaveLength(1);
    expect(await attendance()).toEqual(['screen-lost']);
  });

  test('a panel that has been dark since before is no reason to keep it', async () => {
    await open();
    const other = await site.hang(site.first.address);
    site.unhang(other);
    site.invite(site.first.address, 30);
    await passTo('10:11');

    expect(await attendance()).toEqual(['released']);
  });

  test('a stale panel checks in to the meeting as it is now, or is told that it is too early', async () => {
    await open();
    const id = site.invite(site.first.address, 30);
    await passTo('09:52');
    move(id, '11:00', '11:30');
    await site.pass(10 * SECOND_MS);

    const early = await checkIn();
    expect(early).toBe(409);
    expect(await attendance()).toEqual([]);
  });
});

describe('what becomes of others', () => {
  test('of a series only the one date is given back, and one that was moved keeps its own time', async () => {
    await open({ policy: { ...policy(), horizonDays: 3 } });
    const organizer = someColleague();
    const made = site.tenant.exchange.organize(organizer, {
      subject: 'Stand-up',
      start: at('10:00'),
      end: at('10:30'),
      attendees: [{ address: site.first.address }],
      recurrence: {
        pattern: { type: 'daily', interval: 1 },
        range: { type: 'numbered', firstDay: wallReading(at('10:00'), UTC).day, count: 3 },
      },
    });
    if (!made.ok) throw new Error(made.error.message);
    const tomorrow = instanceId(made.value.item.id, wallReading(at('10:00'), UTC).day + 1);
    await site.pass(10 * SECOND_MS);
    const moved = site.tenant.exchange.update(organizer, tomorrow, {
      start: at('2026-11-25T11:00:00Z'),
      end: at('2026-11-25T11:30:00Z'),
    });
    expect(moved.ok).toBe(true);
    await passTo('10:11');

    expect(meetings().map(({ start }) => start)).toEqual([at('2026-11-25T11:00:00Z'), at('2026-11-26T10:00:00Z')]);
    expect(await attendance()).toEqual(['released']);
    expect(site.calls(DECLINE)).toBe(1);
  });

  test('two of a series in a row and facilities are told by its id; once somebody comes, that is over', async () => {
    await open({ policy: policy({ mode: 'ask' }) });
    const made = site.tenant.exchange.organize(someColleague(), {
      subject: 'Stand-up',
      start: at('10:00'),
      end: at('10:30'),
      attendees: [{ address: site.first.address }],
      recurrence: {
        pattern: { type: 'daily', interval: 1 },
        range: { type: 'numbered', firstDay: wallReading(at('10:00'), UTC).day, count: 3 },
      },
    });
    expect(made.ok).toBe(true);
    await site.pass(10 * SECOND_MS);
    const [series] = site.tenant.exchange.calendar(site.first.address).items();
    const [room] = await site.store.listRooms();
    if (series === undefined || room === undefined) throw new Error('no series');
    const yesterday = { start: at('2026-11-23T10:00:00Z'), end: at('2026-11-23T10:30:00Z') };
    const missed = { state: 'no-show', cause: null, at: at('2026-11-23T10:10:00Z') } as const;
    const occurrence = 'yesterday' as OccurrenceId;
    await site.store.saveAttendance({ roomId: room.id, occurrence, ...yesterday, seriesId: series.id, ...missed });
    await passTo('10:09');
    expect(await strikes()).toEqual([]);
    await passTo('10:10');

    const [told] = await strikes();
    expect(told).toMatchObject({ severity: 'notice', cause: expect.stringContaining('2 times') });
    expect(JSON.stringify(told)).not.toContain('Stand-up');
    expect(await site.store.listNoShows()).toMatchObject([{ count: 2, minutesGivenBack: 0 }]);
    expect(site.calls(DECLINE)).toBe(0);

    expect(await checkIn()).toBe(202);
    await site.pass(SECOND_MS);
    expect(await strikes()).toEqual([]);
    expect(await site.store.listNoShows()).toEqual([]);
  });

  test('one that was booked at a door for later is cancelled by whoever organises it, which is us', async () => {
    await open();
    const booked = await post({ kind: 'book', start: toIso(at('10:00')), end: toIso(at('10:30')) });
    expect(booked.status).toBe(202);
    await passTo('10:11');

    expect(meetings()).toEqual([]);
    expect(await attendance()).toEqual(['released']);
    expect(site.calls('POST /v1.0/users/{mailbox}/events/{event}/cancel')).toBe(1);
    expect(site.calls(DECLINE)).toBe(0);
  });

  test('where Exchange seems to release the room itself, it is left to Exchange and somebody is told', async () => {
    await open({ policy: policy({ graceMinutes: 20 }) });
    for (const start of ['10:00', '11:00', '12:00']) {
      const id = site.invite(site.first.address, (at(start) - site.clock.now()) / MINUTE_MS);
      await passTo(start.replace(':00', ':12'));
      leave(id);
      await site.pass(MINUTE_MS);
    }
    expect(await attendance()).toEqual(['vanished', 'vanished', 'vanished']);
    site.invite(site.first.address, 60);
    await passTo('13:40');

    expect(meetings().at(-1)?.checkIn).toEqual({ kind: 'not-needed' });
    expect((await attendance()).at(-1)).toBe('exchange-releases');
    expect(site.calls(DECLINE)).toBe(0);
    expect((await site.store.listAlarms()).map(({ kind }) => kind)).toContain('auto-release-suspected');
  });

  test('where the app may not decline, the room stays taken, it counts as missed, and an alarm says what to grant', async () => {
    await open();
    site.tenant.plan.onRequest({ operation: 'decline-event' }, { kind: 'status', status: 403 });
    site.invite(site.first.address, 30);
    await passTo('10:15');

    expect(meetings()).toHaveLength(1);
    expect(await attendance()).toEqual(['calendar-away']);
    expect((await site.store.listAlarms()).map(({ kind }) => kind)).toEqual(['room-may-not-decline']);
  });

  test('a fault that somebody reports is kept and told once for the room, whoever else says the same', async () => {
    await open();
    const first = await post({ kind: 'report-fault', what: 'screen' });
    const second = await post({ kind: 'report-fault', what: 'screen' });
    expect([first.status, second.status]).toEqual([202, 202]);
    await site.pass(SECOND_MS);

    expect(await site.store.listFaultReports(10)).toMatchObject([{ what: 'screen', doneAt: null }]);
    expect((await site.store.listAlarms()).map(({ kind }) => kind)).toEqual(['fault-reported']);
    expect(await audited('fault.reported')).toHaveLength(1);
  });

  test('nobody can ask for a release at a door', async () => {
    await open();
    site.invite(site.first.address, 5);
    await site.pass(10 * SECOND_MS);
    const [meeting] = meetings();
    const asked = await post({ ...meeting, kind: 'release', occurrence: meeting?.id, version: null, seriesId: null });

    expect(asked.status).toBe(400);
  });
});

describe('release never touches', () => {
  test.for([
    { what: 'a meeting of all day', draft: { allDay: true, startsIn: 0 }, left: [] },
    { what: 'a long one', draft: { startsIn: 30, minutes: 240 }, left: [] },
    { what: 'one that the room has not agreed to', draft: { startsIn: 30, showAs: 'tentative' as const }, left: [] },
  ])('$what', async ({ draft, left }) => {
    await open();
    const made = site.tenant.desk.invite({ room: site.first.address, subject: 'Planning', ...draft });
    expect(made.ok).toBe(true);
    await passTo('10:30');

    expect(meetings()).toHaveLength(1);
    expect(meetings()[0]?.checkIn).toEqual({ kind: 'not-needed' });
    expect(await attendance()).toEqual(left);
  });

  test('one that was checked in to, also after a restart between check-in and deadline', async () => {
    await open();
    site.invite(site.first.address, 30);
    await passTo('09:55');
    expect(await checkIn()).toBe(202);
    await passTo('10:05');
    await site.restart();
    await passTo('10:20');

    expect(meetings()[0]?.checkIn).toEqual({ kind: 'done' });
    expect(await attendance()).toEqual(['present']);
  });

  test.for([
    { from: '10:08', to: '10:14', left: 'calendar-away', because: 'its deadline passed while Graph was down' },
    { from: '10:02', to: '10:07', left: 'calendar-away', because: 'nobody knows what changed in those minutes' },
    { from: '10:09:55', to: '10:10:20', left: 'calendar-away', because: 'no reading began after the deadline' },
  ])('one with an outage from $from to $to, because $because', async ({ from, to, left }) => {
    await open();
    site.invite(site.first.address, 30);
    await passTo(from);
    site.tenant.plan.onRequest({}, { kind: 'status', status: 503 });
    await passTo(to);
    site.tenant.plan.clear();
    await passTo('10:25');

    expect(meetings()).toHaveLength(1);
    expect(await attendance()).toEqual([left]);
    expect(site.calls(DECLINE)).toBe(0);
  });

  test.for([
    { at: '10:05', downMs: 10 * MINUTE_MS, because: 'the proxy slept through the deadline' },
    { at: '09:58', downMs: 5 * MINUTE_MS, because: 'it was not there when the meeting began' },
    { at: '10:05', downMs: SECOND_MS, because: 'a new life does not know what the last one saw' },
  ])('one where the proxy was away from $at for $downMs ms, because $because', async ({ at: time, downMs }) => {
    await open();
    site.invite(site.first.address, 30);
    await passTo(time);
    await site.restart({ downMs });
    await passTo('10:25');

    expect(meetings()).toHaveLength(1);
    expect(await attendance()).toEqual(['known-too-late']);
  });

  test.for([
    { what: 'a restart', from: '09:52', because: 'whoever tapped meanwhile is heard of as soon as it is back' },
    { what: 'a Graph that was away', from: '09:53', because: 'the grace had not begun' },
  ])('no more than it should: $what before the start costs no release, because $because', async ({ what, from }) => {
    await open();
    site.invite(site.first.address, 30);
    await passTo(from);
    if (what === 'a restart') await site.restart({ downMs: 3 * MINUTE_MS });
    else site.tenant.plan.onRequest({}, { kind: 'status', status: 503 });
    await site.pass(3 * MINUTE_MS);
    site.tenant.plan.clear();
    await passTo('10:11');

    expect(await attendance()).toEqual(['released']);
  });

  test('one that was made a few minutes before its start is one like any other', async () => {
    await open();
    await passTo('09:57');
    site.invite(site.first.address, 3);
    await passTo('10:11');

    expect(await attendance()).toEqual(['released']);
  });

  test('one that was made while it already ran: whoever made it may well be in there', async () => {
    await open();
    await passTo('10:02');
    site.invite(site.first.address, -2);
    await passTo('10:20');

    expect(await attendance()).toEqual(['known-too-late']);
    expect(site.calls(DECLINE)).toBe(0);
  });

  test('one at whose door no screen was connected', async () => {
    await open();
    site.invite(site.first.address, 30);
    await passTo('09:40');
    site.unhang(site.first);
    await passTo('10:25');

    expect(await attendance()).toEqual(['no-screen']);
    expect(site.calls(DECLINE)).toBe(0);
  });

  test.for([
    { start: '10:05', end: '10:35', because: 'it begins later now' },
    { start: '09:55', end: '10:25', because: 'it began earlier' },
    { start: '10:00', end: '11:00', because: 'somebody wants it for longer' },
  ])('one just moved in Outlook to $start to $end, because $because', async ({ start, end }) => {
    await open();
    const id = site.invite(site.first.address, 30);
    await passTo('10:09');
    move(id, start, end);
    await passTo('10:40');

    expect(meetings().map((one) => one.start)).toEqual([at(start)]);
    expect(site.calls(DECLINE)).toBe(0);
  });

  test('one booked at the door for now: whoever booked it stands there', async () => {
    await open();
    const booked = await post({ kind: 'book', end: toIso(at('10:00')) });
    expect(booked.status).toBe(202);
    await passTo('09:50');

    expect(meetings()).toMatchObject([{ checkIn: { kind: 'not-needed' }, booking: { status: 'confirmed' } }]);
    expect(await attendance()).toEqual([]);
  });

  test('any, where check-in is off, which it is until somebody chooses it', async () => {
    await open({ policy: { openingHours: { from: 0, to: 1_440 } } });
    site.invite(site.first.address, 30);
    await passTo('10:30');

    expect(meetings()).toHaveLength(1);
    expect(meetings()[0]?.checkIn).toEqual({ kind: 'not-needed' });
  });
});

const ORGANISER = (id: string): string => {
  for (const { address } of site.tenant.exchange.mailboxes()) {
    const found = site.tenant.exchange.event(address, id);
    if (found.ok) return address;
  }
  throw new Error('nobody organises it');
};

const strikes = async () =>
  (await site.store.listAlarms()).filter(({ kind, clearedAt }) => kind === 'series-no-show' && clearedAt === null);

function someColleague(): string {
  const [colleague] = COLLEAGUES;
  if (colleague === undefined) throw new Error('nobody works here');
  return colleague.address;
}

/** The meeting goes from the room's calendar without anybody's asking us, as Exchange's own release makes it. */
function leave(id: string): void {
  const gone = site.tenant.exchange.cancel(ORGANISER(id), id);
  if (!gone.ok) throw new Error(gone.error.message);
}

/** As its organiser does it in Outlook. */
function move(id: string, start: string, end: string): void {
  const moved = site.tenant.exchange.update(ORGANISER(id), id, { start: at(start), end: at(end) });
  if (!moved.ok) throw new Error(moved.error.message);
}
