/**
 * JSON lines for whoever runs us. Facts are ids, counts, durations and causes; what slips in all the same is cut or
 * blanked here, since a log outlives every promise about it.
 */

import { type DestinationStream, pino } from 'pino';
import { toIso } from '../../shared/basics/instant.ts';
import type { Clock, Facts, Log } from '../ports/runtime.ts';

/** Names that must never carry a value into a log, however they are spelt. */
const NEVER =
  /secret|token|password|credential$|cookie|authorization|assertion|subject|title|body|organizer|clientstate/i;
/** JWTs, bearer headers, and query strings that carry keys. Addresses of rooms are wanted. */
const SECRET_SHAPED =
  /eyJ[\w-]{8,}\.[\w-]+(\.[\w-]*)?|bearer\s+\S+|((client_secret|sig|code|access_token)=)[^&\s]+|[^\s@"'<>]+@[^\s@"'<>]+\.[^\s@"'<>]+/gi;
/** An id, an address or a short cause; whoever needs more needs a debugger. */
const LONGEST_VALUE = 300;

type Options = {
  readonly clock: Pick<Clock, 'now'>;
  readonly level?: 'info' | 'warn' | 'error' | 'silent';
  /** Standard output where it is left out. */
  readonly destination?: DestinationStream;
};

export function createLog({ clock, level = 'info', destination }: Options): Log {
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'event',
      formatters: { level: (label) => ({ level: label }) },
      timestamp: () => `,"time":"${toIso(clock.now())}"`,
    },
    destination ?? pino.destination(1),
  );
  return {
    info: (event, facts) => logger.info(clean(facts), event),
    warn: (event, facts) => logger.warn(clean(facts), event),
    error: (event, facts) => logger.error(clean(facts), event),
  };
}

function clean(facts: Facts = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, isHarmless(value) || !NEVER.test(name) ? cleanValue(value) : '[hidden]']),
  );
}

/** A count of wrong secrets is no secret. */
function isHarmless(value: Facts[string]): boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}

function cleanValue(value: Facts[string]): unknown {
  if (typeof value === 'string') return value.replace(SECRET_SHAPED, '[hidden]').slice(0, LONGEST_VALUE);
  // Facts are plain values by type; an object that slipped by could hold anything.
  return typeof value === 'object' && value !== null ? '[object]' : value;
}
