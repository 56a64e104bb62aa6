/** The service user that books, the canary that must not be read, and whether the rights are the least that will do. */

import { toIso } from '../../shared/basics/instant.ts';
import type { CheckLine } from '../../shared/wire/check.ts';
import type { Access } from './access.ts';
import { failed, faultWords, good, isDenied, skipped, WAITING, warning } from './check-lines.ts';
import { type CheckNeeds, type CheckSetup, isDelegated } from './check-setup.ts';
import {
  addToGroup,
  assignRole,
  makeServiceUser,
  SERVICE_GROUP,
  testScope,
  unshareCalendar,
  withdrawConsent,
} from './commands.ts';
import { trialStart } from './trial.ts';

export async function* serviceUserLines(
  { setup, probe, clock }: CheckNeeds,
  { serviceUser, objectId }: Access,
  areRoomsReadable: boolean,
): AsyncGenerator<CheckLine, void> {
  const address = setup.serviceUser;
  const tried = `Read the calendar of ${address}.`;
  if (!serviceUser.ok) {
    yield missingServiceUser();
    yield skipped('permission-calendars-write', areRoomsReadable ? 'service-user' : 'permission-calendars-read');
    return;
  }
  const rest = 'It may invite any room that takes requests from everybody; others must name it in BookInPolicy.';
  yield good('service-user', { tried, cameBack: `It is there. ${rest}` });

  const start = trialStart(clock.now());
  const writing = `Made a marked meeting without guests in its calendar on ${toIso(start).slice(0, 10)}, and took it away again.`;
  const written = await probe.tryWriting(address, start);
  if (written.ok && written.value === 'done') {
    yield good('permission-calendars-write', { tried: writing, cameBack: 'Both went well.' });
  } else if (written.ok) {
    yield warning('permission-calendars-write', {
      tried: writing,
      cameBack: 'It was made, but could not be taken away.',
      remedy: `Delete “Doorlight check, may be deleted” from the calendar of ${address}. It disturbs nobody.`,
    });
  } else if (isDenied(written.error)) {
    yield failed('permission-calendars-write', {
      tried: writing,
      cameBack: `${faultWords(written.error)} The app may read its calendar and not write to it, so nothing can be booked.`,
      ...(isDelegated(setup)
        ? { remedy: 'Consent to Calendars.ReadWrite, as delegated permission, and sign the service account in again.' }
        : {
            remedy: `Give the app the role Application Calendars.ReadWrite over the service user. ${WAITING}`,
            command: assignRole('Calendars.ReadWrite', SERVICE_GROUP, objectId),
          }),
    });
  } else {
    yield failed('permission-calendars-write', {
      tried: writing,
      cameBack: faultWords(written.error),
      remedy: 'Check again later. If it stays, look at the mailbox in the Exchange admin center.',
    });
  }

  function missingServiceUser(): CheckLine {
    if (serviceUser.ok || (isDenied(serviceUser.error) && !areRoomsReadable)) {
      return skipped('service-user', 'permission-calendars-read');
    }
    const { error } = serviceUser;
    if (isDenied(error)) {
      return failed('service-user', {
        tried,
        cameBack: `${faultWords(error)} The rooms can be read, so it is outside the scope.`,
        remedy: `Put it into the group that the scope or policy names. ${WAITING}`,
        command: addToGroup(SERVICE_GROUP, [address]),
      });
    }
    if (error.reason === 'room-gone') {
      return failed('service-user', {
        tried,
        cameBack: `${faultWords(error)} There is no such mailbox.`,
        remedy: 'Mend SERVICE_USER, or make the mailbox. A new one takes some minutes until Graph knows it.',
        command: makeServiceUser(address),
      });
    }
    return failed('service-user', { tried, cameBack: faultWords(error), remedy: 'Check again later.' });
  }
}

/** All that Doorlight ever asks for; Mail.Send is for the letters that it sends to facilities. */
const NEEDED: readonly string[] = [
  'Calendars.Read',
  'Calendars.ReadWrite',
  'MailboxSettings.Read',
  'Place.Read.All',
  'Mail.Send',
];
/** What Exchange can give within a scope, so that Entra need not give it everywhere. */
const SCOPABLE = /^(Calendars\.Read(Write)?|Mail\.Send|MailboxSettings\.Read)$/;

