/** The page about what doors may tell. */

import { mayActAs } from '../../../shared/wire/console.ts';
import { createPrivacyModel } from '../state/privacy-model.ts';
import type { ConsolePage, PageNeeds } from './pages.ts';
import { PrivacyScreen } from './privacy-screen.tsx';

export function createPrivacyPage({ client, profile, now, say }: PageNeeds): ConsolePage {
  const privacy = createPrivacyModel(client);
  const mayChange = mayActAs(profile, 'Admin');
  return { screen: () => <PrivacyScreen privacy={privacy} mayChange={mayChange} now={now} say={say} /> };
}
