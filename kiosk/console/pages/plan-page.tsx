/** The page of the floor plans. */

import { boardCodec } from '../../../shared/wire/board.ts';
import { mayActAs } from '../../../shared/wire/console.ts';
import { isTabSeen } from '../state/look-again.ts';
import { createPlanModel } from '../state/plan-model.ts';
import type { ConsolePage, PageNeeds } from './pages.ts';
import { PlanScreen } from './plan-screen.tsx';

export function createPlanPage({ client, profile, kept, now, after, say }: PageNeeds): ConsolePage {
  const plans = createPlanModel({ client, after, isWatched: isTabSeen });
  plans.restore(kept);
  void plans.load();
  const mayChange = mayActAs(profile, 'Operator');
  return {
    screen: () => <PlanScreen plans={plans} mayChange={mayChange} now={now} say={say} />,
    unsaved: () => plans.unsaved.value,
    draft: () => (plans.unsaved.value && plans.open.value !== null ? boardCodec.encode(plans.open.value) : null),
    close: plans.close,
  };
}
