/** The page of notices and rooms out of service. */

import { mayActAs } from '../../../shared/wire/console.ts';
import { createNoticesDeskModel } from '../state/notices-desk-model.ts';
import { NoticesScreen } from './notices-screen.tsx';
import type { ConsolePage, PageNeeds } from './pages.ts';

export function createNoticesPage({ client, profile, kept, now, say }: PageNeeds): ConsolePage {
  const desk = createNoticesDeskModel(client);
  desk.restore(kept);
  void desk.look();
  const mayWrite = mayActAs(profile, 'Operator');
  return {
    screen: () => <NoticesScreen desk={desk} mayWrite={mayWrite} now={now} say={say} />,
    unsaved: () => desk.unsaved.value,
    draft: desk.draft,
  };
}
