/** The page of the check. */

import { mayActAs } from '../../../shared/wire/console.ts';
import { createCheckModel } from '../state/check-model.ts';
import { CheckScreen } from './check-screen.tsx';
import type { ConsolePage, PageNeeds } from './pages.ts';

export function createCheckPage({ client, profile, now, after, say }: PageNeeds): ConsolePage {
  const check = createCheckModel({ client, after });
  void check.look();
  const mayRun = mayActAs(profile, 'Operator');
  return {
    screen: () => <CheckScreen check={check} mayRun={mayRun} now={now} say={say} />,
    close: check.close,
  };
}
