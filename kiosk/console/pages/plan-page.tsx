/** The page of the floor plans. */

import { mayActAs } from '../../../shared/wire/console.ts';
import { isTabSeen } from '../state/look-again.ts';
import { createPlanModel } from '../state/plan-model.ts';
import type { ConsolePage, PageNeeds } from './pages.ts';
import { PlanScreen } from './plan-screen.tsx';

export function createPlanPage({ client, profile, now, after, say }: PageNeeds): ConsolePage {
  const plans = createPlanModel({ client, after, isWatched: isTabSeen });
  void plans.load();
  const mayChange = mayActAs(profile, 'Operator');
  return {
    screen: () => <PlanScreen plans={plans} mayChange={mayChange} now={now} say={say} />,
    unsaved: () => plans.unsaved.value,
    close: plans.close,
  };
}
