/** What goes wrong, as the engines tell it. */

import type { RoomId } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import type { UnavailableReason } from './calendar.ts';

/**
 * Told by the engines as it happens, each time anew, and when it is over; whoever listens decides what is worth an alarm.
 * Must not throw. `failures` in a row, `since` the first of them.
 */
export type OnTrouble = (trouble: Trouble) => void;

export type Trouble =
  | ({ readonly kind: 'room-not-read'; readonly roomId: RoomId; readonly cause: UnavailableReason } & Failing)
  | { readonly kind: 'room-read'; readonly roomId: RoomId }
  | ({ readonly kind: 'subscription-failing'; readonly roomId: RoomId; readonly cause: string } & Failing)
  | { readonly kind: 'subscription-kept'; readonly roomId: RoomId }
  /** It has left the catalogue: whatever was wrong with it is nobody's trouble any more. */
  | { readonly kind: 'room-left'; readonly roomId: RoomId }
  | ({ readonly kind: 'catalogue-not-read'; readonly cause: string } & Failing)
  | { readonly kind: 'catalogue-read' }
  /** Notifications of one request that did not know our secret. */
  | { readonly kind: 'hints-refused'; readonly count: number };

type Failing = { readonly failures: number; readonly since: Instant };

/** How the app's own credential fares. Must not throw. */
export type OnCredentialNews = (news: CredentialNews) => void;

export type CredentialNews =
  /** Entra said no: by which code, what that means, what to do. */
  | { readonly kind: 'refused'; readonly code: string; readonly meaning: string; readonly remedy: string }
  | { readonly kind: 'issued' }
  /** Graph refuses what Entra issues. */
  | { readonly kind: 'not-accepted' }
  | { readonly kind: 'accepted' };
