/**
 * What becomes of a notification. Nothing in it is believed but that it knows our secret: then the room is marked, and
 * the calendar is asked. One that does not is counted, and its sender is told the same as any other.
 */

import type { RoomId } from '../../shared/basics/ids.ts';
import { addMs, type Instant, MINUTE_MS } from '../../shared/basics/instant.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import type { OnTrouble } from '../ports/trouble.ts';
import type { Keepers } from './keepers.ts';
import { type LifecycleEvent, lifecycleEvents } from './subscriptions.ts';

/** One item of a notification, as far as it could be read. */
export type Hint = {
  readonly subscriptionId: string | null;
  readonly clientState: string | null;
  readonly tenantId: string | null;
  readonly lifecycleEvent: string | null;
};

export type HintCounts = {
  readonly accepted: number;
  readonly unknownSubscription: number;
  readonly wrongSecret: number;
  readonly wrongTenant: number;
};

export type HintIntake = {
  /** Resolves once the rooms are durably marked. @throws where they could not be: the sender must try again. */
  accept(hints: readonly Hint[]): Promise<void>;
  counts(): HintCounts;
};

type Options = {
  readonly keepers: Pick<Keepers, 'findSubscription' | 'hint' | 'onLifecycle'>;
  /** Our tenant's GUID; null where the configuration names it otherwise. */
  readonly tenantId: string | null;
  /** In a time that tells nothing of where they differ. */
  readonly isSameSecret: (given: string, kept: string) => boolean;
  readonly clock: Clock;
  readonly log: Log;
  readonly onTrouble?: OnTrouble;
};

/** Compared against where the subscription is unknown, so that an unknown one takes as long as a known one. */
const NO_SECRET = 'x'.repeat(43);
/** A flood of forgeries is one line a minute, not a full disk. */
const WARNING_GAP_MS = MINUTE_MS;

export function createHintIntake({ keepers, tenantId, isSameSecret, clock, log, onTrouble }: Options): HintIntake {
  const counts = { accepted: 0, unknownSubscription: 0, wrongSecret: 0, wrongTenant: 0 };
  let quietUntil: Instant = clock.now();

  function roomOf(hint: Hint): RoomId | null {
    const known = hint.subscriptionId === null ? null : keepers.findSubscription(hint.subscriptionId);
    const isSame = isSameSecret(hint.clientState ?? '', known?.clientState ?? NO_SECRET);
    if (known === null) {
      counts.unknownSubscription += 1;
      return null;
    }
    if (!isSame) {
      counts.wrongSecret += 1;
      return null;
    }
    if (tenantId !== null && hint.tenantId !== null && hint.tenantId.toLowerCase() !== tenantId.toLowerCase()) {
      counts.wrongTenant += 1;
      return null;
    }
    counts.accepted += 1;
    return known.roomId;
  }

  function warn(refused: number): void {
    if (refused === 0 || clock.now() < quietUntil) return;
    quietUntil = addMs(clock.now(), WARNING_GAP_MS);
    log.warn('webhook.refused', counts);
  }

  return {
    async accept(hints) {
      const rooms = new Set<RoomId>();
      const told: { roomId: RoomId; event: LifecycleEvent }[] = [];
      let refused = 0;
      for (const hint of hints) {
        const roomId = roomOf(hint);
        if (roomId === null) {
          refused += 1;
          continue;
        }
        rooms.add(roomId);
        const event = lifecycleEvents.find((name) => name === hint.lifecycleEvent);
        if (event !== undefined) told.push({ roomId, event });
      }
      warn(refused);
      if (refused > 0) onTrouble?.({ kind: 'hints-refused', count: refused });
      // A lifecycle event marks its room too: each of them means that changes may have gone untold.
      await keepers.hint([...rooms]);
      for (const { roomId, event } of told) keepers.onLifecycle(roomId, event);
    },
    counts: () => ({ ...counts }),
  };
}