export async function* scopeLines(
  { setup, scope, probe }: CheckNeeds,
  roles: Access['roles'],
  areRoomsReadable: boolean,
): AsyncGenerator<CheckLine, void> {
  const address = setup.canaryMailbox;
  if (address === null) {
    yield warning('canary', {
      tried: 'Nothing.',
      cameBack: 'CANARY_MAILBOX is not set, so nobody has shown that the app reads rooms alone.',
      remedy: 'Set CANARY_MAILBOX to a mailbox that the app must not be able to read, such as that of an executive.',
    });
    yield skipped('scope', 'canary');
    return;
  }
  const answer = await scope.tryMailbox(address);
  const tried = `Tried to read the calendar of ${address}.`;
  const unscoped = (roles ?? []).filter((role) => SCOPABLE.test(role));
  const isLeftOver = unscoped.some((role) => role.startsWith('Calendars.'));
  if (answer === 'readable') {
    yield failed('canary', {
      tried,
      cameBack: 'It can be read. The app reaches further than the rooms, so every door shows nothing.',
      ...canaryRemedy(setup, address, isLeftOver),
    });
    if (isLeftOver) yield leftOver(setup.clientId, unscoped);
    else yield skipped('scope', 'canary');
    return;
  }
  if (answer !== 'denied') {
    yield warning('canary', {
      tried,
      cameBack: `That proves nothing: ${answer.unknown}.`,
      remedy: 'CANARY_MAILBOX must name a mailbox that exists and that the app must not be able to read.',
    });
    yield skipped('scope', 'canary');
    return;
  }
  if (!areRoomsReadable) {
    // Whoever is refused everywhere has proved nothing by being refused here.
    yield skipped('canary', 'room-readable');
    yield skipped('scope', 'canary');
    return;
  }
  yield good('canary', { tried, cameBack: 'It was denied, as it must be.' });
  const mailed = await probe.tryMailing(address);
  yield mailed.ok ? sendsAsAnybody(setup.clientId, address) : leastRights(roles, isLeftOver);
}

/** The canary's calendar is closed to the app, and its name is not: of the two this deceives people. */
function sendsAsAnybody(clientId: string, address: string): CheckLine {
  return failed('scope', {
    tried: `Asked Exchange to send a letter without recipients from ${address}, which goes nowhere.`,
    cameBack: 'Only the missing recipient was wrong with it: the app may send mail in the name of anybody.',
    remedy: `Take the consent to Mail.Send away in Entra, and give the role Application Mail.Send over the service user alone. ${WAITING}`,
    command: withdrawConsent(['Mail.Send'], clientId),
  });
}

function canaryRemedy(setup: CheckSetup, address: string, isLeftOver: boolean) {
  if (isDelegated(setup)) {
    const remedy = 'Somebody has shared that calendar with the service account: take that back.';
    return { remedy, command: unshareCalendar(address, setup.serviceUser) };
  }
  const remedy = isLeftOver
    ? 'What opens it is in the next line.'
    : `Narrow the scope of the role assignments to the rooms and the service user. ${WAITING}`;
  return { remedy, command: testScope(setup.clientId, address) };
}

function leftOver(clientId: string, unscoped: readonly string[]): CheckLine {
  return failed('scope', {
    tried: 'Compared what the token bears with what the canary answered.',
    cameBack: `${unscoped.join(' and ')} ${unscoped.length === 1 ? 'is' : 'are'} consented to in Entra, for every mailbox of the tenant. What Exchange grants comes on top of it and narrows nothing.`,
    remedy: `With RBAC for Applications, take this consent away. With an application access policy, make the policy, or take the canary out of its group. ${WAITING}`,
    command: withdrawConsent(unscoped, clientId),
  });
}

function leastRights(roles: Access['roles'], isPolicy: boolean): CheckLine {
  const tried = 'Looked at the permissions in the token.';
  if (roles === null)
    return good('scope', { tried, cameBack: 'The token tells no permissions; the canary has to do.' });
  const needless = roles.filter((role) => !NEEDED.includes(role));
  if (needless.length > 0) {
    return warning('scope', {
      tried,
      cameBack: `It bears more than Doorlight needs: ${needless.slice(0, 10).join(', ')}.`,
      remedy: 'Take them away under "API permissions" of the app registration, and revoke their consent.',
    });
  }
  const model = isPolicy
    ? 'An application access policy narrows them to the rooms. Microsoft advises to move to RBAC for Applications.'
    : 'RBAC for Applications gives the calendars, and no consent in Entra is left over.';
  return good('scope', { tried, cameBack: `${roles.join(', ')}. ${model}` });
}
