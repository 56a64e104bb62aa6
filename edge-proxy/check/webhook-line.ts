/** Whether Graph can call us: proved by a subscription, for which Graph calls the address twice before it says yes. */

import type { CheckLine } from '../../shared/wire/check.ts';
import type { SubscribeFault } from '../ports/check-probe.ts';
import { failed, faultWords, good, REACH_WORDS, skipped, warning } from './check-lines.ts';
import { type CheckNeeds, isDelegated } from './check-setup.ts';

/** `address`: of a room that can be read; null where there is none. */
export async function webhookLine({ setup, probe }: CheckNeeds, address: string | null): Promise<CheckLine> {
  const { publicUrl } = setup;
  if (isDelegated(setup)) {
    const cameBack = 'Graph lets a service account subscribe to its own mailbox alone. Rooms are asked about instead.';
    return good('webhook', { tried: 'Nothing.', cameBack });
  }
  if (publicUrl === null) {
    return warning('webhook', {
      tried: 'Nothing.',
      cameBack: 'PUBLIC_URL is not set, so Graph cannot tell us of changes. Rooms are read every minute or so instead.',
      remedy:
        'Set PUBLIC_URL to the https address at which Microsoft reaches this proxy, such as https://doorlight.contoso.com.',
    });
  }
  if (address === null) return skipped('webhook', 'room-readable');
  const tried = `Subscribed to ${address} with ${publicUrl}/webhooks/graph, and ended that again.`;
  const subscribed = await probe.trySubscribing(address, publicUrl);
  if (subscribed.ok) return good('webhook', { tried, cameBack: 'Microsoft reaches it, and our answer was right.' });
  if (subscribed.error.kind === 'other') {
    return failed('webhook', {
      tried,
      cameBack: faultWords(subscribed.error.fault),
      remedy:
        'The app may read the room, yet not subscribe to it. Rooms are polled meanwhile. With RBAC for Applications, consent to Calendars.Read in Entra and narrow it by an application access policy, or leave PUBLIC_URL unset.',
    });
  }
  return failed('webhook', { tried, ...(await addressTrouble(subscribed.error.why, publicUrl, probe)) });
}

/** Asked from here too, since that tells a proxy that does not run from a firewall that does. */
async function addressTrouble(
  why: Extract<SubscribeFault, { kind: 'address' }>['why'],
  publicUrl: string,
  probe: CheckNeeds['probe'],
) {
  const command = `Invoke-WebRequest -Method Post -Uri '${publicUrl}/webhooks/graph?validationToken=hello'`;
  const own = await probe.tryWebhook(publicUrl);
  if (own === 'echo') {
    return {
      cameBack: `${MICROSOFT[why]} From here the address answers as it should.`,
      remedy:
        'Open the way from the internet: the name in public DNS, port 443 in the firewall, TLS 1.2 with a certificate that everybody trusts and its whole chain. No sign-in page may stand before /webhooks/graph.',
      command,
    };
  }
  if ('unreachable' in own) {
    return {
      cameBack: `${MICROSOFT[why]} Nor does it answer from here: ${REACH_WORDS[own.unreachable]}.`,
      remedy: 'Start the proxy if it does not run, then mend PUBLIC_URL or what leads from there to its port.',
      command,
    };
  }
  return {
    cameBack: `${MICROSOFT[why]} From here something answers there with status ${own.other}, and it is not Doorlight.`,
    remedy: 'Mend PUBLIC_URL, or let the reverse proxy hand /webhooks/graph to Doorlight, query and all.',
    command,
  };
}

const MICROSOFT = {
  unreachable: 'Microsoft does not get a good answer there.',
  'wrong-answer': 'Microsoft got an answer there that is not ours.',
  'too-slow': 'Microsoft waited ten seconds for an answer.',
} as const;
