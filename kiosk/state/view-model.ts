/** Which screen, and which sheet beside it; the way back when nobody touches. */

import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals-core';
import { SECOND_MS } from '../../shared/basics/instant.ts';
import { type Occurrence, occupies } from '../../shared/room/occurrence.ts';
import type { FreeRoomNearby } from '../../shared/wire/free-rooms.ts';
import type { TabletClock } from '../ports.ts';
import type { BookingModel } from './booking-model.ts';
import type { Chosen } from './day-plan.ts';
import type { PairingView } from './pairing-model.ts';
import type { RoomModel } from './room-model.ts';
import type { Tap } from './tap.ts';

export type Screen =
  /** The first moments: neither paired nor not, as far as we know yet. */
  | { readonly kind: 'starting' }
  | { readonly kind: 'pairing'; readonly pairing: PairingView }
  | { readonly kind: 'room' };

export type Sheet =
  | { readonly kind: 'confirm-end'; readonly occurrence: Occurrence }
  | { readonly kind: 'extend'; readonly occurrence: Occurrence }
  /** The latest tap came to nothing; the booking model has why. */
  | { readonly kind: 'refused' }
  /** How far the latest tap is, where the door itself does not show it: a booking for later, of another room, a report. */
  | { readonly kind: 'asked' }
  /** What can be booked after the meeting that has the room. */
  | { readonly kind: 'next' }
  | { readonly kind: 'day'; readonly chosen: Chosen }
  | {
      readonly kind: 'find';
      readonly seats: number;
      readonly minutes: number;
      readonly stepFree: boolean;
      readonly feature: string | null;
    }
  /** The free room that the door names. */
  | { readonly kind: 'take'; readonly room: FreeRoomNearby }
  /** All that hang here. */
  | { readonly kind: 'notices' }
  | { readonly kind: 'details'; readonly minutes: number | null }
  | { readonly kind: 'more' }
  | { readonly kind: 'report' }
  /** Behind a held finger: what facilities want to know of this screen. */
  | { readonly kind: 'service' };

/** About the meeting that has the room now; gone with it. */
type OfMeeting = Extract<Sheet, { readonly occurrence: Occurrence }>;

/** What this tablet knows of itself. `no-answer`: it holds no day, and nobody says whether it has a room. */
export type Standing = 'starting' | 'no-answer' | 'paired' | 'unpaired';

export type ViewModel = {
  readonly screen: ReadonlySignal<Screen>;
  readonly sheet: ReadonlySignal<Sheet | null>;
  /** True in the last seconds before a sheet that nobody touches closes by itself. */
  readonly closingSoon: ReadonlySignal<boolean>;
  openSheet(sheet: Sheet): void;
  closeSheet(): void;
  /** Somebody is here: the wait begins anew. */
  touched(): void;
  close(): void;
};

/** The look, section 6: a sheet left alone closes after half a minute, and says so ten seconds before. */
const SHEET_STAYS_MS = 30 * SECOND_MS;
const CLOSING_SOON_MS = 10 * SECOND_MS;

type Parts = {
  readonly clock: TabletClock;
  readonly standing: ReadonlySignal<Standing>;
  readonly pairing: ReadonlySignal<PairingView>;
  readonly room: Pick<RoomModel, 'day' | 'state'>;
  readonly booking: Pick<BookingModel, 'tap' | 'dismiss'>;
};

export function createViewModel({ clock, standing, pairing, room, booking }: Parts): ViewModel {
  const sheet = signal<Sheet | null>(null);
  const closingSoon = signal(false);
  let cancelWait = () => {};

  const screen = computed((): Screen => {
    if (standing.value !== 'unpaired' && room.day.value !== null) return { kind: 'room' };
    const waiting = standing.value === 'starting' || standing.value === 'paired';
    return waiting ? { kind: 'starting' } : { kind: 'pairing', pairing: pairing.value };
  });

  function touched(): void {
    cancelWait();
    closingSoon.value = false;
    if (sheet.peek() === null) return;
    cancelWait = clock.after(SHEET_STAYS_MS - CLOSING_SOON_MS, () => {
      closingSoon.value = true;
      cancelWait = clock.after(CLOSING_SOON_MS, closeSheet);
    });
  }

  function openSheet(opened: Sheet): void {
    sheet.value = opened;
    touched();
  }

  function closeSheet(): void {
    const closed = sheet.peek();
    sheet.value = null;
    touched();
    if (closed?.kind === 'refused' || closed?.kind === 'asked') booking.dismiss();
  }

  /** The question must not outlive what it was about: somebody in Outlook may have ended the meeting meanwhile. */
  const stopMinding = effect(() => {
    const opened = sheet.value;
    if (opened === null) return;
    const stillThere = screen.value.kind === 'room' && isStillAsked(opened, room, booking);
    if (!stillThere) untracked(closeSheet);
  });

  /** Only our own tap's refusal is worth a sheet; what other doors were refused is nobody's business here. */
  const stopTelling = effect(() => {
    if (isNo(booking.tap.value)) untracked(() => openSheet({ kind: 'refused' }));
  });

  return {
    screen,
    sheet,
    closingSoon,
    openSheet,
    closeSheet,
    touched,
    close() {
      cancelWait();
      stopMinding();
      stopTelling();
    },
  };
}

function isStillAsked(sheet: Sheet, room: Parts['room'], booking: Parts['booking']): boolean {
  if (sheet.kind === 'refused') return isNo(booking.tap.value);
  if (sheet.kind === 'asked') return booking.tap.value !== null;
  return !('occurrence' in sheet) || isAboutPresent(sheet, room);
}

function isNo(tap: Tap | null): boolean {
  return tap?.status === 'refused' || tap?.status === 'withdrawn';
}

function isAboutPresent(sheet: OfMeeting, room: Parts['room']): boolean {
  // The state is read for its clock: a meeting that has run out leaves it.
  const state = room.state.value;
  const current = state !== null && 'current' in state ? state.current : null;
  return current?.id === sheet.occurrence.id && occupies(current);
}
