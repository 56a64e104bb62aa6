/**
 * The ScopeProbe port on Graph: asks for one id out of the mailbox's calendar, and looks at nothing but whether it may.
 * Both models of scope refuse alike in status and code, if not in words ("Access to OData is disabled", "[RAOP] …" of an
 * application access policy; "Access is denied" of RBAC for Applications); so the words do not matter.
 */

import { addMs, MINUTE_MS, toIso } from '../../shared/basics/instant.ts';
import { CalendarUnavailable } from '../ports/calendar.ts';
import type { ScopeProbe } from '../ports/check-probe.ts';
import type { Clock } from '../ports/runtime.ts';
import { type GraphClient, GraphRefused } from './graph-client.ts';
import { graphPath, graphQuery } from './graph-path.ts';

/** What each cause says about the canary. */
const DOUBTS: { readonly [reason in CalendarUnavailable['reason']]?: string } = {
  'graph-unreachable': 'Microsoft Graph does not answer',
  throttled: 'Microsoft Graph lets us ask too seldom',
  'credential-refused': 'the sign-in of the app is not accepted',
  'access-denied': 'something between us and Graph refuses',
  'room-gone': 'there is no such mailbox, and what is not there proves nothing',
  'bad-answer': 'the answer could not be read',
  paused: 'we were told not to ask',
};

export function createScopeProbe(client: GraphClient, clock: Clock): ScopeProbe {
  return {
    async tryMailbox(address) {
      const now = clock.now();
      const query = graphQuery({
        startDateTime: toIso(now),
        endDateTime: toIso(addMs(now, MINUTE_MS)),
        $select: 'id',
        $top: 1,
      });
      const path = graphPath`/users/${address}/calendarView` + query;
      try {
        const { body } = await client.call({ path, mailbox: address, urgency: 'background' });
        return isView(body) ? 'readable' : doubt('bad-answer');
      } catch (fault) {
        if (!(fault instanceof CalendarUnavailable)) return { unknown: 'our own program failed' };
        return isRefusal(fault) ? 'denied' : doubt(fault.reason);
      }
    },
  };
}

function doubt(reason: CalendarUnavailable['reason']): { unknown: string } {
  return { unknown: DOUBTS[reason] ?? reason };
}

/** Graph's own no, with a code: a firewall that answers 403 has none, and proves nothing. */
function isRefusal({ cause }: CalendarUnavailable): boolean {
  return cause instanceof GraphRefused && cause.status === 403 && cause.code !== null;
}

function isView(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'value' in body && Array.isArray(body.value);
}
