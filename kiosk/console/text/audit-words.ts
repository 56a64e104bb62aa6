/** What was done, in words. What a later release records and this page does not know yet is told as it is kept. */

import { policySettings } from '../../../shared/rules/policy-levels.ts';
import type { AuditLine } from '../../../shared/wire/audit.ts';
import { fieldOf } from './policy-words.ts';

const DONE: Readonly<Record<string, string>> = {
  'alarm.acknowledged': 'Acknowledged an alarm',
  'alerts.changed': 'Changed who is alerted',
  'alerts.tried': 'Tried the alerts',
  'audit.exported': 'Exported the audit',
  'audit.forgotten': 'Forgot old entries',
  'board.changed': 'Changed a board',
  'board.made': 'Made a board',
  'board.picture-sent': 'Sent a picture for a floor plan',
  'canary.tried': 'Tried the canary',
  'check.run': 'Ran the check',
  'closure.changed': 'Changed a closing',
  'closure.ended': 'Opened a room again',
  'closure.made': 'Closed a room',
  'device-names.changed': 'Changed the rooms by device name',
  'device.moved': 'Moved a tablet',
  'device.named': 'Named a tablet',
  'device.told': 'Told a tablet what to do',
  'device.paired': 'Tablet has its room',
  'device.revoked': 'Took a tablet off',
  'enrolment.made': 'Made enrolment links',
  'enrolment.used': 'Used an enrolment link',
  'enrolment.withdrawn': 'Withdrew enrolment links',
  'fault.done': 'Said a fault is mended',
  'fault.reported': 'Reported a fault',
  'meeting.declined': 'Ended a meeting of somebody else',
  'meeting.released': 'Gave a room back',
  'notice.changed': 'Changed a notice',
  'notice.ended': 'Took a notice down',
  'notice.made': 'Hung a notice',
  'notice.picture-sent': 'Sent a picture for a notice',
  'operator.refused': 'Was refused',
  'operator.signed-in': 'Signed in',
  'operator.stopped': 'Was stopped',
  'pairing.confirmed': 'Paired a tablet',
  'policy.changed': 'Changed settings',
  'report-mail.changed': 'Changed who is mailed reports',
  'room.paused': 'Paused a room',
  'room.read': 'Had a room read',
  'room.resubscribed': 'Had a room subscribed anew',
  'room.resumed': 'Let a room go on',
  'room.zone-set': 'Set a room’s zone',
  'rooms.refreshed': 'Had the rooms read again',
  'service-code.asked': 'Tablet asked to be moved or taken off',
  'service-account.sign-in-begun': 'Began a sign-in of the service account',
  'service-account.signed-out': 'Signed the service account out',
  'sign-in.refused': 'Sign-in refused',
};

/** For the field that looks for what was done: the words that find most. */
export const auditHints: readonly (readonly [what: string, words: string])[] = [
  ['policy', 'Settings changed'],
  ['pair', 'Pairing'],
  ['revoked', 'Tablets taken off'],
  ['meeting.', 'Meetings given back or ended'],
  ['signed-in', 'Sign-ins'],
  ['refused', 'Refusals'],
  ['room.', 'What was done about a room'],
  ['closure', 'Rooms closed and opened'],
  ['notice', 'Notices'],
  ['fault', 'Faults'],
  ['alarm', 'Alarms'],
  ['audit', 'The audit itself'],
];

export function sayAction({ action }: Pick<AuditLine, 'action'>): string {
  return DONE[action] ?? action;
}

/** Rooms by their names, settings as the page about them calls them. */
export function saySubject(subject: string, nameOfRoom: (id: string) => string | null): string {
  return subject
    .replace(/\broom ([^\s:,]+)/g, (whole, id: string) => nameOfRoom(id) ?? whole)
    .replace(/(^tenant)?(: |, )([\w.]+)(?= \S+ → )/g, (_, tenant: string | undefined, before: string, name: string) => {
      const label = policySettings.includes(name) ? fieldOf(name).label : name;
      return `${tenant === undefined ? '' : 'Everywhere'}${before}${label}`;
    })
    .replace(/\binherited\b/g, 'from above');
}
