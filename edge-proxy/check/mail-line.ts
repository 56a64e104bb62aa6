/**
 * Whether the app may send as the service user, which it has to only where facilities have named somebody to be mailed. It
 * is tried with a letter that names no recipient: Exchange refuses that of whoever may send, and nobody gets anything.
 */

import type { CheckLine } from '../../shared/wire/check.ts';
import type { Access } from './access.ts';
import { failed, faultWords, good, isDenied, skipped, WAITING, warning } from './check-lines.ts';
import { type CheckNeeds, isDelegated } from './check-setup.ts';
import { assignRole, SERVICE_GROUP } from './commands.ts';

export async function mailLine(
  { setup, probe }: CheckNeeds,
  { serviceUser, objectId }: Pick<Access, 'serviceUser' | 'objectId'>,
): Promise<CheckLine> {
  if (!serviceUser.ok) return skipped('permission-mail-send', 'service-user');
  const address = setup.serviceUser;
  const isWanted = setup.sendsMail;
  const tried = `Asked Exchange to send a letter without recipients from ${address}, which goes nowhere.`;
  const mailed = await probe.tryMailing(address);
  if (mailed.ok) {
    const cameBack = isWanted
      ? 'The app may send as the service user.'
      : 'The app may send as the service user. Nobody is to be mailed yet, so the role could be taken back.';
    return good('permission-mail-send', { tried, cameBack });
  }
  if (!isDenied(mailed.error)) {
    return warning('permission-mail-send', {
      tried,
      cameBack: faultWords(mailed.error),
      remedy: 'Check again later. If it stays, look at the mailbox in the Exchange admin center.',
    });
  }
  if (!isWanted) {
    const cameBack = 'The app may not, and nobody is to be mailed: that is the least.';
    return good('permission-mail-send', { tried, cameBack });
  }
  const cameBack = `${faultWords(mailed.error)} Alerts, reported faults or reports are to be mailed, and none will arrive.`;
  return failed('permission-mail-send', {
    tried,
    cameBack,
    ...(isDelegated(setup)
      ? {
          remedy:
            'Consent to Mail.Send, as delegated permission, and sign the service account in again, or take the recipients away.',
        }
      : {
          remedy: `Give the app the role Application Mail.Send over the service user alone, or take the recipients away. With an application access policy, consent to Mail.Send instead: the policy narrows it. ${WAITING}`,
          command: assignRole('Mail.Send', SERVICE_GROUP, objectId),
        }),
  });
}
