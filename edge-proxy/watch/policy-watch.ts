/** Notices decisions of facilities that cannot be read, and when they can be again or were made anew. */

import { type PolicyScope, scopeKey } from '../../shared/rules/policy-levels.ts';
import type { Store } from '../ports/store.ts';
import type { Alarms } from './alarms.ts';

type Needs = {
  readonly store: Pick<Store, 'listUnreadPolicies'>;
  readonly alarms: Pick<Alarms, 'raise' | 'clear' | 'list'>;
};

/** To be called at the start and after each change. */
export async function lookAtPolicies({ store, alarms }: Needs): Promise<void> {
  const found = await store.listUnreadPolicies();
  const subjects = new Set(found.map(({ scope }) => subjectOf(scope)));
  for (const { kind, subject, clearedAt } of alarms.list()) {
    if (kind === 'policy-unread' && clearedAt === null && !subjects.has(subject)) alarms.clear(kind, subject);
  }
  for (const { scope, unread } of found) {
    const what = unread.includes('*') ? 'nothing' : `all but ${unread.join(', ')}`;
    alarms.raise('policy-unread', subjectOf(scope), {
      severity: 'warning',
      cause: `of what is decided for ${wordsOf(scope)} ${what} can be read: another release wrote it, or the database is damaged. Titles and names that it may have hidden are hidden`,
      remedy:
        'Start the release that wrote it, or decide these settings anew in the console. What stood there is kept in the table policy_unread.',
    });
  }
}

/** A room or tablet by its id, as other alarms name them. */
function subjectOf(scope: PolicyScope): string {
  if (scope.kind === 'room') return scope.room;
  return scope.kind === 'device' ? scope.device : scopeKey(scope);
}

function wordsOf(scope: PolicyScope): string {
  switch (scope.kind) {
    case 'tenant':
      return 'all rooms';
    case 'building':
      return `building ${scope.building}`;
    case 'floor':
      return `floor ${scope.floor}${scope.building === null ? '' : ` of ${scope.building}`}`;
    case 'room':
      return 'a room';
    case 'device':
      return 'a tablet';
    default:
      return scope satisfies never;
  }
}
