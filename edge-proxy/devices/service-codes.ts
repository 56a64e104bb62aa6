/**
 * How a tablet that hangs already comes off its room, or to another, from where it hangs: it shows a code, and an operator
 * who types it says where it belongs from now on. The same road as pairing, walked back; the code alone does nothing.
 * Kept in memory: what a restart forgets, a tablet asks for again.
 */

import type { DeviceId } from '../../shared/basics/ids.ts';
import { addMs, DAY_MS, type Instant } from '../../shared/basics/instant.ts';
import { CODE_ALPHABET, CODE_LENGTH, normaliseCode } from '../../shared/wire/pairing.ts';
import type { Device } from '../ports/devices.ts';
import type { Chance, Clock } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import { CODE_LIFETIME_MS } from './code-tries.ts';

/** A paired tablet that shows a code, and from where it asked for that. */
export type HangingTablet = {
  readonly code: string;
  readonly device: Device;
  readonly address: string;
  readonly askedAt: Instant;
  readonly expiresAt: Instant;
};

type Needs = {
  readonly store: Pick<Store, 'findDevice' | 'findPairingByCode'>;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'word'>;
};

/** How long, and of how many, it is remembered that a code was one. */
const KEPT_MS = DAY_MS;
const MOST_KEPT = 1_000;
/** Whoever opens and closes the sheet all day gets the same code, until it would run out under an operator's fingers. */
const LEFT_AT_LEAST_MS = CODE_LIFETIME_MS / 2;

export type ServiceCodes = ReturnType<typeof createServiceCodes>;

export function createServiceCodes({ store, clock, chance }: Needs) {
  // One for each tablet at the most, so that a tablet gone mad takes no more than its own place.
  const ofDevice = new Map<DeviceId, HangingTablet>();
  /** Codes that ran out or were spent, and until when that is remembered. The oldest first. */
  const over = new Map<string, Instant>();

  function end({ code, device }: HangingTablet): void {
    ofDevice.delete(device.id);
    const [oldest] = over.size < MOST_KEPT ? [] : over.keys();
    if (oldest !== undefined) over.delete(oldest);
    over.set(code, addMs(clock.now(), KEPT_MS));
  }

  function live(typed: string): HangingTablet | null {
    const code = normaliseCode(typed);
    for (const asked of ofDevice.values()) {
      if (asked.expiresAt <= clock.now()) end(asked);
      else if (asked.code === code) return asked;
    }
    return null;
  }

  async function unusedCode(): Promise<string> {
    for (;;) {
      const code = chance.word(CODE_ALPHABET, CODE_LENGTH);
      if (live(code) === null && !over.has(code) && (await store.findPairingByCode(code)) === null) return code;
    }
  }

  /** As it is now; null where the tablet that asked is off meanwhile, or another has taken over its place and its id. */
  async function asItIs(asked: HangingTablet | null): Promise<HangingTablet | null> {
    const device = asked === null ? null : await store.findDevice(asked.device.id);
    if (asked === null) return null;
    const isItself = device?.revokedAt === null && device.credentialHash === asked.device.credentialHash;
    if (isItself) return { ...asked, device };
    if (ofDevice.get(asked.device.id) === asked) end(asked);
    return null;
  }

  return {
    /** A code for this tablet, which it alone is told, and whether it is a new one. */
    async ask(device: Device, address: string): Promise<{ readonly asked: HangingTablet; readonly isNew: boolean }> {
      const now = clock.now();
      const before = ofDevice.get(device.id);
      const isSame = before?.device.credentialHash === device.credentialHash;
      if (before !== undefined && isSame && before.expiresAt >= addMs(now, LEFT_AT_LEAST_MS)) {
        return { asked: before, isNew: false };
      }
      if (before !== undefined) end(before);
      const code = await unusedCode();
      const asked = { code, device, address, askedAt: now, expiresAt: addMs(now, CODE_LIFETIME_MS) };
      ofDevice.set(device.id, asked);
      return { asked, isNew: true };
    },

    /** Which tablet shows this code; null where none does that hangs somewhere. */
    find: (typed: string): Promise<HangingTablet | null> => asItIs(live(typed)),

    /** The same, and the code is spent: of two who come at once the second gets null. */
    async take(typed: string): Promise<HangingTablet | null> {
      const asked = live(typed);
      if (asked !== null) end(asked);
      return await asItIs(asked);
    },

    /** Whether it was one until lately: whoever types it has read it off a screen, and guesses nothing. */
    hasRunOut(typed: string): boolean {
      const until = over.get(normaliseCode(typed) ?? '');
      return until !== undefined && until > clock.now();
    },

    /** It was claimed in vain too often: the tablet has to ask for another. */
    giveUp(typed: string): void {
      const asked = live(typed);
      if (asked !== null) end(asked);
    },
  };
}
