/**
 * Faults F26 to F28, and every way to book a room, over the wire: the proxy as main.ts composes it, the sandbox tenant,
 * and tablets at the doors.
 */

import { afterEach, describe, expect, test } from 'vitest';
import { SERVICE_USER } from '../../edge-proxy/sandbox/company/people.ts';
import { addMs, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS, toIso } from '../../shared/basics/instant.ts';
import type { PolicyOverride } from '../../shared/room/policy.ts';
import { openSite, type Site } from '../simulation/site.ts';
import { aKey, at } from '../support/builders.ts';

const CANCEL = 'POST /v1.0/users/{mailbox}/events/{event}/cancel';

let site: Site;
let keys = 0;
afterEach(() => site.close());

async function open(policy: PolicyOverride = {}, options: Parameters<typeof openSite>[0] = {}): Promise<void> {
  keys = 0;
  site = await openSite({ rooms: 3, now: at('09:59'), policy, ...options });
  await site.pass(at('10:00') - site.clock.now());
}

/** As the `nth` tablet posts it, under the next key. */
async function post(intent: object, nth = 1): Promise<{ status: number; body: Record<string, unknown> }> {
  keys += 1;
  const answer = await site.network.fetch(`${site.proxyOrigin}/api/intents`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: `doorlight-device=credential-${nth}` },
    body: JSON.stringify({ key: aKey(keys), notAfter: toIso(addMs(site.clock.now(), MINUTE_MS)), ...intent }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const book = (end: string, more: object = {}, nth = 1) => post({ kind: 'book', end: toIso(at(end)), ...more }, nth);
const door = (n: number) => {
  const screen = site.screens[n - 1];
  if (screen === undefined) throw new Error(`no door ${n}`);
  return screen;
};
const outcomeAt = (n: number, key: number) =>
  door(n)
    .day()
    ?.intents.find((intent) => intent.key === aKey(key));
const ownAt = (n: number) =>
  door(n)
    .day()
    ?.occurrences.find(({ booking }) => booking?.status === 'confirmed');

/** What stands in a mailbox around now. */
function standing(address: string): { start: Instant; end: Instant; subject: string; online: boolean }[] {
  const view = site.tenant.exchange.calendar(address).view(at('00:00'), at('00:00') + 48 * HOUR_MS);
  return view
    .filter(({ item }) => !item.isCancelled)
    .flatMap(({ item, span }) =>
      span.kind === 'timed'
        ? [
            {
              start: span.start as Instant,
              end: span.end as Instant,
              subject: item.content.subject,
              online: item.content.joinUrl !== null,
            },
          ]
        : [],
    );
}
const timesIn = (address: string) => standing(address).map(({ start, end }) => [start, end]);

describe('each way to book', () => {
  test.for([
    { what: 'now', wish: { end: '10:30' }, start: '10:00' },
    { what: 'until a time', wish: { end: '11:05' }, start: '10:00' },
    { what: 'later today', wish: { start: '15:30', end: '16:15' }, start: '15:30' },
    {
      what: 'tomorrow',
      wish: { start: '2026-11-25T09:00:00Z', end: '2026-11-25T10:00:00Z' },
      start: '2026-11-25T09:00:00Z',
    },
  ])(
    '$what: the room’s calendar and the service user’s both have it, and the door says so',
    async ({ wish, start }) => {
      await open();

      const answer = await book(wish.end, 'start' in wish ? { start: toIso(at(wish.start ?? '')) } : {});
      await site.pass(10 * SECOND_MS);

      expect(answer).toMatchObject({ status: 202, body: { status: 'pending' } });
      expect(outcomeAt(1, 1)).toMatchObject({ status: 'confirmed' });
      expect(timesIn(door(1).address)).toEqual([[at(start), at(wish.end)]]);
      expect(timesIn(SERVICE_USER.address)).toEqual([[at(start), at(wish.end)]]);
      expect(site.untruths()).toEqual([]);
    },
  );

  test('the gap after the current meeting, while that still runs', async () => {
    await open();
    site.invite(door(1).address, 0, 47);
    await site.pass(10 * SECOND_MS);

    await book('11:05', { start: toIso(at('10:47')) });
    await site.pass(10 * SECOND_MS);

    expect(outcomeAt(1, 1)).toMatchObject({ status: 'confirmed' });
    expect(timesIn(door(1).address)).toContainEqual([at('10:47'), at('11:05')]);
  });

  test('past the days that a door shows is refused at once', async () => {
    await open({ horizonDays: 1 });
    const tomorrow = { start: '2026-11-25T09:00:00Z' };

    expect(await book('2026-11-25T09:30:00Z', tomorrow)).toMatchObject({
      status: 422,
      body: { refusal: { kind: 'too-far-ahead', until: '2026-11-25T00:00:00.000Z' } },
    });
  });

  test('another room from this door: both doors tell it, and only the other room is taken', async () => {
    await open();

    await book('10:30', { room: door(2).address });
    await site.pass(10 * SECOND_MS);

    expect(outcomeAt(1, 1)).toMatchObject({ status: 'confirmed', kind: 'book' });
    expect(door(1).day()?.occurrences).toEqual([]);
    expect(ownAt(2)?.booking).toMatchObject({ key: aKey(1), status: 'confirmed' });
    expect(timesIn(door(2).address)).toEqual([[at('10:00'), at('10:30')]]);
    expect(timesIn(door(1).address)).toEqual([]);
  });

  test('another room’s own policy decides', async () => {
    await open();
    const other = site.tenant.exchange.mailbox(door(2).address)?.id as never;
    await site.store.savePolicy(other, { mayBook: false });
    await site.restart();
    await site.pass(10 * SECOND_MS);

    const answer = await book('10:30', { room: door(2).address });

    expect(answer).toMatchObject({ status: 403, body: { refusal: { kind: 'booking-switched-off' } } });
  });

  test('a door at which nobody may book is no way to book another room either', async () => {
    await open();
    const own = site.tenant.exchange.mailbox(door(1).address)?.id as never;
    await site.store.savePolicy(own, { mayBook: false });
    await site.restart();
    await site.pass(10 * SECOND_MS);

    const answer = await book('10:30', { room: door(2).address });

    expect(answer).toMatchObject({ status: 403, body: { refusal: { kind: 'booking-switched-off' } } });
    await site.pass(10 * SECOND_MS);
    expect(timesIn(door(2).address)).toEqual([]);
  });

  test('a room of another building is none that this door knows, like one that never was', async () => {
    const annex = 'room-3@northwind.example';
    await open(
      {},
      { before: ({ tenant }) => tenant.exchange.addPlace({ address: annex, placeId: 'annex', building: 'Annex' }) },
    );

    const elsewhere = await book('10:30', { room: annex });
    const nowhere = await book('10:30', { room: 'never-was@northwind.example' });

    expect(elsewhere.body).toEqual(nowhere.body);
    expect(elsewhere).toMatchObject({ status: 404, body: { refusal: { kind: 'room-not-known' } } });
  });

  test.for([
    { policy: {}, subject: 'Design review (Ana Reis)', online: true },
    { policy: { mayAddDetails: false }, subject: 'Booked at the door', online: true },
    { policy: { mayMeetOnline: false }, subject: 'Design review (Ana Reis)', online: false },
  ])('title, name and Teams are taken as the policy $policy lets them', async ({ policy, subject, online }) => {
    await open(policy);

    await book('10:30', { title: 'Design review', name: 'Ana Reis', online: true });
    await site.pass(10 * SECOND_MS);

    expect(standing(SERVICE_USER.address)).toMatchObject([{ subject, online }]);
  });

  test('undone before the room has answered, nothing stands anywhere', async () => {
    await open();
    await book('10:30');

    const answer = await post({ kind: 'cancel', occurrence: `intent:${aKey(1)}` });
    await site.pass(20 * SECOND_MS);

    expect(answer.status).toBe(202);
    expect(outcomeAt(1, 2)).toMatchObject({ kind: 'cancel', status: 'confirmed' });
    expect(outcomeAt(1, 1)).toMatchObject({ status: 'withdrawn', reason: { kind: 'undone' } });
    expect([...timesIn(door(1).address), ...timesIn(SERVICE_USER.address)]).toEqual([]);
    expect(site.untruths()).toEqual([]);
  });

  test('what this door booked in another room is undone from here, and not from a third door', async () => {
    await open();
    await book('10:30', { room: door(2).address });
    await site.pass(10 * SECOND_MS);

    const third = await post({ kind: 'cancel', occurrence: `intent:${aKey(1)}` }, 3);
    const own = await post({ kind: 'cancel', occurrence: `intent:${aKey(1)}` }, 1);
    await site.pass(10 * SECOND_MS);

    expect(third).toMatchObject({ status: 404, body: { refusal: { kind: 'occurrence-gone' } } });
    expect(own.status).toBe(202);
    expect(timesIn(door(2).address)).toEqual([]);
    expect(outcomeAt(1, 3)).toMatchObject({ kind: 'cancel', status: 'confirmed' });
    expect(site.calls(CANCEL)).toBe(1);
  });

  test('a refusal at once brings the nearest free rooms along, also when it is asked for again', async () => {
    await open();
    site.invite(door(1).address, 0, 60);
    site.invite(door(3).address, 0, 60);
    await site.pass(3 * SECOND_MS);
    const notAfter = toIso(addMs(site.clock.now(), MINUTE_MS));
    const offered = [{ room: door(2).address, displayName: 'Room 2', floor: null, until: null }];

    const first = await book('10:30', { key: aKey(50), notAfter });
    const again = await book('10:30', { key: aKey(50), notAfter });

    expect(first).toMatchObject({ status: 409, body: { refusal: { kind: 'room-busy' }, alternatives: offered } });
    expect(again).toEqual(first);
    expect(outcomeAt(1, 50)).toMatchObject({ alternatives: [{ room: door(2).address }] });
  });
});

describe('F26: somebody in Outlook takes the slot at the same moment', () => {
  /** Straight into the room's calendar, past the attendant. */
  const writeDirectly = () =>
    site.tenant.exchange.organize(door(1).address, { subject: 'Board', start: at('10:00'), end: at('11:00') });

  test.for([
    { mode: 'invite', rival: 'before', stands: 'theirs' },
    { mode: 'invite', rival: 'after', stands: 'ours' },
    { mode: 'direct', rival: 'before', stands: 'theirs' },
    { mode: 'direct', rival: 'after', stands: 'ours' },
  ] as const)(
    'with $mode, a rival written just $rival ours: $stands stands, and the door says who has it',
    async ({ mode, rival, stands }) => {
      await open({ bookingMode: mode });
      const stop = site.tenant.exchange.onChange(({ mailbox, item }) => {
        // An invitation stands in the room's calendar from the room's answer on, which takes a second.
        if (mailbox.address !== door(1).address || item.content.subject === 'Board') return;
        stop();
        if (rival === 'after') site.clock.after(mode === 'invite' ? 1_200 : 1, () => void writeDirectly());
      });
      if (rival === 'before') {
        // After the proxy has looked, and before it writes.
        site.tenant.plan.onRequest({ operation: 'create-event' }, { kind: 'delay', ms: 500 }, { times: 1 });
        site.clock.after(100, () => void writeDirectly());
      }
      await book('10:30');
      await site.pass(2 * MINUTE_MS);

      const ours = outcomeAt(1, 1) ?? (await site.store.findIntent(aKey(1)));
      expect(ours?.status === 'confirmed').toBe(stands === 'ours');
      expect(timesIn(mode === 'direct' ? door(1).address : SERVICE_USER.address)).toHaveLength(
        (stands === 'ours' ? 1 : 0) + (mode === 'direct' ? 1 : 0),
      );
      if (stands === 'theirs') expect(ours).toMatchObject({ status: expect.stringMatching(/refused|withdrawn/) });
    },
  );
});

describe('F27: the room declines', () => {
  test('because somebody took it while it was asked: the door says who has it and until when', async () => {
    await open();
    site.tenant.setAnswerDelay(door(1).address, 5 * SECOND_MS);
    await book('10:30');
    site.tenant.plan.onRequest({ operation: 'list-calendar-view' }, { kind: 'delay', ms: 100 }, { times: 1 });
    site.tenant.exchange.organize(door(1).address, { subject: 'Board', start: at('10:15'), end: at('11:00') });
    await site.pass(30 * SECOND_MS);

    expect(outcomeAt(1, 1)).toMatchObject({
      status: 'refused',
      reason: { kind: 'room-busy', from: at('10:15'), until: at('11:00') },
      alternatives: [{ room: door(2).address }, { room: door(3).address }],
    });
    expect(timesIn(SERVICE_USER.address)).toEqual([]);
  });

  test.for([
    { why: 'its longest meeting', rule: { maximumDurationInMinutes: 15 }, wish: {} },
    { why: 'its booking window', rule: { bookingWindowInDays: 0 }, wish: { start: toIso(at('10:10')) } },
  ])('because of $why, which nobody can read: it says that the room gives no reason', async ({ rule, wish }) => {
    await open();
    site.tenant.exchange.setProcessing(door(1).address, rule);

    await book('10:40', wish);
    await site.pass(20 * SECOND_MS);

    expect(outcomeAt(1, 1)).toMatchObject({ status: 'refused', reason: { kind: 'room-declined' } });
    expect(outcomeAt(1, 1)?.alternatives).toHaveLength(2);
    expect([...timesIn(door(1).address), ...timesIn(SERVICE_USER.address)]).toEqual([]);
  });

  test('not at all, for as long as nobody answers: it says so, and takes the booking back in the end', async () => {
    await open();
    site.tenant.exchange.setProcessing(door(1).address, { automateProcessing: 'AutoUpdate' });

    await book('10:30');
    await site.pass(35 * SECOND_MS);
    const meanwhile = outcomeAt(1, 1)?.status;
    await site.pass(11 * MINUTE_MS);

    expect(meanwhile).toBe('checking');
    expect(outcomeAt(1, 1)).toMatchObject({ status: 'withdrawn', reason: { kind: 'calendar-away' } });
    expect(timesIn(SERVICE_USER.address)).toEqual([]);
  });

  test('such a room can be written to instead: booked, extended, ended early and undone', async () => {
    await open({ bookingMode: 'direct' });
    const room = door(1).address;
    site.tenant.exchange.setProcessing(room, { automateProcessing: 'AutoUpdate' });

    await book('10:30', { title: 'Design review', online: true });
    await site.pass(5 * SECOND_MS);
    expect(outcomeAt(1, 1)).toMatchObject({ status: 'confirmed' });
    expect(standing(room)).toMatchObject([{ start: at('10:00'), end: at('10:30'), online: false }]);

    await post({ kind: 'extend', occurrence: ownAt(1)?.id, end: toIso(at('10:45')) });
    await site.pass(5 * SECOND_MS);
    expect(timesIn(room)).toEqual([[at('10:00'), at('10:45')]]);

    await site.pass(2 * MINUTE_MS);
    await post({ kind: 'end', occurrence: ownAt(1)?.id });
    await site.pass(5 * SECOND_MS);
    expect(timesIn(room)).toEqual([[at('10:00'), at('10:02')]]);

    await book('10:30', { start: toIso(at('10:10')) });
    await site.pass(5 * SECOND_MS);
    await post({ kind: 'cancel', occurrence: `intent:${aKey(4)}` });
    await site.pass(10 * SECOND_MS);
    expect(timesIn(room)).toEqual([[at('10:00'), at('10:02')]]);
    expect(timesIn(SERVICE_USER.address)).toEqual([]);
  });
});

test('F15: an end that throttling keeps past its time is never made', async () => {
  await open();
  await book('10:30');
  await site.pass(5 * SECOND_MS);
  const throttled = { kind: 'status', status: 429, retryAfter: { seconds: 20 } } as const;
  const fault = { operation: 'cancel-event', mailbox: SERVICE_USER.address } as const;
  site.tenant.plan.onRequest(fault, throttled, { times: 1 });
  site.tenant.requests.reset();
  await post({ kind: 'end', occurrence: ownAt(1)?.id, notAfter: toIso(addMs(site.clock.now(), 10 * SECOND_MS)) });
  await site.pass(2 * MINUTE_MS);

  expect(site.calls(CANCEL)).toBe(1);
  expect(outcomeAt(1, 2) ?? (await site.store.findIntent(aKey(2)))).toMatchObject({ status: 'refused' });
  expect(timesIn(door(1).address)).toEqual([[at('10:00'), at('10:30')]]);
  expect(site.untruths()).toEqual([]);
});

test('F17: an undoing that Graph keeps waiting past its time does not happen', async () => {
  await open();
  await book('10:30');
  await site.pass(5 * SECOND_MS);
  const slow = { operation: 'get-event', mailbox: SERVICE_USER.address } as const;
  site.tenant.plan.onRequest(slow, { kind: 'delay', ms: 12 * SECOND_MS });
  const occurrence = ownAt(1)?.id;
  await post({ kind: 'cancel', occurrence, notAfter: toIso(addMs(site.clock.now(), 10 * SECOND_MS)) });
  await site.pass(MINUTE_MS);

  const refused = { status: 'refused', refusal: { kind: 'too-late' } };
  expect(await site.store.findIntent(aKey(2))).toMatchObject(refused);
  expect(outcomeAt(1, 1) ?? (await site.store.findIntent(aKey(1)))).toMatchObject({ status: 'confirmed' });
  expect(timesIn(door(1).address)).toEqual([[at('10:00'), at('10:30')]]);
});

describe('F28: the meeting is edited in Outlook meanwhile', () => {
  async function editedTo(end: string): Promise<void> {
    await open();
    await book('10:30');
    await site.pass(10 * SECOND_MS);
    const [meeting] = site.tenant.exchange.calendar(SERVICE_USER.address).items();
    site.tenant.exchange.update(SERVICE_USER.address, meeting?.id ?? '', { end: at(end) });
  }

  test.for([
    { kind: 'extend', more: { end: toIso(at('11:00')) } },
    { kind: 'end', more: {} },
    { kind: 'cancel', more: {} },
  ])('$kind leaves it as it is, and the person is asked again', async ({ kind, more }) => {
    await open();
    await book('10:30');
    await site.pass(70 * SECOND_MS);
    const occurrence = ownAt(1)?.id;
    const [meeting] = site.tenant.exchange.calendar(SERVICE_USER.address).items();
    // Its room needs a moment to hear of it: for that long the door cannot know.
    site.tenant.exchange.update(SERVICE_USER.address, meeting?.id ?? '', { end: at('10:40') });

    await post({ kind, occurrence, ...more });
    await site.pass(20 * SECOND_MS);

    expect(outcomeAt(1, 2)).toMatchObject({
      status: 'refused',
      reason: { kind: 'changed-meanwhile', end: at('10:40') },
    });
    expect(timesIn(SERVICE_USER.address)).toEqual([[at('10:00'), at('10:40')]]);
  });

  test('asked again on the day as it is then, it is done', async () => {
    await editedTo('10:40');
    await site.pass(20 * SECOND_MS);

    await post({ kind: 'extend', occurrence: ownAt(1)?.id, end: toIso(at('11:00')) });
    await site.pass(20 * SECOND_MS);

    expect(outcomeAt(1, 2)).toMatchObject({ status: 'confirmed' });
    expect(timesIn(SERVICE_USER.address)).toEqual([[at('10:00'), at('11:00')]]);
  });
});
