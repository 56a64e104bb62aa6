/**
 * The Webhook port over HTTP: signed, under a deadline, and to nowhere but where an admin said. A redirect is not followed,
 * since it could lead to a machine of this network that nobody meant; of the answer only its status is looked at.
 */

import { createHmac } from 'node:crypto';
import { encodeText } from '../../shared/basics/codec.ts';
import { alertPostCodec, parseWebhook } from '../../shared/wire/alerts.ts';
import { type Webhook, WebhookRefused } from '../ports/mail.ts';
import type { Clock } from '../ports/runtime.ts';

const DEADLINE_MS = 10_000;

/**
 * Where clouds tell a machine its own secrets: no webhook is there, however its number is written. A name that leads there is
 * not found out; what is answered is shown to nobody.
 */
function isLinkLocal(address: string): boolean {
  const host = URL.canParse(address) ? new URL(address).hostname : '';
  return /^169\.254\.|^\[fe[89ab][0-9a-f]:|^\[::ffff:a9fe:|^\[fd00:ec2::254\]$|^metadata\.google\.internal\.?$/.test(
    host,
  );
}

export function createWebhook({ fetch, clock }: { fetch: typeof globalThis.fetch; clock: Clock }): Webhook {
  return {
    async post(address, post, secret) {
      // Also of what was stored by an older release, whose rules may have been others.
      if (parseWebhook(address) === null) throw new WebhookRefused('The address is neither https nor on this machine.');
      if (isLinkLocal(address)) throw new WebhookRefused('The address is link-local: no webhook is there.');
      const body = encodeText(alertPostCodec, post);
      const time = Math.floor(clock.now() / 1_000);
      const signature = secret === null ? null : createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
      const deadline = new AbortController();
      const callOff = clock.after(DEADLINE_MS, () => deadline.abort());
      try {
        const answer = await fetch(address, {
          method: 'POST',
          redirect: 'manual',
          headers: {
            'Content-Type': 'application/json',
            ...(signature !== null && { 'X-Doorlight-Signature': `t=${time},v1=${signature}` }),
          },
          body,
          signal: deadline.signal,
        });
        await answer.body?.cancel();
        if (!answer.ok) throw new WebhookRefused(`It was answered with status ${answer.status}.`);
      } catch (cause) {
        if (cause instanceof WebhookRefused) throw cause;
        throw new WebhookRefused('Nobody answered in time.', { cause });
      } finally {
        callOff();
      }
    },
  };
}
