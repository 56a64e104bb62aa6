import { signal } from '@preact/signals-core';
import { expect, test } from 'vitest';
import { createClockModel } from '../../../kiosk/state/clock-model.ts';
import type { PairingView } from '../../../kiosk/state/pairing-model.ts';
import { createRoomModel } from '../../../kiosk/state/room-model.ts';
import type { Tap } from '../../../kiosk/state/tap.ts';
import { createViewModel, type Standing } from '../../../kiosk/state/view-model.ts';
import { MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { aBooking, aKey, aMeeting, aRoomDay, at } from '../../support/builders.ts';
import { aTabletClock } from '../../support/virtual-tablet.ts';

const meeting = aMeeting('10:00', '10:30', { booking: aBooking() });

const refusedTap: Tap = {
  key: aKey(1),
  kind: 'book',
  status: 'refused',
  end: at('10:55'),
  start: null,
  elsewhere: null,
  refusal: { kind: 'room-declined' },
  alternatives: [],
  at: at('10:25'),
  wasHeld: false,
};

function aDoor() {
  const clock = aTabletClock(at('10:05'));
  const standing = signal<Standing>('paired');
  const pairing = signal<PairingView>({ kind: 'asking' });
  const room = createRoomModel(createClockModel(clock));
  room.show(aRoomDay(at('10:05'), [meeting]));
  const tap = signal<Tap | null>(null);
  let dismissed = 0;
  const dismiss = () => {
    dismissed += 1;
    tap.value = null;
  };
  const view = createViewModel({ clock, standing, pairing, room, booking: { tap, dismiss } });
  return { clock, standing, pairing, room, tap, view, dismissals: () => dismissed };
}

test.for<{ standing: Standing; knowsDay: boolean; screen: object }>([
  { standing: 'starting', knowsDay: false, screen: { kind: 'starting' } },
  { standing: 'starting', knowsDay: true, screen: { kind: 'room' } },
  { standing: 'paired', knowsDay: false, screen: { kind: 'starting' } },
  { standing: 'paired', knowsDay: true, screen: { kind: 'room' } },
  { standing: 'no-answer', knowsDay: false, screen: { kind: 'pairing', pairing: { kind: 'asking' } } },
  { standing: 'no-answer', knowsDay: true, screen: { kind: 'room' } },
  { standing: 'unpaired', knowsDay: false, screen: { kind: 'pairing', pairing: { kind: 'asking' } } },
  { standing: 'unpaired', knowsDay: true, screen: { kind: 'pairing', pairing: { kind: 'asking' } } },
])('a tablet that is $standing, its day known: $knowsDay, shows $screen.kind', ({ standing, knowsDay, screen }) => {
  const door = aDoor();
  door.standing.value = standing;
  if (!knowsDay) door.room.show(null);

  expect(door.view.screen.value).toEqual(screen);
});

test('a sheet that nobody touches says so after twenty seconds and closes after thirty', async () => {
  const { view, clock } = aDoor();
  view.openSheet({ kind: 'confirm-end', occurrence: meeting });

  await clock.advance(19 * SECOND_MS);
  expect(view.closingSoon.value).toBe(false);
  await clock.advance(SECOND_MS);
  expect(view.closingSoon.value).toBe(true);
  await clock.advance(10 * SECOND_MS);
  expect(view.sheet.value).toBeNull();
  expect(view.closingSoon.value).toBe(false);
});

test('a touch begins the wait anew', async () => {
  const { view, clock } = aDoor();
  view.openSheet({ kind: 'confirm-end', occurrence: meeting });
  await clock.advance(25 * SECOND_MS);

  view.touched();

  expect(view.closingSoon.value).toBe(false);
  await clock.advance(25 * SECOND_MS);
  expect(view.sheet.value).not.toBeNull();
});

test('a question about a meeting that is over, or gone, closes by itself', async () => {
  const over = aDoor();
  over.view.openSheet({ kind: 'confirm-end', occurrence: meeting });
  for (let minute = 0; minute < 25; minute += 1) {
    over.view.touched();
    over.room.readAgain(over.clock.truth());
    await over.clock.advance(MINUTE_MS / 2);
    over.view.touched();
    await over.clock.advance(MINUTE_MS / 2);
  }
  expect(over.view.sheet.value).toBeNull();

  const gone = aDoor();
  gone.view.openSheet({ kind: 'extend', occurrence: meeting });
  gone.room.show(aRoomDay(at('10:05'), [], { revision: 2 }));
  expect(gone.view.sheet.value).toBeNull();
});

test('a refusal of our own tap opens its sheet by itself, and closing it is the end of it', async () => {
  const { view, tap, clock, dismissals } = aDoor();

  tap.value = refusedTap;
  expect(view.sheet.value).toEqual({ kind: 'refused' });

  await clock.advance(30 * SECOND_MS);
  expect(view.sheet.value).toBeNull();
  expect(dismissals()).toBe(1);
});

test('a tablet that is taken off its room leaves its sheet behind', () => {
  const { view, standing, room } = aDoor();
  view.openSheet({ kind: 'extend', occurrence: meeting });

  standing.value = 'unpaired';
  room.show(null);

  expect(view.sheet.value).toBeNull();
});

test('closed, it leaves no timer behind', () => {
  const { view, clock } = aDoor();
  const before = clock.timers();
  view.openSheet({ kind: 'extend', occurrence: meeting });

  view.close();

  expect(clock.timers()).toBe(before);
});
