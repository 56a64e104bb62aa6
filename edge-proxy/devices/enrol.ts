/**
 * Links that pair a tablet by themselves: an operator says yes beforehand, for many doors at once, and whichever tablet
 * opens a link first has its place. We keep of each only its hash, so that nobody who reads the database can open one.
 */

import type { BoardId, DeviceId, EnrolmentId, RoomId } from '../../shared/basics/ids.ts';
import { addMs, DAY_MS, HOUR_MS, type Instant } from '../../shared/basics/instant.ts';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import type { EnrolmentState } from '../../shared/wire/enrolment.ts';
import type { Particulars } from '../../shared/wire/pairing.ts';
import type { Device, Enrolment } from '../ports/devices.ts';
import type { FanOut } from '../ports/fan-out.ts';
import type { Chance, Clock } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import { addressBlock } from './address-block.ts';
import type { TooMany } from './pair-device.ts';
import { createTries } from './tries.ts';

type Needs = {
  readonly store: Pick<
    Store,
    'saveEnrolments' | 'listEnrolments' | 'withdrawEnrolments' | 'redeemEnrolment' | 'dropEnrolments'
  >;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'uuid' | 'secret'>;
  readonly fanOut: Pick<FanOut, 'publish'>;
  readonly hashSecret: (secret: string) => string;
};

/** Where the tablet will hang, or whose place it takes. */
export type LinkTarget =
  | { readonly kind: 'room'; readonly roomId: RoomId }
  | { readonly kind: 'board'; readonly boardId: BoardId }
  | { readonly kind: 'takes-over'; readonly deviceId: DeviceId };

export type NewLink = { readonly enrolment: Enrolment; readonly secret: string };
export type LinkFault = TooMany | { readonly kind: 'no-such-link' } | { readonly kind: 'link-spent' };
export type Redeemed = { readonly device: Device; readonly credential: string };

const SECRET_BITS = 256;
/**
 * A link that nobody made cannot be met by chance: whoever comes with so many tries them out, and is told to wait. A right
 * one gets in all the same, since whoever shares the address has done nothing.
 */
const UNKNOWN_OF_ADDRESS = { most: 25, withinMs: 10 * 60_000, countedAs: addressBlock };
/** How long one can look up who used it. */
const KEPT_MS = 90 * DAY_MS;

export type Enrol = ReturnType<typeof createEnrol>;

export function createEnrol({ store, clock, chance, fanOut, hashSecret }: Needs) {
  const unknownOfAddress = createTries(clock, UNKNOWN_OF_ADDRESS);

  return {
    /** The secrets are told here and never again. */
    async make(
      wanted: readonly { readonly target: LinkTarget; readonly name: string | null }[],
      hours: number,
      madeBy: string,
    ): Promise<NewLink[]> {
      const madeAt = clock.now();
      await store.dropEnrolments(addMs(madeAt, -KEPT_MS));
      const made = wanted.map(({ target, name }) => {
        const secret = chance.secret(SECRET_BITS);
        const enrolment: Enrolment = {
          id: chance.uuid() as EnrolmentId,
          linkHash: hashSecret(secret),
          roomId: target.kind === 'room' ? target.roomId : null,
          boardId: target.kind === 'board' ? target.boardId : null,
          replaces: target.kind === 'takes-over' ? target.deviceId : null,
          name,
          madeAt,
          madeBy,
          expiresAt: addMs(madeAt, hours * HOUR_MS),
          withdrawnAt: null,
          usedAt: null,
          deviceId: null,
        };
        return { enrolment, secret };
      });
      await store.saveEnrolments(made.map(({ enrolment }) => enrolment));
      return made;
    },

    list: (): Promise<Enrolment[]> => store.listEnrolments(),

    withdraw: (ids: readonly EnrolmentId[]): Promise<EnrolmentId[]> => store.withdrawEnrolments(ids, clock.now()),

    /** Pairs the tablet that has the link. `attempt`: what it calls this try, so that it may ask again if no answer came. */
    async redeem(asked: {
      readonly link: string;
      readonly attempt: string | null;
      readonly particulars: Particulars | null;
      readonly name: string | null;
      readonly address: string;
    }): Promise<Result<Redeemed, LinkFault>> {
      const credential = chance.secret(SECRET_BITS);
      const outcome = await store.redeemEnrolment(hashSecret(asked.link), {
        attemptHash: asked.attempt === null ? null : hashSecret(asked.attempt),
        device: {
          id: chance.uuid() as DeviceId,
          // Of the link, which decides where and by whom.
          roomId: null,
          boardId: null,
          pairedBy: '',
          name: asked.name,
          credentialHash: hashSecret(credential),
          particulars: asked.particulars,
          pairedAt: clock.now(),
          lastSeenAt: null,
          revokedAt: null,
        },
      });
      if (outcome.kind === 'unknown') {
        const until = unknownOfAddress.blockedUntil(asked.address);
        if (until !== null) return err({ kind: 'too-many-requests', until });
        unknownOfAddress.use(asked.address);
        return err({ kind: 'no-such-link' });
      }
      if (outcome.kind !== 'redeemed') return err({ kind: 'link-spent' });
      // The tablet before it may still be alive: its stream ends at once, and its cookie is worth nothing already.
      if (outcome.replaced) {
        fanOut.publish({ kind: 'device-replaced', deviceId: outcome.device.id, at: outcome.device.pairedAt });
      }
      return ok({ device: outcome.device, credential });
    },
  };
}

export function stateOf({ usedAt, withdrawnAt, expiresAt }: Enrolment, now: Instant): EnrolmentState {
  if (usedAt !== null) return 'used';
  if (withdrawnAt !== null) return 'withdrawn';
  return expiresAt <= now ? 'expired' : 'open';
}
