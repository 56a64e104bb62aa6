/** What the audit is told of a change of policy: which setting, at which place, from what to what. */

import type { PolicyOverride } from '../../shared/room/policy.ts';
import { type PolicyScope, settingChanges } from '../../shared/rules/policy-levels.ts';

/** A little less than an entry holds; what does not fit goes into the next one. */
const LONGEST_SUBJECT = 280;

/** One subject, or more where there is much to say; none where nothing changed. */
export function policyTrail(scope: PolicyScope, before: PolicyOverride, after: PolicyOverride): readonly string[] {
  const place = placeName(scope);
  const subjects: string[] = [];
  for (const { setting, from, to } of settingChanges(before, after)) {
    const words = `${setting} ${said(from)} → ${said(to)}`;
    const last = subjects.at(-1);
    const longer = `${last}, ${words}`;
    if (last !== undefined && longer.length <= LONGEST_SUBJECT) subjects[subjects.length - 1] = longer;
    else subjects.push(`${place}: ${words}`);
  }
  return subjects;
}

function placeName(scope: PolicyScope): string {
  switch (scope.kind) {
    case 'tenant':
      return 'tenant';
    case 'building':
      return `building ${scope.building}`;
    case 'floor':
      return `floor ${[scope.building, scope.floor].filter((name) => name !== null).join(' ')}`;
    case 'room':
      return `room ${scope.room}`;
    case 'device':
      return `device ${scope.device}`;
  }
}

function said(value: unknown): string {
  return value === undefined ? 'inherited' : typeof value === 'string' ? value : JSON.stringify(value);
}
