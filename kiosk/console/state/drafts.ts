/**
 * What somebody has entered on a page and not sent, while they are away to sign in again: the console is left for that, and a
 * sign-in may end in the middle of a sentence. It stays in this tab, and only for who entered it.
 */

import type { Json } from '../../../shared/basics/codec.ts';
import type { PageId } from '../pages/pages.ts';

export type Drafts = {
  /** While a page is there: what is entered on it, null for nothing worth keeping. The answer lets go of it. */
  hold(page: PageId, read: () => Json): () => void;
  /** Called while the pages are still there. */
  keep(username: string): void;
  /** What that person had entered there; once. Null for nothing. */
  take(page: PageId, username: string): Json;
};

const KEPT = 'doorlight-console-drafts';

export function createDrafts(browser: Pick<Window, 'sessionStorage'>): Drafts {
  const held = new Map<PageId, () => Json>();
  return {
    hold(page, read) {
      held.set(page, read);
      return () => {
        if (held.get(page) === read) held.delete(page);
      };
    },
    keep(username) {
      const entered = [...held].flatMap(([page, read]) => {
        const draft = read();
        return draft === null ? [] : [[page, draft] as const];
      });
      if (entered.length > 0) write(browser, { username, pages: Object.fromEntries(entered) });
    },
    take(page, username) {
      const kept = read(browser);
      if (kept === null || kept.username !== username) return null;
      const { [page]: draft = null, ...others } = kept.pages;
      write(browser, Object.keys(others).length === 0 ? null : { username, pages: others });
      return draft;
    },
  };
}

type Kept = { readonly username: string; readonly pages: { readonly [page: string]: Json } };

/** Ours alone, from this tab; what it means each page decides for itself. */
function read(browser: Pick<Window, 'sessionStorage'>): Kept | null {
  try {
    return JSON.parse(browser.sessionStorage.getItem(KEPT) ?? 'null') as Kept | null;
  } catch {
    return null;
  }
}

function write(browser: Pick<Window, 'sessionStorage'>, kept: Kept | null): void {
  try {
    if (kept === null) browser.sessionStorage.removeItem(KEPT);
    else browser.sessionStorage.setItem(KEPT, JSON.stringify(kept));
  } catch {
    // Storage forbidden or full: then it has to be entered again.
  }
}
