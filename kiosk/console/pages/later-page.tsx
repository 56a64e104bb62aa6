/** Fetches the page that somebody went to, makes it, and closes it behind them. */

import { useEffect, useState } from 'preact/hooks';
import { NoticeBox } from '../components/notice-box.tsx';
import { PageHead } from '../components/page-head.tsx';
import type { Drafts } from '../state/drafts.ts';
import { describeFailure } from '../text/notice.ts';
import { type ConsolePage, type PageId, type PageNeeds, pageOf } from './pages.ts';

const RESTORED = {
  heading: 'What you had entered is here again.',
  sentence: 'Your sign-in had ended meanwhile. Nothing of it has been saved yet.',
};

type State = { kind: 'fetching' } | { kind: 'here'; page: ConsolePage; isRestored: boolean } | { kind: 'not-had' };

type Props = { id: PageId; needs: Omit<PageNeeds, 'kept'>; drafts: Drafts };

export function LaterPage({ id, needs, drafts }: Props) {
  const [state, setState] = useState<State>({ kind: 'fetching' });
  const { client, profile } = needs;
  // Another page or another person makes a new one; the rest of what it needs stays as it is.
  useEffect(() => {
    let left = false;
    let page: ConsolePage | null = null;
    let letGo = () => {};
    pageOf(id)
      .load()
      .then(
        (create) => {
          if (left) return;
          const kept = drafts.take(id, profile.username);
          const made = create({ ...needs, kept });
          page = made;
          const unguard = needs.guard(() => made.unsaved?.() ?? false);
          const unhold = drafts.hold(id, () => made.draft?.() ?? null);
          letGo = () => {
            unguard();
            unhold();
          };
          setState({ kind: 'here', page, isRestored: kept !== null });
        },
        () => !left && setState({ kind: 'not-had' }),
      );
    return () => {
      left = true;
      letGo();
      page?.close?.();
    };
  }, [id, profile, client]);

  if (state.kind === 'here') {
    return (
      <>
        {state.isRestored && <NoticeBox notice={RESTORED} />}
        <PageScreen page={state.page} />
      </>
    );
  }
  if (state.kind === 'fetching') return null;
  return (
    <>
      <PageHead title={pageOf(id).label} />
      <NoticeBox notice={describeFailure({ kind: 'no-answer' }, needs.say, needs.now())} />
    </>
  );
}

/** A component of its own, so that the signals which a page reads redraw that page alone. */
function PageScreen({ page }: { page: ConsolePage }) {
  return <>{page.screen()}</>;
}
