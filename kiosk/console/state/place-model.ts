/** Where in the console one is: its address, so that back, reload and the square on a tablet lead to the right page. */

import { type ReadonlySignal, signal } from '@preact/signals';
import { normaliseCode } from '../../../shared/wire/pairing.ts';
import { isPageId, type PageId } from '../pages/pages.ts';
import { linkToPage } from './page-link.ts';

export type Place =
  | { readonly page: 'doors' }
  /** `code`: as the tablet's square carries it. */
  | { readonly page: 'pair'; readonly code: string | null }
  /** `of`: the one thing of that page which is looked at, a room's id say. */
  | { readonly page: PageId; readonly of: string | null };

export type PlaceModel = {
  readonly place: ReadonlySignal<Place>;
  /** Where somebody wants to go who would lose something unsaved; null while there is no such question. */
  readonly asked: ReadonlySignal<Place | null>;
  go(place: Place): void;
  /** Yes: what is unsaved may be lost. */
  answer(leave: boolean): void;
  /** While `isUnsaved` says so, leaving is asked about first. The answer takes the guard off. */
  guard(isUnsaved: () => boolean): () => void;
  /** The code in the address has done its work: a reload must not ask for it again. */
  codeSpent(): void;
  /** Kept for the way back from Entra, whose answer comes to the bare address. */
  keep(): void;
  close(): void;
};

/** What a place needs of the browser. */
export type Browser = Pick<
  Window,
  'location' | 'history' | 'sessionStorage' | 'addEventListener' | 'removeEventListener'
>;

const KEPT = 'doorlight-console-place';

export function createPlaceModel(browser: Browser): PlaceModel {
  const kept = takeKept(browser);
  const place = signal(readPlace(kept ?? browser.location.search));
  // Entra leaves a word of its own in the address; its answer in the fragment is MSAL's yet to read.
  browser.history.replaceState(null, '', linkTo(place.value) + browser.location.hash);
  const asked = signal<Place | null>(null);
  const guards = new Set<() => boolean>();
  const isUnsaved = () => [...guards].some((unsaved) => unsaved());

  function move(next: Place): void {
    browser.history.pushState(null, '', linkTo(next));
    place.value = next;
  }

  const follow = () => {
    const next = readPlace(browser.location.search);
    if (linkTo(next) !== linkTo(place.value) && isUnsaved()) {
      // The browser has gone there already: the address is put back until somebody has answered.
      browser.history.pushState(null, '', linkTo(place.value));
      asked.value = next;
    } else place.value = next;
  };
  /** A reload or a closed tab: the browser itself asks, in its own words. */
  const leave = (event: Event) => {
    if (isUnsaved()) event.preventDefault();
  };
  browser.addEventListener('popstate', follow);
  browser.addEventListener('beforeunload', leave);
  return {
    place,
    asked,
    go(next) {
      if (isUnsaved()) asked.value = next;
      else move(next);
    },
    answer(isLeaving) {
      const next = asked.value;
      asked.value = null;
      if (isLeaving && next !== null) move(next);
    },
    guard(unsaved) {
      guards.add(unsaved);
      return () => void guards.delete(unsaved);
    },
    codeSpent: () => browser.history.replaceState(null, '', linkTo({ page: 'pair', code: null })),
    keep() {
      try {
        browser.sessionStorage.setItem(KEPT, linkTo(place.value).slice(linkTo({ page: 'doors' }).length));
      } catch {
        // Storage forbidden or full: then the operator finds the page by hand.
      }
    },
    close() {
      browser.removeEventListener('popstate', follow);
      browser.removeEventListener('beforeunload', leave);
    },
  };
}

export function readPlace(search: string): Place {
  const asked = new URLSearchParams(search);
  const code = asked.get('code');
  // Entra's own answers also carry a `code`, but in the fragment and far longer.
  if (asked.get('page') === 'pair' || code !== null) {
    return { page: 'pair', code: code === null ? null : normaliseCode(code) };
  }
  const page = asked.get('page');
  return isPageId(page) ? { page, of: asked.get('of') } : { page: 'doors' };
}

export function linkTo(place: Place): string {
  switch (place.page) {
    case 'doors':
      return '/console';
    case 'pair':
      return place.code === null ? '/console?page=pair' : `/console?code=${place.code}`;
    default:
      return linkToPage(place.page, place.of);
  }
}

/** Only on the way back from Entra: a later reload must not lead to where one was an hour ago. */
function takeKept(browser: Browser): string | null {
  try {
    const kept = browser.sessionStorage.getItem(KEPT);
    browser.sessionStorage.removeItem(KEPT);
    return /[#&](code|error)=/.test(browser.location.hash) ? kept : null;
  } catch {
    return null;
  }
}
