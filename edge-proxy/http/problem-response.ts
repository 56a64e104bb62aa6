/**
 * Every no as problem+json (RFC 9457): the only place that does it. Titles are fixed and details fit for a stranger;
 * what an unforeseen error had to say stays in the process.
 */

import { encodeText } from '../../shared/basics/codec.ts';
import type { Alternative } from '../../shared/room/booking-status.ts';
import type { Refusal, RefusalKind } from '../../shared/room/refusal.ts';
import {
  type FaultKind,
  PROBLEM_TYPE_BASE,
  type Problem,
  type ProblemKind,
  problemCodec,
} from '../../shared/wire/problem.ts';

/** A no that is not about a room, and what whoever asked may know of it. */
export type Fault = {
  readonly kind: FaultKind;
  /** Replaces the catalogue's detail. Never anything that was sent to us. */
  readonly detail?: string;
  readonly retryAfterMs?: number;
  readonly requestId?: string;
  /** The methods there are, for `method-not-allowed`. */
  readonly allow?: readonly string[];
};

type Entry = { readonly status: number; readonly title: string; readonly detail?: string };

/** The catalogue whole, for the OpenAPI and for docs/problems.md. */
export const problemCatalogue: { readonly [K in ProblemKind]: Entry } = {
  'room-busy': { status: 409, title: 'The room is taken then', detail: 'Somebody else has the room in that time.' },
  'room-declined': { status: 409, title: 'The room declined', detail: 'Its calendar said no and gave no reason.' },
  'gave-way': { status: 409, title: 'Somebody was earlier', detail: 'An earlier meeting has the room.' },
  'calendar-away': { status: 503, title: 'The calendar cannot be asked just now', detail: 'Nothing was booked.' },
  'too-late': { status: 409, title: 'Too late', detail: 'The time until which this was wanted has passed.' },
  'too-short': { status: 422, title: 'Too short to be booked' },
  'too-long': { status: 422, title: 'Longer than this room may be booked' },
  'too-far-ahead': { status: 422, title: 'Too far ahead' },
  'in-the-past': { status: 422, title: 'In the past' },
  'occurrence-gone': { status: 404, title: 'No such meeting any more' },
  'changed-meanwhile': { status: 409, title: 'The meeting was changed meanwhile' },
  'not-booked-here': { status: 403, title: 'Not booked at a door', detail: 'Only its organizer can change it.' },
  'booking-switched-off': { status: 403, title: 'Booking is switched off at this door' },
  'check-in-not-needed': { status: 409, title: 'This meeting needs no check-in' },
  'check-in-not-open': { status: 409, title: 'Check-in is not open yet' },
  'undo-over': { status: 409, title: 'It is too late to undo this booking' },
  undone: { status: 409, title: 'The booking was undone' },
  'room-not-known': { status: 404, title: 'No such room' },
  'room-closed': {
    status: 409,
    title: 'The room is out of service then',
    detail: 'Facilities have closed it; `refusal` says why and until when.',
  },
  'out-of-service': {
    status: 503,
    title: 'Out of service',
    detail: 'The app can read more than rooms, so nothing is shown or booked until that is mended.',
  },
  'bad-request': { status: 400, title: 'Not understood' },
  'too-large': { status: 413, title: 'Too large' },
  'not-found': { status: 404, title: 'Nothing here' },
  'method-not-allowed': { status: 405, title: 'Not possible here' },
  'wrong-media-type': { status: 415, title: 'JSON, please', detail: 'Send it as application/json.' },
  'not-paired': { status: 401, title: 'This tablet is not paired' },
  'not-signed-in': { status: 401, title: 'Not signed in' },
  'not-allowed': { status: 403, title: 'Not allowed', detail: 'Your role does not include this.' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'key-reused': { status: 409, title: 'This key belongs to another intent' },
  'no-such-code': { status: 404, title: 'No tablet shows this code' },
  'code-run-out': { status: 410, title: 'This code has run out' },
  'no-such-link': { status: 404, title: 'Nobody made this link' },
  'link-spent': { status: 410, title: 'This link has been used, withdrawn, or has run out' },
  'cross-site': { status: 403, title: 'Asked by another site' },
  'room-paused': { status: 409, title: 'The room is paused', detail: 'Let its readings go on first.' },
  'policy-changed-meanwhile': {
    status: 409,
    title: 'The settings were changed meanwhile',
    detail: 'Read them again, then decide.',
  },
  'not-ready': { status: 503, title: 'Not ready yet', detail: 'Try again in a moment.' },
  'our-mistake': { status: 500, title: 'Something went wrong on our side' },
};

/** `alternatives`: the rooms that are free instead. */
export function problemResponse(no: Refusal | Fault, alternatives: readonly Alternative[] = []): Response {
  const entry = problemCatalogue[no.kind];
  const fault: Partial<Fault> = isFault(no) ? no : {};
  const detail = fault.detail ?? entry.detail;
  const problem: Problem = {
    type: `${PROBLEM_TYPE_BASE}${no.kind}`,
    title: entry.title,
    status: entry.status,
    ...(detail !== undefined && { detail }),
    ...(!isFault(no) && { refusal: no }),
    ...(alternatives.length > 0 && { alternatives }),
    ...(fault.requestId !== undefined && { requestId: fault.requestId }),
  };
  const headers = new Headers({ 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' });
  if (fault.retryAfterMs !== undefined) headers.set('Retry-After', String(Math.ceil(fault.retryAfterMs / 1_000)));
  if (fault.allow !== undefined) headers.set('Allow', fault.allow.join(', '));
  if (no.kind === 'not-signed-in') headers.set('WWW-Authenticate', 'Bearer');
  return new Response(encodeText(problemCodec, problem), { status: entry.status, headers });
}

const refusalKinds: ReadonlySet<ProblemKind> = new Set<RefusalKind>([
  'room-busy',
  'room-declined',
  'gave-way',
  'calendar-away',
  'too-late',
  'too-short',
  'too-long',
  'too-far-ahead',
  'in-the-past',
  'occurrence-gone',
  'changed-meanwhile',
  'not-booked-here',
  'booking-switched-off',
  'check-in-not-needed',
  'check-in-not-open',
  'undo-over',
  'undone',
  'room-not-known',
  'room-closed',
  'out-of-service',
]);

function isFault(no: Refusal | Fault): no is Fault {
  return !refusalKinds.has(no.kind);
}
