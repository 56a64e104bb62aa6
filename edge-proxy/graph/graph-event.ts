/**
 * The event fields that we read, and their decoder. Tolerant in what is spelt differently (the docs mix letter cases),
 * strict in what would change the meaning: what has the wrong type is not guessed at.
 */

import type { Instant } from '../../shared/basics/instant.ts';
import { type GraphTime, readGraphTime, readStamp } from './graph-time.ts';

/** For `$select`. Not createdDateTime, which calendarView does not let one select (graph-facts, section 2). */
export const EVENT_FIELDS =
  'id,iCalUId,subject,organizer,sensitivity,showAs,isAllDay,isCancelled,responseStatus,type,seriesMasterId,start,end';

export type GraphEvent = {
  readonly start: GraphTime;
  readonly end: GraphTime;
  /** Null where what else it says could not be read. */
  readonly details: EventDetails | null;
  readonly id: string | null;
  readonly iCalUId: string | null;
  readonly createdAt: Instant | null;
  readonly seriesId: string | null;
  readonly etag: string | null;
};

/** Enums in lower case; an absent one is '', which nothing takes for harmless. */
export type EventDetails = {
  readonly subject: string | null;
  readonly organizer: string | null;
  readonly sensitivity: string;
  readonly showAs: string;
  readonly type: string;
  /** The answer of the mailbox that is read. */
  readonly response: string;
  readonly isAllDay: boolean;
  readonly isCancelled: boolean;
};

/** Null where not even its times can be read: then nobody knows what else is missing from the answer. */
export function decodeEvent(input: unknown): GraphEvent | null {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return null;
  const given = input as Record<string, unknown>;
  const start = readGraphTime(given['start']);
  const end = readGraphTime(given['end']);
  if (start === null || end === null) return null;
  return {
    start,
    end,
    details: decodeDetails(given),
    id: nonEmpty(given['id']),
    iCalUId: nonEmpty(given['iCalUId']),
    createdAt: readStamp(given['createdDateTime']),
    seriesId: nonEmpty(given['seriesMasterId']),
    etag: nonEmpty(given['@odata.etag']),
  };
}

function decodeDetails(given: Record<string, unknown>): EventDetails | null {
  const details = {
    subject: optionalText(given['subject']),
    organizer: optionalText(member(member(given['organizer'], 'emailAddress'), 'name')),
    sensitivity: enumMember(given['sensitivity']),
    showAs: enumMember(given['showAs']),
    type: enumMember(given['type']),
    response: enumMember(member(given['responseStatus'], 'response')),
    isAllDay: optionalFlag(given['isAllDay']),
    isCancelled: optionalFlag(given['isCancelled']),
  };
  const readable = Object.values(details).every((value) => value !== undefined) && nonEmpty(given['id']) !== null;
  return readable ? (details as EventDetails) : null;
}

/** Undefined is the sign for "of the wrong type" in all four. */
function optionalText(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : undefined;
}

function enumMember(value: unknown): string | undefined {
  return optionalText(value)?.toLowerCase() ?? (value === undefined || value === null ? '' : undefined);
}

function optionalFlag(value: unknown): boolean | undefined {
  if (value === undefined || value === null) return false;
  return typeof value === 'boolean' ? value : undefined;
}

/** What is absent stays absent, and what is no object hands its own wrongness on. */
function member(value: unknown, name: string): unknown {
  if (value === undefined || value === null) return null;
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>)[name] : Number.NaN;
}

function nonEmpty(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_ID ? value : null;
}

/** Graph's ids measure up to some 200 characters; a room day's codec takes 500. */
const LONGEST_ID = 500;
