/** What a site tells Prometheus, in its naming convention: base units, `_total` on what only grows. */

import type { HubStats } from './relay/room-hub.ts';
import type { Metric } from './routes/health.ts';
import type { HintCounts } from './sync/hint-intake.ts';
import type { Keepers } from './sync/keepers.ts';

type Counts = {
  readonly hub: HubStats;
  readonly keepers: ReturnType<Keepers['stats']>;
  readonly hints: HintCounts;
  /** Under way, not all there ever were. */
  readonly intents: number;
  readonly rooms: { readonly gone: number; readonly oldestReadingSeconds: number };
  /** What was counted elsewhere, and of the process. */
  readonly others: readonly Metric[];
  readonly alarms: Readonly<Record<string, number>>;
  /** Null where it is not known or never comes. */
  readonly credentialSecondsLeft: number | null;
};

export function siteMetrics({
  rooms,
  others,
  hub,
  keepers,
  hints,
  intents,
  alarms,
  credentialSecondsLeft,
}: Counts): Metric[] {
  const refused = {
    unknown_subscription: hints.unknownSubscription,
    wrong_secret: hints.wrongSecret,
    wrong_tenant: hints.wrongTenant,
  };
  return [
    gauge('rooms', 'Rooms that are kept.', keepers.rooms),
    gauge('rooms_subscribed', 'Rooms whose changes Graph tells us.', keepers.subscribed),
    gauge('rooms_gone', 'Rooms that have left the catalogue.', rooms.gone),
    gauge('rooms_paused', 'Rooms that an operator has paused.', keepers.paused),
    {
      name: 'subscriptions',
      help: 'Rooms by how their subscription stands.',
      type: 'gauge',
      samples: [
        { labels: { state: 'live' }, value: keepers.subscribed },
        { labels: { state: 'doubted' }, value: keepers.doubted },
        { labels: { state: 'none' }, value: keepers.rooms - keepers.subscribed - keepers.doubted },
      ],
    },
    gauge('room_oldest_reading_seconds', 'Age of the day that was read longest ago.', rooms.oldestReadingSeconds),
    gauge('streams_open', 'Tablets that listen now.', hub.streams),
    gauge('intents_under_way', 'Taps that have not come to their end.', intents),
    {
      name: 'alarms_open',
      help: 'Alarms that are not over.',
      type: 'gauge',
      samples: Object.entries(alarms).map(([severity, value]) => ({ labels: { severity }, value })),
    },
    ...(credentialSecondsLeft === null
      ? []
      : [gauge('credential_expires_seconds', "Until the app's credential runs out.", credentialSecondsLeft)]),
    counter('streams_cut_total', 'Streams closed because their tablet took nothing.', [{ value: hub.cut }]),
    counter('streams_superseded_total', 'Streams closed because their tablet opened another.', [
      { value: hub.superseded },
    ]),
    counter('streams_turned_away_total', 'Streams refused because there were too many.', [{ value: hub.turnedAway }]),
    counter('hints_accepted_total', 'Change notifications that knew our secret.', [{ value: hints.accepted }]),
    counter(
      'hints_refused_total',
      'Change notifications that did not.',
      Object.entries(refused).map(([reason, value]) => ({ labels: { reason }, value })),
    ),
    ...others,
  ];
}

function gauge(name: string, help: string, value: number): Metric {
  return { name, help, type: 'gauge', samples: [{ value }] };
}

function counter(name: string, help: string, samples: Metric['samples']): Metric {
  return { name, help, type: 'counter', samples };
}
