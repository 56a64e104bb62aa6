/** Who is written to: people by letters, programs by webhooks. */

import type { AlertPost } from '../../shared/wire/alerts.ts';

/** Letters in the service user's name. */
export type Mail = {
  /** One letter to all of them. @throws CalendarUnavailable */
  send(letter: Letter): Promise<void>;
};

/** Plain text: it may hold what people typed. */
export type Letter = { readonly to: readonly string[]; readonly subject: string; readonly text: string };

/** A program elsewhere that wants to hear of alarms. */
export type Webhook = {
  /** Signed with `secret`, where there is one. @throws WebhookRefused where it was not taken */
  post(address: string, post: AlertPost, secret: string | null): Promise<void>;
};

/** In words fit for whoever set it up. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';
}
