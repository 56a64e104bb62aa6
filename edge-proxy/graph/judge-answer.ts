/** What an answer of Graph means for the call that got it. Keyed by status and code, never by the message's text. */

import type { CalendarUnavailable } from '../ports/calendar.ts';

export type Verdict =
  | { readonly kind: 'good' }
  /** A no that the caller expects, such as a 404 to a read of one event. */
  | { readonly kind: 'known' }
  /** The token is no good: another one, once. */
  | { readonly kind: 'renew-token' }
  /** Worth another try. `undone`: certainly nothing has happened, so a write may be sent again too. */
  | { readonly kind: 'again'; readonly reason: CalendarUnavailable['reason']; readonly undone: boolean }
  | { readonly kind: 'final'; readonly reason: CalendarUnavailable['reason'] };

/** Graph's words for a mailbox that is not there (graph-facts, section 7). A missing event or subscription has others. */
const MAILBOX_GONE: readonly string[] = [
  'mailboxnotenabledforrestapi',
  'mailboxnotsupportedforrestapi',
  'errorinvaliduser',
  'errornonexistentmailbox',
  'request_resourcenotfound',
];

type Answer = { readonly status: number; readonly code: string | null; readonly isHtml: boolean };

/**
 * `ofMailbox`: whether the call was to a mailbox; a 404 to anything else tells nothing of a room. `accept`: the other
 * statuses that the caller knows what to make of.
 */
export function judgeAnswer(
  { status, code, isHtml }: Answer,
  { ofMailbox, accept = [] }: { readonly ofMailbox: boolean; readonly accept?: readonly number[] | undefined },
): Verdict {
  if (status >= 200 && status < 300) return { kind: 'good' };
  if (status === 401) return { kind: 'renew-token' };
  if (status === 429 || status === 509) return { kind: 'again', reason: 'throttled', undone: true };
  if (status === 408 || status >= 500) return { kind: 'again', reason: 'graph-unreachable', undone: false };
  // A page for people comes from something between us and Graph, and proves nothing about the mailbox.
  if (isHtml) return { kind: 'final', reason: 'bad-answer' };
  const word = code?.toLowerCase() ?? '';
  if (MAILBOX_GONE.includes(word)) return { kind: 'final', reason: 'room-gone' };
  if (accept.includes(status)) return { kind: 'known' };
  // The subscription service's word for a mailbox that it may not, or cannot, reach.
  if (status === 403 || word === 'extensionerror') return { kind: 'final', reason: 'access-denied' };
  if (ofMailbox && (status === 404 || status === 410)) return { kind: 'final', reason: 'room-gone' };
  return { kind: 'final', reason: 'bad-answer' };
}
