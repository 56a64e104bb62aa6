/** The page about who did what. */

import { createAuditModel, startOfLocalDay } from '../state/audit-model.ts';
import { AuditScreen } from './audit-screen.tsx';
import type { ConsolePage, PageNeeds } from './pages.ts';

export function createAuditPage({ client, after, now, say }: PageNeeds): ConsolePage {
  const audit = createAuditModel({ client, after, startOfDay: startOfLocalDay });
  return { screen: () => <AuditScreen audit={audit} now={now} say={say} />, close: audit.close };
}
