/** How a line of the check is made: where its paper is, which lines there are, and the words that several of them use. */

import type { CheckLine } from '../../shared/wire/check.ts';
import type { ProbeFault, ReachFault } from '../ports/check-probe.ts';

/** Headings of the paper that takes an admin through it all. A test holds them to it. */
const PAPER = 'docs/tenant-setup.md';

/** Each line by its id, or by what stands before the colon of it: its title, and the heading that explains it. */
export const CHECK_LINES = {
  configuration: { title: 'What is set', heading: 'what-to-set' },
  store: { title: 'Store', heading: 'this-machine' },
  network: { title: 'TLS and web proxy', heading: 'this-machine' },
  graph: { title: 'Way to Microsoft Graph', heading: 'this-machine' },
  clock: { title: 'Clock', heading: 'this-machine' },
  token: { title: 'Sign-in to Entra', heading: 'the-app-registration-of-the-proxy' },
  credential: { title: 'Credential', heading: 'the-certificate' },
  operators: { title: 'Sign-in of operators', heading: 'the-app-registration-of-the-console' },
  consent: { title: 'Consent', heading: 'the-app-registration-of-the-proxy' },
  'permission-places': { title: 'Permission Place.Read.All', heading: 'the-app-registration-of-the-proxy' },
  'room-list': { title: 'Room list', heading: 'room-lists' },
  rooms: { title: 'Rooms', heading: 'room-lists' },
  'permission-calendars-read': { title: 'Permission Calendars.Read', heading: 'scope-with-rbac-for-applications' },
  'room-readable': { title: 'Rooms within reach', heading: 'the-groups' },
  'permission-mailbox-settings': {
    title: 'Permission MailboxSettings.Read',
    heading: 'scope-with-rbac-for-applications',
  },
  zones: { title: 'Time zones', heading: 'time-zone' },
  'room-writing': { title: 'Writing in rooms', heading: 'scope-with-rbac-for-applications' },
  accepting: { title: 'Answers to invitations', heading: 'accepting-by-themselves' },
  titles: { title: 'Titles and private meetings', heading: 'subjects-and-private-meetings' },
  webhook: { title: 'Webhook address', heading: 'the-address-for-graph' },
  'service-user': { title: 'Service user', heading: 'the-service-user' },
  'permission-calendars-write': {
    title: 'Permission Calendars.ReadWrite',
    heading: 'scope-with-rbac-for-applications',
  },
  'permission-mail-send': { title: 'Permission Mail.Send', heading: 'sending-mail' },
  canary: { title: 'Canary', heading: 'the-canary' },
  scope: { title: 'Least rights', heading: 'leftover-consent' },
} as const;

export type LineKind = keyof typeof CHECK_LINES;

/** Where a service account stands in for the app, and another heading explains the line. */
const HEADINGS_OF_ACCOUNT: { readonly [kind in LineKind]?: string } = {
  token: 'the-app-registration-of-a-service-account',
  credential: 'signing-in',
  consent: 'the-app-registration-of-a-service-account',
  'permission-places': 'the-app-registration-of-a-service-account',
  'permission-calendars-read': 'sharing-the-rooms',
  'room-readable': 'sharing-the-rooms',
  'permission-mailbox-settings': 'time-zone',
  'room-writing': 'sharing-the-rooms',
  webhook: 'a-service-account-instead',
  'service-user': 'the-account',
  'permission-calendars-write': 'the-app-registration-of-a-service-account',
  'permission-mail-send': 'the-app-registration-of-a-service-account',
  canary: 'the-canary-of-a-service-account',
  scope: 'the-canary-of-a-service-account',
};

/** The same line, leading to where a service account is explained. */
export function forAccount(line: CheckLine): CheckLine {
  const heading = HEADINGS_OF_ACCOUNT[line.id.split(':')[0] as LineKind];
  return heading === undefined ? line : { ...line, guide: `${PAPER}#${heading}` };
}

type Words = {
  /** Which one, where there are several of the kind: an address, or a variable. */
  readonly of?: string;
  readonly title?: string;
  readonly tried: string;
  readonly cameBack: string;
};
type Trouble = Words & { readonly remedy: string; readonly command?: string | null };

export const good = (kind: LineKind, words: Words): CheckLine => line(kind, 'ok', { ...words, remedy: null });

export const warning = (kind: LineKind, trouble: Trouble): CheckLine => line(kind, 'warning', trouble);

export const failed = (kind: LineKind, trouble: Trouble): CheckLine => line(kind, 'failed', trouble);

/** `waitsFor`: the line that has to come right first. */
export function skipped(kind: LineKind, waitsFor: LineKind): CheckLine {
  const cameBack = `Not tried: “${CHECK_LINES[waitsFor].title}” has to come right first.`;
  return line(kind, 'skipped', { tried: 'Nothing.', cameBack, remedy: null });
}

const LONGEST = { title: 300, text: 2_000, command: 8_000 };

function line(
  kind: LineKind,
  verdict: CheckLine['verdict'],
  { of, title, tried, cameBack, remedy, command = null }: Words & { remedy: string | null; command?: string | null },
): CheckLine {
  return {
    id: of === undefined ? kind : `${kind}:${of}`,
    title: (title ?? CHECK_LINES[kind].title).slice(0, LONGEST.title),
    verdict,
    tried: tried.slice(0, 1_000),
    cameBack: cameBack.slice(0, LONGEST.text),
    remedy,
    // Half a command is worse than none.
    command: command !== null && command.length > LONGEST.command ? null : command,
    guide: `${PAPER}#${CHECK_LINES[kind].heading}`,
  };
}

export const REACH_WORDS: { readonly [fault in ReachFault]: string } = {
  'no-name': 'its name is not known here',
  refused: 'nobody listens there',
  untrusted: 'its certificate is not trusted',
  'too-slow': 'no answer came in time',
  'cut-off': 'the connection was cut off',
};

/** As a sentence, with Graph's own status and code where it was Graph that spoke. */
export function faultWords({ reason, status, code }: ProbeFault): string {
  if (status !== null) return `Graph answered ${status}${code === null ? '' : ` ${code}`}.`;
  switch (reason) {
    case 'throttled':
      return 'Graph lets us ask too seldom just now.';
    case 'credential-refused':
      return 'Graph does not accept the token.';
    case 'bad-answer':
      return 'The answer could not be read.';
    default:
      return 'Graph did not answer.';
  }
}

export function isDenied(fault: ProbeFault): boolean {
  return fault.reason === 'access-denied';
}

export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count === 1 ? 'one' : count} ${count === 1 ? one : many}`;
}

/** A few by name; more of them only counted. */
export function listed(names: readonly string[]): string {
  if (names.length > 3) return `${names.length} rooms`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

export const WAITING =
  'A change of scope takes Exchange 30 minutes where the app is idle and up to 2 hours where it runs; an application access policy an hour and more.';
