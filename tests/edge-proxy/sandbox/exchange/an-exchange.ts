/** An Exchange whose time, ids and luck belong to the test. It is Tuesday, 24 November 2026, 08:00 UTC. */

import type { EventDraft } from '../../../../edge-proxy/sandbox/exchange/event-draft.ts';
import { createExchange, type Exchange } from '../../../../edge-proxy/sandbox/exchange/exchange.ts';
import type { CalendarProcessing, MailboxParticulars } from '../../../../edge-proxy/sandbox/exchange/mailbox.ts';
import type { SandboxChance } from '../../../../edge-proxy/sandbox/sandbox-chance.ts';
import type { SandboxClock } from '../../../../edge-proxy/sandbox/sandbox-clock.ts';

export const NOW = Date.parse('2026-11-24T08:00:00Z');
export const ANSWER_DELAY_MS = 1_500;

type Timer = { due: number; order: number; run: () => void };

export type VirtualClock = SandboxClock & {
  /** Moves on by `ms`, running what falls due on the way, in its order. */
  advance(ms: number): void;
  /** The same, letting promises settle after each step. */
  settle(ms: number): Promise<void>;
};

export function virtualClock(start = NOW): VirtualClock {
  let [now, order] = [start, 0];
  const timers = new Set<Timer>();
  const next = (until: number) =>
    [...timers].filter(({ due }) => due <= until).sort((a, b) => a.due - b.due || a.order - b.order)[0];
  const step = (until: number): boolean => {
    const timer = next(until);
    if (timer === undefined) return false;
    timers.delete(timer);
    now = Math.max(now, timer.due);
    timer.run();
    return true;
  };
  return {
    now: () => now,
    after(ms, run) {
      order += 1;
      const timer = { due: now + ms, order, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const until = now + ms;
      while (step(until));
      now = until;
    },
    async settle(ms) {
      const until = now + ms;
      do await promisesSettled();
      while (step(until));
      now = until;
      await promisesSettled();
    },
  };
}

/** Deeper chains than any here. */
const MICROTASKS = 50;

async function promisesSettled(): Promise<void> {
  for (let n = 0; n < MICROTASKS; n += 1) await Promise.resolve();
}

export function countedChance(fractions: readonly number[] = [0]): SandboxChance {
  let [ids, guids, turns] = [0, 0, 0];
  return {
    id: () => `ID${String(++ids).padStart(6, '0')}`,
    guid: () => `00000000-0000-4000-8000-${String(++guids).padStart(12, '0')}`,
    fraction: () => fractions[turns++ % fractions.length] ?? 0,
  };
}

export const adele: MailboxParticulars = {
  id: '622eaaff-0683-4862-9de4-000000000001',
  address: 'adele@contoso.com',
  displayName: 'Adele Vance',
  kind: 'user',
  timeZone: 'W. Europe Standard Time',
};
export const service: MailboxParticulars = {
  id: '622eaaff-0683-4862-9de4-000000000002',
  address: 'rooms@contoso.com',
  displayName: 'Room booking',
  kind: 'user',
  timeZone: 'W. Europe Standard Time',
};
export const room: MailboxParticulars = {
  id: '622eaaff-0683-4862-9de4-000000000003',
  address: 'berlin@contoso.com',
  displayName: 'Berlin',
  kind: 'room',
  timeZone: 'W. Europe Standard Time',
  answerDelayMs: ANSWER_DELAY_MS,
};

export function anExchange(processing: Partial<CalendarProcessing> = {}) {
  const clock = virtualClock();
  const chance = countedChance();
  const exchange = createExchange({ clock, chance, processing });
  for (const mailbox of [adele, service, room]) exchange.addMailbox(mailbox);
  return { exchange, clock, chance };
}

/** `at('09:10')` in UTC on the day of the test, or a full ISO time. */
export function at(time: string): number {
  return Date.parse(time.includes('T') ? time : `2026-11-24T${time}:00Z`);
}

export function aDraft(change: Partial<EventDraft> = {}): EventDraft {
  return {
    subject: 'Team stand-up',
    start: at('10:00'),
    end: at('10:30'),
    attendees: [{ address: room.address }],
    ...change,
  };
}

/** Organizes and lets the room answer. @throws where Exchange refuses. */
export function organized(exchange: Exchange, clock: VirtualClock, draft: EventDraft, organizer = adele.address) {
  const created = exchange.organize(organizer, draft);
  if (!created.ok) throw new Error(created.error.message);
  clock.advance(ANSWER_DELAY_MS);
  return created.value.item;
}

/** What stands in the room's calendar on those days, as short lines. */
export function roomLines(exchange: Exchange, from: string, to: string): string[] {
  return exchange
    .calendar(room.address)
    .view(at(from), at(to))
    .map(({ item, change, span }) => {
      const content = { ...item.content, ...change?.content };
      const when = span.kind === 'timed' ? new Date(span.start).toISOString().slice(0, 16) : `day ${span.firstDay}`;
      return `${when} ${content.subject} ${content.showAs} ${(change?.response ?? item.response).response}`;
    });
}
