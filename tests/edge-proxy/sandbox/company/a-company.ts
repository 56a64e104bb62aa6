/** Northwind in a real Exchange, under a clock that a test moves. */

import { buildCompany } from '../../../../edge-proxy/sandbox/company/build-company.ts';
import { createExchangeCalendars } from '../../../../edge-proxy/sandbox/company/exchange-calendars.ts';
import { startLivingCompany } from '../../../../edge-proxy/sandbox/company/living-company.ts';
import { createExchange } from '../../../../edge-proxy/sandbox/exchange/exchange.ts';
import type { SandboxChance } from '../../../../edge-proxy/sandbox/sandbox-chance.ts';
import type { SandboxClock } from '../../../../edge-proxy/sandbox/sandbox-clock.ts';

type Timer = { at: number; run: () => void };

export function aClock(startsAt: string) {
  let now = Date.parse(startsAt);
  let timers: Timer[] = [];
  const clock: SandboxClock = {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      // Kept in order, so that those due at the same moment run as they were asked for.
      const place = timers.findLastIndex(({ at }) => at <= timer.at) + 1;
      timers.splice(place, 0, timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
  };
  return {
    clock,
    pass(ms: number) {
      const until = now + ms;
      for (let next = timers[0]; next !== undefined && next.at <= until; next = timers[0]) {
        timers.shift();
        now = Math.max(now, next.at);
        next.run();
      }
      now = until;
    },
  };
}

export function aChance(): SandboxChance {
  let count = 0;
  const next = () => {
    count += 1;
    return count;
  };
  return {
    id: () => next().toString(36).toUpperCase().padStart(16, '0'),
    guid: () => `00000000-0000-4000-8000-${String(next()).padStart(12, '0')}`,
    fraction: () => 0.5,
  };
}

export function aCompany({
  startsAt,
  quiet = false,
  seed = 'a seed',
}: {
  startsAt: string;
  quiet?: boolean;
  seed?: string;
}) {
  const { clock, pass } = aClock(startsAt);
  const exchange = createExchange({ clock, chance: aChance() });
  buildCompany(exchange, 0);
  const calendars = createExchangeCalendars(exchange);
  const company = startLivingCompany({ calendars, clock, seed, quiet });
  // The first days are answered at once; from then on rooms take their time.
  pass(1);
  buildCompany(exchange);
  return { exchange, calendars, clock, pass, close: company.close };
}
