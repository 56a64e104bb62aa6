/** Addresses below Graph's version, every part percent-encoded: the SDK encodes none, and ids hold `/`, `+` and `=`. */

import { CalendarUnavailable } from '../ports/calendar.ts';

/** encodeURIComponent leaves these alone; an apostrophe would close an OData string. */
const LEFT_ALONE = /[!'()*]/g;

export function encodePart(part: string): string {
  return encodeURIComponent(part).replace(LEFT_ALONE, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** graphPath`/users/${address}/events`: what stands in braces is encoded. */
export function graphPath(fixed: TemplateStringsArray, ...parts: string[]): string {
  return fixed.map((text, index) => text + encodePart(parts[index] ?? '')).join('');
}

/** With `?`; the names are ours and stay as they are. */
export function graphQuery(parameters: Readonly<Record<string, string | number>>): string {
  return `?${Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodePart(String(value))}`)
    .join('&')}`;
}

/**
 * The part of a next link below `base` (`https://graph.microsoft.com/v1.0`), ready to be asked for again. A link to
 * anywhere else is refused: it would carry our token there.
 * @throws CalendarUnavailable bad-answer
 */
export function cutNextLink(link: unknown, base: string): string {
  const own = new URL(`${base}/`);
  const url = typeof link === 'string' && URL.canParse(link) ? new URL(link) : null;
  if (url === null || url.origin !== own.origin || !url.pathname.startsWith(own.pathname)) {
    throw new CalendarUnavailable('bad-answer', { cause: new Error('a next link leads away from Graph') });
  }
  // The SDK takes any "https://" inside a path for a whole address.
  const search = url.search.replaceAll('https://', 'https%3A%2F%2F');
  return `/${url.pathname.slice(own.pathname.length)}${search}`;
}
