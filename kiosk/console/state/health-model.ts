/** How all is kept, as the proxy tells it, and what an operator does about it. */

import { type ReadonlySignal, signal } from '@preact/signals';
import { type Instant, SECOND_MS } from '../../../shared/basics/instant.ts';
import {
  type RoomAction,
  roomActionCodec,
  roomHealthCodec,
  type SiteHealth,
  siteHealthCodec,
} from '../../../shared/wire/room-health.ts';
import {
  type Alarm,
  alarmCodec,
  alarmListCodec,
  type ScopeReport,
  scopeReportCodec,
} from '../../../shared/wire/watch.ts';
import type { Answer, ConsoleClient, Failure } from '../console-client.ts';
import { createLookAgain } from './look-again.ts';

export type HealthModel = {
  /** Null before the first answer. */
  readonly health: ReadonlySignal<SiteHealth | null>;
  readonly alarms: ReadonlySignal<readonly Alarm[]>;
  readonly scope: ReadonlySignal<ScopeReport | null>;
  readonly readAt: ReadonlySignal<Instant | null>;
  /** Why the latest look came to nothing; what is shown is then from `readAt`. */
  readonly failure: ReadonlySignal<Failure | null>;
  /** The deed under way, by a word that names it: one at a time. */
  readonly doing: ReadonlySignal<string | null>;
  readonly deedFailure: ReadonlySignal<Failure | null>;
  look(): Promise<void>;
  act(roomId: string, action: RoomAction): Promise<void>;
  readCatalogue(): Promise<void>;
  tryCanary(): Promise<void>;
  acknowledge(alarmId: string): Promise<void>;
  close(): void;
};

type Needs = {
  client: Pick<ConsoleClient, 'ask'>;
  now(): Instant;
  after(delayMs: number, run: () => void): () => void;
  isWatched(): boolean;
};

const LOOK_EVERY_MS = 10 * SECOND_MS;

export function createHealthModel({ client: { ask }, now, after, isWatched }: Needs): HealthModel {
  const health = signal<SiteHealth | null>(null);
  const alarms = signal<readonly Alarm[]>([]);
  const scope = signal<ScopeReport | null>(null);
  const readAt = signal<Instant | null>(null);
  const failure = signal<Failure | null>(null);
  const doing = signal<string | null>(null);
  const deedFailure = signal<Failure | null>(null);
  const again = createLookAgain({ look: lookOnce, after, isWatched, everyMs: LOOK_EVERY_MS });

  async function lookOnce(): Promise<void> {
    const [site, open, canary] = await Promise.all([
      ask('GET', '/health', siteHealthCodec),
      ask('GET', '/alarms', alarmListCodec),
      ask('GET', '/canary', scopeReportCodec),
    ]);
    if (site.ok) health.value = site.value;
    if (open.ok) alarms.value = open.value.alarms;
    if (canary.ok) scope.value = canary.value;
    const missed = [site, open, canary].find(({ ok }) => !ok);
    failure.value = missed === undefined || missed.ok ? null : missed.error;
    if (failure.value === null) readAt.value = now();
  }

  async function deed<T>(name: string, question: () => Answer<T>, take: (answer: T) => void): Promise<void> {
    if (doing.value !== null) return;
    doing.value = name;
    const answer = await question();
    doing.value = null;
    deedFailure.value = answer.ok ? null : answer.error;
    if (answer.ok) take(answer.value);
  }

  return {
    health,
    alarms,
    scope,
    readAt,
    failure,
    doing,
    deedFailure,
    look: again.now,
    act: (roomId, action) =>
      deed(
        `${action} ${roomId}`,
        () =>
          ask(
            'POST',
            `/rooms/${encodeURIComponent(roomId)}/actions`,
            roomHealthCodec,
            roomActionCodec.encode({ action }),
          ),
        (room) => {
          const site = health.value;
          if (site === null) return;
          health.value = { ...site, rooms: site.rooms.map((one) => (one.id === room.id ? room : one)) };
        },
      ),
    readCatalogue: () =>
      deed(
        'catalogue',
        () => ask('POST', '/rooms/refresh', siteHealthCodec),
        (site) => {
          health.value = site;
        },
      ),
    tryCanary: () =>
      deed(
        'canary',
        () => ask('POST', '/canary/try', scopeReportCodec),
        (report) => {
          scope.value = report;
        },
      ),
    acknowledge: (alarmId) =>
      deed(
        `acknowledge ${alarmId}`,
        () => ask('POST', `/alarms/${encodeURIComponent(alarmId)}/acknowledge`, alarmCodec),
        (seen) => {
          alarms.value = alarms.value.map((one) => (one.id === seen.id ? seen : one));
        },
      ),
    close: again.close,
  };
}
