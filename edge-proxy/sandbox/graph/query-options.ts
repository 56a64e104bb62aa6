/** What a client asks about the form of its answer: `Prefer`, `$select`, `$orderby`, `$top`, `$skip`. */

import { err, ok, type Result } from '../../../shared/basics/result.ts';
import { UTC, type Zone } from '../../../shared/basics/zone.ts';
import { readZone } from '../exchange/zones.ts';
import { type GraphAnswer, type GraphRequest, isObject, problem, problems } from './graph-answer.ts';

export type Preferences = {
  zone: Zone;
  /** As the client named it, since it is named so in the answer. */
  zoneName: string;
  immutableIds: boolean;
  maxPageSize: number | null;
  /** What goes into `Preference-Applied`. */
  applied: string;
};

const PREFERENCE = /([\w.-]+)\s*=\s*(?:"([^"]*)"|([^,;\s]+))/g;

/** All preferences stand in one header, comma-separated. */
export function readPreferences(request: GraphRequest): Result<Preferences, GraphAnswer> {
  const asked = new Map<string, string>();
  for (const [, name = '', quoted, bare] of (request.header('Prefer') ?? '').matchAll(PREFERENCE)) {
    asked.set(name.toLowerCase(), quoted ?? bare ?? '');
  }
  const zoneName = asked.get('outlook.timezone');
  const zone = zoneName === undefined ? UTC : readZone(zoneName);
  if (zone === null) return err(zoneNotSupported(zoneName ?? ''));
  const maxPageSize = Number(asked.get('odata.maxpagesize') ?? Number.NaN);
  const pages = Number.isInteger(maxPageSize) && maxPageSize > 0 ? Math.min(maxPageSize, LARGEST_PAGE) : null;
  const immutableIds = asked.get('idtype')?.toLowerCase() === 'immutableid';
  const applied = [
    zoneName === undefined ? null : `outlook.timezone="${zoneName}"`,
    immutableIds ? 'IdType="ImmutableId"' : null,
    pages === null ? null : `odata.maxpagesize=${pages}`,
  ];
  return ok({
    zone,
    zoneName: zoneName ?? 'UTC',
    immutableIds,
    maxPageSize: pages,
    applied: applied.filter((one) => one !== null).join(', '),
  });
}

/** The header that says which preferences were followed. */
export function appliedHeader({ applied: text }: Preferences): Record<string, string> {
  return text === '' ? {} : { 'Preference-Applied': text };
}

export function zoneNotSupported(name: string): GraphAnswer {
  return problem(
    400,
    'TimeZoneNotSupportedException',
    `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${name}'.`,
  );
}

export const LARGEST_PAGE = 1_000;
/** Of events; widely reported, not documented. */
export const EVENTS_PAGE = 10;

export type Page = { top: number; skip: number };

export function readPage(request: GraphRequest, defaultSize: number): Result<Page, GraphAnswer> {
  const top = readCount(request.query.get('$top'), defaultSize);
  const skip = readCount(request.query.get('$skip'), 0);
  if (top === null || top === 0) return err(problem(400, 'ErrorInvalidUrlQuery', 'The value of $top is invalid.'));
  if (skip === null) return err(problem(400, 'ErrorInvalidUrlQuery', 'The value of $skip is invalid.'));
  return ok({ top: Math.min(top, LARGEST_PAGE), skip });
}

function readCount(text: string | undefined, fallback: number): number | null {
  if (text === undefined) return fallback;
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

type Listing = { request: GraphRequest; page: Page; baseUrl: string; context: string };

/** One page of `all`, with the link to the next where there is one. `print` sees only what is on the page. */
export function paged<T>(
  all: readonly T[],
  print: (entry: T) => unknown,
  { request, page, baseUrl, context }: Listing,
) {
  const end = page.skip + page.top;
  return {
    '@odata.context': context,
    ...(request.query.get('$count') === 'true' ? { '@odata.count': all.length } : {}),
    value: all.slice(page.skip, end).map(print),
    ...(end < all.length ? { '@odata.nextLink': nextLink(request.target, end, baseUrl) } : {}),
  };
}

/** The client's own question with a new `$skip`; encoded so that it can be followed as it is. */
function nextLink(target: string, skip: number, baseUrl: string): string {
  const [path = '', query = ''] = target.split('?');
  const rest = query.split('&').filter((part) => part !== '' && !/^(\$|%24)skip=/i.test(part));
  return `${baseUrl}/v1.0${path}?${[...rest, `$skip=${skip}`].join('&')}`;
}

export type Select = ReadonlySet<string> | null;

export function readSelect(request: GraphRequest): Select {
  const text = request.query.get('$select');
  return text === undefined || text === '' ? null : new Set(text.split(',').map((name) => name.trim()));
}

/** Only what was asked for; the id and the etag come in any case. */
export function selected(entity: Readonly<Record<string, unknown>>, select: Select): Record<string, unknown> {
  if (select === null) return entity;
  const wanted = Object.entries(entity).filter(
    ([name]) => name.startsWith('@odata.') || name === 'id' || select.has(name),
  );
  return Object.fromEntries(wanted);
}

/** Sorts by `$orderby` paths such as `start/dateTime desc`. */
export function ordered<T extends Readonly<Record<string, unknown>>>(
  entities: readonly T[],
  request: GraphRequest,
): readonly T[] {
  const text = request.query.get('$orderby');
  if (text === undefined) return entities;
  const keys = text.split(',').map((part) => part.trim().split(/\s+/));
  return entities.toSorted((a, b) => {
    for (const [path = '', direction] of keys) {
      const [one, other] = [textAt(a, path), textAt(b, path)];
      if (one !== other) return (one < other ? -1 : 1) * (direction?.toLowerCase() === 'desc' ? -1 : 1);
    }
    return 0;
  });
}

export function valueAt(entity: unknown, path: string): unknown {
  return path.split('/').reduce((value, name) => (isObject(value) ? value[name] : undefined), entity);
}

function textAt(entity: unknown, path: string): string {
  const value = valueAt(entity, path);
  return value === undefined || value === null ? '' : String(value);
}

/** A moment in a query: with its own offset, or in UTC where it has none. */
export function readQueryMoment(text: string | undefined): number | null {
  if (text === undefined || !QUERY_MOMENT.test(text)) return null;
  const hasTime = text.includes('T');
  const hasOffset = /(Z|[+-]\d\d:?\d\d)$/.test(text.slice(10));
  const epochMs = Date.parse(hasOffset ? text : hasTime ? `${text}Z` : `${text}T00:00:00Z`);
  return Number.isNaN(epochMs) ? null : epochMs;
}

const QUERY_MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:\d\d)?)?$/;

export const missingWindow = (): GraphAnswer =>
  problems.badRequest(
    'This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.',
  );
