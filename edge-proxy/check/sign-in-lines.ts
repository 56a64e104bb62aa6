/** Who we are to Entra, how long that holds, and whether operators can sign in. */

import { DAY_MS, toIso } from '../../shared/basics/instant.ts';
import type { CheckLine } from '../../shared/wire/check.ts';
import type { SignedIn, SignInFault } from '../ports/check-probe.ts';
import { failed, good, REACH_WORDS, skipped, warning } from './check-lines.ts';
import type { CheckNeeds, CheckSetup } from './check-setup.ts';
import { enableApp, listCredentials, newSecret, SHOW_TENANT, showApp, uploadCertificate } from './commands.ts';

const KIND_WORDS: { readonly [kind in CheckSetup['credentialKind']]: string } = {
  certificate: 'certificate',
  secret: 'client secret',
  federated: "platform's own token",
  'managed-identity': 'managed identity',
  delegated: 'service account',
};

/** Gives what the token says, or null where there is none. */
export async function* signInLines(needs: CheckNeeds): AsyncGenerator<CheckLine, SignedIn | null> {
  const { setup, probe } = needs;
  const signedIn = await probe.signIn();
  const tried = `Asked Entra for a token, with the ${KIND_WORDS[setup.credentialKind]}.`;
  if (signedIn.ok) yield good('token', { tried, cameBack: `A token, in ${Math.round(signedIn.value.tookMs)} ms.` });
  else yield failed('token', { tried, ...tokenTrouble(signedIn.error, setup) });
  yield credentialLine(needs);
  yield await operatorLine(needs, signedIn.ok);
  return signedIn.ok ? signedIn.value : null;
}

function tokenTrouble({ reason, refusal }: SignInFault, { clientId }: CheckSetup) {
  if (refusal !== null) {
    const { code, meaning, remedy } = refusal;
    return { cameBack: `${code}: ${meaning}.`, remedy, command: COMMANDS[code]?.(clientId) ?? null };
  }
  if (reason === 'bad-answer') {
    return {
      cameBack: 'Something answered that is not Entra.',
      remedy: 'Check AZURE_AUTHORITY_HOST, and whether a firewall or web proxy shows a page of its own.',
    };
  }
  return {
    cameBack: reason === 'throttled' ? 'Entra lets us ask too seldom.' : 'Entra does not answer.',
    remedy:
      'Check AZURE_AUTHORITY_HOST and the way there; if both are right, wait: the doors keep the last token meanwhile.',
  };
}

const COMMANDS: Readonly<Record<string, (clientId: string) => string>> = {
  AADSTS7000215: newSecret,
  AADSTS7000222: newSecret,
  AADSTS700016: showApp,
  AADSTS90002: () => SHOW_TENANT,
  AADSTS900023: () => SHOW_TENANT,
  AADSTS700027: uploadCertificate,
  AADSTS7000112: enableApp,
};

/** The first of the alarms that warn of it. */
const SOON_MS = 60 * DAY_MS;

function credentialLine({ setup, clock }: CheckNeeds): CheckLine {
  const { credentialKind, credentialLife: life, clientId } = setup;
  const what = KIND_WORDS[credentialKind];
  const tried = `Looked how long the ${what} holds.`;
  const renewed = credentialKind === 'secret' ? newSecret(clientId) : uploadCertificate(clientId);
  if (life === null) return skipped('credential', 'token');
  if (life === 'never') return good('credential', { tried, cameBack: `The ${what} is renewed by itself.` });
  if (life === 'unknown') {
    return warning('credential', {
      tried,
      cameBack: 'Entra tells nobody who signs in when a secret runs out, so we cannot warn you.',
      remedy: 'Set AZURE_CLIENT_SECRET_EXPIRES to the date of this list, or use a certificate, which bears its own.',
      command: listCredentials(clientId),
    });
  }
  const days = Math.floor((life - clock.now()) / DAY_MS);
  const day = toIso(life).slice(0, 10);
  const remedy = 'Make a new one beside it, set it here, and take the old one away afterwards.';
  if (life <= clock.now()) {
    return failed('credential', { tried, cameBack: `It ran out on ${day}.`, remedy, command: renewed });
  }
  if (life - clock.now() <= SOON_MS) {
    return warning('credential', {
      tried,
      cameBack: `It runs out on ${day}, in ${days} days.`,
      remedy,
      command: renewed,
    });
  }
  return good('credential', { tried, cameBack: `The ${what} is good until ${day}, for ${days} days.` });
}

async function operatorLine({ setup, probe }: CheckNeeds, isSignedIn: boolean): Promise<CheckLine> {
  const tried = "Read the tenant's sign-in metadata and asked whether it knows OPERATOR_CLIENT_ID.";
  const answer = await probe.tryOperatorSignIn();
  if (answer === 'ready') {
    const rest = 'Its scope access_as_operator and its roles show when the first operator signs in.';
    return good('operators', { tried, cameBack: `The tenant knows the console's app. ${rest}` });
  }
  if (answer === 'app-unknown') {
    return failed('operators', {
      tried,
      cameBack: 'AADSTS700016: the tenant knows no such app, so nobody can sign in to the console.',
      remedy: 'Copy "Application (client) ID" of the console\'s app registration into OPERATOR_CLIENT_ID.',
      command: showApp(setup.operatorClientId),
    });
  }
  // Wrong tenant, or Entra away: one cause, named where it was met first.
  if (!isSignedIn) return skipped('operators', 'token');
  const { unreachable } = answer;
  return failed('operators', {
    tried,
    cameBack: `The metadata cannot be read: ${typeof unreachable === 'number' ? `status ${unreachable}` : REACH_WORDS[unreachable]}.`,
    remedy:
      'Let this machine read AZURE_AUTHORITY_HOST/AZURE_TENANT_ID/v2.0/.well-known/openid-configuration. Without it nobody can sign in to the console.',
  });
}
