/** What this tablet holds all by itself while its proxy is away: on this screen the time is taken, and nobody else knows. */

import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { OccurrenceId } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import { hidden, type Occurrence } from '../../shared/room/occurrence.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import { wholeMinute } from '../../shared/rules/booking.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import type { Outbox } from '../ports.ts';

export type OwnHolds = {
  /** In the day's own terms. */
  readonly occurrences: ReadonlySignal<readonly Occurrence[]>;
  close(): void;
};

export function createOwnHolds(outbox: Pick<Outbox, 'onNews'>): OwnHolds {
  const occurrences = signal<readonly Occurrence[]>([]);
  const close = outbox.onNews((intent, news) => {
    const others = occurrences.peek().filter(({ booking }) => booking?.key !== intent.key);
    if (news.kind === 'held') occurrences.value = [...others, ...asOccurrences(intent, news.since)];
    else if (others.length < occurrences.peek().length) occurrences.value = others;
  });
  return { occurrences, close };
}

/** The day with what only this screen knows; what the proxy tells of a hold outranks it. */
export function withOwnHolds(day: RoomDay, own: readonly Occurrence[]): RoomDay {
  const told = new Set(day.intents.map(({ key }) => key));
  const added = own.filter(({ booking }) => booking !== null && !told.has(booking.key));
  if (added.length === 0) return day;
  return { ...day, occurrences: [...day.occurrences, ...added].sort((a, b) => a.start - b.start) };
}

/** Whether only this screen knows of it. */
export function isOwnHold({ id }: Occurrence): boolean {
  return id.startsWith(OWN);
}

const OWN = 'here:';

function asOccurrences(intent: Intent, since: Instant): Occurrence[] {
  if (intent.kind !== 'book') return [];
  const { key, start = wholeMinute(since), end } = intent;
  return [
    {
      id: `${OWN}${key}` as OccurrenceId,
      start,
      end,
      allDay: false,
      title: hidden,
      organizer: hidden,
      tentative: false,
      unreadable: false,
      checkIn: { kind: 'not-needed' },
      booking: { key, status: 'held' },
    },
  ];
}
