/** The page about the use of rooms. */

import { parseZone, UTC } from '../../../shared/basics/zone.ts';
import { mayActAs } from '../../../shared/wire/console.ts';
import { saveFile } from '../state/save-file.ts';
import { createUseModel } from '../state/use-model.ts';
import type { ConsolePage, PageNeeds } from './pages.ts';
import { UseScreen } from './use-screen.tsx';

export function createUsePage({ client, profile, now, say }: PageNeeds): ConsolePage {
  const zone = parseZone(Intl.DateTimeFormat().resolvedOptions().timeZone) ?? UTC;
  const use = createUseModel({ client, now, zone, save: saveFile });
  void use.load();
  const mayChange = mayActAs(profile, 'Admin');
  return { screen: () => <UseScreen use={use} mayChange={mayChange} now={now} say={say} /> };
}
