/**
 * How bright the glass is to be: dark while the building sleeps, unless somebody has the room, is about to, or has just
 * touched it. The rule is pure, so that a night can be laid out in a table; a host is told nothing twice.
 */

import { addMs, type Instant, MINUTE_MS } from '../../shared/basics/instant.ts';
import type { AfterHours } from '../../shared/room/policy.ts';
import type { Host, TabletClock } from '../ports.ts';

export type GlassReasons = {
  readonly afterHours: AfterHours;
  readonly isOpen: boolean;
  /** Somebody has the room, or is expected. */
  readonly isWanted: boolean;
  /** Touched, or somebody moved before it. */
  readonly lastTouchAt: Instant | null;
  /** What facilities told this tablet for a while. */
  readonly told: { readonly share: number; readonly until: Instant } | null;
};

/** `share` of the brightest; null: as the tablet has it. */
export type Glass = { readonly on: boolean; readonly share: number | null };

/** Whoever woke it has read it by then. */
export const AWAKE_MS = 2 * MINUTE_MS;
/** A word in letters of a hand's height is read in a dark corridor by less. */
const NIGHT_SHARE = 0.25;

export function glassOf({ afterHours, isOpen, isWanted, lastTouchAt, told }: GlassReasons, now: Instant): Glass {
  const isAwake = lastTouchAt !== null && now < addMs(lastTouchAt, AWAKE_MS);
  if (told !== null && now < told.until) return { on: true, share: told.share };
  if (isOpen || isWanted || isAwake || afterHours === 'on') return { on: true, share: null };
  return afterHours === 'off' ? { on: false, share: null } : { on: true, share: NIGHT_SHARE };
}

/** When it may next be otherwise without any news; null where only time of day decides. */
export function glassChangesAt({ lastTouchAt, told }: GlassReasons, now: Instant): Instant | null {
  const ends = [lastTouchAt === null ? null : addMs(lastTouchAt, AWAKE_MS), told?.until ?? null];
  const ahead = ends.filter((moment): moment is Instant => moment !== null && moment > now);
  return ahead.length === 0 ? null : (Math.min(...ahead) as Instant);
}

type Parts = {
  readonly host: Pick<Host, 'can' | 'setBrightness' | 'setScreen'>;
  readonly clock: Pick<TabletClock, 'after'>;
  /** By the proxy's clock. */
  readonly now: () => Instant;
};

export type GlassModel = {
  decide(by: Pick<GlassReasons, 'afterHours' | 'isOpen' | 'isWanted'>): void;
  /** Somebody is here. True where the glass was dark until now. */
  touched(): boolean;
  /** Facilities want it so for a while. */
  dim(share: number, ms: number): void;
  close(): void;
};

export function createGlass({ host, clock, now }: Parts): GlassModel {
  let reasons: GlassReasons = { afterHours: 'on', isOpen: true, isWanted: false, lastTouchAt: null, told: null };
  let present: Glass = { on: true, share: null };
  let cancelNext = () => {};

  function change(by: Partial<GlassReasons>): void {
    reasons = { ...reasons, ...by };
    put();
  }

  function put(): void {
    cancelNext();
    const time = now();
    const next = glassOf(reasons, time);
    if (next.on !== present.on || next.share !== present.share) {
      // A dark glass has no brightness, and a host that draws a shade has one for both.
      if (!next.on) host.setScreen(false);
      else {
        if (!present.on) host.setScreen(true);
        host.setBrightness(next.share);
      }
    }
    present = next;
    const changesAt = glassChangesAt(reasons, time);
    if (changesAt !== null) cancelNext = clock.after(changesAt - time, put);
  }

  return {
    decide: change,
    touched() {
      const wasDark = !present.on;
      change({ lastTouchAt: now() });
      return wasDark;
    },
    dim: (share, ms) => change({ told: { share, until: addMs(now(), ms) } }),
    close: () => cancelNext(),
  };
}
