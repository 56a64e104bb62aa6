/**
 * Which tablets are connected, since when, and how their last streams ended. Known by their streams alone: a tablet that
 * had to say so each minute would cost a site of two thousand more than all else that it asks.
 */

import type { DeviceId } from '../../shared/basics/ids.ts';
import { type Instant, SECOND_MS } from '../../shared/basics/instant.ts';
import { type BrokenLink, type LinkEnd, MOST_BROKEN_LINKS } from '../../shared/wire/fleet.ts';
import type { DeviceLink } from '../ports/evidence.ts';
import { type Cancel, type Clock, type Log, nameOf } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';

export type Presence = {
  readonly connectedSince: Instant | null;
  /** Null while it is connected, and where it was not seen in this life of the proxy. */
  readonly awaySince: Instant | null;
  /** Latest first. */
  readonly brokenLinks: readonly BrokenLink[];
};

type Needs = {
  readonly store: Pick<Store, 'saveLinks'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly onChange: (deviceId: DeviceId) => void;
};

/** A floor that comes back at once is one write, not three hundred. */
const KEEP_AFTER_MS = 5 * SECOND_MS;
/** A disk that takes nothing for long must not fill the memory instead. */
const MOST_UNKEPT = 20_000;
const NEVER_SEEN: Presence = { connectedSince: null, awaySince: null, brokenLinks: [] };

export type PresenceBook = ReturnType<typeof createPresence>;

export function createPresence({ store, clock, log, onChange }: Needs) {
  const known = new Map<DeviceId, Presence>();
  let unkept: DeviceLink[] = [];
  let cancelKeeping: Cancel | null = null;

  function keepSoon(): void {
    cancelKeeping ??= clock.after(KEEP_AFTER_MS, () => {
      cancelKeeping = null;
      void keep();
    });
  }

  async function keep(): Promise<void> {
    if (unkept.length === 0) return;
    const links = unkept;
    unkept = [];
    try {
      await store.saveLinks(links);
    } catch (cause) {
      log.warn('presence.not-kept', { links: links.length, cause: nameOf(cause) });
      unkept = [...links, ...unkept].slice(-MOST_UNKEPT);
    }
  }

  function end(deviceId: DeviceId, presence: Presence, by: LinkEnd): void {
    const now = clock.now();
    const since = presence.connectedSince ?? now;
    const broken = { at: now, end: by, lastedSeconds: Math.round((now - since) / SECOND_MS) };
    const brokenLinks = [broken, ...presence.brokenLinks].slice(0, MOST_BROKEN_LINKS);
    known.set(deviceId, { connectedSince: null, awaySince: now, brokenLinks });
    unkept.push({ deviceId, start: since, end: now, endedBy: by });
    keepSoon();
  }

  return {
    of: (deviceId: DeviceId): Presence => known.get(deviceId) ?? NEVER_SEEN,

    opened(deviceId: DeviceId): void {
      const { brokenLinks } = known.get(deviceId) ?? NEVER_SEEN;
      known.set(deviceId, { connectedSince: clock.now(), awaySince: null, brokenLinks });
      onChange(deviceId);
    },

    ended(deviceId: DeviceId, by: LinkEnd): void {
      const presence = known.get(deviceId);
      if (presence === undefined || presence.connectedSince === null) return;
      end(deviceId, presence, by);
      onChange(deviceId);
    },

    /** It is no device of ours any more. */
    forget: (deviceId: DeviceId): void => void known.delete(deviceId),

    /** For reports: those that are connected now, as if they ended now. */
    standing: (now: Instant): DeviceLink[] =>
      [...known].flatMap(([deviceId, { connectedSince }]) =>
        connectedSince === null ? [] : [{ deviceId, start: connectedSince, end: now, endedBy: 'closed' as const }],
      ),

    async close(): Promise<void> {
      for (const [deviceId, presence] of [...known]) {
        if (presence.connectedSince !== null) end(deviceId, presence, 'restart');
      }
      cancelKeeping?.();
      await keep();
    },
  };
}
