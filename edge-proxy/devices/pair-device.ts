/**
 * How a tablet comes to its room: it shows a code, a signed-in operator types it, sees which tablet asks and says yes
 * (the device grant of RFC 8628). The tablet proves by its request secret that it is the one that asked; the code alone
 * gives nobody anything.
 */

import type { BoardId, DeviceId, RoomId } from '../../shared/basics/ids.ts';
import { addMs, DAY_MS, type Instant } from '../../shared/basics/instant.ts';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import {
  CODE_ALPHABET,
  CODE_LENGTH,
  normaliseCode,
  type PairingStatus,
  type Particulars,
  type WaitingTablet,
} from '../../shared/wire/pairing.ts';
import type { Device, Pairing } from '../ports/devices.ts';
import type { FanOut } from '../ports/fan-out.ts';
import type { Chance, Clock } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import { addressBlock } from './address-block.ts';
import { type Asker, CODE_LIFETIME_MS, createCodeTries } from './code-tries.ts';
import { createFairTries } from './fair-tries.ts';
import { createPairingWaiters } from './pairing-waiters.ts';
import { createTries } from './tries.ts';
import { createWaitingRoom } from './waiting-room.ts';

export type PairingStore = Pick<
  Store,
  | 'savePairing'
  | 'findPairingByCode'
  | 'findPairingByRequest'
  | 'listWaitingPairings'
  | 'confirmPairing'
  | 'confirmSwap'
  | 'spendPairing'
  | 'claimPairing'
  | 'dropPairings'
>;

export type { Asker } from './code-tries.ts';
export type TooMany = { readonly kind: 'too-many-requests'; readonly until: Instant };
export type CodeFault = TooMany | { readonly kind: 'no-such-code' } | { readonly kind: 'code-run-out' };
export type NewPairing = { readonly code: string; readonly requestSecret: string; readonly expiresAt: Instant };
/** What the tablet hears. Each time it is told before its first use the credential is a new one, and replaces the last. */
export type PairingNews =
  | { readonly status: Exclude<PairingStatus, 'paired'> }
  | { readonly status: 'paired'; readonly device: Device; readonly credential: string };
/** Where a tablet hangs, or what it shows. */
export type Place =
  | { readonly roomId: RoomId; readonly boardId: null }
  | { readonly roomId: null; readonly boardId: BoardId };
/** Or whose place it takes over. */
export type Target = Place | { readonly replaces: DeviceId };
/** What is known of a tablet that waits, but for its code, which it alone shows. */
export type WaitingPairing = Omit<Pairing, 'code'> & { readonly id: string };
/** A tablet that hangs nowhere yet, as far as it tells of itself. */
export type AskingTablet = Omit<WaitingTablet, 'usualRoom' | 'hangs'>;

const SECRET_BITS = 256;
/** Each costs writes to the disk. A building of tablets behind one address, reloaded more often than anybody would. */
const REQUESTS_OF_ADDRESS = { most: 600, withinMs: CODE_LIFETIME_MS, countedAs: addressBlock };
/** Past the first, an address that has had its share is told to wait; past the second everybody is, to spare the disk. */
const REQUESTS_IN_ALL = { most: 2_000, withinMs: CODE_LIFETIME_MS };
const SHARE_OF_ADDRESS = 5;
const MOST_REQUESTS = { most: 20_000, withinMs: CODE_LIFETIME_MS };
/** Long enough to tell a late tablet that its code has run out. */
const KEPT_MS = DAY_MS;

export type PairDevice = ReturnType<typeof createPairDevice>;

export type PairDeviceNeeds = {
  readonly store: PairingStore;
  readonly clock: Clock;
  readonly chance: Chance;
  /** One way; what the store may keep of a secret. */
  readonly hashSecret: (secret: string) => string;
  readonly fanOut: Pick<FanOut, 'publish'>;
  /** Told of each code that no tablet shows. Must not throw. */
  readonly onWrongCode?: () => void;
};

