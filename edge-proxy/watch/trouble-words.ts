/** What each cause means for whoever is to mend it, and what to do. */

import type { UnavailableReason } from '../ports/calendar.ts';

type Words = { readonly cause: string; readonly remedy: string };

const KNOWN: { readonly [K in UnavailableReason]: Words } = {
  'graph-unreachable': {
    cause: 'Microsoft Graph does not answer',
    remedy:
      "Passes by itself where Microsoft is at fault. Else look at this machine's way to Graph: DNS, proxy, firewall.",
  },
  throttled: {
    cause: 'Microsoft Graph lets us ask too seldom',
    remedy: 'Passes by itself. If it does not, see whether another program uses the same app registration.',
  },
  'credential-refused': {
    cause: 'the sign-in of the app is not accepted',
    remedy: 'See the alarm about the credential.',
  },
  'access-denied': {
    cause: 'Exchange refuses it to the app',
    remedy: "Put the room into the app's scope in Exchange. A changed scope takes 30 minutes to 2 hours to hold.",
  },
  'room-gone': {
    cause: 'Exchange has no such mailbox any more',
    remedy: 'Bring the room back, or take it off its room list and pair its tablets to another room.',
  },
  paused: {
    cause: 'an operator has paused its readings',
    remedy: 'Let them go on in the console.',
  },
  'bad-answer': {
    cause: 'Microsoft Graph answers with something that cannot be read',
    remedy: 'See whether a proxy or firewall between us and Graph answers in its place.',
  },
};

export function troubleWords(cause: string): Words {
  return cause in KNOWN ? KNOWN[cause as UnavailableReason] : { cause, remedy: 'See the log around that time.' };
}
