/** problem+json (RFC 9457): its members, and the catalogue of types that we send. */

import { type Codec, integer, listOf, object, text } from '../basics/codec.ts';
import { type Alternative, alternativeCodec } from '../room/booking-status.ts';
import { type Refusal, type RefusalKind, refusalCodec } from '../room/refusal.ts';

/** Every no that is not about a room: what was asked could not be understood, proven or carried. */
export const faultKinds = [
  'bad-request',
  'too-large',
  'not-found',
  'method-not-allowed',
  'wrong-media-type',
  'not-paired',
  'not-signed-in',
  'not-allowed',
  'too-many-requests',
  'key-reused',
  'no-such-code',
  'code-run-out',
  'no-such-link',
  'link-spent',
  'cross-site',
  'room-paused',
  'policy-changed-meanwhile',
  'not-ready',
  'our-mistake',
] as const;
export type FaultKind = (typeof faultKinds)[number];
export type ProblemKind = FaultKind | RefusalKind;

/** `type` is this and the kind. A URN, since the catalogue lives in docs/problems.md of whichever release is installed. */
export const PROBLEM_TYPE_BASE = 'urn:doorlight:problem:';

export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** The refusal whole, where it is one: its times and limits are for the screen's own words. */
  readonly refusal?: Refusal;
  /** The rooms that are free instead, nearest first. */
  readonly alternatives?: readonly Alternative[];
  /** For whoever reads the log. */
  readonly requestId?: string;
};

export const problemCodec: Codec<Problem> = object(
  { type: text({ min: 1 }), title: text(), status: integer({ min: 400, max: 599 }) },
  {
    detail: text({ max: 2_000 }),
    refusal: refusalCodec,
    alternatives: listOf(alternativeCodec, { max: 5 }),
    requestId: text({ max: 100 }),
  },
);
