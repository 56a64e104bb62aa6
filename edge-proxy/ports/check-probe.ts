/** What the check and the canary try out on Entra and Graph. */

import type { Instant } from '../../shared/basics/instant.ts';
import type { Interval } from '../../shared/basics/interval.ts';
import type { Result } from '../../shared/basics/result.ts';
import type { Zone } from '../../shared/basics/zone.ts';
import type { UnavailableReason } from './calendar.ts';

/** Whether the app can read a mailbox that it must not (design, 4.10). */
export type ScopeProbe = {
  /** Never throws: what was no clear answer is `unknown`, with the cause in words, and proves nothing. */
  tryMailbox(address: string): Promise<'denied' | 'readable' | { readonly unknown: string }>;
};

/** Why a try of the check came to nothing: our word for it, and Graph's own status and code where Graph answered. */
export type ProbeFault = {
  readonly reason: UnavailableReason;
  readonly status: number | null;
  readonly code: string | null;
};

/** Nobody answered: no such name, nobody listening, a certificate that is not trusted, too slow, or cut off. */
export type ReachFault = 'no-name' | 'refused' | 'untrusted' | 'too-slow' | 'cut-off';

/** What the check tries out on Entra and Graph (design, 5.8). Nothing throws: what failed is the answer. */
export type CheckProbe = {
  /** Asks Graph for nothing, without a token. `time`: its clock, to the second; null where it told none. */
  reachGraph(): Promise<Result<{ readonly status: number; readonly time: Instant | null }, ReachFault>>;
  /** A new token. `roles`: the permissions consented to in Entra; null where the token cannot be read. */
  signIn(): Promise<Result<SignedIn, SignInFault>>;
  /** Whether the console's sign-in stands: its metadata, and whether the tenant knows its app. */
  tryOperatorSignIn(): Promise<'ready' | 'app-unknown' | { readonly unreachable: ReachFault | number }>;
  /** Every room of the tenant. */
  listRooms(): Promise<Result<readonly ProbedRoom[], ProbeFault>>;
  /** The rooms of one list. */
  listRoomsOf(roomList: string): Promise<Result<readonly ProbedRoom[], ProbeFault>>;
  /** The mailbox's zone, null where it has none that is known. */
  readZone(address: string): Promise<Result<Zone | null, ProbeFault>>;
  /** What stands in a calendar around now, a page at the most, by its marks alone. */
  readMeetings(address: string, window: Interval): Promise<Result<readonly ProbedMeeting[], ProbeFault>>;
  /** Makes a marked meeting without guests at `start` and takes it away again. `left`: it could not be taken away. */
  tryWriting(address: string, start: Instant): Promise<Result<'done' | 'left', ProbeFault>>;
  /** Asks to send a letter without recipients from a mailbox: fine where that is all that is wrong with it. */
  tryMailing(address: string): Promise<Result<'may', ProbeFault>>;
  /** Subscribes to a room beside whatever stands already, and ends that again. */
  trySubscribing(address: string, publicUrl: string): Promise<Result<'done', SubscribeFault>>;
  /** Plays Graph's handshake on our own webhook, from here. */
  tryWebhook(publicUrl: string): Promise<'echo' | { readonly other: number } | { readonly unreachable: ReachFault }>;
};

export type SignedIn = {
  readonly roles: readonly string[] | null;
  /** Of the enterprise application, which Exchange's commands ask for. */
  readonly objectId: string | null;
  readonly tookMs: number;
};

export type SignInFault = {
  readonly reason: UnavailableReason;
  /** What Entra said, if it was a no. */
  readonly refusal: { readonly code: string; readonly meaning: string; readonly remedy: string } | null;
};

export type ProbedRoom = { readonly address: string; readonly displayName: string };

export type ProbedMeeting = {
  readonly start: Instant;
  /** Another's than the mailbox's own. */
  readonly isInvitation: boolean;
  readonly isAnswered: boolean;
  readonly isPrivate: boolean;
  /** What stands where the title belongs. */
  readonly title: 'own' | 'organizer' | 'empty';
};

export type SubscribeFault =
  /** Graph called our address: nobody answered, something else did, or it took longer than ten seconds. */
  | { readonly kind: 'address'; readonly why: 'unreachable' | 'wrong-answer' | 'too-slow' }
  | {
      readonly kind: 'other';
      readonly fault: ProbeFault;
    };
