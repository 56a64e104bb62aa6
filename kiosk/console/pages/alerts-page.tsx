/** The page about who is told of doors and rooms that go quiet. */

import { mayActAs } from '../../../shared/wire/console.ts';
import { createAlertsModel } from '../state/alerts-model.ts';
import { AlertsScreen } from './alerts-screen.tsx';
import type { ConsolePage, PageNeeds } from './pages.ts';

export function createAlertsPage({ client, profile, kept, now, say }: PageNeeds): ConsolePage {
  const alerts = createAlertsModel(client);
  alerts.restore(kept);
  void alerts.look();
  const mayChange = mayActAs(profile, 'Admin');
  return {
    screen: () => <AlertsScreen alerts={alerts} mayChange={mayChange} now={now} say={say} />,
    unsaved: () => alerts.unsaved.value,
    draft: () => (alerts.unsaved.value ? alerts.draft.value : null),
  };
}