export function createPairDevice(needs: PairDeviceNeeds) {
  const { store, clock, chance, hashSecret, fanOut, onWrongCode = () => undefined } = needs;
  const waitingRoom = createWaitingRoom(clock);
  const waiters = createPairingWaiters(clock);
  const tries = createCodeTries(clock);
  const requests = createFairTries(clock, {
    ofOne: REQUESTS_OF_ADDRESS,
    ofOneInCrowd: SHARE_OF_ADDRESS,
    ofCrowds: [REQUESTS_IN_ALL],
  });
  const requestsInAll = createTries(clock, MOST_REQUESTS);

  async function findWaiting(typed: string, asker: Asker): Promise<Result<Pairing, CodeFault>> {
    const code = normaliseCode(typed);
    const until = tries.blockedUntil(asker) ?? tries.lettersBlockedUntil(code);
    if (until !== null) return err({ kind: 'too-many-requests', until });
    const trial = tries.begin(asker);
    let isWrong = false;
    try {
      const pairing = code === null ? null : await store.findPairingByCode(code);
      isWrong = pairing === null;
      if (pairing === null) return err({ kind: 'no-such-code' });
      const isWaiting = pairing.status === 'waiting' && pairing.expiresAt > clock.now();
      return isWaiting ? ok(pairing) : err({ kind: 'code-run-out' });
    } finally {
      if (isWrong) {
        trial.wasWrong(code);
        onWrongCode();
      } else trial.takeBack();
    }
  }

  async function unusedCode(): Promise<string> {
    for (;;) {
      const code = chance.word(CODE_ALPHABET, CODE_LENGTH);
      const isFree = tries.lettersBlockedUntil(code) === null && (await store.findPairingByCode(code)) === null;
      if (isFree) return code;
    }
  }

  /** Remembered no longer than its code would have lived: whoever reloads all day must not fill the disk. */
  async function giveUp(requestHash: string): Promise<void> {
    await store.spendPairing(requestHash, addMs(clock.now(), CODE_LIFETIME_MS - KEPT_MS));
    waitingRoom.leave(requestHash);
    waiters.tell(requestHash);
  }

  /** A code that was claimed in vain so often is shown no more: its tablet is told, and asks for another. */
  async function claimFailed(typed: string): Promise<boolean> {
    const code = normaliseCode(typed);
    if (code === null || !tries.claimFailed(code)) return false;
    const pairing = await store.findPairingByCode(code);
    if (pairing?.status === 'waiting') await giveUp(pairing.requestHash);
    return true;
  }

  async function bind(
    { code, requestHash, particulars, name: ownName }: Pairing,
    target: Target,
    pairedBy: string,
    name: string | null,
  ): Promise<Result<Device, CodeFault>> {
    const place = 'replaces' in target ? { roomId: null, boardId: null } : target;
    const device: Device = {
      id: chance.uuid() as DeviceId,
      ...place,
      name: name ?? ownName,
      // Of a secret that nobody has, until the tablet claims its own.
      credentialHash: hashSecret(chance.secret(SECRET_BITS)),
      particulars,
      pairedAt: clock.now(),
      pairedBy,
      lastSeenAt: null,
      revokedAt: null,
    };
    const swaps = 'replaces' in target;
    const bound = swaps
      ? await store.confirmSwap(code, target.replaces, device)
      : await store.confirmPairing(code, device);
    if (bound === null) {
      await claimFailed(code);
      return err({ kind: 'code-run-out' });
    }
    // The tablet before it may still be alive: its stream ends at once, and its cookie is worth nothing already.
    if (swaps) fanOut.publish({ kind: 'device-replaced', deviceId: bound.id, at: bound.pairedAt });
    waitingRoom.leave(requestHash);
    waiters.tell(requestHash);
    return ok(bound);
  }

  return {
    /** Until when this operator may try no more codes; null where that is now. */
    blockedUntil: tries.blockedUntil,

    /** Counts a try of a code that may be of another kind; to be taken back before it is looked for here. */
    beginTry: (asker: Asker): (() => void) => tries.begin(asker).takeBack,

    /** Whoever typed this code wanted what cannot be. Whether the code has borne enough of that. */
    claimFailed,

    /** A new code. `instead`: the secret of this tablet's request before, whose code no longer counts. */
    async request(
      particulars: Particulars | null,
      address: string,
      instead: string | null,
      name: string | null = null,
    ): Promise<Result<NewPairing, TooMany>> {
      const tooOften = requests.blockedUntil(address, ['all']) ?? requestsInAll.blockedUntil('all');
      if (tooOften !== null) return err({ kind: 'too-many-requests', until: tooOften });
      requests.use(address, ['all']);
      requestsInAll.use('all');
      if (instead !== null) await giveUp(hashSecret(instead));
      const until = waitingRoom.fullUntil(address);
      if (until !== null) return err({ kind: 'too-many-requests', until });

      const now = clock.now();
      const requestSecret = chance.secret(SECRET_BITS);
      const requestHash = hashSecret(requestSecret);
      const expiresAt = addMs(now, CODE_LIFETIME_MS);
      // Entered before the first wait, so that a burst of requests cannot all find room.
      const madeWay = waitingRoom.enter(requestHash, address, expiresAt);
      if (madeWay !== null) await giveUp(madeWay);
      await store.dropPairings(addMs(now, -KEPT_MS));
      const code = await unusedCode();
      const pairing = { code, requestHash, name, particulars, address, askedAt: now, expiresAt };
      await store.savePairing({ ...pairing, status: 'waiting', deviceId: null });
      return ok({ code, requestSecret, expiresAt });
    },

    /** How it stands; where an operator has said yes, this claims the tablet's credential. */
    async news(requestSecret: string): Promise<PairingNews> {
      const requestHash = hashSecret(requestSecret);
      const pairing = await store.findPairingByRequest(requestHash);
      if (pairing === null || pairing.status === 'spent') return { status: 'expired' };
      if (pairing.status === 'refused') return { status: 'refused' };
      if (pairing.status === 'waiting') return { status: pairing.expiresAt > clock.now() ? 'waiting' : 'expired' };
      // As long as the tablet's cookie lives: a backup from long ago must not hand out what nobody fetched then.
      if (addMs(pairing.expiresAt, CODE_LIFETIME_MS) <= clock.now()) return { status: 'expired' };
      const credential = chance.secret(SECRET_BITS);
      const device = await store.claimPairing(requestHash, hashSecret(credential));
      return device === null ? { status: 'expired' } : { status: 'paired', device, credential };
    },

    /** Until there may be news, the code runs out, `longestMs` is over or `signal` calls it off. */
    async awaitNews(requestSecret: string, longestMs: number, signal: AbortSignal): Promise<void> {
      const requestHash = hashSecret(requestSecret);
      // Answered at once, so that the tablet knows that its cookie works before an operator is sent to type.
      if (waitingRoom.asksFirst(requestHash)) return;
      const wait = waiters.wait(requestHash, longestMs, signal);
      // Asked only now that we listen, lest a yes fall between looking and listening.
      const pairing = await store.findPairingByRequest(requestHash);
      if (pairing?.status !== 'waiting') waiters.tell(requestHash);
      else waiters.tellAfter(requestHash, pairing.expiresAt - clock.now());
      await wait;
    },

    /** Which tablet shows this code. */
    async look(typed: string, asker: Asker): Promise<Result<AskingTablet, CodeFault>> {
      const found = await findWaiting(typed, asker);
      if (!found.ok) return found;
      const { code, name, particulars, address, askedAt, expiresAt } = found.value;
      return ok({ code, name, particulars, address, askedAt, expiresAt });
    },

    /** Binds the tablet to a room or a board. The credential that it will have is not made before it asks for it. */
    async confirm(
      typed: string,
      target: Target,
      asker: Asker,
      operatorName: string,
      name: string | null = null,
    ): Promise<Result<Device, CodeFault>> {
      const found = await findWaiting(typed, asker);
      return found.ok ? await bind(found.value, target, operatorName, name) : found;
    },

    /** Those that show a code now, the longest waiting first. */
    async waiting(): Promise<WaitingPairing[]> {
      const all = await store.listWaitingPairings(clock.now());
      return all.map(({ code, ...pairing }) => ({ ...pairing, id: idOf(pairing.requestHash) }));
    },

    /** The same yes, to a tablet that is known by what it waits under and not by its code. */
    async confirmWaiting(id: string, place: Place, operatorName: string): Promise<Result<Device, CodeFault>> {
      const all = await store.listWaitingPairings(clock.now());
      const pairing = all.find(({ requestHash }) => idOf(requestHash) === id);
      return pairing === undefined ? err({ kind: 'code-run-out' }) : await bind(pairing, place, operatorName, null);
    },

    close: (): void => waiters.close(),
  };
}

/** Enough to tell a thousand apart; the request itself is known by its secret alone. */
function idOf(requestHash: string): string {
  return requestHash.slice(0, 24);
}
