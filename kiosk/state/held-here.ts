/** Follows which taps this tablet holds all by itself, from what its outbox says of them. */

import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { Instant } from '../../shared/basics/instant.ts';
import { hidden, type Occurrence } from '../../shared/room/occurrence.ts';
import { wholeMinute } from '../../shared/rules/booking.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import type { Outbox } from '../ports.ts';
import { ownHoldId } from './own-holds.ts';

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

function asOccurrences(intent: Intent, since: Instant): Occurrence[] {
  if (intent.kind !== 'book') return [];
  const { key, start = wholeMinute(since), end } = intent;
  return [
    {
      id: ownHoldId(key),
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
