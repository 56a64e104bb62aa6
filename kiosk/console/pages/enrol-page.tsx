/** The page where many tablets are paired at once. */

import { createEnrolModel } from '../state/enrol-model.ts';
import { isTabSeen } from '../state/look-again.ts';
import { EnrolScreen } from './enrol-screen.tsx';
import type { ConsolePage, PageNeeds } from './pages.ts';

export function createEnrolPage({ client, kept, now, after, say, of, go }: PageNeeds): ConsolePage {
  const enrol = createEnrolModel({ client, after, isWatched: isTabSeen });
  void enrol.restore(kept);
  void enrol.look();
  return {
    screen: () => (
      <EnrolScreen enrol={enrol} part={of.value} onPart={(of) => go({ page: 'enrol', of })} now={now} say={say} />
    ),
    unsaved: () => enrol.unsaved.value,
    draft: enrol.draft,
    close: enrol.close,
  };
}
