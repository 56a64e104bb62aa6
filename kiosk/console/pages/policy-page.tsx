/** The page about what facilities decide: for every place, one by one or many at once, and as a file. */

import { mayActAs } from '../../../shared/wire/console.ts';
import { createPolicyModel } from '../state/policy-model.ts';
import type { ConsolePage, PageNeeds } from './pages.ts';
import { PolicyScreen } from './policy-screen.tsx';

export function createPolicyPage({ client, profile, kept, now, say, of, go }: PageNeeds): ConsolePage {
  const policy = createPolicyModel({ client });
  policy.restore(kept);
  const mayChange = mayActAs(profile, 'Admin');
  return {
    screen: () => <PolicyScreen policy={policy} of={of.value} mayChange={mayChange} go={go} now={now} say={say} />,
    unsaved: () => policy.isDirty.value,
    draft: policy.kept,
  };
}
