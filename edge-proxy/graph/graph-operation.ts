/** A request to Graph by name, for the figures: from a closed list, since a path holds an address of each room. */

import type { GraphCall } from './graph-request.ts';

/** The last of these that the path has is what the request is about. */
const SUBJECTS = [
  'users',
  'places',
  'subscriptions',
  'mailboxSettings',
  'calendar',
  'events',
  'calendarView',
  'getSchedule',
  'cancel',
  'decline',
  'instances',
] as const;

/** Such as `GET calendarView`. */
export function operationOf({ method = 'GET', path }: Pick<GraphCall, 'method' | 'path'>): string {
  const segments = (path.split('?')[0] ?? '').split('/');
  const subject = segments.findLast((segment) => (SUBJECTS as readonly string[]).includes(segment));
  return `${method} ${subject ?? 'other'}`;
}
