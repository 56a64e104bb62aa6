/** Fetches the page that somebody went to, makes it, and closes it behind them. */

import { useEffect, useState } from 'preact/hooks';
import { NoticeBox } from '../components/notice-box.tsx';
import { PageHead } from '../components/page-head.tsx';
import { describeFailure } from '../text/notice.ts';
import { type ConsolePage, type PageId, type PageNeeds, pageOf } from './pages.ts';

type State = { kind: 'fetching' } | { kind: 'here'; page: ConsolePage } | { kind: 'not-had' };

export function LaterPage({ id, needs }: { id: PageId; needs: PageNeeds }) {
  const [state, setState] = useState<State>({ kind: 'fetching' });
  const { client, profile } = needs;
  // Another page or another person makes a new one; the rest of what it needs stays as it is.
  useEffect(() => {
    let left = false;
    let page: ConsolePage | null = null;
    let unguard = () => {};
    pageOf(id)
      .load()
      .then(
        (create) => {
          if (left) return;
          const made = create(needs);
          page = made;
          unguard = needs.guard(() => made.unsaved?.() ?? false);
          setState({ kind: 'here', page });
        },
        () => !left && setState({ kind: 'not-had' }),
      );
    return () => {
      left = true;
      unguard();
      page?.close?.();
    };
  }, [id, profile, client]);

  if (state.kind === 'here') return <PageScreen page={state.page} />;
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
