/** A sign-in of the service account as told to whoever sits at the command line: where to go, what came of it. */

import { SECOND_MS } from '../shared/basics/instant.ts';
import type { ServiceAccount } from './graph/service-account.ts';
import { CalendarUnavailable } from './ports/calendar.ts';
import type { Clock } from './ports/runtime.ts';

type Needs = {
  readonly account: Pick<ServiceAccount, 'signIn' | 'report'>;
  readonly clock: Clock;
  readonly print: (line: string) => void;
};

/** Resolves when it has come to an end; whether the account is signed in by it. */
export async function followSignIn({ account, clock, print }: Needs): Promise<boolean> {
  try {
    const { userCode, verificationUri, expiresAt } = await account.signIn();
    const minutes = Math.round((expiresAt - clock.now()) / 60_000);
    print('To sign the service account in, open this page in any browser:\n');
    print(`  ${verificationUri}\n`);
    print(`and enter the code  ${userCode}  within ${minutes} minutes. Sign in as SERVICE_USER.\n`);
    print('Waiting …');
  } catch (cause) {
    // What it was stands in the report.
    if (!(cause instanceof CalendarUnavailable)) throw cause;
  }
  let report = await account.report();
  while (report.state === 'waiting') {
    await new Promise<void>((resolve) => void clock.after(SECOND_MS, resolve));
    report = await account.report();
  }
  if (report.state === 'signed-in' && report.cause === null) {
    print(`${report.account ?? 'The account'} is signed in. A running Doorlight takes it up within five minutes.`);
    return true;
  }
  print(`Nobody was signed in: ${report.cause ?? 'no reason was given'}.\n${report.remedy ?? ''}`);
  return false;
}
