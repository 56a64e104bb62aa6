/** That something went wrong on the page, by its kind alone: a message may quote what somebody wrote. */

import type { TabletErrorKind } from '../../shared/wire/evidence.ts';

type Browser = Pick<Window, 'addEventListener'>;

export function watchErrors(browser: Browser, onError: (kind: TabletErrorKind) => void): void {
  browser.addEventListener('error', () => onError('script'));
  browser.addEventListener('unhandledrejection', ({ reason }) => onError(isChunk(reason) ? 'chunk' : 'promise'));
}

/** Each browser has its own words for a module that could not be had. */
function isChunk(reason: unknown): boolean {
  return (
    reason instanceof Error && /dynamically imported module|Importing a module script failed/i.test(reason.message)
  );
}
