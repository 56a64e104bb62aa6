/** The Mail port on Graph: letters from the service user's own mailbox, which is the only one that we write from. */

import type { Mail } from '../ports/mail.ts';
import type { GraphClient } from './graph-client.ts';
import { graphPath } from './graph-path.ts';

/** @see https://learn.microsoft.com/graph/api/user-sendmail */
export function createGraphMail({ client, serviceUser }: { client: GraphClient; serviceUser: string }): Mail {
  return {
    async send({ to, subject, text }) {
      const message = {
        subject,
        body: { contentType: 'text', content: text },
        toRecipients: to.map((address) => ({ emailAddress: { address } })),
      };
      await client.call({
        mailbox: serviceUser,
        urgency: 'background',
        method: 'POST',
        path: graphPath`/users/${serviceUser}/sendMail`,
        body: { message, saveToSentItems: false },
      });
    },
  };
}
