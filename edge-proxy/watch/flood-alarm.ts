/** What happens now and then is nothing; so often within a span it is somebody trying, and over once it has been quiet. */

import { MINUTE_MS } from '../../shared/basics/instant.ts';
import type { AlarmKind } from '../../shared/wire/watch.ts';
import type { Cancel, Clock } from '../ports/runtime.ts';
import type { Alarms, AlarmWords } from './alarms.ts';

type Flood = {
  readonly kind: AlarmKind;
  readonly subject: string;
  readonly most: number;
  readonly withinMs: number;
  readonly words: AlarmWords;
};

const QUIET_MS = 30 * MINUTE_MS;

/** A subscription of another life of ours may call now and then. */
export const FORGED_HINTS: Flood = {
  kind: 'hints-forged',
  subject: 'webhook',
  most: 20,
  withinMs: 5 * MINUTE_MS,
  words: {
    severity: 'warning',
    cause: 'many notifications came that do not know our secret; none was believed',
    remedy: 'See who calls /webhooks/graph, and let only Microsoft reach it if you can.',
  },
};

/** Ten people who hang three hundred tablets mistype fewer. */
export const WRONG_CODES: Flood = {
  kind: 'codes-guessed',
  subject: 'pairing',
  most: 50,
  withinMs: 10 * MINUTE_MS,
  words: {
    severity: 'warning',
    cause: 'operators typed many codes that no tablet shows; whoever typed five was stopped',
    remedy:
      'See in the audit who was stopped, and in Entra whether their sign-ins are their own. Others can go on pairing.',
  },
};

export function createFloodAlarm({
  alarms,
  clock,
  kind,
  subject,
  most,
  withinMs,
  words,
}: Flood & { alarms: Pick<Alarms, 'raise' | 'clear'>; clock: Clock }) {
  let seen = 0;
  let spanEnds = clock.now() + withinMs;
  let cancelQuiet: Cancel = waitForQuiet();

  function waitForQuiet(): Cancel {
    return clock.after(QUIET_MS, () => alarms.clear(kind, subject));
  }

  return {
    seen(count: number): void {
      if (clock.now() >= spanEnds) {
        seen = 0;
        spanEnds = clock.now() + withinMs;
      }
      seen += count;
      if (seen < most) return;
      alarms.raise(kind, subject, words);
      cancelQuiet();
      cancelQuiet = waitForQuiet();
    },
    close: () => cancelQuiet(),
  };
}
