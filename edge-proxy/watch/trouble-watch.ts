/** What of the engines' troubles is worth an alarm: not the one failed reading that the next one mends, but what lasts. */

import { MINUTE_MS } from '../../shared/basics/instant.ts';
import type { Clock } from '../ports/runtime.ts';
import type { OnTrouble, Trouble } from '../ports/trouble.ts';
import type { Alarms } from './alarms.ts';
import { createFloodAlarm, FORGED_HINTS } from './flood-alarm.ts';
import { createRoomAlarms } from './room-alarms.ts';
import { troubleWords } from './trouble-words.ts';

/** As long as a door may stay silent about it: then its screen says that it is old. */
const ROOM_PATIENCE_MS = 5 * MINUTE_MS;
/** The rooms are read by polling meanwhile, and the catalogue changes once a week. */
const OTHER_PATIENCE_MS = 10 * MINUTE_MS;
const FAILURES_IN_A_ROW = 3;
/** Time mends neither: a person must. */
const AT_ONCE: ReadonlySet<string> = new Set(['access-denied', 'room-gone']);

export type TroubleWatch = { readonly onTrouble: OnTrouble; close(): void };

export function createTroubleWatch({ alarms, clock }: { alarms: Alarms; clock: Clock }): TroubleWatch {
  const unread = createRoomAlarms({ alarms, kind: 'room-not-read', worst: 'critical' });
  const unsubscribed = createRoomAlarms({ alarms, kind: 'subscription-failing', worst: 'warning' });
  const forged = createFloodAlarm({ alarms, clock, ...FORGED_HINTS });

  function lasts({ failures, since }: { failures: number; since: number }, patienceMs: number): boolean {
    return failures >= FAILURES_IN_A_ROW && clock.now() - since >= patienceMs;
  }

  function isAppsOwn(cause: string): boolean {
    const isSaid = alarms.isOpen('credential-refused', 'app') || alarms.isOpen('token-401-circuit', 'app');
    return cause === 'credential-refused' && isSaid;
  }

  function onTrouble(trouble: Trouble): void {
    switch (trouble.kind) {
      case 'room-not-read': {
        const { roomId, cause } = trouble;
        if (AT_ONCE.has(cause) || (lasts(trouble, ROOM_PATIENCE_MS) && !isAppsOwn(cause))) unread.add(roomId, cause);
        return;
      }
      case 'room-read':
        unread.remove(trouble.roomId);
        return;
      case 'subscription-failing': {
        const { roomId, cause } = trouble;
        if (lasts(trouble, OTHER_PATIENCE_MS) && !isAppsOwn(cause)) unsubscribed.add(roomId, cause);
        return;
      }
      case 'subscription-kept':
        unsubscribed.remove(trouble.roomId);
        return;
      case 'room-left':
        unread.remove(trouble.roomId);
        unsubscribed.remove(trouble.roomId);
        return;
      case 'catalogue-not-read':
        if (!lasts(trouble, OTHER_PATIENCE_MS) || isAppsOwn(trouble.cause)) return;
        alarms.raise('catalogue-not-read', 'catalogue', { severity: 'warning', ...troubleWords(trouble.cause) });
        return;
      case 'catalogue-read':
        alarms.clear('catalogue-not-read', 'catalogue');
        return;
      case 'hints-refused':
        forged.seen(trouble.count);
        return;
      default:
        trouble satisfies never;
    }
  }

  return { onTrouble, close: forged.close };
}
