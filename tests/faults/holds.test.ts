/** Fault F29: a tap while Exchange, or even the proxy, is away. Never shown as confirmed, and always answered in the end. */

import { effect } from '@preact/signals-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Tap } from '../../kiosk/state/tap.ts';
import { MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import type { Offer } from '../../shared/rules/offers.ts';
import { bookingOffers } from '../../shared/rules/offers.ts';
import type { Screen } from '../simulation/screen.ts';
import { openSite, type Site } from '../simulation/site.ts';

let site: Site;
let door: Screen;
let otherDoor: Screen;
afterEach(() => site.close());

async function openTwoDoors(): Promise<void> {
  site = await openSite({ rooms: 1 });
  door = site.first;
  otherDoor = await site.hang(door.address);
  await site.pass(10 * SECOND_MS);
}

/** The half hour from now, as the door offers it. */
function halfAnHour(screen: Screen): Offer {
  const day = screen.models().room.day.peek();
  const offer = day === null ? undefined : bookingOffers(day, site.clock.now()).find(({ minutes }) => minutes === 30);
  if (offer === undefined) throw new Error('half an hour is not offered');
  return offer;
}

function tapHalfAnHour(screen: Screen): void {
  screen.models().booking.book(halfAnHour(screen));
}

/** Each step of each tap that the screen has shown since. */
function watchTaps(screen: Screen): Tap[] {
  const shown: Tap[] = [];
  effect(() => {
    const tap = screen.models().booking.tap.value;
    if (tap !== null) shown.push(tap);
  });
  return shown;
}

const wordOf = (screen: Screen): string | undefined => {
  const state = screen.state();
  return state?.kind === 'booking' ? state.status : state?.kind;
};

describe('F29: Exchange is away and the proxy is up', () => {
  beforeEach(async () => {
    await openTwoDoors();
    site.tenant.plan.onRequest({}, { kind: 'status', status: 503 });
    await site.pass(2 * MINUTE_MS);
  });

  test('the tap is held on every screen of the room, and confirmed when Exchange is back', async () => {
    tapHalfAnHour(door);
    await site.pass(10 * SECOND_MS);
    for (const screen of [door, otherDoor]) expect(wordOf(screen)).toBe('held');
    await site.pass(12 * MINUTE_MS);
    for (const screen of [door, otherDoor]) expect(wordOf(screen)).toBe('held');

    site.tenant.plan.clear();
    await site.pass(90 * SECOND_MS);
    expect(wordOf(door)).toBe('in-use');
    expect(site.untruths()).toEqual([]);
  });

  test('somebody took the room in Outlook meanwhile: the hold is withdrawn in words, and nothing is booked', async () => {
    tapHalfAnHour(door);
    await site.pass(10 * SECOND_MS);
    site.invite(door.address, 1, 60);
    await site.pass(MINUTE_MS);

    const shown = watchTaps(door);
    site.tenant.plan.clear();
    await site.pass(90 * SECOND_MS);
    expect(shown.at(-1)).toMatchObject({ status: 'withdrawn', refusal: { kind: 'room-busy' }, wasHeld: true });
    expect(site.untruths()).toEqual([]);
  });

  test('a hold outlives a restart of the proxy in the middle of the outage', async () => {
    tapHalfAnHour(door);
    await site.pass(10 * SECOND_MS);
    await site.restart();
    await site.pass(2 * MINUTE_MS);
    site.tenant.plan.clear();
    await site.pass(2 * MINUTE_MS);

    expect(wordOf(door)).toBe('in-use');
    expect(site.untruths()).toEqual([]);
  });

  test('a hold whose time runs out is told so and never made', async () => {
    tapHalfAnHour(door);
    await site.pass(32 * MINUTE_MS);
    site.tenant.plan.clear();
    await site.pass(2 * MINUTE_MS);

    expect(wordOf(door)).toBe('available');
    expect(site.untruths()).toEqual([]);
  });

  test('it is undone without Exchange, and the other door may have the room', async () => {
    tapHalfAnHour(door);
    await site.pass(10 * SECOND_MS);
    const held = door
      .models()
      .room.day.peek()
      ?.occurrences.find(({ booking }) => booking?.status === 'held');
    if (held === undefined) throw new Error('nothing is held');

    door.models().booking.undo(held);
    await site.pass(5 * SECOND_MS);
    expect(wordOf(otherDoor)).not.toBe('held');
    tapHalfAnHour(otherDoor);
    await site.pass(10 * SECOND_MS);
    expect(wordOf(door)).toBe('held');
  });
});

describe('F29: the proxy itself is away', () => {
  beforeEach(async () => {
    await openTwoDoors();
    site.host.stop();
    await site.pass(MINUTE_MS);
  });

  test('the room is held on that screen alone, through a reboot, and confirmed when the proxy is back', async () => {
    tapHalfAnHour(door);
    await site.pass(10 * SECOND_MS);
    expect(wordOf(door)).toBe('held');
    expect(wordOf(otherDoor)).toBe('available');
    door.reboot({ offMs: 20 * SECOND_MS });
    await site.pass(MINUTE_MS);
    expect(wordOf(door)).toBe('held');

    site.host.deploy(0);
    await site.pass(2 * MINUTE_MS);
    expect(wordOf(door)).toBe('in-use');
    expect(wordOf(otherDoor)).toBe('in-use');
    expect(site.untruths()).toEqual([]);
  });

  test('two doors of one room held the same time: the proxy gives it to the first that asks, and tells the other', async () => {
    tapHalfAnHour(door);
    tapHalfAnHour(otherDoor);
    await site.pass(10 * SECOND_MS);
    expect([wordOf(door), wordOf(otherDoor)]).toEqual(['held', 'held']);

    const shown = [watchTaps(door), watchTaps(otherDoor)];
    site.host.deploy(0);
    await site.pass(2 * MINUTE_MS);
    const taps = shown.map((taps) => taps.at(-1));
    expect(taps.filter((tap) => tap?.status === 'refused')).toMatchObject([
      { refusal: { kind: 'room-busy' }, wasHeld: true },
    ]);
    expect(wordOf(door)).toBe('in-use');
    expect(site.untruths()).toEqual([]);
  });

  test('it was booked in Outlook meanwhile: the screen says that the hold did not stand', async () => {
    tapHalfAnHour(door);
    site.invite(door.address, 1, 60);
    await site.pass(2 * MINUTE_MS);

    const shown = watchTaps(door);
    site.host.deploy(0);
    await site.pass(90 * SECOND_MS);
    expect(shown.at(-1)).toMatchObject({ status: 'refused', refusal: { kind: 'room-busy' }, wasHeld: true });
    expect(site.untruths()).toEqual([]);
  });

  test('one whose time has run out is told so, and never sent', async () => {
    tapHalfAnHour(door);
    const shown = watchTaps(door);
    await site.pass(30 * MINUTE_MS);
    expect(shown.at(-1)).toMatchObject({ status: 'refused', refusal: { kind: 'too-late' }, wasHeld: true });

    site.host.deploy(0);
    await site.pass(2 * MINUTE_MS);
    expect(wordOf(door)).toBe('available');
    expect(site.untruths()).toEqual([]);
  });

  test('one that is undone was never there', async () => {
    tapHalfAnHour(door);
    await site.pass(10 * SECOND_MS);
    const held = door
      .models()
      .room.day.peek()
      ?.occurrences.find(({ booking }) => booking?.status === 'held');
    if (held === undefined) throw new Error('nothing is held');
    door.models().booking.undo(held);

    site.host.deploy(0);
    await site.pass(2 * MINUTE_MS);
    expect(wordOf(door)).toBe('available');
    expect(await site.store.findIntent(held.booking?.key as never)).toBeNull();
  });

  test('Exchange is away too when the proxy comes back: the hold becomes one of the site, then a booking', async () => {
    tapHalfAnHour(door);
    await site.pass(10 * SECOND_MS);
    site.host.deploy(0);
    await site.pass(5 * SECOND_MS);
    site.tenant.plan.onRequest({ operation: 'create-event' }, { kind: 'status', status: 503 });
    await site.pass(2 * MINUTE_MS);
    site.tenant.plan.clear();
    await site.pass(2 * MINUTE_MS);

    expect(wordOf(door)).toBe('in-use');
    expect(site.untruths()).toEqual([]);
  });
});

test('F29: an Exchange that takes the call and never answers is away too: held within ten seconds, booked once', async () => {
  await openTwoDoors();
  site.tenant.plan.onRequest({ operation: 'list-calendar-view' }, { kind: 'delay', ms: 60 * SECOND_MS });
  tapHalfAnHour(door);
  await site.pass(10 * SECOND_MS);
  expect(wordOf(otherDoor)).toBe('held');

  site.tenant.plan.clear();
  await site.pass(3 * MINUTE_MS);
  expect(wordOf(door)).toBe('in-use');
  expect(site.untruths()).toEqual([]);
});

test('F29: a tablet that lost its Wi-Fi with an answer on the way is finding out, and holds nothing twice', async () => {
  await openTwoDoors();
  tapHalfAnHour(door);
  door.line.leave('silently');
  await site.pass(2 * MINUTE_MS);
  expect(['checking', 'pending']).toContain(door.tap()?.status);

  door.line.comeBack();
  await site.pass(2 * MINUTE_MS);
  expect(wordOf(door)).toBe('in-use');
  expect(site.untruths()).toEqual([]);
});

test('F29: with holds switched off both outages refuse in words', async () => {
  site = await openSite({ rooms: 1, policy: { holds: false } });
  door = site.first;
  await site.pass(10 * SECOND_MS);
  const offer = halfAnHour(door);
  site.tenant.plan.onRequest({}, { kind: 'status', status: 503 });
  door.models().booking.book(offer);
  await site.pass(45 * SECOND_MS);
  expect(door.tap()).toMatchObject({ status: 'refused', refusal: { kind: 'calendar-away' } });

  site.tenant.plan.clear();
  await site.pass(2 * MINUTE_MS);
  site.host.stop();
  await site.pass(MINUTE_MS);
  door.models().booking.book(halfAnHour(door));
  await site.pass(10 * SECOND_MS);
  expect(door.tap()?.status).toBe('checking');
  await site.pass(MINUTE_MS);
  expect(door.tap()).toMatchObject({ status: 'refused', refusal: { kind: 'too-late' } });
});
