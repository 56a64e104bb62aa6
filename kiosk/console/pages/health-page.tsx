/** The page about how well all is kept. */

import { mayActAs } from '../../../shared/wire/console.ts';
import { createHealthModel } from '../state/health-model.ts';
import { isTabSeen } from '../state/look-again.ts';
import { createServiceAccountModel } from '../state/service-account-model.ts';
import { HealthScreen } from './health-screen.tsx';
import type { ConsolePage, PageNeeds } from './pages.ts';

export function createHealthPage({ client, profile, now, after, say, of, go }: PageNeeds): ConsolePage {
  const health = createHealthModel({ client, now, after, isWatched: isTabSeen });
  const account = createServiceAccountModel({ client, after, isWatched: isTabSeen });
  void health.look();
  void account.look();
  return {
    screen: () => (
      <HealthScreen
        health={health}
        account={account}
        room={of.value}
        mayAct={mayActAs(profile, 'Operator')}
        maySignIn={mayActAs(profile, 'Admin')}
        onRoom={(id) => go({ page: 'health', of: id })}
        onCheck={() => go({ page: 'check', of: null })}
        now={now}
        say={say}
      />
    ),
    close() {
      health.close();
      account.close();
    },
  };
}
